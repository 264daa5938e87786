/**
 * Byte offsets to lines and columns, going forward only, and to UTF-16 units. A column counts UTF-16 units, as SARIF does: a byte
 * 0x80–0xBF continues the character before it, a lead byte from 0xF0 stands for a surrogate pair.
 */
export interface LineCounter {
  /** Line, column and units before an offset that is not before the last one asked for. */
  at(offset: number): { line: number; column: number; units: number };
}

const LF = 10;

export function lineCounter(bytes: Uint8Array, line = 1, column = 1, units = 0): LineCounter {
  let done = 0;
  return {
    at(offset) {
      for (; done < offset; done++) {
        const byte = bytes[done]!;
        if (byte === LF) {
          line++;
          column = 1;
          units++;
        } else if (byte >= 0xf0) {
          column += 2;
          units += 2;
        } else if (byte < 0x80 || byte >= 0xc0) {
          column++;
          units++;
        }
      }
      return { line, column, units };
    },
  };
}
