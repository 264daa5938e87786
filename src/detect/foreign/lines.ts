/** Lines around matches, for conditions that ask for them: many matches may stand in one line, and it may be the whole file. */
import type { Text } from './matches.ts';

/** From the start of a match's first line to the end of its last. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Lines {
  around(start: number, end: number): Line;
  /** Bytes that conditions had to look at so far. */
  lookedAt: number;
}

export const NO_LINE: Line = { start: 0, end: 0, text: '' };

const LF = 10;

export function linesOf({ bytes }: Text): Lines {
  let last = NO_LINE;
  let isOne = false; // and not several
  return {
    lookedAt: 0,
    around(start, end) {
      if (isOne && last.start <= start && end <= last.end) return last;
      const from = start === 0 ? 0 : bytes.lastIndexOf(LF, start - 1) + 1;
      const behind = bytes.indexOf(LF, end);
      const to = behind < 0 ? bytes.length : behind;
      last = { start: from, end: to, text: bytes.toString('latin1', from, to) };
      isOne = !last.text.includes('\n');
      return last;
    },
  };
}
