/**
 * Values → rules that find them again in whatever form: as they stand, in other case, cut, in base64 at any offset, in
 * hexadecimal, escaped for a URL, for JSON or for HTML, as UTF-16; one that a person names also in base32, as numbers, escaped
 * twice, and as UTF-32. Ten thousand such rules are usual: they are made once for each value, and differ in little.
 */
import { toBase32 } from '../../base32.ts';
import { lowerCase } from '../claims/match.ts';
import { strengthOf } from '../checks/randomness.ts';
import type { SecretValue } from '../../secret-value.ts';
import type { Confidence, Rule } from '../../model.ts';

/** Fewer bytes stand anywhere by chance. */
export const SHORTEST_FOLLOWED = 6;
/** From so many bytes on a part of a value says that it is one, if the value is no word. */
const SHORTEST_PART = 12;
const PART = 0.6;
/** What the search takes as a literal. */
const LONGEST_LITERAL = 48;
/** Of a longer form only so much is compared. */
const LONGEST = 4096;

export interface Form {
  /** Latin-1; lower case when `ignoreCase`. */
  readonly text: string;
  readonly ignoreCase: boolean;
  readonly via: readonly string[];
}

/** Known: named by a person. Found: by a rule, and a place more is no reason to be surer of it. */
export type FollowedAs = 'known' | 'found';

const CONFIDENCE = { known: 'high', found: 'low' } as const;

/** By value, for as long as it lives: a sweep looks for it in many stores. */
const made = { known: new WeakMap<SecretValue, readonly Rule[]>(), found: new WeakMap<SecretValue, readonly Rule[]>() };

export function followValues(values: readonly SecretValue[], as: FollowedAs): Rule[] {
  return values.flatMap((value) => {
    const known = made[as].get(value);
    if (known !== undefined) return known;
    const rules = formsOf(value.expose('follow'), as).map((form) => followRule(form, CONFIDENCE[as], value));
    made[as].set(value, rules);
    return rules;
  });
}

const ALIKE = {
  id: 'followed-value',
  name: 'followed value',
  kind: 'generic-secret',
  provider: 'generic',
  before: 1,
  lookAhead: 0,
  nature: 'secret',
  specificity: 0,
  generated: false,
  publicPrefix: 0,
  checks: [],
  examples: { match: [], skip: [] },
} as const satisfies Partial<Rule>;

/** @param value absent in a thread, which has no need to know */
export function followRule({ text, ignoreCase, via }: Form, confidence: Confidence, value?: SecretValue): Rule {
  const literals = [text.slice(0, LONGEST_LITERAL)];
  return { ...ALIKE, literals, ignoreCase, after: text.length + 1, text, followed: { via, ...(value && { value }) }, confidence };
}

function formsOf(value: Buffer, as: FollowedAs): readonly Form[] {
  const plain = value.toString('latin1');
  const forms = new Map<string, Form>();
  const add = (text: string, via: readonly string[], ignoreCase = false): void => {
    if (text.length >= SHORTEST_FOLLOWED && !forms.has(text)) forms.set(text, formOf(text, via, ignoreCase));
  };
  add(plain, []);
  const wide = Buffer.from(value.toString('utf8'), 'utf16le');
  for (const text of base64Cores(value)) add(text, ['base64']);
  for (const text of base64Cores(wide)) add(text, ['base64', 'utf-16']);
  add(value.toString('hex'), ['hex'], true);
  add(percent(value, true), ['percent'], true);
  add(percent(value, false), ['percent'], true);
  for (const text of jsonEscaped(value)) add(text, ['escapes']);
  add(htmlEscaped(plain), ['entities']);
  add(wide.toString('latin1'), ['utf-16']);
  add(Buffer.from(wide).swap16().toString('latin1'), ['utf-16']);
  if (as === 'found') return [...forms.values()];
  for (const between of BETWEEN_BYTES) add(bytesInHex(value).join(between), ['hex'], true);
  for (const between of BETWEEN_NUMBERS) add([...value].join(between), ['decimal']);
  for (const text of base32Cores(value)) add(text, ['base32'], true);
  for (const isAll of [true, false]) add(percent(Buffer.from(percent(value, isAll)), false), ['percent', 'percent'], true);
  const wider = inFourBytes(value.toString('utf8'));
  add(wider.toString('latin1'), ['utf-32']);
  add(wider.swap32().toString('latin1'), ['utf-32']);
  if (plain.length >= SHORTEST_PART && strengthOf(plain) !== 'word') {
    const part = Math.max(SHORTEST_PART - 4, Math.ceil(plain.length * PART));
    add(plain.slice(0, part), ['cut']);
    add(plain.slice(-part), ['cut']);
  }
  return [...forms.values(), ...(/[a-z]/i.test(plain) ? [formOf(plain, ['other case'], true)] : [])];
}

function formOf(whole: string, via: readonly string[], ignoreCase: boolean): Form {
  const text = whole.slice(0, LONGEST);
  // bytes: only letters of ASCII have another case
  return { text: ignoreCase ? lowerCase(text) : text, ignoreCase, via };
}

/** As openssl, a dump of memory and the source of a program write bytes. */
const BETWEEN_BYTES = [':', ' ', ', 0x', ',0x'];

/** As JSON and programs write an array of bytes. */
const BETWEEN_NUMBERS = [',', ', '];

function bytesInHex(bytes: Buffer): string[] {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
}

/** As JSON must be escaped; as PHP writes it, for which a slash is; and as Go does, so that it can stand in HTML. */
function jsonEscaped(value: Buffer): string[] {
  const text = Buffer.from(JSON.stringify(value.toString('utf8')).slice(1, -1)).toString('latin1');
  const forHtml = text.replace(/[&<>]/g, (sign) => `\\u00${bytesInHex(Buffer.from(sign)).join('')}`);
  return [text, text.replaceAll('/', '\\/'), forHtml];
}

/**
 * What base64 makes of the bytes whatever stands before and behind them: at each of three offsets the characters that
 * depend on them alone.
 */
function base64Cores(bytes: Buffer): string[] {
  const cores = [0, 1, 2].map((offset) => coreOf(Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64'), offset, bytes, 6));
  return [...cores, ...cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** The same at five offsets. */
function base32Cores(bytes: Buffer): string[] {
  return [0, 1, 2, 3, 4].map((offset) => coreOf(toBase32(Buffer.concat([Buffer.alloc(offset), bytes])), offset, bytes, 5));
}

/** @param text in which so many other bytes stand before these @param bits that a character stands for */
function coreOf(text: string, offset: number, bytes: Buffer, bits: number): string {
  return text.slice(Math.ceil((offset * 8) / bits), Math.floor(((offset + bytes.length) * 8) / bits));
}

/** Little end first. */
function inFourBytes(text: string): Buffer {
  const characters = Array.from(text);
  const bytes = Buffer.alloc(characters.length * 4);
  characters.forEach((character, at) => bytes.writeUInt32LE(character.codePointAt(0)!, at * 4));
  return bytes;
}

/** @param isAll every byte; else only what a URL cannot hold */
function percent(value: Buffer, isAll: boolean): string {
  return Array.from(value, (byte) => {
    const character = String.fromCharCode(byte);
    return !isAll && /[\w.~-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
  }).join('');
}

function htmlEscaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
