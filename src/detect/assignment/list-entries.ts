/** The first entry of a list → the others, as far as they are seen: in quotes, of a list in YAML, or of `%w[…]` in Ruby. */
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

/** @param first the value of the first, without quotes */
export function entriesBehind(text: string, first: Span, endsUnit: boolean): Span[] {
  const before = text.slice(Math.max(0, first.start - 3), first.start);
  const isOfYaml = /- ["']?$/.test(before);
  const entry = isOfYaml ? OF_YAML : /%[wW][[({]$/.test(before) ? OF_WORDS : IN_QUOTES[text[first.start - 1] ?? ''];
  const found: Span[] = [];
  if (entry === undefined) return found;
  for (entry.lastIndex = first.end; ; ) {
    const value = entry.exec(text)?.groups?.['value'];
    const end = entry.lastIndex;
    if (value === undefined || (end === text.length && !endsUnit)) return found;
    found.push({ start: end - value.length, end });
  }
}
