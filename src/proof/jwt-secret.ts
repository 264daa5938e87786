/**
 * JSON Web Tokens signed with a secret that was found (RFC 7518 § 3.2): HMAC over header and payload, for every token
 * and every value that can be a key, in every form a key is written in. The cost is tokens × values; a budget bounds
 * it, and what is likely is tried first: a key that signed one token of an issuer signs its other tokens.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createBudget, hashSteps } from './budget.ts';
import { groupBy } from '../group-by.ts';
import { keyForms } from './key-forms.ts';
import { placeOf, placesOf } from './place.ts';
import { tokenFacts } from './json-web-token.ts';
import type { Budget } from './budget.ts';
import type { KeyForm } from './key-forms.ts';
import type { Proofs } from './proofs.ts';
import type { Token } from './json-web-token.ts';
import type { Secret } from '../model.ts';

const HASHES: ReadonlyMap<string, string> = new Map([
  ['HS256', 'sha256'],
  ['HS384', 'sha384'],
  ['HS512', 'sha512'],
]);
const LONGEST_KEY = 4096;

interface Candidate {
  readonly secret: Secret;
  readonly forms: readonly KeyForm[];
}

interface Signature {
  readonly token: Token;
  readonly candidate: Candidate;
  readonly form: KeyForm;
}

export function signedBySecrets(
  all: readonly Token[],
  secrets: readonly Secret[],
  asOf: string,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  const tokens = all.filter(({ algorithm }) => HASHES.has(algorithm));
  if (tokens.length === 0) return;
  const byLikeness = new Map<string, Set<Candidate>>();
  const signatures: Signature[] = [];
  let open = oneOfEachFirst(tokens);
  for (const candidates of candidatesByRank(secrets, all)) {
    const unsigned: Token[] = [];
    for (const token of open) {
      const likely = byLikeness.get(likeness(token)) ?? new Set();
      const signature = signatureOf(token, likely, budget) ?? signatureOf(token, candidates, budget);
      if (signature === undefined) {
        unsigned.push(token);
        continue;
      }
      byLikeness.set(likeness(token), likely.add(signature.candidate));
      signatures.push(signature);
    }
    open = unsigned;
  }

  for (const [{ secret }, signed] of groupBy(signatures, ({ candidate }) => candidate))
    tell(secret, signed, asOf, proofs);
  if (budget.spent && open.length > 0)
    proofs.cut(
      'tokens not tried with every value (limit jwt-steps)',
      'more tokens and values than are tried',
      open.length,
    );
}

function signatureOf(token: Token, candidates: Iterable<Candidate>, budget: Budget): Signature | undefined {
  const hash = HASHES.get(token.algorithm)!;
  for (const candidate of candidates) {
    for (const form of candidate.forms) {
      if (!budget.take(hashSteps(form.key.length + token.signed.length))) return undefined;
      const expected = createHmac(hash, form.key).update(token.signed).digest();
      if (expected.length === token.signature.length && timingSafeEqual(expected, token.signature))
        return { token, candidate, form };
    }
  }
  return undefined;
}

/**
 * What can be a key: no token, no key file. Every token meets those whose names say so before any token meets the rest,
 * and what is random in nobody's name comes last.
 */
function candidatesByRank(secrets: readonly Secret[], tokens: readonly Token[]): readonly (readonly Candidate[])[] {
  const taken = new Set(tokens.map(({ secret }) => secret));
  const ranks: [Candidate[], Candidate[], Candidate[]] = [[], [], []];
  for (const secret of secrets) {
    const { nature, rule, value, names, confidence } = secret;
    const isValue = nature === 'secret' || nature === 'weak' || nature === 'public-default';
    if (!isValue || taken.has(secret) || value.length > LONGEST_KEY) continue;
    const bytes = value.expose('proof');
    if (rule.kind === 'private-key' && !isText(bytes)) continue;
    const rank = names.some(({ kind }) => kind === 'jwt-secret') ? 0 : confidence === 'low' ? 2 : 1;
    const forms = keyForms(bytes);
    ranks[rank].push({ secret, forms: rank === 0 ? [...forms, withNewline(bytes)] : forms });
  }
  return ranks;
}

/** A key file is binary; the `k` of a JSON Web Key is text. */
function isText(bytes: Buffer): boolean {
  return /^[\x20-\x7e]*$/.test(bytes.toString('latin1'));
}

/** Of a file that `echo` wrote, and that is taken as it is. */
function withNewline(bytes: Buffer): KeyForm {
  return { key: Buffer.concat([bytes, Buffer.from('\n')]), as: 'line' };
}

function likeness({ algorithm, keyId = '', issuer = '' }: Token): string {
  return `${algorithm}\0${keyId}\0${issuer}`;
}

/** So that a budget that runs out has met every kind of token. */
function oneOfEachFirst(tokens: readonly Token[]): readonly Token[] {
  const seen = new Set<string>();
  const first = tokens.filter((token) => !seen.has(likeness(token)) && seen.add(likeness(token)));
  const chosen = new Set(first);
  return [...first, ...tokens.filter((token) => !chosen.has(token))];
}

function tell(signer: Secret, signatures: readonly Signature[], asOf: string, proofs: Proofs): void {
  const [{ token, form }] = signatures as [Signature, ...Signature[]];
  const facts = [
    token.algorithm,
    ...tokenFacts(token, asOf),
    ...(form.as === undefined ? [] : [form.as === 'line' ? 'with a newline behind the key' : `as the ${form.as} of the key`]),
  ];
  const signed = signatures.map((signature) => signature.token.secret);
  proofs.add(signer, {
    kind: 'proven',
    detail: `signs the token in ${placesOf(signed)} (${facts.join(', ')})`,
    unit: placeOf(token.secret),
  });
  proofs.is(signer, 'jwt-secret');
  for (const { token: each } of signatures) {
    proofs.relate(signer, 'signs', each.secret);
    proofs.add(each.secret, {
      kind: 'proven',
      detail: `signed with the secret in ${placeOf(signer)} (${each.algorithm})`,
      unit: placeOf(signer),
    });
  }
}
