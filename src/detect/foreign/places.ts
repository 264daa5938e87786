/** Lines, columns and UTF-16 units of offsets in a text, in any order. Counted as position.ts does. */
import { lineCounter } from '../position.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly units: number;
}

export interface Places {
  at(offset: number): Place;
}

/** @param start of its first byte in the unit */
export function placesIn(bytes: Uint8Array, start: Place): Places {
  const open = (): ReturnType<typeof lineCounter> => lineCounter(bytes, start.line, start.column, start.units);
  let counter = open();
  let last = 0;
  return {
    at(offset) {
      if (offset < last) counter = open();
      last = offset;
      return counter.at(offset);
    },
  };
}
