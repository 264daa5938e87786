/**
 * The checks of private keys in PEM (RFC 7468 and older forms). The value is the body's bytes, so
 * that wrapping, indentation, escapes, quotes, comment signs and the prefixes of logs all give the same secret.
 */
import { ASIDE, DROP } from './outcome.ts';
import type { Candidate, Outcome } from './outcome.ts';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** RFC 1421 headers of encrypted keys and armour headers; their words must not be taken for the body. */
const HEADER = /(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset|X-[\w-]{1,32}):[^\r\n]*/g;

/** The header of a body that a passphrase locks, so that it begins like anything (RFC 1421 § 4.6.1.1). */
const LOCKED = /Proc-Type:[^\n]{0,8}ENCRYPTED/;

/** From the BEGIN line to the END line, without it. */
export function pem({ raw }: Pick<Candidate, 'raw'>): Outcome {
  const begin = /^-----BEGIN [^-]{1,64}-----/.exec(raw)?.[0] ?? '';
  const body = raw.slice(begin.length);
  if (/\.{3}|\*{3}|<[a-z]|\$\{|\{\{/i.test(body)) return ASIDE('placeholder');
  const isEncrypted = /ENCRYPTED/.test(begin) || LOCKED.test(body);
  const lines = linesOf(body);
  const candidates = [lines.flat(), ...sameWidth(lines)].map((tokens) => Buffer.from(tokens.join(''), 'base64'));
  const value = candidates.find(isKey) ?? candidates[1]!;
  if (value.length === 0) return ASIDE('not-well-formed');
  // of real keys one in five hundred has an `XxxX` somewhere
  if (value.length < 32 || new Set(value).size < 16 || (/xxxx/i.test(body) && !isKey(value))) return ASIDE('placeholder');
  return { value, ...(isKey(value) ? { checksum: true } : {}), note: isEncrypted ? 'encrypted key body' : 'key body' };
}

/** Bytes of a key below which what is left of it is no loss; an elliptic one has three times as many. */
const LEAST = 96;

/**
 * A BEGIN line whose END is nowhere: as many lines of the body as follow each other, all of one width. What they hold has to
 * begin like a key, since nothing else says that they are one.
 */
export function pemCut({ raw }: Pick<Candidate, 'raw'>): Outcome {
  const begin = /^-----BEGIN [^-]{1,64}-----/.exec(raw)?.[0] ?? '';
  const body = raw.slice(begin.length);
  const tokens = linesOf(body).map((line) => line.toSorted((a, b) => b.length - a.length)[0] ?? '');
  const first = tokens.findIndex((token) => token !== '');
  const width = tokens[first]?.length ?? 0;
  const end = tokens.findIndex((token, index) => index > first && token.length !== width);
  const full = tokens.slice(first, end < 0 ? undefined : end);
  const more = [...full, tokens[end] ?? ''];
  const [value, whole] = [full, more].map((some) => Buffer.from(some.join(''), 'base64')) as [Buffer, Buffer];
  if (whole[0] === 0x30 && isKey(whole))
    return { value: whole, length: endOf(raw, more), checksum: true, note: 'key body without its end' };
  const begins = (value[0] === 0x30 && beginsKey(value)) || (isKey(value) && /OPENSSH|PGP/.test(begin)) || LOCKED.test(body);
  if (value.length < LEAST || !begins || new Set(value).size < 16) return DROP;
  return { value, length: endOf(raw, full), note: 'beginning of a key body' };
}

/** Behind the last of pieces that follow each other. */
function endOf(raw: string, tokens: readonly string[]): number {
  return tokens.reduce((at, token) => raw.indexOf(token, at) + token.length, 0);
}

/** The body of a key alone: its DER says that it is one, and how many of the lines are its. */
export function derKey({ raw }: Candidate): Outcome {
  const whole = Buffer.from(raw, 'base64');
  const value = whole.subarray(0, Math.max(0, derLength(whole)));
  const length = lengthOf(raw, value.length);
  if (!isKey(value) || !/^(?:[\r\n]|$)/.test(raw.slice(length, length + 1))) return ASIDE('not-well-formed');
  return { value, length, checksum: true, note: 'key body' };
}

/** Characters that hold so many bytes in base64, with the blanks in them and what fills up the end. */
function lengthOf(raw: string, bytes: number): number {
  const digits = Math.ceil((bytes * 4) / 3);
  let length = 0;
  for (let count = 0; count < digits && length < raw.length; length++) if (!' \t\r\n'.includes(raw[length]!)) count++;
  return length + /^={0,2}/.exec(raw.slice(length, length + 2))![0].length;
}

/** Of a PuTTY key file: the lines of its private half, whose format says nothing of itself. The header is read before it. */
export function puttyKey({ raw, around }: Candidate): Outcome {
  const value = Buffer.from(raw.replace(/\s+/g, ''), 'base64');
  if (value.length < 32 || new Set(value).size < 16) return ASIDE('placeholder');
  const isEncrypted = /\nEncryption: (?!none)/.test(around.slice(0, around.indexOf(raw)));
  return { value, note: isEncrypted ? 'encrypted key body' : 'key body' };
}

/** What may belong to the body in each line, of escaped ones too; of a patch without the sign that adds the line. */
function linesOf(body: string): string[][] {
  const lines = body
    .replace(/(?<!\\)\\+[rnt]/g, '\n')
    .replace(HEADER, '')
    .split(/[\r\n]+/);
  const isPatch = lines.length > 2 && lines.slice(1).every((line) => line === '' || line.startsWith('+'));
  return lines.map((line) => tokensOf(isPatch ? line.slice(1) : line));
}

/** Pieces of base64 between blanks, quotes and signs; a lone `+` joins strings. */
function tokensOf(line: string): string[] {
  return line.split(/[ \t"'`,;:<>|()[\]\\]+/).filter((token) => BASE64.test(token) && /[A-Za-z0-9]/.test(token));
}

/**
 * Lines of a body are equally long but for the last: whatever else is shorter stood beside them. Twice, with what may
 * be the last line, and without.
 */
function sameWidth(lines: readonly (readonly string[])[]): [string[], string[]] {
  const width = lines.flat().reduce((longest, token) => Math.max(longest, token.length), 0);
  const full = lines.flat().filter((token) => token.length === width);
  const last = lines.findLastIndex((line) => line.some((token) => token.length === width));
  const behind = lines[last]?.slice(lines[last].findLastIndex((token) => token.length === width) + 1) ?? [];
  const rest = behind.length > 0 ? behind : (lines[last + 1] ?? []);
  return [[...full, rest.toSorted((a, b) => b.length - a.length)[0] ?? ''], full];
}

/** Of DER that goes on behind the end: a version (RFC 5958, 8017, 5915), or what encrypts (RFC 5958 § 3), comes first in it. */
function beginsKey(value: Buffer): boolean {
  const inner = value.subarray(2 + (value[1]! < 0x80 ? 0 : value[1]! & 0x7f));
  const begins = inner[0] === 0x30 || (inner[0] === 0x02 && inner[1] === 1 && inner[2]! <= 1);
  return begins && derLength(value) > value.length;
}

/** DER whose outer length fits, the magic of OpenSSH, or an OpenPGP packet with a secret key (RFC 9580 § 4.2). */
function isKey(value: Buffer): boolean {
  const first = value[0] ?? 0;
  if (first === 0x30) return derLength(value) === value.length;
  if ((first >= 0x94 && first <= 0x97) || first === 0xc5) return true;
  return value.subarray(0, 14).toString('latin1') === 'openssh-key-v1';
}

/** Of the whole, as its first bytes say; -1 for what is no DER: BER leaves the length open. */
export function derLength(value: Buffer): number {
  const first = value[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const bytes = first & 0x7f;
  return bytes === 0 || bytes > 4 || value.length < 2 + bytes ? -1 : 2 + bytes + value.readUIntBE(2, bytes);
}
