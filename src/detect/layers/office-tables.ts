/** Rows of tables in office documents, by their tags: which cells stand under a head that promises a secret. */
import { underHead } from './column-heads.ts';
import type { Headed } from './column-heads.ts';
import type { Span } from '../../model.ts';

/** Where the content of a cell stands. */
export interface HeadedCell extends Span {
  readonly headed: Headed;
}

const TABLES = new Set(['tbl', 'sheetData', 'table']);
const ROWS = new Set(['tr', 'row', 'table-row']);
const CELLS = new Set(['tc', 'c', 'table-cell']);
/** Tags in it that are no text are longer than any head. */
const LONGEST_CELL = 4096;
const NONE: readonly HeadedCell[] = [];

export interface TableRows {
  /** What comes now is in a cell that is written with its head, not in its row. */
  readonly isApart: boolean;
  /** @param at where the tag begins @returns those of the row that ends with it */
  tag(name: string, isEnd: boolean, at: number, end: number, bytes: Buffer): readonly HeadedCell[];
}

export function tableRows(): TableRows {
  /** By column; undefined before the first row is over. */
  let heads: ReadonlyMap<number, Headed> | undefined;
  let cells: (Span & { readonly column: number })[] = [];
  let column = 0;
  let start: number | undefined;

  function rowEnds(bytes: Buffer): readonly HeadedCell[] {
    const row = cells;
    cells = [];
    if (row.length === 0) return NONE;
    if (heads !== undefined) {
      const under = heads;
      if (under.size === 0) return NONE;
      return row.flatMap((cell) => (under.has(cell.column) ? [{ ...cell, headed: under.get(cell.column)! }] : []));
    }
    heads = new Map(
      row.flatMap((cell) => {
        // what stands first in a row is what the row is about
        const isHead = cell.column > 0 && cell.end - cell.start <= LONGEST_CELL;
        const headed = isHead ? underHead(textIn(bytes, cell)) : undefined;
        return headed === undefined ? [] : [[cell.column, headed] as const];
      }),
    );
    return NONE;
  }

  return {
    get isApart() {
      return start !== undefined && heads?.has(column) === true;
    },
    tag(name, isEnd, at, end, bytes) {
      if (TABLES.has(name)) {
        heads = undefined;
        cells = [];
      } else if (ROWS.has(name)) {
        if (isEnd) return rowEnds(bytes);
        cells = [];
        column = 0;
      } else if (CELLS.has(name)) {
        if (!isEnd) {
          column = columnOf(bytes.toString('latin1', at, Math.min(end, at + LONGEST_TAG))) ?? column;
          start = end;
        } else {
          if (start !== undefined) cells.push({ start, end: at, column });
          start = undefined;
          column++;
        }
      }
      return NONE;
    },
  };
}

const LONGEST_TAG = 200;

/** Sheets leave out cells in which nothing stands: `r="C9"` is the third. */
function columnOf(tag: string): number | undefined {
  const letters = /\br="([A-Z]{1,3})\d/.exec(tag)?.[1];
  return letters === undefined ? undefined : Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function textIn(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString('utf8', start, end).replace(/<[^<>]*>/g, '');
}
