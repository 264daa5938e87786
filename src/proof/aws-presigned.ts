/**
 * URLs that were signed with an AWS secret that was found, made again from their own parts:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import { createHash, createHmac } from 'node:crypto';
import { createBudget } from './budget.ts';
import { placeOf } from './place.ts';
import { signingKey, textOf } from './aws-keys.ts';
import type { Anchors } from './anchors.ts';
import type { AwsKeys } from './aws-keys.ts';
import type { Budget } from './budget.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

interface Presigned {
  readonly id: string;
  readonly scope: readonly string[];
  readonly signature: string;
  /** What is signed, for each method the URL may be for. */
  readonly texts: readonly string[];
  readonly expires: string;
}

const METHODS = ['GET', 'PUT', 'HEAD', 'DELETE', 'POST'];
const NOTHING = createHash('sha256').digest('hex');
/** HMACs and hashes for one URL and one key. */
const STEPS = 12;

export function presignedUrls(
  { ids, keys }: AwsKeys,
  anchors: Anchors,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  const urls = anchors.of('aws-presigned-url');
  if (urls.length === 0 || keys.length === 0) return;
  const idsByText = new Map(ids.map((secret) => [textOf(secret.value.expose('proof')), secret]));
  let untried = 0;
  for (const url of urls) {
    const signed = readUrl(textOf(url.value.expose('proof')));
    if (signed === undefined) continue;
    const key = budget.spent
      ? undefined
      : keys.find(({ value }) => budget.take(STEPS) && signs(value.expose('proof'), signed));
    if (key === undefined && budget.spent) untried++;
    if (key !== undefined) tell(key, idsByText.get(signed.id), url, signed, proofs);
  }
  if (untried > 0)
    proofs.cut('presigned URLs not tried with every key (limit aws-steps)', 'more than are tried', untried);
}

function tell(key: Secret, id: Secret | undefined, url: Secret, { expires }: Presigned, proofs: Proofs): void {
  const place = placeOf(url);
  proofs.add(key, { kind: 'proven', detail: `signed the URL in ${place} (${expires})`, unit: place });
  if (id === undefined) return;
  proofs.relate(id, 'key id of', key);
  proofs.add(id, {
    kind: 'proven',
    detail: `with the secret in ${placeOf(key)} it signed the URL in ${place}`,
    unit: place,
  });
}

function signs(key: Buffer, { scope, texts, signature }: Presigned): boolean {
  const signing = signingKey(key, ...scope);
  return texts.some((text) => createHmac('sha256', signing).update(text).digest('hex') === signature);
}

function readUrl(text: string): Presigned | undefined {
  let url: URL;
  try {
    url = new URL(text.replaceAll('&amp;', '&'));
  } catch {
    return undefined;
  }
  const query = new Map(url.searchParams);
  const [id = '', ...scope] = query.get('X-Amz-Credential')?.split('/') ?? [];
  const [date, signature] = [query.get('X-Amz-Date') ?? '', query.get('X-Amz-Signature') ?? ''];
  // of the headers only the host is in the URL
  if (scope.length !== 4 || query.get('X-Amz-SignedHeaders') !== 'host') return undefined;
  query.delete('X-Amz-Signature');
  const pairs = [...query].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort();
  const payload = scope[2] === 's3' ? 'UNSIGNED-PAYLOAD' : NOTHING;
  const texts = METHODS.map((method) => {
    const request = [method, url.pathname, pairs.join('&'), `host:${url.host}`, '', 'host', payload].join('\n');
    const hash = createHash('sha256').update(request).digest('hex');
    return ['AWS4-HMAC-SHA256', date, scope.join('/'), hash].join('\n');
  });
  const day = /^(\d{4})(\d\d)(\d\d)T/.exec(date);
  const seconds = Number(query.get('X-Amz-Expires'));
  const made = day === null ? 'on an unknown day' : `on ${day[1]}-${day[2]}-${day[3]}`;
  return { id, scope, signature, texts, expires: `${made}, for ${Number.isInteger(seconds) ? seconds : '?'} s` };
}

/** RFC 3986: everything but letters, digits and -._~ */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
