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
  /** What was held back for a row that does not end. @param at where all ends */
  rest(at: number): readonly HeadedCell[];
}

export function tableRows(): TableRows {
  /** By column; undefined before the first row is over. */
  let heads: ReadonlyMap<number, Headed> | undefined;
  let cells: (Span & { readonly column: number })[] = [];
  let column = 0;
  let start: number | undefined;

  function cellEnds(at: number): void {
    if (start !== undefined) cells.push({ start, end: at, column });
    start = undefined;
  }

  /** Those of the cells so far that stand under a head; the row is over. */
  function headedCells(): readonly HeadedCell[] {
    const row = cells;
    cells = [];
    return row.flatMap((cell) => {
      const headed = heads?.get(cell.column);
      return headed === undefined ? [] : [{ ...cell, headed }];
    });
  }

  function rest(at: number): readonly HeadedCell[] {
    cellEnds(at);
    return headedCells();
  }

  function rowEnds(bytes: Buffer): readonly HeadedCell[] {
    if (heads !== undefined || cells.length === 0) return headedCells();
    heads = new Map(
      cells.flatMap((cell) => {
        // what stands first in a row is what the row is about
        const isHead = cell.column > 0 && cell.end - cell.start <= LONGEST_CELL;
        const headed = isHead ? underHead(textIn(bytes, cell)) : undefined;
        return headed === undefined ? [] : [[cell.column, headed] as const];
      }),
    );
    cells = [];
    return NONE;
  }

  return {
    rest,
    get isApart() {
      return start !== undefined && heads?.has(column) === true;
    },
    tag(name, isEnd, at, end, bytes) {
      if (TABLES.has(name)) {
        const heldBack = rest(at);
        heads = undefined;
        return heldBack;
      }
      if (ROWS.has(name)) {
        if (!isEnd) {
          const heldBack = rest(at);
          column = 0;
          return heldBack;
        }
        cellEnds(at);
        return rowEnds(bytes);
      }
      if (CELLS.has(name)) {
        if (!isEnd) {
          if (start !== undefined) {
            cellEnds(at);
            column++;
          }
          column = columnOf(bytes.toString('latin1', at, Math.min(end, at + LONGEST_TAG))) ?? column;
          start = end;
        } else {
          cellEnds(at);
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
