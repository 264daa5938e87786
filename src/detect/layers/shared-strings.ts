/** Excel keeps the texts of cells in one member, and sheets refer to them by number: a sheet with its texts put back. */
import { createNumberList } from '../../number-list.ts';
import type { LayerBudget } from './inner.ts';

export const STRINGS = /(?:^|\/)xl\/sharedStrings\.xml$/i;
export const SHEET = /(?:^|\/)xl\/worksheets\/[^/]+\.xml$/i;
const HEAD = 4096;
/** A cell that holds a number of a text, up to that. */
const CELL = /<(?:\w{1,16}:)?c [^<>]{0,200}\bt="s"[^<>]{0,200}>\s{0,16}(<(?:\w{1,16}:)?v>(\d{1,9})<\/(?:\w{1,16}:)?v>)/g;

/** Texts by number, with the XML in them. */
export interface SharedStrings {
  at(number: number): string;
}

export function readStrings(xml: Buffer): SharedStrings {
  const text = xml.toString('latin1');
  const prefix = /<(\w{1,16}:)?sst\b/.exec(text.slice(0, HEAD))?.[1] ?? '';
  const [begin, end] = [`<${prefix}si`, `</${prefix}si>`];
  const list = createNumberList();
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at)) {
    const from = text.indexOf('>', at) + 1;
    if (from === 0) break;
    const isEmpty = text[from - 2] === '/';
    const to = isEmpty ? from : text.indexOf(end, from);
    if (to < 0) break;
    list.push(from, to);
    at = to;
  }
  const places = list.done();
  return { at: (number) => text.slice(places[number * 2] ?? 0, places[number * 2 + 1] ?? 0) };
}

/** @returns undefined where it refers to none */
export function withStrings(sheet: Uint8Array, strings: () => SharedStrings | undefined, budget: LayerBudget): Buffer | undefined {
  const text = Buffer.from(sheet.buffer, sheet.byteOffset, sheet.byteLength).toString('latin1');
  const parts: string[] = [];
  let done = 0;
  for (const cell of text.matchAll(CELL)) {
    const [all, number, digits] = cell as unknown as [string, string, string];
    const said = strings()?.at(Number(digits));
    if (said === undefined) return undefined;
    const end = cell.index + all.length;
    const before = text.slice(done, end - number.length);
    budget.takeBytes(before.length + said.length);
    parts.push(before, '<is>', said, '</is>');
    done = end;
  }
  if (parts.length === 0) return undefined;
  budget.takeBytes(text.length - done);
  return Buffer.from(parts.join('') + text.slice(done), 'latin1');
}
