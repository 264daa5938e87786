/**
 * Words as a page of a PDF has them → lines. Each is drawn where it belongs, often in parts: what goes on at the same height
 * is one line, and where there is a gap in it, cells of a row, written as Markdown has them.
 */
import { underHead, withHead } from './column-heads.ts';
import { withRoom } from './room.ts';
import type { Headed } from './column-heads.ts';
import type { LayerBudget } from './inner.ts';

/** a b c d e f: (x, y) goes to (ax + cy + e, bx + dy + f). */
export type Matrix = readonly [number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** Few texts are wider, in sizes of the font for each character: further right begins another word or cell. */
const WIDEST = 0.65;
/** The same by what characters are, for text that was begun anew: cells may stand close, parts of a word touch. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlftrI.,:;'|!()[\]{} /\\-]/g, 0.35],
  [/[mwMW@%]/g, 0.95],
  [/[A-Z&]/g, 0.72],
  [/[^]/g, 0.58],
];
const GAP = 0.3;
/** In the same: lines are not closer. */
const SAME_LINE = 0.3;
/** Characters: no page has room for more on a line, and one that goes on without end would be held until it is written. */
const LONGEST_LINE = 1 << 20;

/** `apart`: it was begun anew, as a cell or another part of a line is. */
export type Moved = 'no' | 'within' | 'apart';

export interface Page {
  /** @param place of the text's beginning @param moved whether it does not just go on behind what was shown before, but may belong to it */
  show(text: string, place: Matrix, size: number, moved: Moved): void;
  /** @returns undefined when nothing was shown */
  text(): Buffer | undefined;
}

/** What goes through `first`, then through `then`. */
export function through([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
}

export function openPage(budget: LayerBudget): Page {
  let made: Buffer = Buffer.alloc(0);
  let length = 0;
  let cells: string[] = [''];
  /** Where the last text begins, how far from there it may go, and how far it goes if it is as it looks. */
  let [x, y] = [0, 0];
  let reach = 0;
  let likely = 0;
  let onLine = 0;
  /** By column of the table that a row belongs to. */
  let heads: readonly (Headed | undefined)[] = [];

  function endLine(): void {
    const filled = cells.filter((cell) => cell.trim() !== '');
    cells = [''];
    onLine = 0;
    if (filled.length === 0) return;
    const line = Buffer.from(filled.length === 1 ? `${filled[0]}\n` : rowOf(filled));
    made = withRoom(made, length, line.length, budget);
    line.copy(made, length);
    length += line.length;
  }

  /** With what stands under a head that promises a secret once more. */
  function rowOf(filled: readonly string[]): string {
    const isBelow = heads.length === filled.length;
    // what stands first in a row is what the row is about
    if (!isBelow) heads = filled.map((head, column) => (column > 0 ? underHead(head) : undefined));
    const over = (column: number): Headed | undefined => (isBelow ? heads[column] : undefined);
    const cells = filled.map((cell, column) => (over(column) === undefined ? cell : ''));
    const headed = filled.map((cell, column) => withHead(cell, over(column)));
    return `| ${cells.join(' | ')} |\n${headed.join('')}`;
  }

  return {
    show(text, [a, b, , , e, f], size, moved) {
      const scale = Math.hypot(a, b) || 1;
      const width = scale * size * WIDEST;
      if (moved !== 'no') {
        const along = ((e - x) * a + (f - y) * b) / scale;
        const across = Math.abs((f - y) * a - (e - x) * b) / scale;
        if (across > scale * size * SAME_LINE) endLine();
        else if ((along > (moved === 'apart' ? likely + scale * size * GAP : reach + width) || along < 0) && cells.at(-1) !== '')
          cells.push('');
        [x, y, reach, likely] = [e, f, 0, 0];
      }
      if (onLine >= LONGEST_LINE) endLine();
      cells[cells.length - 1] += text;
      onLine += text.length;
      reach += text.length * width;
      likely += Math.min(text.length * width, widthOf(text) * scale * size);
    },
    text() {
      endLine();
      if (length === 0) return undefined;
      budget.takeBytes(length);
      return made.subarray(0, length);
    },
  };
}

/** In sizes of the font, as faces without serifs have it. */
function widthOf(text: string): number {
  let width = 0;
  let rest = text;
  for (const [characters, each] of WIDTHS) {
    const others = rest.replace(characters, '');
    width += (rest.length - others.length) * each;
    rest = others;
  }
  return width;
}
