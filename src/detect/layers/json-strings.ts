/**
 * Texts in the strings of notebooks, source maps and recorded traffic (HAR): with their escapes resolved, and the lines of
 * a list of lines joined. A string without escapes says nothing that the plain bytes do not, nor does what is no JSON,
 * as a conflict leaves it: it ends there.
 */
import { bufferOf } from './inner.ts';
import { pathOf, readJson } from './json.ts';
import { createMadeText, indexWithin } from './made-text.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { JsonString } from './json.ts';
import type { MadeText } from './made-text.ts';

/** A key that no other JSON has. */
const FORMS = new Map([
  ['"nbformat"', 'notebook'],
  ['"sourcesContent"', 'source-map'],
  ['"startedDateTime"', 'har'],
]);
/** Source maps may begin with what keeps scripts from reading them. */
const BEGINS = /^(?:\xef\xbb\xbf|\)\]\}'[^\n]{0,64}\n)?\s*\{\s*"/;
const HEAD = 256;
/** Longer texts come in parts. */
const MOST_LINES = 1 << 16;
/** To look at a text, however short, is as much work as so many bytes. */
const EACH = 128;

export function openJsonStrings(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  const buffer = bufferOf(bytes);
  if (!BEGINS.test(buffer.toString('latin1', 0, HEAD))) return undefined;
  const form = [...FORMS].find(([key]) => buffer.includes(key));
  return form === undefined ? undefined : texts(bytes, form[1], budget);
}

function* texts(bytes: Uint8Array, via: string, budget: LayerBudget): Iterable<Inner> {
  budget.takeMember();
  const buffer = bufferOf(bytes);
  let lines: JsonString[] = [];
  for (const string of readJson(buffer, buffer.indexOf('{'))) {
    if (lines.length === MOST_LINES || (lines.length > 0 && !continues(lines.at(-1)!, string))) {
      yield* textOf(lines);
      lines = [];
    }
    lines.push(string);
  }
  yield* textOf(lines);

  function* textOf(strings: readonly JsonString[]): Iterable<Inner> {
    const [first] = strings;
    if (first === undefined || (strings.length === 1 && !first.hasEscape)) return;
    budget.takeBytes(EACH);
    const member = strings.length === 1 ? pathOf(first.place) : first.place.path;
    let inner: Inner | undefined;
    const made = (): Inner => (inner ??= make(strings, member));
    yield {
      via,
      member,
      from: bytes.subarray(first.start, strings.at(-1)!.end),
      get bytes() {
        return made().bytes;
      },
      spanOf: (span) => made().spanOf(span),
    };
  }

  function make(strings: readonly JsonString[], member: string): Inner {
    const made = createMadeText(bytes, budget);
    for (const { start, end } of strings) unescape(buffer, start, end, made);
    return made.inner(via, member);
  }

  /** Editors of notebooks write a text as the list of its lines. */
  function continues(before: JsonString, next: JsonString): boolean {
    return next.place.isList && before.place.path === next.place.path && endsLine(before);
  }
  function endsLine({ start, end }: JsonString): boolean {
    return end - start >= 2 && buffer.toString('latin1', end - 2, end) === '\\n';
  }
}

const BACKSLASH = 0x5c;
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** What stands between two quotes. */
function unescape(buffer: Buffer, start: number, end: number, made: MadeText): void {
  let from = start;
  for (let at = start; (at = indexWithin(buffer, BACKSLASH, from, end)) >= 0;) {
    made.copy(from, at);
    const kind = String.fromCharCode(buffer[at + 1]!);
    const units =
      kind === 'u'
        ? /^(?:\\u[0-9a-fA-F]{4}){1,2}/.exec(buffer.toString('latin1', at, Math.min(end, at + 12)))?.[0]
        : undefined;
    if (units === undefined) {
      from = at + 2;
      made.put(SIMPLE[kind] ?? kind, at, from);
      continue;
    }
    const [high = 0, low = 0] = units
      .split('\\u')
      .slice(1)
      .map((digits) => Number.parseInt(digits, 16));
    const isPair = high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
    from = at + (isPair ? 12 : 6);
    made.put(isPair ? String.fromCharCode(high, low) : String.fromCharCode(high), at, from);
  }
  made.copy(from, end);
}
