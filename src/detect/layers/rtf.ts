/**
 * Rich Text Format (RTF 1.9.1): the text as people read it. Words of control are left out, what stands for characters is
 * resolved, rows of tables are written as Markdown has them; fonts, colours, pictures and what a reader may pass over are
 * not looked at.
 */
import { bufferOf } from './inner.ts';
import { createMadeText } from './made-text.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { MadeText } from './made-text.ts';

const MAGIC = Buffer.from('{\\rtf');
/** A word with its number and the blank that ends it; a character in hexadecimal; any other sign. */
const CONTROL = /\\(?:([a-zA-Z]{1,32})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|([^]))/y;
const PLAIN_ENDS = /[\\{}\r\n]/g;

const SHOWN: ReadonlyMap<string, string> = new Map([
  ...['par', 'line', 'sect', 'page', 'row'].map((word) => [word, '\n'] as const),
  ['tab', '\t'],
  ['trowd', '| '],
  ['cell', ' | '],
]);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...['\\', '{', '}'].map((sign) => [sign, sign] as const),
  ['~', ' '],
  ['_', '-'],
  ['\n', '\n'],
  ['\r', '\n'],
]);
const NO_TEXT = new Set(['fonttbl', 'colortbl', 'stylesheet', 'pict', 'objdata', 'themedata', 'datastore', '*']);

/** Of a group, and of what stands in it until that says otherwise. */
interface Group {
  readonly isShown: boolean;
  /** Characters behind one of Unicode, for those who do not know it. */
  readonly fallbacks: number;
}
/** Deeper groups do not come back. */
const MOST_GROUPS = 1 << 10;
const MOST_FALLBACKS = 16;

export function openRtf(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length)) ? textOf(bytes, budget) : undefined;
}

function* textOf(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> {
  budget.takeMember();
  const made = createMadeText(bytes, budget);
  write(bufferOf(bytes).toString('latin1'), made);
  if (made.length > 0) yield made.inner('rtf');
}

function write(source: string, made: MadeText): void {
  const outer: Group[] = [];
  let group: Group = { isShown: true, fallbacks: 1 };
  /** Characters that stand for one that was written already. */
  let skip = 0;

  for (let at = 0; at < source.length; ) {
    const sign = source[at]!;
    if (sign === '\\') at = control(at);
    else if (sign === '{' || sign === '}') {
      if (sign === '{' && outer.length < MOST_GROUPS) outer.push(group);
      if (sign === '}') group = outer.pop() ?? group;
      skip = 0;
      at++;
    } else if (sign === '\r' || sign === '\n') at++;
    else at = plain(at);
  }

  function plain(start: number): number {
    PLAIN_ENDS.lastIndex = start;
    const end = PLAIN_ENDS.exec(source)?.index ?? source.length;
    const from = Math.min(end, start + skip);
    skip -= from - start;
    if (group.isShown) made.copy(from, end);
    return end;
  }

  /** @returns where it ends */
  function control(start: number): number {
    CONTROL.lastIndex = start;
    const found = CONTROL.exec(source);
    if (found === null) return source.length;
    const [whole, word, digits, hex, sign = ''] = found;
    const end = start + whole.length;
    if (hex !== undefined) character(Buffer.from(hex, 'hex').toString('latin1'), start, end);
    else if (word === undefined) {
      if (NO_TEXT.has(sign)) group = { ...group, isShown: false };
      else character(SIGNS.get(sign) ?? '', start, end);
    } else if (word === 'bin') return end + Math.max(0, Number(digits ?? 0));
    else if (word === 'uc') group = { ...group, fallbacks: Math.min(MOST_FALLBACKS, Math.max(0, Number(digits ?? 1))) };
    else if (word === 'u') {
      skip = 0;
      character(String.fromCharCode(Number(digits ?? 0) & 0xffff), start, end);
      skip = group.fallbacks;
    } else if (NO_TEXT.has(word)) group = { ...group, isShown: false };
    else if (group.isShown) made.put(SHOWN.get(word) ?? '', start, end);
    return end;
  }

  function character(text: string, start: number, end: number): void {
    if (skip > 0) skip--;
    else if (group.isShown) made.put(text, start, end);
  }
}
