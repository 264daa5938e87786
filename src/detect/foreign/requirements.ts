/** What Kingfisher asks of a value beyond its expression: kinds of characters, words that must not be there, a checksum. */
import { createHash } from 'node:crypto';
import { crc32 } from '../checks/crc.ts';
import { refuse } from './cursor.ts';
import type { Requirements } from '../../foreign-rule.ts';

const SPECIALS = '!@#$%^&*()_+-=[]{}|;:\'",.<>?/\\`~';

/** Whether a value is what its rule is about, and what its checksum says: undefined where the rule names none. */
export interface Required {
  readonly passes: boolean;
  readonly checksum?: boolean;
}

/** @param groups texts of the match's groups by name; MATCH is the value, FULL_MATCH all of it */
export function meets(value: string, groups: ReadonlyMap<string, string>, required: Requirements): Required {
  const specials = required.specials ?? SPECIALS;
  const lower = value.toLowerCase();
  const passes =
    count(value, /[0-9]/) >= required.digits &&
    count(value, /[A-Z]/) >= required.upper &&
    count(value, /[a-z]/) >= required.lower &&
    [...value].filter((character) => specials.includes(character)).length >= required.special &&
    !required.ignored.some((word) => lower.includes(word));
  const { checksum } = required;
  if (!passes || checksum === undefined) return { passes };
  if (checksum.group !== undefined && !groups.has(checksum.group)) return { passes: checksum.skipIfMissing };
  const fits = template(checksum.actual)(groups) === template(checksum.expected)(groups);
  return { passes: fits, ...(fits && { checksum: true }) };
}

function count(text: string, kind: RegExp): number {
  let found = 0;
  for (const character of text) if (kind.test(character)) found++;
  return found;
}

type Text = string | number;
type Filter = (input: Text, argument: number | undefined) => Text;

const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Of Liquid, what is said of checksums. */
const FILTERS: ReadonlyMap<string, Filter> = new Map(Object.entries<Filter>({
  b64dec: (input) => Buffer.from(String(input), 'base64').toString('utf8'),
  b64enc: (input) => bytesOf(input).toString('base64'),
  b64url_dec: (input) => Buffer.from(String(input), 'base64url').toString('utf8'),
  b64url_enc: (input) => bytesOf(input).toString('base64url'),
  base36: (input, width = 0) => inBase(Number(input), BASE36).padStart(width, '0'),
  base62: (input, width = 0) => inBase(Number(input), BASE62).padStart(width, '0'),
  crc32: (input) => crc32(bytesOf(input)),
  crc32_dec: (input, digits = 0) => tail(String(crc32(bytesOf(input))), digits),
  crc32_hex: (input, digits = 0) => tail(crc32(bytesOf(input)).toString(16).padStart(8, '0'), digits),
  crc32_le_b64: (input, length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(crc32(bytesOf(input)));
    return bytes.toString('base64').slice(0, length);
  },
  downcase: (input) => String(input).toLowerCase(),
  prefix: (input, length) => String(input).slice(0, length),
  sha256: (input) => createHash('sha256').update(bytesOf(input)).digest('hex'),
  sha256_b32: (input, length) => {
    const text = inBase32(createHash('sha256').update(bytesOf(input)).digest());
    return length === undefined ? text : text.slice(0, length).padEnd(length, '=');
  },
  suffix: (input, length) => (length === 0 ? '' : String(input).slice(-(length ?? 0))),
  upcase: (input) => String(input).toUpperCase(),
}));

/** Each may make a text longer. */
const MOST_FILTERS = 16;

/** `{{ body | crc32 | base62: 6 }}`, and texts around it. Throws ExpressionError for what is not known. */
export function template(source: string): (values: ReadonlyMap<string, string>) => string {
  const parts = source.split(/(\{\{.*?\}\})/s).filter((part) => part !== '').map(partOf);
  return (values) => parts.map((part) => part(values)).join('');
}

function partOf(part: string): (values: ReadonlyMap<string, string>) => string {
  if (!part.startsWith('{{')) return part.includes('{%') ? refuse('{% %} in a template is not read here') : () => part;
  const [value = '', ...filters] = part.replace(/^\{\{-?|-?\}\}$/g, '').split('|').map((word) => word.trim());
  const quoted = /^(["'])(.*)\1$/.exec(value)?.[2];
  if (quoted === undefined && !/^\w+$/.test(value)) refuse('a template takes a name or one text in quotes, and filters');
  if (filters.length > MOST_FILTERS) refuse(`more than ${MOST_FILTERS} filters of one text in a template`);
  const steps = filters.map((filter) => {
    const [, name = '', argument] = /^(\w+)(?:\s*:\s*(?:\w+\s*:\s*)?(\d{1,4}))?$/.exec(filter) ?? [];
    const apply = FILTERS.get(name) ?? refuse(`the filter "${name}" in a template is not read here`);
    return (input: Text) => apply(input, argument === undefined ? undefined : Number(argument));
  });
  return (values) => String(steps.reduce<Text>((input, step) => step(input), quoted ?? values.get(value) ?? ''));
}

function bytesOf(text: Text): Buffer {
  return Buffer.from(String(text), 'utf8');
}

function tail(text: string, digits: number): string {
  return digits === 0 ? text : text.slice(-digits).padStart(digits, '0');
}

function inBase(number: number, digits: string): string {
  let text = '';
  let left = Number.isFinite(number) ? number : 0; // a value may have any number of digits
  for (; left > 0; left = Math.floor(left / digits.length)) text = digits[left % digits.length]! + text;
  return text || '0';
}

function inBase32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const text = bits.replace(/.{1,5}/g, (five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]!);
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}
