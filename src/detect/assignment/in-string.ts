/** Whether a name stands in a string, as in `"Server=x;Password=y"`, and pairs of names and values that do. */
import { GAP } from './blanks.ts';
import type { Operator } from './operator.ts';
import type { Form, Span } from '../../model.ts';

const QUOTES = ['"', "'", '`'];

/** Whether the last quote of its kind before the name opens a string; undefined where the line's begin is not seen. */
export function isInString(text: string, nameStart: number, quote: string): boolean | undefined {
  const seen = text.slice(0, nameStart);
  const line = seen.slice(seen.lastIndexOf('\n') + 1);
  const last = line.lastIndexOf(quote);
  if (last < 0) return line.length === seen.length && nameStart > 2 * GAP ? undefined : false;
  const before = line.slice(0, last);
  if (/[\w)\]"'] ?[+&] ?\$?$/.test(before)) return true; // "Server=" + host + ";Password=…"
  return /(?:^|[\s:=([{,;+])[A-Za-z@$]?\\?$/.test(before) && !/^[,)\]};]/.test(line.slice(last + 1));
}

/** One of several `name=value` in a string, as in connection strings and forms: a literal, although no quote is its own. */
export function isOfPairs(text: string, value: Span & { readonly form: Form }, operator: Operator, nameStart: number): boolean {
  if (text[operator.at - 1] !== '=' || value.start > operator.at + 1 || value.form !== 'bare') return false;
  // n=a.b;key=c.of(d): statements that nobody parted by lines
  if (/[([{]/.test(text.slice(value.start, value.end)) && /[)\]} \t]/.test(text[value.end] ?? '')) return false;
  if (isOnlyPair(text, value, nameStart)) return true;
  if (value.start !== operator.at) return false;
  const before = text.slice(Math.max(0, nameStart - 96), nameStart);
  const separator = /\w=[^ \t\r\n"'`;&=]{0,64}([;&][ \t]?| )(?:[A-Za-z]{1,12} ){0,3}$/.exec(before)?.[1];
  if (separator === undefined) return false;
  return separator[0] === ';' || QUOTES.some((quote) => isInString(text, nameStart, quote) === true);
}

/** What a string begins with up to a pair that ends it: a URL, `;` where others were put in front, other pairs. */
const BEFORE_LAST =
  String.raw`[a-z][a-z0-9+.-]{1,16}:\/\/[^ \t\r\n"'\`]{1,80}[?&]` +
  String.raw`|[;&]?[ \t]?(?:[\w ]{1,24} ?= ?[^"'\`\r\n=;]{0,48};[ \t]?){0,4}`;
const BEGINS = new RegExp(String.raw`(["'\`])(?:${BEFORE_LAST})(?:[A-Za-z]{1,12} )?$`);

/** `"Password=x"`: one pair and the string ends. What code says there is filled in, calls something or has no digit. */
function isOnlyPair(text: string, { start, end }: Span, nameStart: number): boolean {
  const value = text.slice(start, end);
  if (!/^[\w!@#^*~?+-]+$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  const quote = BEGINS.exec(text.slice(Math.max(0, nameStart - 128), nameStart))?.[1];
  if (quote === undefined || isInString(text, nameStart, quote) !== true) return false;
  return text[end] === quote || /[;&]/.test(text[end] ?? '');
}
