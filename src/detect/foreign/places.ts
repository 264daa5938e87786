/** Lines, columns and UTF-16 units of offsets in a text, in any order. Counted as position.ts does. */
import { lineCounter } from '../claims/position.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly units: number;
}

export interface Places {
  at(offset: number): Place;
}

const STEP = 4096;

/** @param start of its first byte in the unit */
export function placesIn(bytes: Uint8Array, start: Place): Places {
  const known = [start]; // of every so many bytes
  return {
    at(offset) {
      const step = Math.floor(offset / STEP);
      while (known.length <= step) known.push(further((known.length - 1) * STEP, known.at(-1)!, known.length * STEP));
      return further(step * STEP, known[step]!, offset);
    },
  };

  function further(from: number, { line, column, units }: Place, to: number): Place {
    return lineCounter(bytes.subarray(from), line, column, units).at(to - from);
  }
}
