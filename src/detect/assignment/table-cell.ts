/**
 * The head of a column → the values that stand in it, in as many rows as are seen. Three kinds of tables: lines with commas,
 * semicolons or tabs (CSV), lines with bars (Markdown; Gherkin has them without a rule), and lists of columns in SQL
 * (`INSERT INTO t (a, b) VALUES (…)`, `COPY t (a, b) FROM stdin;`). Reads by hand, no further than the window: a row that
 * does not end within it is none.
 */
import type { Span } from '../../model.ts';

interface Table {
  /** Columns before this one. */
  readonly column: number;
  /** Where its first row begins. */
  readonly row: number;
  readonly cells: RegExp;
  /** Of lines: what parts their cells, and into how many. */
  readonly separator?: string;
  readonly width?: number;
}

/** @property behind where the next cell begins */
interface Cell extends Span {
  readonly behind: number;
}

/** One cell and what ends it; of CSV by its separator. */
const BARS = /(?<cell>[^|\r\n]*)(?:\||(?=[\r\n]|$))/y;
const TUPLE =
  /[ \t\r\n]{0,40}(?:[Nn]?'(?<quoted>(?:[^'\\\r\n]|''|\\.)*)'[ \t\r\n]{0,40}|(?<cell>(?:#\{[^{}'\r\n]{0,120}\}|[^,()' \t\r\n][^,()'\r\n]{0,200}(?:\([^()\r\n]{0,80}\))?)?)(?:\r?\n[ \t]{0,40})?)[,)]/y;
const TABS = /(?<cell>[^\t\r\n]*)(?=[\t\r\n]|$)\t?/y;
const SEPARATED: Readonly<Record<string, RegExp>> = {
  ',': /(?:"(?<quoted>(?:[^"\r\n]|"")*)"|(?<cell>[^,"\r\n]*))(?=[,\r\n]|$),?/y,
  ';': /(?:"(?<quoted>(?:[^"\r\n]|"")*)"|(?<cell>[^;"\r\n]*))(?=[;\r\n]|$);?/y,
  '\t': TABS,
};

/** What closes a cell of a tuple, the rest of it, and the bracket that opens the next. */
const NEXT_TUPLE = /(?:'(?:[^'\\\r\n]|\\.)*'|\([^()\r\n]{0,80}\)|[^'()]){0,256}\)[ \t\r\n]{0,40},[ \t\r\n]{0,40}\(/y;
const NEXT_BARS = /[ \t]{0,24}\|/y;

const HEAD_OF_CSV = /^"?[\p{L}_][\w .#()-]{0,31}"?$/u;
const RULE_OF_BARS = /^[ \t]{0,8}\|?[ \t]{0,8}:?-{2,99}:?[ \t]{0,8}(?:\|[ \t]{0,8}:?-{2,99}:?[ \t]{0,8})*\|?$/;
/** What ends with a colon above a table of Gherkin: `Examples:`, a step that takes one. */
const EXAMPLES_ABOVE = /:[ \t]{0,4}\r?\n$/;
const INSERTS = /\binsert[ \t\r\n]{1,8}into[ \t\r\n]{1,8}[\w.`"[\]]{1,80}[ \t\r\n]{0,8}$/i;
const COPIES = /\bcopy[ \t]{1,8}[\w."]{1,80}[ \t]{0,8}$/i;

/** @param head span of the name, without quotes */
export function cellsBelow(text: string, head: Span, startsUnit: boolean, endsUnit: boolean): Span[] {
  const lineStart = text.lastIndexOf('\n', head.start - 1) + 1;
  const table =
    sqlAt(text, head) ?? (lineStart === 0 && !startsUnit ? undefined : (barsAt(text, lineStart, head) ?? csvAt(text, lineStart, head)));
  const found: Span[] = [];
  for (let row = table?.row; table !== undefined && row !== undefined; ) {
    const cell = cellOf(text, table, row, endsUnit);
    if (cell === undefined || isHeadAgain(text, table, row, cell, head)) break;
    if (cell.start < cell.end) found.push({ start: cell.start, end: cell.end });
    row = rowBehind(text, table, cell);
  }
  return found;
}

/** The cell of a row, without what pads it; undefined where the row ends before it, or is cut. */
function cellOf(text: string, { cells, column }: Table, row: number, endsUnit: boolean): Cell | undefined {
  cells.lastIndex = row;
  for (let at = 0; ; at++) {
    const from = cells.lastIndex;
    const match = cells.exec(text);
    if (match === null || (cells.lastIndex === text.length && !endsUnit)) return undefined;
    if (at < column) {
      // the row ended before the column
      if (cells.lastIndex === from) return undefined;
      continue;
    }
    const { quoted, cell } = match.groups as { quoted?: string; cell?: string };
    const value = quoted ?? trimmed(cell!, cells === BARS ? ' \t`*' : ' \t\r\n');
    const start = from + match[0].indexOf(value);
    return { start, end: start + value.length, behind: cells.lastIndex };
  }
}

