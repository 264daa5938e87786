/** Where the entries of a pack begin, ascending: 32 bits each, and how many of them stand before every 4 GB. */
export interface PackOffsets {
  readonly low: Uint32Array<SharedArrayBuffer>;
  /** The n-th is the first entry at or behind (n + 1) × 2^32. */
  readonly turns: readonly number[];
}

const TURN = 2 ** 32;

/** @param offsets ascending */
export function packOffsets(count: number, offsetOf: (entry: number) => number): PackOffsets {
  const low = new Uint32Array(new SharedArrayBuffer(count * 4));
  const turns: number[] = [];
  for (let entry = 0; entry < count; entry++) {
    const offset = offsetOf(entry);
    while (offset >= (turns.length + 1) * TURN) turns.push(entry);
    low[entry] = offset % TURN;
  }
  return { low, turns };
}

export function offsetAt({ low, turns }: PackOffsets, entry: number): number {
  let offset = low[entry]!;
  for (let turn = 0; turn < turns.length && turns[turn]! <= entry; turn++) offset += TURN;
  return offset;
}
