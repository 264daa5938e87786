/**
 * What follows an operator → the span of the value: quoted, bare, a block, the default of a reference. Reads forward
 * only, at most LONGEST_VALUE bytes of the value itself.
 */
import { isInString, isOfPairs } from './in-string.ts';
import { join, type Joined } from './joined-strings.ts';
import { openingOf, type Inside } from './opening.ts';
import { rawStringAt } from './raw-strings.ts';
import type { Operator } from './operator.ts';
import type { Form, Span } from '../../model.ts';
import { GAP, skipBlanks } from './blanks.ts';

/** Longest value that is read, in bytes: tokens have some hundred, keys and certificates in base64 some thousand. */
export const LONGEST_VALUE = 4096;

/** Span of a value in the window, without quotes; `cut`: it goes on behind what is read. */
export interface Value {
  readonly form: Form;
  readonly start: number;
  readonly end: number;
  readonly cut: boolean;
  readonly inside?: Inside;
  /** What several strings come to that are put together, where it is not what the span holds. */
  readonly joined?: Joined;
}

/**
 * `${NAME:-value}`, `${NAME:value}`: the value that counts when the variable is not set, also when another one is not set
 * either; `${NAME-value}` where the name can be one of a shell only; `${input:name}` names one.
 */
const DEFAULT =
  /^(?:\$\{(?!(?:input|env|config|command|ssm|opt):(?!-))(?:(?:[A-Za-z_][\w.-]{0,48}|\d):[=-]?|[A-Z_][A-Z0-9_]{0,48}-)){1,2}(?=[^}\s?+])/;
