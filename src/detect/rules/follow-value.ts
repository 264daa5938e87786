/**
 * Values that are known → rules that find them again in whatever form: as they stand, in other case, cut, in base64 at any
 * offset, in hexadecimal, escaped for a URL, for JSON or for HTML, as UTF-16. The rules hold no value that an
 * error or a report could show: a finding has the number of its value, and the collector knows the rest.
 */
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

interface Form {
  /** Latin-1. */
  readonly text: string;
  readonly via: readonly string[];
  readonly ignoreCase?: true;
}

export interface Following {
  /** Number of the first value. */
  readonly from: number;
  /** Low: a place more for what was found anyway, and no reason to be surer of it. */
  readonly confidence: Confidence;
  /** Also in other case, and parts of it: for a value that is known to be one. */
  readonly loosely: boolean;
}

const KNOWN: Following = { from: 0, confidence: 'high', loosely: true };

export function followValues(values: readonly SecretValue[], how: Following = KNOWN): Rule[] {
  return values.flatMap((value, index) => {
    const forms = formsOf(value.expose('follow'), how.loosely);
    return forms.map((form) => ruleOf(form, how.from + index, how.confidence));
  });
}

function ruleOf({ text: all, via, ignoreCase = undefined }: Form, number: number, confidence: Confidence): Rule {
  const text = all.slice(0, LONGEST);
  const literal = text.slice(0, LONGEST_LITERAL);
  return {
    id: 'followed-value',
    name: 'followed value',
    kind: 'generic-secret',
    provider: 'generic',
    // bytes: only letters of ASCII have another case
    literals: [ignoreCase ? literal.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : literal],
    ignoreCase: ignoreCase === true,
    before: 1,
    after: text.length + 1,
    pattern: `(?<value>${escaped(text)})`,
    lookAhead: 0,
    followed: { value: number, via },
    nature: 'secret',
    confidence,
    specificity: 0,
    generated: false,
    publicPrefix: 0,
    checks: [],
    examples: { match: [], skip: [] },
  };
}

/** Each byte by its number: nothing of the value is syntax. */
function escaped(text: string): string {
  return Array.from(text, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}

function formsOf(value: Buffer, loosely: boolean): Form[] {
  const plain = value.toString('latin1');
  const forms: Form[] = [{ text: plain, via: [] }];
  const add = (text: string, via: readonly string[], ignoreCase?: true): void => {
    if (text.length < SHORTEST_FOLLOWED || forms.some((form) => form.text === text)) return;
    forms.push({ text, via, ...(ignoreCase ? { ignoreCase } : {}) });
  };
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
  if (!loosely) return forms;
  for (const between of BETWEEN_BYTES) add(bytesInHex(value).join(between), ['hex'], true);
  if (/[a-z]/i.test(plain)) forms.push({ text: plain, via: ['other case'], ignoreCase: true });
  if (plain.length >= SHORTEST_PART && strengthOf(plain) !== 'word') {
    const part = Math.max(SHORTEST_PART - 4, Math.ceil(plain.length * PART));
    add(plain.slice(0, part), ['cut']);
    add(plain.slice(-part), ['cut']);
  }
  return forms;
}

/** As openssl, a dump of memory and the source of a program write bytes. */
const BETWEEN_BYTES = [':', ' ', ', 0x', ',0x'];

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
  const cores = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '');
    const first = Math.ceil((offset * 8) / 6);
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    return [text.slice(first, whole)];
  });
  return [...cores, ...cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))];
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
