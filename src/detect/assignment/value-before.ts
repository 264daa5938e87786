/**
 * Pairs that say the value first: `{"value": "x", "name": "NAME"}`, `<add value="x" key="NAME" />`. What stands before a name is
 * in reach for a hundred and thirty bytes, the beginning of the name among them: longer values are not seen.
 */
import type { Value } from './value.ts';

const VALUE_FIRST = new RegExp(
  String.raw`[ \t\r\n{<([]["']?[Vv]alue["']?[ \t]{0,2}[:=][ \t]{0,2}(["'])([^"'\r\n\\]{4,112})\1(?:,[ \t\r\n]{0,12}|[ \t\r\n]{1,12})` +
    String.raw`["']?(?:[Nn]ame|[Kk]ey|id)["']?[ \t]{0,2}[:=][ \t]{0,2}["']$`,
);

/** @param nameStart first byte of the name; @param nameEnd the byte behind it: both stand between quotes */
export function valueBefore(text: string, nameStart: number, nameEnd: number): Value | undefined {
  if (text[nameEnd] !== text[nameStart - 1]) return undefined;
  const [pair, quote, value] = VALUE_FIRST.exec(text.slice(0, nameStart)) ?? [];
  if (pair === undefined || quote === undefined || value === undefined) return undefined;
  const start = nameStart - pair.length + pair.indexOf(quote + value + quote) + 1;
  return { form: 'quoted', start, end: start + value.length, cut: false };
}
