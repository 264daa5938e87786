/** A list of numbers of 32 bits that grows: an array of objects would cost ten times its memory. */
export interface NumberList {
  readonly length: number;
  push(first: number, ...numbers: readonly number[]): void;
  /** What is in it, as a view: valid until the next push. */
  view(): Int32Array;
  /** Its own copy, no longer than needed. */
  done(): Int32Array<ArrayBuffer>;
}

export function createNumberList(expected = 1024): NumberList {
  let held = new Int32Array(expected);
  let used = 0;
  return {
    get length() {
      return used;
    },
    push(first, ...numbers) {
      if (used + numbers.length >= held.length) {
        const larger = new Int32Array(Math.max(Math.ceil(held.length * 1.5), used + numbers.length + 1));
        larger.set(held);
        held = larger;
      }
      held[used++] = first;
      for (let i = 0; i < numbers.length; i++) held[used++] = numbers[i]!;
    },
    view: () => held.subarray(0, used),
    done: () => held.slice(0, used),
  };
}
