/**
 * In: the template of an example and a source of chance. Out: its text, with generated parts in place of {hex:64} and
 * the like, and the part between « and », which is what a rule has to find. So no file holds anything that looks alive.
 * Braces around anything else are text.
 */
import { createHash, createHmac } from 'node:crypto';
import { shown } from '../../shown.ts';
import { TOKEN_FORMATS } from '../checks/token-checksums.ts';
import type { TokenFormat } from '../checks/token-checksums.ts';

/** Numbers from 0 to below 1. */
export type Chance = () => number;

export interface Sample {
  readonly text: string;
  /** What stood between « and ». */
  readonly value?: string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const ALNUM = `${DIGITS}${LOWER.toUpperCase()}${LOWER}`;
const BASE32 = `${LOWER.toUpperCase()}234567`;
const WORDS = (
  'amber bridge candle dragon ember forest garden harbour island jacket kettle lantern ' +
  'meadow needle orchard pepper quarry river saddle timber umbrella velvet winter yellow'
).split(' ');
const MAX_LENGTH = 65_536;

const WITH_LENGTH: Readonly<Record<string, (length: number, chance: Chance, indent: string) => string>> = {
  alnum: (length, chance) => from(ALNUM, length, chance),
  hex: (length, chance) => from('0123456789abcdef', length, chance),
  'hex-upper': (length, chance) => from('0123456789ABCDEF', length, chance),
  upper: (length, chance) => from(`${DIGITS}${LOWER.toUpperCase()}`, length, chance),
  lower36: (length, chance) => from(`${DIGITS}${LOWER}`, length, chance),
  bech32: (length, chance) => from('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', length, chance),
  lower32: (length, chance) => from(BASE32.toLowerCase(), length, chance),
  upper32: (length, chance) => from(BASE32, length, chance),
  digits: (length, chance) => from(DIGITS, length, chance),
  lower: (length, chance) => from(LOWER, length, chance),
  base64: (length, chance) => encoded('base64', length, chance),
  base64url: (length, chance) => encoded('base64url', length, chance),
  words: (length, chance) => Array.from({ length }, () => word(chance)).join(' '),
  'pem-body': (length, chance, indent) => pemLines(length, chance).join(`\n${indent}`),
  'pem-escaped': (length, chance) => pemLines(length, chance).join('\\n'),
};

const PLAIN: Readonly<Record<string, (chance: Chance) => string>> = {
  word,
  uuid: (chance) => [8, 4, 4, 4, 12].map((length) => from('0123456789abcdef', length, chance)).join('-'),
  jwt: webToken,
  'fernet-key': (chance) => `${encoded('base64url', 43, chance)}=`,
  'fernet-token': fernetToken,
  'der-key': derKey,
  'aws-key-id': (chance) => `AKIA${from(BASE32, 16, chance)}`,
};

/** Fills in a template. Throws an Error in words for the author when a part is misspelt. */
export function expand(template: string, random: Chance): Sample {
  const part = /\{([a-z][a-z0-9-]*)(?::([\w-]+))?\}/g;
  const filled = template.replace(part, (whole, name: string, argument: string | undefined, offset: number) =>
    fill(whole, name, argument, random, indentation(template, offset)),
  );
  const [before = '', marked, ...more] = filled.split('«');
  if (marked === undefined && !filled.includes('»')) return { text: filled };
  const [value = '', after, ...rest] = (marked ?? '').split('»');
  if (after === undefined || more.length + rest.length > 0 || before.includes('»')) {
    throw new Error('mark one value with « and », in this order');
  }
  return { text: before + value + after, value };
}

/** A source of chance that gives the same numbers for the same seed. */
export function seeded(seed: string): Chance {
  let block = createHash('sha256').update(seed).digest();
  let at = 0;
  return () => {
    if (at === block.length) {
      block = createHash('sha256').update(block).update(seed).digest();
      at = 0;
    }
    at += 4;
    return block.readUInt32BE(at - 4) / 2 ** 32;
  };
}

function fill(whole: string, name: string, argument: string | undefined, chance: Chance, indent: string): string {
  const withLength = Object.hasOwn(WITH_LENGTH, name) ? WITH_LENGTH[name] : undefined;
  if (withLength) {
    const length = /^\d{1,5}$/.test(argument ?? '') ? Number(argument) : 0;
    if (length < 1 || length > MAX_LENGTH) throw new Error(`${shown(whole)}: say how many, such as {${name}:8}`);
    return withLength(length, chance, indent);
  }
  if (name === 'base64-of' && argument !== undefined)
    return Buffer.from(encodable(argument, chance)).toString('base64');
  if (Object.hasOwn(TOKEN_FORMATS, name) && argument !== undefined)
    return withChecksum(TOKEN_FORMATS[name as keyof typeof TOKEN_FORMATS], argument, chance);
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain && argument === undefined) return plain(chance);
  if (argument === undefined || !/^\d+$/.test(argument)) return whole;
  throw new Error(`${shown(whole)} is not known; known: ${[...Object.keys(WITH_LENGTH), ...Object.keys(PLAIN)].join(', ')}`);
}

