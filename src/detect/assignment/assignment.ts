/**
 * One grammar for `name = value`: env files, INI, properties, YAML, JSON, TOML, XML elements, HCL, shell, Dockerfile
 * and the usual programming languages. The hit lies in the name; everything is read from the window around it, by hand
 * and forward only, so that no input makes it slow.
 *
 *   export DB_PASSWORD = "value"     name, operator, quoted value
 *   db.password: value               bare value
 *   "password" => 'value'            quoted name
 *   key: |⏎  value                   block
 *   --password value                 option
 *   getenv("KEY", "value")           call: also setters, and what stands in when a variable is not set
 *   name: KEY⏎ value: value          pair
 *   value: value, name: KEY          the same, value first
 *   user, password = value, value    several names
 *   the token is value               prose
 */
import { COMPARES, readOperator } from './operator.ts';
import { LONGEST_VALUE, readValue } from './value.ts';
import { GAP } from './blanks.ts';
import { behindOthers } from './several-names.ts';
import { valueBefore } from './value-before.ts';
import type { Joined } from './joined-strings.ts';
import type { Inside } from './opening.ts';
import type { Form } from '../../model.ts';

export interface Assignment {
  /** As written. */
  readonly name: string;
  /** Words of the name in lower case, joined by `_`: dbPassword → db_password. */
  readonly words: string;
  readonly form: Form;
  /** Span of the value in the window, without quotes. */
  readonly start: number;
  readonly end: number;
  /** `==` or `!=`: compared, not assigned. */
  readonly compared: boolean;
  /** An argument beside the name, or behind it: the name says less of it than an assignment would. */
  readonly call: boolean;
  readonly inside?: Inside;
  /** The value is longer than what is read of one. */
  readonly cut: boolean;
  /** Of several strings that are put together. */
  readonly joined?: Joined;
}

const NAME_SIDE = 64;
/** Bytes around a hit within which its name ends, or is none. */
export const NAME_REACH = NAME_SIDE + 4;
/** What is seen of a value that stands before its name. */
const BEFORE_NAME = 64;
/** What a rule that reads assignments must declare: the name, operator and gaps, and the value. */
export const ASSIGNMENT_REACH = { before: NAME_REACH + BEFORE_NAME, after: NAME_SIDE + 8 * GAP + LONGEST_VALUE };
/**
 * Nearly all assignments end with their line, and say so: they are judged by what stands `behind` the line's end, but no
 * further than `after` the hit, and by all only where that does not do. Versions of a file judge again what they changed
 * something around, so that a short sight saves most of it.
 */
export const NEAR = { after: 320, behind: 104 };

/** The name that a hit lies in: where its bytes begin and end, and as it is written. */
export interface NameAt {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** How builds are given a property: `-Ddb.password=x` of Java, `-Psigning.keyPassword=x` of Gradle, `-Jhost.token=x` of JMeter. */
const GIVES_PROPERTY = /^-(?:[DJ](?=[a-z]\w*[.-]|[a-z]+$)|P(?=[a-z]\w*[.]))/;

/** `\u0026password=x`: as JSON and scripts write the sign that stands before a name in a URL. */
const ESCAPED_SIGN = /^(?:u00|x)(?:26|3f)(?=[A-Za-z_])/i;

export function nameAt(text: string, hit: number, startsUnit: boolean): NameAt | undefined {
  let start = hit;
  while (start > 0 && isNameByte(text.charCodeAt(start - 1))) {
    start--;
    if (hit - start > NAME_SIDE) return undefined;
  }
  if (start === 0 && !startsUnit) return undefined;
  if (text[start - 1] === '\\') start += ESCAPED_SIGN.exec(text.slice(start, hit + 1))?.[0].length ?? 0;
  let end = hit;
  while (end < text.length && isNameByte(text.charCodeAt(end))) {
    end++;
    if (end - hit > NAME_SIDE) return undefined;
  }
  const name = text.slice(start, end).replace(COMPARES, '').replace(GIVES_PROPERTY, '').replace(/^[-.$]+|[-.]+$/g, '');
  return /[A-Za-z]/.test(name) ? { start, end, name } : undefined;
}

/**
 * @param text the window, Latin-1
 * @param named the name, from nameAt
 */
export function readAssignment(
  text: string,
  { start: nameStart, end: at, name }: NameAt,
  startsUnit: boolean,
  endsUnit: boolean,
): Assignment | undefined {
  // the last part of a path, image: acme/secrets:1.2; but fix/db_password=value is the name of a branch
  const isInPath = text[nameStart - 1] === '/' && nameStart > 1 && isNameByte(text.charCodeAt(nameStart - 2));
  if (isInPath && text[at] !== '=') return undefined;
  // urn:k8s:secret:name, error: read:secret: text; but `shop:dbPassword: value` is a name within a name
  const isInUrn = text[nameStart - 1] === ':' && text[at] === ':' && isNameByte(text.charCodeAt(nameStart - 2));
  if (isInUrn && !(text[at + 1] === ' ' && isSecondOfLine(text, nameStart, startsUnit))) return undefined;
  // HIGH:!aNULL:!PSK:!RC4, a list: what is ruled out is given nothing
  if (text[at] === ':' && text[nameStart - 1] === '!' && text[nameStart - 2] === ':') return undefined;
  const option = text.startsWith('--', nameStart);

  const operator = readOperator(text, nameStart, at, option, startsUnit);
  if (operator === undefined) {
    const first = valueBefore(text, nameStart, at);
    return first && { name, words: wordsOf(name), ...first, compared: false, call: false };
  }
  const value = readValue(text, behindOthers(text, nameStart, operator, startsUnit), nameStart, endsUnit);
  if (value === undefined) return undefined;
  return { name, words: wordsOf(name), ...value, compared: operator.compared, call: operator.call || value.inside !== undefined };
}

/** One name and a colon stand before it on its line. */
function isSecondOfLine(text: string, nameStart: number, startsUnit: boolean): boolean {
  const from = Math.max(0, nameStart - NAME_SIDE);
  const line = (from === 0 && startsUnit ? '\n' : '') + text.slice(from, nameStart);
  return /\n[ \t]*[\w.$-]+:$/.test(line);
}

/** Of a name that says what holds it, `process.env.JWT_SECRET`: env.JWT_SECRET, and JWT_SECRET. */
export function heldIn(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.slice(1).map((_, index) => parts.slice(index + 1).join('.'));
}

/** The same names stand everywhere: working their words out anew took more time than judging them. */
const known = new Map<string, string>();
const MOST_KNOWN = 4096;

/** dbPassword, DB-Password, db.password, JWTSecret → db_password, jwt_secret */
export function wordsOf(name: string): string {
  let words = known.get(name);
  if (words === undefined) {
    if (known.size === MOST_KNOWN) known.clear();
    known.set(name, (words = splitWords(name)));
  }
  return words;
}

function splitWords(name: string): string {
  return name
    .replace(/([A-Z]{2})s(?![a-z])/g, '$1S') // URLs, IDs
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .toLowerCase();
}

function isNameByte(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 36 // _ - . $
  );
}
