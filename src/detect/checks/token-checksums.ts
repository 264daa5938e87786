/**
 * Tokens that carry a checksum of themselves, by format: what stands where, and how the sum is made. A sum that fits
 * says that the issuer's program made the token; one that does not, that it was masked or made up.
 */
import { createHash } from 'node:crypto';
import { fromBase32, toBase32 } from '../../base32.ts';
import { crc16, crc32 } from './crc.ts';

export interface TokenFormat {
  readonly prefix: RegExp;
  /** Class of the characters between prefix and sum, how many there are, and how many a made-up one has. */
  readonly body: string;
  readonly least: number;
  readonly most: number;
  readonly gap: string;
  readonly sum: RegExp;
  readonly sumOf: (prefix: string, body: string) => string;
}

const ALNUM = 'A-Za-z0-9';

export const TOKEN_FORMATS = {
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/ ; npm's are made the same way
  'github-checksum': fixed(/gh[pous]_|npm_/, 30, '', /[A-Za-z0-9]{6}/, (_, body) => base62(crc(body))),
  // https://vercel.com/docs/sign-in-with-vercel/tokens
  'vercel-checksum': fixed(/vc[pciark]_/, 50, '', /[A-Za-z0-9]{6}/, (_, body) => base62(crc(body))),
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
  'cloudflare-checksum': fixed(/cf(?:k|ut|at)_/, 40, '', /[0-9a-f]{8}/, (_, body) => hex(crc(body))),
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/
  'grafana-checksum': fixed(/glsa_/, 32, '_', /[0-9a-f]{8}/, (prefix, body) => littleEndian(crc(prefix + body), 'hex')),
  // https://zuplo.com/docs/articles/api-key-management
  'zuplo-checksum': fixed(/zpka_/, 32, '_', /[0-9a-f]{8}/, (_, body) => hex(crc(body))),
  // https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html
  'confluent-checksum': {
    ...fixed(/cflt/, 54, '', /[A-Za-z0-9+/]{6}/, (_, body) => littleEndian(crc(body), 'base64').slice(0, 6)),
    body: `${ALNUM}+/`,
  },
  // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
  'atlassian-checksum': {
    ...fixed(/AT[AC]TT3/, 175, '=', /[0-9A-F]{8}/, (prefix, body) => hex(crc(`${prefix}${body}=`)).toUpperCase()),
    body: `${ALNUM}_-`,
    least: 150,
    most: 220,
  },
  // https://docs.gitlab.com/security/tokens/ ; the sum covers the length of the payload before it
  'gitlab-checksum': {
    ...fixed(/gl[a-z]{2,8}-/, 27, '.01.', /[0-9a-z]{2}[0-9a-z]{7}/, (prefix, body) => {
      const length = body.length.toString(36).padStart(2, '0');
      return length + crc(`${prefix}${body}.01.${length}`).toString(36).padStart(7, '0');
    }),
    body: `${ALNUM}_-`,
    least: 27,
    most: 300,
  },
  // https://supabase.com/docs/guides/self-hosting/self-hosted-auth-keys ; hosted projects mix their reference in
  'supabase-checksum': {
    ...fixed(/sb_(?:secret|publishable)_/, 22, '_', /[A-Za-z0-9_-]{8}/, (prefix, body) =>
      createHash('sha256').update(`supabase-self-hosted|${prefix}${body}`).digest('base64url').slice(0, 8),
    ),
    body: `${ALNUM}_-`,
  },
  // https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md ; one bit of the sum stands in the body
  'stellar-checksum': {
    ...fixed(/S[A-D]/, 51, '', /[A-Z2-7]{3}/, (prefix, body) => {
      const payload = fromBase32(`${prefix}${body}AAA`).subarray(0, 33);
      const sum = Buffer.alloc(2);
      sum.writeUInt16LE(crc16(payload));
      return toBase32(Buffer.concat([payload, sum])).slice(-3);
    }),
    body: 'A-Z2-7',
  },
} as const satisfies Readonly<Record<string, TokenFormat>>;

export type ChecksumName = keyof typeof TOKEN_FORMATS;

/** Undefined for a token of another format. */
export function checksumFits(name: ChecksumName, token: string): boolean | undefined {
  const { prefix, body, least, most, gap, sum, sumOf }: TokenFormat = TOKEN_FORMATS[name];
  const form = `^(${prefix.source})([${body}]{${least},${most}})${gap.replaceAll('.', '\\.')}(${sum.source})$`;
  const [, head, middle, end] = new RegExp(form).exec(token) ?? [];
  if (head === undefined || middle === undefined) return undefined;
  return sumOf(head, middle) === end;
}

function fixed(
  prefix: RegExp,
  length: number,
  gap: string,
  sum: RegExp,
  sumOf: TokenFormat['sumOf'],
): TokenFormat {
  return { prefix, body: ALNUM, least: length, most: length, gap, sum, sumOf };
}

function crc(text: string): number {
  return crc32(Buffer.from(text, 'latin1'));
}

function base62(number: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let text = '';
  for (let rest = number; text.length < 6; rest = Math.floor(rest / 62)) text = digits[rest % 62] + text;
  return text;
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}

function littleEndian(number: number, form: 'hex' | 'base64'): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes.toString(form);
}
