/**
 * The delta of a pack (gitformat-pack): what is copied from the base, and what is put between.
 *   size of the base, of the result | (0x80 + which bytes of offset (4) and size (3) follow | 1-127, so many bytes)*
 */
import type { LayerBudget } from './inner.ts';

/** @returns undefined when it is damaged, or for another base */
export function applyDelta(delta: Buffer, base: Buffer, budget: LayerBudget): Buffer | undefined {
  let at = 0;
  if (sizeOf() !== base.length) return undefined;
  const size = sizeOf();
  budget.takeBytes(size);
  const made = Buffer.allocUnsafe(size);
  let length = 0;
  while (at < delta.length) {
    const what = delta[at++]!;
    if (what === 0) return undefined;
    const [from, start, count] = what < 0x80 ? inserted(what) : copied(what);
    // as git does, no instruction that is cut off
    if (at > delta.length || start + count > from.length || length + count > size) return undefined;
    from.copy(made, length, start, start + count);
    length += count;
  }
  return length === size ? made : undefined;

  function inserted(count: number): readonly [Buffer, number, number] {
    at += count;
    return [delta, at - count, count];
  }
  function copied(what: number): readonly [Buffer, number, number] {
    let numbers = [0, 0];
    for (let bit = 0; bit < 7; bit++) {
      if (((what >> bit) & 1) === 0) continue;
      const [offset = 0, count = 0] = numbers;
      const value = delta[at++] ?? 0;
      numbers = bit < 4 ? [offset + value * 256 ** bit, count] : [offset, count + value * 256 ** (bit - 4)];
    }
    return [base, numbers[0]!, numbers[1]! || 0x10000];
  }
  function sizeOf(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = delta[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
}