/** YAML: an anchor or a tag before the value. */
const ANCHOR = /^(?:&[\w-]{1,32}|!!\w{1,16}|!Sub(?=[ \t]["']))[ \t]{1,4}/;

/** Ends of a value without quotes; `;`, `,` and `&` end it when another `name=` follows, as in connection strings. */
const NEXT_PAIR = String.raw`|(?:[;,&]|&amp;)(?=[ \t]?[A-Za-z_][\w.-]{0,23}(?: [A-Za-z]{1,12}){0,3}=)|,(?=[A-Za-z_$][\w$]{0,23}:)|\\(?:r\\n|[nr"'])`;
/** No text holds them: behind a NUL something else begins. */
const CONTROL = String.raw`\x00-\x08\x0e-\x1f`;
const STOPS = {
  query: new RegExp(String.raw`[ \t\r\n&"'\`<>\\)\]${CONTROL}]`),
  block: new RegExp(String.raw`[ \t\r\n"'\`${CONTROL}]`),
  default: new RegExp(String.raw`[}\r\n"'\`${CONTROL}]`),
  bare: new RegExp(String.raw`[ \t\r\n"'\`<>${CONTROL}]|[,;)\]}](?=\.?(?:[ \t\r\n,;)\]}"'\`]|$))` + NEXT_PAIR),
};

/** Right before the name of a parameter, also as JSON and scripts write it. */
const IN_URL = /(?:[?&]|\\(?:u00|x)(?:26|3f))$/i;

/** Characters up to the value that a reference falls back to; 0 where there is none. */
function defaultAt(text: string, at: number): number {
  return DEFAULT.exec(text.slice(at, at + 112))?.[0].length ?? 0;
}

/** The value behind an operator, or undefined where code or prose stands. */
export function readValue(text: string, operator: Operator, nameStart: number, endsUnit: boolean): Value | undefined {
  let at = skipBlanks(text, operator.at);
  if (at >= text.length) return undefined;
  if (operator.xml) {
    at += lineBreakAt(text, at);
    const inner = /^<(?:!\[CDATA\[|string>|value>)/i.exec(text.slice(at, at + 9))?.[0] ?? '';
    at += inner.length;
    at += lineBreakAt(text, at);
    if (inner.startsWith('<!')) return readUntil(text, at, /\]\]>|[\r\n]/, 'quoted', endsUnit);
    const value = readUntil(text, at, /[<\n\r]/, 'quoted', endsUnit);
    return value === undefined || value.cut ? value : closedElement(text, value, endsUnit);
  }
  if (operator.prose) return readRun(text, at, endsUnit);
  if (operator.braced) return readDefault(text, at + defaultAt(text, at), endsUnit);
  // name:⏎  - value
  const listed = operator.colon ? (/^\r?\n[ \t]{0,16}-[ \t](?=[^\s-])/.exec(text.slice(at, at + 24))?.[0].length ?? 0) : 0;
  at += listed;
  let block = listed > 0;
  const broken = /^(?:[|>][+-]?\d?|\()?[ \t]{0,4}(?:\\)?\r?\n[ \t]{1,16}(?![-#])/.exec(text.slice(at, at + GAP + 8));
  if (broken !== null) {
    const quoted = /["']/.test(text[at + broken[0].length] ?? '');
    // db.password=\⏎  value, of a file of properties
    const isContinued = /\\\r?\n/.test(broken[0]) && /\w\.\w/.test(text.slice(nameStart, operator.at));
    if (!operator.colon && !quoted && !isContinued) return undefined;
    at += broken[0].length;
    block = true;
  }
  if (operator.colon && text[nameStart - 1] === '*') at += /^\*{1,2}[ \t]{1,4}/.exec(text.slice(at, at + 6))?.[0].length ?? 0;
  if (operator.colon) at += ANCHOR.exec(text.slice(at, at + 40))?.[0].length ?? 0;
  const raw = rawStringAt(text, at);
  if (raw !== undefined) return readQuoted(text, at + raw.opening, raw.closing, endsUnit);
  const opening = openingOf(text, at);
  const inside = listed > 0 ? 'list' : opening.inside;
  const within = inside === undefined ? {} : { inside };
  at = opening.at;

  const quote = /^(?:"""|'''|``|\\?["'`]|&(?:quot|apos|#3[49]);)/.exec(text.slice(at, at + 6))?.[0];
  const inner = at + (quote?.length ?? 0);
  const fallback = defaultAt(text, inner);
  if (fallback > 0) return readDefault(text, inner + fallback, endsUnit);
  if (quote !== undefined) {
    // '--password='.value, "New password: " + value: it closes the string in which the name stands
    const isLast = at === operator.at || /^[ \t]?[)\]},;.+]/.test(text.slice(inner, inner + 2));
    const isFirst = !/["'`]/.test(text.slice(nameStart, at));
    if (isFirst && isLast && quote.length === 1 && isInString(text, nameStart, quote) === true) return undefined;
    const value = readQuoted(text, inner, quote, endsUnit);
    if (value === undefined && !operator.compared && !operator.quoted) return readUnclosed(text, inner, endsUnit);
    if (value === undefined || value.cut) return value;
    return { ...value, ...within, ...innermost(text, padded(text, value)), ...(quote.length > 1 ? {} : joinedWith(text, value, quote)) };
  }
  if (operator.compared || operator.quoted) return undefined;
  // ODBC: PWD={a;b}
  const braced = /^\{[^{}\r\n"'$]{3,128}\}(?=;|["']|$)/.exec(text.slice(at, at + 132))?.[0];
  if (braced !== undefined && text[nameStart - 1] === ';')
    return { form: 'quoted', start: at + 1, end: at + braced.length - 1, cut: false };
  const isInUrl = IN_URL.test(text.slice(Math.max(0, nameStart - 6), nameStart));
  const stop = isInUrl ? STOPS.query : block ? STOPS.block : STOPS.bare;
  const value = readUntil(text, at, stop, operator.option ? 'option' : block ? 'block' : 'bare', endsUnit);
  if (value === undefined || value.cut) return value;
  if (!isWhole(text, value, operator, nameStart)) return undefined;
  // a line of its own that is more than the value is a statement
  if (block && !/^[ \t]{0,8}(?:#|\r?\n|$)/.test(text.slice(value.end, value.end + 12))) return undefined;
  return isOfPairs(text, value, operator, nameStart) ? { ...value, ...within, form: 'quoted' } : { ...value, ...within };
}

/** `key: other: value` is a mapping, `foo"bar` no value, `nag "x"` a call; but in "NAME=value" the quote is the end. */
function isWhole(text: string, value: Value, operator: Operator, nameStart: number): boolean {
  // the cell of a table that holds more is a text
  if (text[operator.at - 1] === '|' && !/^[ \t`*]{0,24}\|/.test(text.slice(value.end, value.end + 26))) return false;
  const last = text[value.end - 1];
  const next = text[value.end] ?? '';
  if (last === ':' && !mayEndInColon(text, value)) return false;
  const isApart = /[ \t]/.test(text[value.start - 1] ?? '');
  if (isApart && /^[ \t]{1,4}["'][^"'\r\n]{2}/.test(text.slice(value.end, value.end + 7))) return false;
  return next === '' || !'"\'`'.includes(next) || isInString(text, nameStart, next) !== false;
}

/** Among the signs that a generator draws from is a colon; a key of a mapping has no others, `me@host1:` is a place, and text goes on. */
function mayEndInColon(text: string, { start, end }: Value): boolean {
  const value = text.slice(start, end);
  if (!/^(?:["'}]|[ \t]{0,4}(?:[\r\n]|$))/.test(text.slice(end, end + 5)) || /^\{|^[\w.-]+@[\w.-]+:$/.test(value)) return false;
  return /\d/.test(value) && /[A-Z]/.test(value) && /[!@#$%^&*+=?~]/.test(value);
}

/** `" value "`, `'value '`: programs strip what stands around a key; what has blanks within is a text. */
function padded(text: string, { start, end }: Value): Span {
  const [, before, value] = /^([ \t]{0,4})([^ \t]{16,})[ \t]{0,4}$/.exec(text.slice(start, end)) ?? [];
  if (before === undefined || value === undefined) return { start, end };
  return { start: start + before.length, end: start + before.length + value.length };
}

/** `'"value"'`: a shell or an env file took the outer quotes for its own, and the program the inner ones. */
function innermost(text: string, { start, end }: Span): Span {
  const quote = /^(?:\\?["'`])/.exec(text.slice(start, start + 2))?.[0];
  if (quote === undefined || end - start <= 2 * quote.length) return { start, end };
  const inner = { start: start + quote.length, end: end - quote.length };
  if (text.slice(inner.end, end) !== quote || text.slice(inner.start, inner.end).includes(quote)) return { start, end };
  return inner;
}

/** `"one" + "two"`: the value ends where the last string does. */
function joinedWith(text: string, { start, end }: Value, quote: string): { end?: number; joined?: Joined } {
  const joined = join(text, start, end, quote, start + LONGEST_VALUE);
  return joined === undefined ? {} : { end: joined.end, joined };
}

/** The value behind `${NAME:-`, in quotes of its own or without. */
function readDefault(text: string, start: number, endsUnit: boolean): Value | undefined {
  const quote = /^["'](?=[^"'\r\n]{1,128}["']\})/.exec(text.slice(start, start + 132))?.[0];
  return quote === undefined ? readUntil(text, start, STOPS.default, 'bare', endsUnit) : readQuoted(text, start + 1, quote, endsUnit);
}

function readQuoted(text: string, start: number, quote: string, endsUnit: boolean): Value | undefined {
  const last = Math.min(text.length, start + LONGEST_VALUE);
  let at = start;
  while (at < last) {
    if (text.startsWith(quote, at)) return at > start ? { form: 'quoted', start, end: at, cut: false } : undefined;
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13 || code === 0) return undefined;
    at += code === 92 && quote.length === 1 ? 2 : 1;
  }
  return at >= text.length && endsUnit
    ? undefined
    : { form: 'quoted', start, end: Math.min(at, text.length), cut: true };
}

/** `NAME="value`: a quote that nobody closed, where the line holds nothing else and the next one does not close it. */
function readUnclosed(text: string, start: number, endsUnit: boolean): Value | undefined {
  const [run = ''] = /^[^ \t\r\n"'`<>(){}[\],;\\$]{6,128}/.exec(text.slice(start, start + 128)) ?? [];
  const end = start + run.length;
  if (run === '' || (end === text.length && !endsUnit)) return undefined;
  const goesOn = /^[^\r\n]|^\r?\n[^"'`=:\r\n]{0,96}["'`]/.test(text.slice(end, end + 100));
  return goesOn ? undefined : { form: 'bare', start, end, cut: false };
}

/** XML: bytes of a line's end and of the indentation of the next line. */
function lineBreakAt(text: string, at: number): number {
  return /^\r?\n[ \t]{0,24}/.exec(text.slice(at, at + GAP + 2))?.[0].length ?? 0;
}

/** Where the element does not end, on the value's line or the next, stands something else; beyond what is seen it may. */
function closedElement(text: string, value: Value, endsUnit: boolean): Value | undefined {
  const end = value.end + lineBreakAt(text, value.end);
  if (text.startsWith('</', end)) return value;
  return end + 2 > text.length && !endsUnit ? { ...value, cut: true } : undefined;
}

/** What stands in prose ends with a blank or a mark; a full stop is none of it. */
function readRun(text: string, start: number, endsUnit: boolean): Value | undefined {
  const [run = ''] = /^[\w+/=-]+(?:\.[\w+/=-]+)*/.exec(text.slice(start, start + LONGEST_VALUE)) ?? [];
  const end = start + run.length;
  if (end === text.length && !endsUnit) return { form: 'prose', start, end, cut: true };
  return /^(?:[ \t\r\n.,;)"'`]|$)/.test(text.slice(end, end + 1)) ? { form: 'prose', start, end, cut: false } : undefined;
}

function readUntil(text: string, start: number, stop: RegExp, form: Form, endsUnit: boolean): Value | undefined {
  const piece = text.slice(start, start + LONGEST_VALUE);
  const length = piece.search(stop);
  if (length === 0) return undefined;
  if (length > 0) return { form, start, end: start + length, cut: false };
  const end = start + piece.length;
  return { form, start, end, cut: end < text.length || !endsUnit };
}
