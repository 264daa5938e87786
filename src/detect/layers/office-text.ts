/**
 * The text of office documents, as people read it: the XML of Word, Excel and PowerPoint (ECMA-376) and of OpenDocument
 * splits one word over elements, wherever somebody went back and typed. Rows of tables become those of Markdown.
 */
import { bufferOf } from './inner.ts';
import { createMadeText, indexWithin } from './made-text.ts';
import { tableRows } from './office-tables.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { HeadedCell } from './office-tables.ts';

/** One of these namespaces stands in the first tag that is no declaration. */
const NAMESPACES = ['schemas.openxmlformats.org/', 'purl.oclc.org/ooxml/', 'urn:oasis:names:tc:opendocument:xmlns:'];
const HEAD = 4096;
const LESS = 0x3c;
const GREATER = 0x3e;
const AMPERSAND = 0x26;
/** What elements stand for, by local name: where they begin, and where they end. */
const BEGIN: ReadonlyMap<string, string> = new Map(['tr', 'row', 'table-row'].map((name) => [name, '| ']));
const END: ReadonlyMap<string, string> = new Map([
  ...['p', 'h', 'br', 'cr', 'line-break', 'si', 'tr', 'row', 'table-row', 'comment'].map((name) => [name, '\n'] as const),
  ...['tc', 'c', 'table-cell'].map((name) => [name, ' | '] as const),
  ...['tab', 's'].map((name) => [name, '\t'] as const),
]);
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const LONGEST_ENTITY = 10;
const LONGEST_NAME = 64;

export function openOfficeText(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  const head = bufferOf(bytes).toString('latin1', 0, HEAD);
  if (!/^(?:\xef\xbb\xbf)?\s*<(?:\?xml|\w)/.test(head)) return undefined;
  return NAMESPACES.some((name) => head.includes(name)) ? text(bufferOf(bytes), budget) : undefined;
}

function* text(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  const made = createMadeText(bytes, budget);
  const rows = tableRows();
  let line: number | undefined; // a paragraph ended there: not a line's end when its cell ends with it
  walk(0, bytes.length, (name, isEnd, at, end) => putCells(rows.tag(name, isEnd, at, end, bytes), at));
  putCells(rows.rest(bytes.length), bytes.length);
  if (made.length > 0) yield made.inner('office-text');

  function putCells(cells: readonly HeadedCell[], at: number): void {
    for (const { start, end, headed } of cells) {
      endLine();
      made.put(headed.before, at, at);
      walk(start, end, () => {});
      line = undefined;
      made.put(headed.behind, at, at);
    }
  }

  /** @param tag told of each, once what it stands for is written */
  function walk(from: number, to: number, tag: (name: string, isEnd: boolean, at: number, end: number) => void): void {
    for (let at = from; at < to;) {
      if (bytes[at] !== LESS) {
        const next = indexWithin(bytes, LESS, at, to);
        const end = next < 0 ? to : next;
        if (!rows.isApart) {
          endLine();
          addText(at, end);
        }
        at = end;
        continue;
      }
      const end = bytes.indexOf(GREATER, at) + 1;
      if (end === 0) break;
      const { name, isEnd, stands } = tagIn(bytes.toString('latin1', at + 1, Math.min(end - 1, at + LONGEST_NAME)));
      if (rows.isApart && stands !== ' | ') {
        // written below the row
      } else if (stands === '\n') line = at;
      else if (stands !== undefined) {
        if (stands === ' | ') line = undefined;
        endLine();
        made.put(stands, at, end);
      }
      if (name !== undefined) tag(name, isEnd, at, end);
      at = end;
    }
  }

  function endLine(): void {
    if (line !== undefined) made.put('\n', line, line);
    line = undefined;
  }

  function addText(start: number, end: number): void {
    let from = start;
    for (let at = start; (at = indexWithin(bytes, AMPERSAND, at, end)) >= 0; at++) {
      const entity = /^&(#?\w+);/.exec(bytes.toString('latin1', at, Math.min(end, at + LONGEST_ENTITY)));
      const character = entity === null ? undefined : characterOf(entity[1]!);
      if (character === undefined) continue;
      made.copy(from, at);
      from = at + entity![0].length;
      made.put(character, at, from);
    }
    made.copy(from, end);
  }
}

interface Tag {
  /** Local; undefined for declarations. */
  readonly name: string | undefined;
  /** It ends an element, which may be all there is of it. */
  readonly isEnd: boolean;
  readonly stands: string | undefined;
}

function tagIn(tag: string): Tag {
  const [, end, name, empty] = /^(\/?)(?:[\w-]+:)?([\w-]+)[^]*?(\/?)$/.exec(tag) ?? [];
  const isEnd = end === '/' || empty === '/';
  return { name, isEnd, stands: name === undefined ? undefined : (isEnd ? END : BEGIN).get(name) };
}

function characterOf(entity: string): string | undefined {
  if (!entity.startsWith('#')) return ENTITIES.get(entity);
  const code = entity[1] === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
