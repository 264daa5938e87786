/** JSON Web Tokens signed with a private key that was found (RFC 7518 § 3.3–3.5, RFC 8037): its public half verifies them. */
import { constants, verify } from 'node:crypto';
import { createBudget } from './budget.ts';
import { groupBy } from '../group-by.ts';
import { placeOf, placesOf } from './place.ts';
import { tokenFacts } from './json-web-token.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { PrivateKey } from './private-keys.ts';
import type { Proofs } from './proofs.ts';
import type { Token } from './json-web-token.ts';
import type { Secret } from '../model.ts';

interface Scheme {
  /** Of the key, as Node names it. */
  readonly type: readonly string[];
  readonly hash: string | null;
  readonly isPss?: true;
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>(
  Object.entries({
    RS256: { type: ['rsa'], hash: 'sha256' },
    RS384: { type: ['rsa'], hash: 'sha384' },
    RS512: { type: ['rsa'], hash: 'sha512' },
    PS256: { type: ['rsa', 'rsa-pss'], hash: 'sha256', isPss: true as const },
    PS384: { type: ['rsa', 'rsa-pss'], hash: 'sha384', isPss: true as const },
    PS512: { type: ['rsa', 'rsa-pss'], hash: 'sha512', isPss: true as const },
    ES256: { type: ['ec'], hash: 'sha256' },
    ES256K: { type: ['ec'], hash: 'sha256' },
    ES384: { type: ['ec'], hash: 'sha384' },
    ES512: { type: ['ec'], hash: 'sha512' },
    EdDSA: { type: ['ed25519', 'ed448'], hash: null },
  }),
);

/** One verification, in steps, with a key of the usual size. */
const VERIFYING = 50;
/** With a curve that is not made to be quick. */
const OTHER_CURVES = 500;
const USUAL_BITS = 4096;

export function signedByKeys(
  all: readonly Token[],
  keys: readonly PrivateKey[],
  asOf: string,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  if (keys.length === 0) return;
  const byType = groupBy(keys, ({ publicKey }): string => publicKey.asymmetricKeyType ?? '');
  const signatures: { readonly token: Token; readonly signer: Secret }[] = [];
  let untried = 0;
  for (const token of all) {
    const scheme = SCHEMES.get(token.algorithm);
    if (scheme === undefined) continue;
    const fitting = scheme.type.flatMap((type) => (budget.spent ? [] : (byType.get(type) ?? [])));
    const key = fitting.find(({ publicKey }) => budget.take(stepsOf(publicKey)) && verifies(token, scheme, publicKey));
    if (key !== undefined) signatures.push({ token, signer: key.secret });
    else if (budget.spent) untried++;
  }
  for (const [signer, signed] of groupBy(signatures, (signature) => signature.signer))
    tell(
      signer,
      signed.map(({ token }) => token),
      asOf,
      proofs,
    );
  if (untried > 0)
    proofs.cut('tokens not tried with every key (limit jwt-steps)', 'more tokens and keys than are tried', untried);
}

function stepsOf({ asymmetricKeyType, asymmetricKeyDetails: { modulusLength = 0, namedCurve } = {} }: KeyObject): number {
  if (asymmetricKeyType === 'ec') return namedCurve === 'prime256v1' ? VERIFYING : OTHER_CURVES;
  return VERIFYING * Math.ceil(Math.max(1, modulusLength / USUAL_BITS) ** 2);
}

function verifies({ signed, signature }: Token, { hash, isPss }: Scheme, publicKey: KeyObject): boolean {
  try {
    return verify(
      hash,
      signed,
      {
        key: publicKey,
        dsaEncoding: 'ieee-p1363',
        ...(isPss === true ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {}),
      },
      signature,
    );
  } catch {
    return false; // a key that does not fit the scheme: too short, another curve
  }
}

function tell(signer: Secret, tokens: readonly Token[], asOf: string, proofs: Proofs): void {
  const [token] = tokens as [Token, ...Token[]];
  const facts = [token.algorithm, ...tokenFacts(token, asOf)].join(', ');
  proofs.add(signer, {
    kind: 'proven',
    detail: `signs the token in ${placesOf(tokens.map(({ secret }) => secret))} (${facts})`,
    unit: placeOf(token.secret),
  });
  for (const { secret, algorithm } of tokens) {
    proofs.relate(signer, 'signs', secret);
    proofs.add(secret, {
      kind: 'proven',
      detail: `signed with the private key in ${placeOf(signer)} (${algorithm})`,
      unit: placeOf(signer),
    });
  }
}
