/**
 * The first entry of a list → the others, as far as they are seen: in quotes, of a list in YAML, of `%w[…]` in Ruby, or
 * lines of a section.
 */
import type { Span } from '../../model.ts';

const VALUE = String.raw`[^ \t\r\n"'\`$\{\}<>]{4,128}`;
/** A comma, blanks or both, and a name of its own, `'other' => "value"`. */
const quotedEntry = (quote: string): RegExp =>
  new RegExp(
    String.raw`${quote}(?:[ \t]{0,4},[ \t\r\n]{0,48}|[ \t]{1,4})(?:["']?[\w.-]{1,32}["']?[ \t]{0,4}(?:=>|[:=])[ \t]{0,4})?` +
      String.raw`${quote}(?<value>${VALUE})(?=${quote}[ \t]{0,4}[,)\}\]\r\n"'\`])`,
    'y',
  );
const IN_QUOTES: Readonly<Record<string, RegExp>> = { '"': quotedEntry('"'), "'": quotedEntry("'"), '`': quotedEntry('`') };
const OF_YAML = new RegExp(String.raw`["']?\r?\n[ \t]{0,16}- ["']?(?<value>${VALUE})(?=["']?[ \t]{0,4}(?:[\r\n]|$))`, 'y');
const OF_WORDS = /[ \t\r\n]{1,24}(?<value>[^ \t\r\n"'`${}<>[\]()]{4,128})(?=[ \t\r\n\])}])/y;

/** `sally = value, role`: each line a user and a value, comments between them. */
const OF_SECTION =
  /[^\r\n[]{0,160}\r?\n(?:[ \t]{0,4}(?:[#;][^\r\n]{0,160})?\r?\n){0,16}(?<user>[\w.@-]{1,32})[ \t]{0,4}=[ \t]{0,4}(?<value>[^ \t\r\n,;#$<{*-][^ \t\r\n,;]{2,80})(?=[ \t]{0,4}(?:[,;\r\n]|$))/y;

/** In a section each value has a user of its own. */
interface Entry extends Span {
  readonly user?: string;
}

/** @param first the value of the first, without quotes */
export function entriesBehind(text: string, first: Span, endsUnit: boolean): Entry[] {
  const before = text.slice(Math.max(0, first.start - 3), first.start);
  const entry = entryBehind(before);
  const found: Entry[] = [];
  if (entry === undefined) return found;
  for (entry.lastIndex = first.end; ; ) {
    const { value, user } = entry.exec(text)?.groups ?? {};
    const end = entry.lastIndex;
    if (value === undefined || (end === text.length && !endsUnit)) return found;
    found.push({ start: end - value.length, end, ...(user !== undefined && { user }) });
  }
}

function entryBehind(before: string): RegExp | undefined {
  if (/- ["']?$/.test(before)) return OF_YAML;
  if (/%[wW][[({]$/.test(before)) return OF_WORDS;
  return /=[ \t]*$/.test(before) ? OF_SECTION : IN_QUOTES[before.at(-1) ?? ''];
}