/** The blanks before a part that stands first on its line, so that a block keeps its margin. */
function indentation(template: string, offset: number): string {
  const line = template.slice(template.lastIndexOf('\n', offset - 1) + 1, offset).replace('«', '');
  return /^[ \t]*$/.test(line) ? line : '';
}

function from(alphabet: string, length: number, chance: Chance): string {
  return Array.from({ length }, () => alphabet[Math.floor(chance() * alphabet.length)]).join('');
}

function word(chance: Chance): string {
  return WORDS[Math.floor(chance() * WORDS.length)] ?? '';
}

function bytes(length: number, chance: Chance): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(chance() * 256)));
}

/** So many characters without padding, the last one well-formed where the length allows it. */
function encoded(form: 'base64' | 'base64url', length: number, chance: Chance): string {
  const text = bytes(Math.floor((length * 3) / 4), chance)
    .toString(form)
    .replace(/=+$/, '');
  return text + from(ALNUM, length - text.length, chance);
}

/** Lines of 64 characters that begin like the DER of an RSA key: a sequence, then version 0. */
function pemLines(lines: number, chance: Chance): string[] {
  const size = lines * 48;
  const head = size < 132 ? [0x30, size - 2] : [0x30, 0x82, (size - 4) >> 8, (size - 4) & 0xff];
  const start = Buffer.from([...head, 0x02, 0x01, 0x00]);
  const body = Buffer.concat([start, bytes(size - start.length, chance)]).toString('base64');
  return body.match(/.{64}/g) ?? [];
}

/** An RSA key as PKCS #8 begins it (RFC 5958): sequence, version 0, algorithm; base64 on one line. */
function derKey(chance: Chance): string {
  const head = Buffer.from('308202770201003 00d06092a864886f70d010101050004'.replace(' ', ''), 'hex');
  return Buffer.concat([head, bytes(0x277 + 4 - head.length, chance)]).toString('base64');
}

function webToken(chance: Chance): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: `user-${from(DIGITS, 4, chance)}`, iat: 1_700_000_000 + Math.floor(chance() * 1e7) };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', bytes(32, chance)).update(signed).digest('base64url')}`;
}

/** Version, time, initial vector, two blocks of ciphertext, signature. */
function fernetToken(chance: Chance): string {
  const head = Buffer.alloc(9, 0x80);
  head.writeBigUInt64BE(BigInt(1_700_000_000 + Math.floor(chance() * 1e7)), 1);
  const signed = Buffer.concat([head, bytes(16 + 32, chance)]);
  const signature = createHmac('sha256', bytes(16, chance)).update(signed).digest();
  return Buffer.concat([signed, signature]).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** What people keep in base64: a token, a key file, user and password. */
function encodable(what: string, chance: Chance): string {
  if (what === 'jwt') return webToken(chance);
  if (what === 'pem')
    return ['-----BEGIN RSA PRIVATE KEY-----', ...pemLines(12, chance), '-----END RSA PRIVATE KEY-----', ''].join('\n');
  if (what === 'pair') return `${word(chance)}:${from(ALNUM, 14, chance)}`;
  throw new Error(`{base64-of:${shown(what)}} is not known; known: jwt, pem, pair`);
}

/** A prefix, characters, and the sum of both or one. */
function withChecksum({ body: characters, least, gap, sumOf }: TokenFormat, prefix: string, chance: Chance): string {
  const isOfBody = new RegExp(`[${characters}]`);
  const body = from([...ALNUM].filter((sign) => isOfBody.test(sign)).join(''), least, chance);
  return `${prefix}${body}${gap}${sumOf(prefix, body)}`;
}
