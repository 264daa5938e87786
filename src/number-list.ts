/** A list of numbers of 32 bits that grows: an array of objects would cost ten times its memory. */
export interface NumberList {
  readonly length: number;
  push(first: number, ...numbers: readonly number[]): void;
  /** All of them behind one another; the list is empty then. */
  done(): Int32Array<ArrayBuffer>;
}

/**
 * Pieces instead of one array that is copied whenever it has to grow: what was copied would stay until it is collected.
 * All but the first can be resized, so that their memory is given back at once.
 */
const PIECE = 1 << 13;

export function createNumberList(): NumberList {
  let full: Int32Array<ArrayBuffer>[] = [];
  let last = new Int32Array(64);
  let used = 0;
  let before = 0;

  function add(number: number): void {
    if (used === last.length) {
      if (last.length === PIECE) {
        full.push(last);
        before += used;
        last = new Int32Array(new ArrayBuffer(PIECE * 4, { maxByteLength: PIECE * 4 }));
        used = 0;
      } else {
        const larger = new Int32Array(last.length * 2);
        larger.set(last);
        last = larger;
      }
    }
    last[used++] = number;
  }

  return {
    get length() {
      return before + used;
    },
    push(first, ...numbers) {
      add(first);
      for (let i = 0; i < numbers.length; i++) add(numbers[i]!);
    },
    done() {
      const all = new Int32Array(before + used);
      full.forEach((piece, index) => {
        all.set(piece, index * PIECE);
        if (piece.buffer.resizable) piece.buffer.resize(0);
      });
      all.set(last.subarray(0, used), before);
      full = [];
      last = new Int32Array(64);
      [used, before] = [0, 0];
      return all;
    },
  };
}
