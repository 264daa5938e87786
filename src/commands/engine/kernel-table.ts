/** Puts what is looked for (detect/search/hit-table.ts) where the kernel looks it up (kernel/literals.ts has the layout). */
import { randomFillSync } from 'node:crypto';
import { ASSIGNMENT_REACH, NEAR } from '../../detect/assignment/assignment.ts';
import { calledRules } from '../../detect/search/called-rules.ts';
import { nearOf, reachOf, wantsItAlone } from '../../detect/claims/judge.ts';
import { CAP, SPAN } from '../../detect/search/density.ts';
import { KEY_LIKE } from '../../detect/search/key-like.ts';
import { BESIDE, LONGEST_RUN } from '../../detect/layers/block.ts';
import { STRETCH_REACH } from '../../detect/layers/stretches.ts';
import { PACKED, SHORTEST_ENCODED, SIXTH } from '../../detect/layers/encoded.ts';
import { MARK_REACH } from '../../detect/search/marks.ts';
import { createHitTable } from '../../detect/search/hit-table.ts';
import type { HitTable } from '../../detect/search/hit-table.ts';
import type { Rule } from '../../model.ts';
import type { Kernel } from '../../source/kernel.ts';

/** Bytes of a literal in the kernel's table. */
export const LITERAL_SIZE = 64;
const BEGIN_BITS = 14;
const BYTES_AT = 12;
const IGNORES_CASE = 1;
const BY_NAME = 2;
const ALONE = 4;
const FOLLOW_AT = 63;
const FOLLOW_SIZE = 257;
const MOST_FOLLOWS = 64;
const MOST_LITERALS = 16384;
const MARK = { before: 0, near: MARK_REACH, after: MARK_REACH };
/** What speaks of a layer of the whole unit is not judged by anything around it. */
const SPEAKS = { before: 0, near: 1, after: 1 };
const ESCAPED_REACH = { ...STRETCH_REACH, near: STRETCH_REACH.after };
/** As far as layers/block.ts looks. */
const ENCODED_REACH = { before: BESIDE, near: LONGEST_RUN + BESIDE, after: LONGEST_RUN + BESIDE };

/** The last two places are for runs. */
const MOST_OF_RULES = MOST_LITERALS - 2;

/** Literals that there is room for beside those of the rules. */
export function kernelRoom(rules: readonly Rule[]): number {
  return Math.max(0, MOST_OF_RULES - createHitTable(rules, {}).literals.length);
}

/** False for rules that the kernel cannot look for: a literal too short or too long for it, or too many. */
export function kernelServes({ literals }: HitTable): boolean {
  if (literals.length > MOST_OF_RULES) return false;
  return literals.every(({ text }) => text.length >= 3 && text.length <= FOLLOW_AT - BYTES_AT);
}

export function loadHitTable(kernel: Kernel, table: HitTable): void {
  const { call, bytes } = kernel;
  const { literals, firstMark, rulesOf, promises, runRules, shortestRun, layers } = table;
  const { isByName } = calledRules(table);
  const heads = call.heads.value;
  const at = (number: number): number => call.literals.value + number * LITERAL_SIZE;
  const last = new Map<number, number>();
  literals.forEach(({ text, ignoreCase }, number) => {
    const place = at(number);
    bytes[place] = text.length;
    bytes[place + 1] = (ignoreCase ? IGNORES_CASE : 0) | (number < firstMark && isByName(number) ? BY_NAME : 0);
    setReach(number, number < firstMark ? reachesOf(rulesOf[number]!, table.escapes.has(number)) : [MARK]);
    bytes.write(text, place + BYTES_AT, 'latin1');
    const [a, b, c] = [0, 1, 2].map((index) => text.charCodeAt(index) & 31) as [number, number, number];
    const hash = (a << 10) | (b << 5) | c;
    bytes[call.begins.value + beginOf(text)]! |= text.length === 3 ? 255 : 1 << (text.charCodeAt(3) & 7);
    const before = last.get(hash);
    bytes.writeUInt16LE(number + 1, before === undefined ? heads + hash * 2 : at(before) + 2);
    last.set(hash, number);
  });
  setFollows();
  const runs = literals.length;
  bytes.set(KEY_LIKE, call.keyLike.value);
  bytes.set(SIXTH, call.sixths.value);
  PACKED.forEach((magic, number) => bytes.write(magic, call.packed.value + number * 4, 'latin1'));
  bytes[at(runs)] = shortestRun;
  bytes[at(runs) + 1] = runRules.every(wantsItAlone) ? ALONE : 0;
  bytes[at(runs + 1)] = SHORTEST_ENCODED;
  setReach(runs, reachesOf(runRules, false));
  setReach(runs + 1, [ENCODED_REACH]);
  call.lookForRuns(runRules.length > 0 ? shortestRun : 0, layers ? SHORTEST_ENCODED : 0, BESIDE, runs);
  call.prepareHits(Math.max(...literals.map(({ text }) => text.length)), runs, firstMark, NEAR.behind, CAP, SPAN);
  forgetJudged(kernel);

  /** A glance serves a literal when all its rules ask for the same. Short ones stand everywhere and come first. */
  function setFollows(): void {
    const entries = new Map<string, number>();
    const numbers = Array.from({ length: firstMark }, (_, number) => number);
    numbers.sort((a, b) => literals[a]!.text.length - literals[b]!.text.length || a - b);
    for (const number of numbers) {
      if (promises.has(number)) continue;
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

  function setReach(number: number, own: readonly Reach[]): void {
    const reaches = promises.has(number) ? [...own, { ...ASSIGNMENT_REACH, near: NEAR.after }] : own;
    bytes.writeUInt32LE(Math.max(...reaches.map(({ before }) => before)), at(number) + 4);
    bytes.writeUInt32LE(Math.max(...reaches.map(({ near }) => near)), at(number) + 8);
    bytes.writeUInt32LE(Math.max(...reaches.map(({ after }) => after)), call.farReaches.value + number * 4);
  }
}

/** With new keys nothing is found that was remembered by others. Whoever numbers outcomes anew must not be told of old ones. */
export function forgetJudged({ call, bytes }: Kernel): void {
  randomFillSync(bytes, call.judgedKeys.value, call.judgedKeyBytes());
}

/** The kernel's hash of a literal's first three bytes. */
function beginOf(text: string): number {
  const [a, b, c] = [0, 1, 2].map((index) => text.charCodeAt(index) & 0xdf) as [number, number, number];
  return Math.imul((a << 8) | (b << 16) | (c << 24), 0x9e3779b1) >>> (32 - BEGIN_BITS);
}

interface Reach {
  readonly before: number;
  readonly near: number;
  readonly after: number;
}

function reachesOf(rules: readonly Rule[], isEscape: boolean): readonly Reach[] {
  return [isEscape ? ESCAPED_REACH : SPEAKS, ...rules.map((rule) => ({ ...reachOf(rule), near: nearOf(rule) }))];
}