/**
 * What stands below a head that stands there again belongs to that one: a row with a rule of bars below it, or one of CSV that
 * has the same name where a head can be. Else the rows of a file of nothing but heads would be judged for each of them.
 */
function isHeadAgain(text: string, { cells }: Table, row: number, { start, end }: Cell, head: Span): boolean {
  if (cells === BARS) {
    const next = text.indexOf('\n', end) + 1;
    return next > 0 && RULE_OF_BARS.test(lineAt(text, next).replace(/\r$/, ''));
  }
  const isNamed = text.slice(start, end).toLowerCase() === text.slice(head.start, head.end).toLowerCase();
  return cells !== TUPLE && isNamed && csvAt(text, row, { start, end }) !== undefined;
}

/** Where the row begins that follows the one of a cell; undefined where the table ends. */
function rowBehind(text: string, { cells, separator, width = 0 }: Table, { end, behind }: Cell): number | undefined {
  if (cells === TUPLE) return endOf(NEXT_TUPLE, text, behind - 1);
  const next = text.indexOf('\n', end) + 1;
  if (next === 0) return undefined;
  if (separator === undefined) return endOf(NEXT_BARS, text, next);
  return widthOf(text, next, separator) < width ? undefined : next;
}

function endOf(sticky: RegExp, text: string, at: number): number | undefined {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** Of the line that begins there: into how many cells it falls at least. */
function widthOf(text: string, at: number, separator: string): number {
  return lineAt(text, at).split(separator).length;
}

/** The line that begins there, as far as tables have lines. */
function lineAt(text: string, at: number): string {
  return text.slice(at, at + 512).split('\n', 1)[0]!;
}

function trimmed(cell: string, padding: string): string {
  let start = 0;
  let end = cell.length;
  while (start < end && padding.includes(cell[start]!)) start++;
  while (end > start && padding.includes(cell[end - 1]!)) end--;
  return cell.slice(start, end);
}

function csvAt(text: string, lineStart: number, head: Span): Table | undefined {
  const lineEnd = text.indexOf('\n', head.end);
  if (lineEnd < 0) return undefined;
  const line = text.slice(lineStart, lineEnd).replace(/\r$/, '');
  const separator = ['\t', ';', ','].find((each) => line.includes(each));
  if (separator === undefined) return undefined;
  const heads = line.split(separator);
  const width = heads.length;
  // code that is called so has brackets, and as many cells stand in the row
  if (!heads.every((each) => HEAD_OF_CSV.test(each)) || widthOf(text, lineEnd + 1, separator) < width) return undefined;
  const column = line.slice(0, head.start - lineStart).split(separator).length - 1;
  return { column, row: lineEnd + 1, cells: SEPARATED[separator]!, separator, width };
}

function barsAt(text: string, lineStart: number, head: Span): Table | undefined {
  const before = text.slice(lineStart, head.start);
  const headEnd = text.indexOf('\n', head.end);
  if (headEnd < 0) return undefined;
  const ruleEnd = text.indexOf('\n', headEnd + 1);
  const rule = ruleEnd < 0 ? '' : text.slice(headEnd + 1, ruleEnd).replace(/\r$/, '');
  const isRuled = RULE_OF_BARS.test(rule);
  if (!before.trimStart().startsWith('|')) {
    // the bars at both ends may be left out
    const width = text.slice(lineStart, headEnd).split('|').length;
    if (!isRuled || width < 2 || rule.split('|').length !== width || widthOf(text, ruleEnd + 1, '|') < width) return undefined;
    return { column: before.split('|').length - 1, row: ruleEnd + 1, cells: BARS, separator: '|', width };
  }
  if (!isRuled && !EXAMPLES_ABOVE.test(text.slice(Math.max(0, lineStart - 64), lineStart))) return undefined;
  const row = endOf(NEXT_BARS, text, (isRuled ? ruleEnd : headEnd) + 1);
  return row === undefined ? undefined : { column: before.split('|').length - 2, row, cells: BARS };
}

function sqlAt(text: string, head: Span): Table | undefined {
  const open = text.lastIndexOf('(', head.start);
  const close = text.indexOf(')', head.end);
  if (open < 0 || close < 0 || /[^\w.`"[\], \t\r\n]/.test(text.slice(open + 1, close))) return undefined;
  const column = text.slice(open, head.start).split(',').length - 1;
  const before = text.slice(Math.max(0, open - 120), open);
  const behind = text.slice(close + 1, close + 80);
  if (INSERTS.test(before)) {
    const values = /^[ \t\r\n]{0,40}values[ \t\r\n]{0,40}\(/i.exec(behind)?.[0].length;
    return values === undefined ? undefined : { column, row: close + 1 + values, cells: TUPLE };
  }
  const rows = COPIES.test(before) ? /^[ \t]{0,8}from stdin;\r?\n/i.exec(behind)?.[0].length : undefined;
  const width = text.slice(open, close).split(',').length;
  return rows === undefined ? undefined : { column, row: close + 1 + rows, cells: TABS, separator: '\t', width };
}
