/**
 * Values that the whole world knows, as hashes, so that this repository holds none of them: examples of documentation,
 * which were never valid, and defaults that products ship with, which are valid wherever nobody changed them.
 */
import { createHash } from 'node:crypto';

export interface KnownValue {
  readonly as: 'documentation' | 'public-default';
  readonly what: string;
}

/** First 96 bits of the SHA-256 of the value. */
const KNOWN: readonly (readonly [string, KnownValue['as'], string])[] = [
  ['78314b11be2e581549ac1c4f', 'documentation', 'AWS documentation, secret key'],
  ['e21b597ba6b9cafa59d9ebc4', 'documentation', 'AWS documentation, secret key'],
  ['1a5d44a2dca19669d72edf4c', 'documentation', 'AWS documentation, key id'],
  ['c6ea27c534f993d31f0aef88', 'documentation', 'AWS documentation, key id'],
  ['d88a2cb53b61ef4d6fe8923a', 'documentation', 'Fernet specification'],
  ['4c7c765bca9674eab6f42502', 'documentation', 'Fernet specification'],
  ['2cafc0970149a84f3b9e62ea', 'documentation', 'Stripe documentation'],
  ['8be5d113c0871ce1a122d68a', 'documentation', 'key URIs of authenticators'],
  ['f7d838701b86c5dfb57bf95f', 'public-default', 'jwt.io example secret'],
  ['465d9ad5d5528ebe287b5dce', 'public-default', 'jwt.io example secret'],
  ['7f75367e7881255134e1375e', 'public-default', 'jwt.io example token'],
  ['a064b502e61d27e94b871729', 'public-default', 'Supabase local development'],
  ['422b6cfd76dcf88d5d37a901', 'public-default', 'express-session documentation'],
  ['2598f7d6adc142d88161630f', 'public-default', 'Flask documentation'],
  ['9cb335cb7b5fb805934637d8', 'public-default', 'Flask documentation'],
  ['9d0f4f5072c13dbd970c045e', 'public-default', 'Flask documentation'],
  ['ad9858116e63b0c5a4d7dc7f', 'public-default', 'MinIO default'],
  ['3f7aa5c0b56cad6ccbfc8481', 'public-default', 'Superset default'],
  ['00810cf8b94d6fcb9c5de484', 'public-default', 'Java keystore default'],
  ['f3c3964ca854e172366f81d8', 'public-default', 'Grafana default'],
  ['c07799c18d8b80eed9536792', 'public-default', 'Nacos default'],
  ['0011cc25eb4320717494d270', 'public-default', 'Azurite account'],
  ['aa6547439583c3a275d4542a', 'public-default', 'Cosmos DB emulator'],
  ['b4cee395127a5dad6517a3a6', 'public-default', 'Apache Shiro default'],
  ['1bc46a56f703f5b4a348ee13', 'public-default', 'Harbor default'],
  ['aad9d2981f1d7f3411b19457', 'public-default', 'ThingsBoard default'],
  ['dccee340df0b1f4be3c1d25a', 'public-default', 'Hasura documentation'],
  ['646fe7e9335545a335fb9022', 'public-default', 'Directus documentation'],
  ['982f4e3a0216f3923e28c393', 'public-default', 'Directus documentation'],
  ['79eb99dc74e930b421ff7ee2', 'public-default', 'JHipster default'],
  ['07f76f87ea3cbc8b43e8142e', 'public-default', 'Laravel default'],
  ['05b2e0bb6228fb22c6391768', 'public-default', 'Laravel default'],
  ['c85debb55f2f204d868cc155', 'public-default', 'Supabase local development'],
  ['70541e07fd4f900b66e289f5', 'public-default', 'Supabase local development'],
  ['bf1725a8f98bea37e8861870', 'public-default', 'Supabase local development'],
  ['1b58ee375b42e41f0e48ef2f', 'public-default', 'Redis example configuration'],
  ['26fd2cb96404507841385bd6', 'public-default', 'Superset default'],
  ['fe18bd40b727a37ecce96ec8', 'public-default', 'Superset default'],
  ['889041e8368708c03a9764f0', 'public-default', 'Superset documentation'],
  ['4b00e2726043354c2c4efecc', 'public-default', 'Superset default'],
  ['519e3ece10ca70b6627a9645', 'public-default', 'Symfony default'],
];

const BY_HASH = new Map(KNOWN.map(([hash, as, what]) => [hash, { as, what }]));

export function knownValue(value: Buffer): KnownValue | undefined {
  return BY_HASH.get(createHash('sha256').update(value).digest('hex').slice(0, 24));
}
