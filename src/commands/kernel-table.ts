/** Puts what is looked for (detect/hit-table.ts) where the kernel looks it up (kernel/literals.ts has the layout). */
import { nearOf, reachOf } from '../detect/judge.ts';
import { KEY_LIKE } from '../detect/key-like.ts';
import { MARK_REACH } from '../detect/marks.ts';
import type { HitTable } from '../detect/hit-table.ts';
import type { Rule } from '../model.ts';
import type { Kernel } from '../source/kernel.ts';

const LITERAL_SIZE = 64;
const BYTES_AT = 12;
const FOLLOW_AT = 63;
const FOLLOW_SIZE = 257;
const MOST_FOLLOWS = 64;
const BUCKETS = 8;

const MOST_LITERALS = 4096;
const MARK = { before: 0, near: MARK_REACH, after: MARK_REACH };

/** False for rules that the kernel cannot look for: a literal too short or too long for it, or too many. */
export function kernelServes({ literals }: HitTable): boolean {
  // the last place is for runs
  if (literals.length >= MOST_LITERALS) return false;
  return literals.every(({ text }) => text.length >= 3 && text.length <= FOLLOW_AT - BYTES_AT);
}

export function loadHitTable({ call, bytes }: Kernel, table: HitTable): void {
  const { literals, firstMark, rulesOf, runRules, shortestRun } = table;
  const heads = call.heads.value;
  const at = (number: number): number => call.literals.value + number * LITERAL_SIZE;
  const last = new Map<number, number>();
  literals.forEach(({ text, ignoreCase }, number) => {
    const place = at(number);
    bytes[place] = text.length;
    bytes[place + 1] = ignoreCase ? 1 : 0;
    setReach(number, number < firstMark ? rulesOf[number]! : undefined);
    bytes.write(text, place + BYTES_AT, 'latin1');
    const [a, b, c] = [0, 1, 2].map((index) => text.charCodeAt(index) & 31) as [number, number, number];
    const hash = (a << 10) | (b << 5) | c;
    const before = last.get(hash);
    bytes.writeUInt16LE(number + 1, before === undefined ? heads + hash * 2 : at(before) + 2);
    last.set(hash, number);
  });
  setFollows();
  const runs = literals.length;
  bytes.set(KEY_LIKE, call.keyLike.value);
  if (runRules.length > 0) {
    bytes[at(runs)] = shortestRun;
    setReach(runs, runRules);
    call.lookForRuns(shortestRun, runs);
  }
  call.prepareHits(Math.max(...literals.map(({ text }) => text.length)), runs, firstMark);
  setMasks();

  /** A glance serves a literal when all its rules ask for the same. */
  function setFollows(): void {
    const entries = new Map<string, number>();
    for (let number = 0; number < firstMark; number++) {
      const [follow, ...others] = rulesOf[number]!.map((rule) => rule.follow);
      if (follow === undefined || others.some((other) => other?.byte !== follow.byte)) continue;
      const over = Buffer.alloc(FOLLOW_SIZE - 1);
      for (const { follow: set } of rulesOf[number]!)
        Buffer.from(set!.over, 'hex').forEach((bits, index) => {
          for (let bit = 0; bit < 8; bit++) if (bits & (1 << bit)) over[index * 8 + bit] = 1;
        });
      const key = `${follow.byte} ${over.toString('hex')}`;
      if (!entries.has(key) && entries.size === MOST_FOLLOWS) continue;
      if (!entries.has(key)) {
        const place = call.follows.value + entries.size * FOLLOW_SIZE;
        bytes.set(over, place);
        bytes[place + FOLLOW_SIZE - 1] = follow.byte;
        entries.set(key, entries.size + 1);
      }
      bytes[at(number) + FOLLOW_AT] = entries.get(key)!;
    }
  }

  function setReach(number: number, rules: readonly Rule[] | undefined): void {
    const reaches = rules?.map((rule) => ({ ...reachOf(rule), near: nearOf(rule) })) ?? [MARK];
    bytes.writeUInt32LE(Math.max(...reaches.map(({ before }) => before)), at(number) + 4);
    bytes.writeUInt32LE(Math.max(...reaches.map(({ near }) => near)), at(number) + 8);
    bytes.writeUInt32LE(Math.max(...reaches.map(({ after }) => after)), call.farReaches.value + number * 4);
  }

  /** Literals that begin alike share a bucket, so that the masks of each let few others through. */
  function setMasks(): void {
    const masks = Array.from({ length: BUCKETS }, () => Array.from({ length: 3 }, () => ({ low: 0, high: 0 })));
    const begins = [...new Set(literals.map(({ text, ignoreCase }) => `${ignoreCase ? 1 : 0}${text.slice(0, 3)}`))];
    for (const begin of begins.sort()) {
      const own = Array.from(begin.slice(1), (letter) => nibbles(letter, begin.startsWith('1')));
      const cost = (bucket: number): number =>
        chance(masks[bucket]!.map(({ low, high }, i) => ({ low: low | own[i]!.low, high: high | own[i]!.high }))) -
        chance(masks[bucket]!);
      const best = masks.map((_, bucket) => bucket).reduce((a, b) => (cost(b) < cost(a) ? b : a));
      masks[best]!.forEach((mask, i) => {
        mask.low |= own[i]!.low;
        mask.high |= own[i]!.high;
      });
    }
    for (let byte = 0; byte < 3; byte++) {
      for (let nibble = 0; nibble < 16; nibble++) {
        for (let bucket = 0; bucket < BUCKETS; bucket++) {
          const { low, high } = masks[bucket]![byte]!;
          const place = call.masks.value + byte * 32 + nibble;
          if (low & (1 << nibble)) bytes[place]! |= 1 << bucket;
          if (high & (1 << nibble)) bytes[place + 16]! |= 1 << bucket;
        }
      }
    }
  }
}

interface Nibbles {
  /** Bit n: a byte with the low (high) four bits n belongs to it. */
  readonly low: number;
  readonly high: number;
}

function nibbles(letter: string, ignoreCase: boolean): Nibbles {
  const codes = ignoreCase ? [letter.toLowerCase(), letter.toUpperCase()] : [letter];
  return {
    low: codes.reduce((bits, code) => bits | (1 << (code.charCodeAt(0) & 15)), 0),
    high: codes.reduce((bits, code) => bits | (1 << (code.charCodeAt(0) >> 4)), 0),
  };
}

/** How many of all triples of bytes a bucket lets through. */
function chance(masks: readonly Nibbles[]): number {
  return masks.reduce((product, { low, high }) => product * ones(low) * ones(high), 1);
}

function ones(bits: number): number {
  return bits.toString(2).replaceAll('0', '').length;
}
