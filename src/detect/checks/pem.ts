/**
 * The checks of private keys in PEM (RFC 7468 and older forms). The value is the body's bytes, so
 * that wrapping, indentation, escapes, quotes, comment signs and the prefixes of logs all give the same secret.
 */
import { ASIDE } from './outcome.ts';
import type { Candidate, Outcome } from './outcome.ts';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** RFC 1421 headers of encrypted keys and armour headers; their words must not be taken for the body. */
const HEADER = /(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset|X-[\w-]{1,32}):[^\r\n]*/g;

/** From the BEGIN line to the END line, without it. */
export function pem({ raw }: Pick<Candidate, 'raw'>): Outcome {
  const begin = /^-----BEGIN [^-]{1,64}-----/.exec(raw)?.[0] ?? '';
  const body = raw.slice(begin.length).replace(/(?<!\\)\\+[rnt]/g, '\n');
  if (/\.{3}|\*{3}|<[a-z]|\$\{|\{\{/i.test(body)) return ASIDE('placeholder');
  const isEncrypted = /ENCRYPTED/.test(begin) || /Proc-Type:[^\n]{0,8}ENCRYPTED/.test(body);
  const lines = body
    .replace(HEADER, '')
    .split(/[\r\n]+/)
    .map(tokensOf);
  const candidates = [lines.flat(), ...sameWidth(lines)].map((tokens) => Buffer.from(tokens.join(''), 'base64'));
  const value = candidates.find(isKey) ?? candidates[1]!;
  if (value.length === 0) return ASIDE('not-well-formed');
  // of real keys one in five hundred has an `XxxX` somewhere
  if (value.length < 32 || new Set(value).size < 16 || (/xxxx/i.test(body) && !isKey(value))) return ASIDE('placeholder');
  return { value, ...(isKey(value) ? { checksum: true } : {}), note: isEncrypted ? 'encrypted key body' : 'key body' };
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
