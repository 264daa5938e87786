/**
 * URLs that were signed with an AWS secret:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import { createHash, createHmac } from 'node:crypto';
import { signingKey } from './aws-keys.ts';
import type { Signed, SignedForm } from './aws-form.ts';

const METHODS = ['GET', 'PUT', 'HEAD', 'DELETE', 'POST'];
const NOTHING = createHash('sha256').digest('hex');
/** HMACs and hashes for one URL and one key. */
const STEPS = 12;

export const presignedUrl: SignedForm = { kind: 'aws-presigned-url', word: 'URL', read: readUrl };

function readUrl(text: string): Signed | undefined {
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
  return {
    id,
    when: `${made}, for ${Number.isInteger(seconds) ? seconds : '?'} s`,
    steps: STEPS,
    signedBy(key) {
      const signing = signingKey(key, ...scope);
      // what is signed, for each method the URL may be for
      return texts.some((one) => createHmac('sha256', signing).update(one).digest('hex') === signature);
    },
  };
}

/** RFC 3986: everything but letters, digits and -._~ */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
