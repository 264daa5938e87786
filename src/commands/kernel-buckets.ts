/**
 * Which literals share a bucket of the kernel's search (kernel/literals.ts). A bucket lets through every byte whose two
 * halves each stand in one of its literals, so those that begin alike belong together; and what is let through costs
 * by how often it stands in text, so the commonest beginnings are placed first, each where it adds the least.
 */
import type { Literal } from '../detect/literals.ts';

const BUCKETS = 16;
/** Bytes that are looked at. */
const TOLD = 3;

/** Bit n: a byte with the low (high) four bits n belongs to it. */
export interface Halves {
  readonly low: number;
  readonly high: number;
}

/** What each bucket lets through, by byte. */
export function bucketsOf(literals: readonly Literal[]): readonly (readonly Halves[])[] {
  const begins = new Set(literals.map(({ text, ignoreCase }) => `${ignoreCase ? 1 : 0}${text.slice(0, TOLD)}`));
  const beginnings = [...begins]
    .sort()
    .map((begin) => Array.from(begin.slice(1), (letter) => halvesOf(letter, begin.startsWith('1'))))
    .map((beginning) => ({ beginning, share: shareWith(NOTHING, beginning) }))
    .sort((a, b) => b.share - a.share);

  const buckets = Array.from({ length: BUCKETS }, () => ({ lets: NOTHING, share: 0 }));
  for (const { beginning } of beginnings) {
    let best = 0;
    let least = Infinity;
    for (let number = 0; number < BUCKETS; number++) {
      const { lets, share } = buckets[number]!;
      const added = shareWith(lets, beginning) - share;
      if (added >= least) continue;
      best = number;
      least = added;
    }
    const { lets, share } = buckets[best]!;
    buckets[best] = { lets: both(lets, beginning), share: share + least };
  }
  return buckets.map(({ lets }) => lets);
}

const NOTHING: readonly Halves[] = Array.from({ length: TOLD }, () => ({ low: 0, high: 0 }));

function halvesOf(letter: string, ignoreCase: boolean): Halves {
  const codes = ignoreCase ? [letter.toLowerCase(), letter.toUpperCase()] : [letter];
  return {
    low: codes.reduce((bits, code) => bits | (1 << (code.charCodeAt(0) & 15)), 0),
    high: codes.reduce((bits, code) => bits | (1 << (code.charCodeAt(0) >> 4)), 0),
  };
}

function both(a: readonly Halves[], b: readonly Halves[]): readonly Halves[] {
  return a.map(({ low, high }, at) => ({ low: low | b[at]!.low, high: high | b[at]!.high }));
}

/** The share of all places in text that a bucket lets through with one beginning more. */
function shareWith(lets: readonly Halves[], beginning: readonly Halves[]): number {
  let share = 1;
  for (let at = 0; at < TOLD; at++)
    share *= shareOfByte(lets[at]!.low | beginning[at]!.low, lets[at]!.high | beginning[at]!.high);
  return share;
}

/** In this order characters stand in source code and prose, roughly; the n-th of them as often as 1 / (n + 3). */
const COMMON = ' etraonsilcdpumhgfby.wv-k_(,"/)=x\'1S0:TACE;2IR{}jP>NDOLqFM3<BUz';
/** How often bytes stand in text: for each high half (16) and each set of the upper or lower eight low halves (512). */
const SHARES = new Float64Array(16 * 512);

function fillShares(): void {
  const frequency = new Float64Array(256).fill(0.002);
  Array.from(COMMON).forEach((character, rank) => (frequency[character.charCodeAt(0)] = 1 / (rank + 4)));
  const all = frequency.reduce((sum, each) => sum + each, 0);
  for (let row = 0; row < 32; row++) {
    for (let set = 1; set < 256; set++) {
      const lowest = 31 - Math.clz32(set & -set);
      SHARES[row * 256 + set] = SHARES[row * 256 + (set & (set - 1))]! + frequency[row * 8 + lowest]! / all;
    }
  }
}

function shareOfByte(low: number, high: number): number {
  if (SHARES[1] === 0) fillShares();
  let share = 0;
  for (let rest = high; rest !== 0; rest &= rest - 1) {
    const row = (31 - Math.clz32(rest & -rest)) * 512;
    share += SHARES[row + (low & 255)]! + SHARES[row + 256 + (low >> 8)]!;
  }
  return share;
}
