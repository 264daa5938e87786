/**
 * Blobs of packs → what stands in them, as rows of numbers that one thread can hand to another. The kernel says which
 * hits a version has and which of them its base had too; only the others are judged.
 */
import { documentsOf } from '../detect/layers/documents.ts';
import { BY_NAME, createVersionDetector, FAR, WHOLE } from '../detect/versions.ts';
import { markFor, MARK_REACH, readMark } from '../detect/marks.ts';
import { utf16Of } from '../detect/utf-16.ts';
import { createNumberList } from '../number-list.ts';
import { TYPE } from '../source/packs/families.ts';
import { walkFamilies } from '../source/packs/walk.ts';
import { isLfsPointer } from './lfs.ts';
import { otherRow, type OtherRow } from './other-rows.ts';
import type { Claim } from '../detect/claims.ts';
import type { Detector } from '../detect/unit.ts';
import type { ForeignDetector } from '../detect/foreign/detector.ts';
import type { Left } from '../detect/versions.ts';
import type { Mark, Rule, SetAsideReason } from '../model.ts';
import type { Walk } from '../source/packs/walk.ts';

export interface BlobRows {
  /** Distinct claims; a rule is its place in the list of rules. */
  readonly claims: readonly PlainClaim[];
  readonly marks: readonly Mark[];
  /** By claim and version: `FIELDS` numbers each. */
  readonly found: Int32Array;
  readonly aside: Int32Array;
  /** What rules of other scanners found. */
  readonly others: readonly OtherRow[];
  /** Objects that have to be read by other means. */
  readonly lost: Int32Array;
  readonly lfs: number;
  readonly bytes: number;
}

export type PlainClaim = Omit<Claim, 'rule'> & { readonly rule: number };

/** Object, claim, start, end, line, column, end line, end column, and what the list is about. */
export const FIELDS = 9;
/** In lists of findings the last field is a mark's number, or this. */
export const NO_MARK = -1;
/** In lists of what was set aside it is the number of the reason here. */
export const REASONS: readonly SetAsideReason[] = [
  'placeholder',
  'reference',
  'ciphertext',
  'documentation',
  'expression',
  'not-random',
  'not-well-formed',
  'integrity-hash',
  'data-file',
  'longer-than-reach',
];

/** Told of every blob that is done: its bytes, and how many findings there are by now. */
export type Watch = (bytes: number, found: number) => void;

/** @param foreign looks at every version whole */
export function scanPackBlobs(
  walk: Walk,
  content: Detector,
  rules: readonly Rule[],
  watch: Watch,
  foreign?: ForeignDetector,
): BlobRows {
  const { kernel } = walk;
  const { call } = kernel;
  const { firstMark, literals, known } = content.table;
  const detector = createVersionDetector(content);
  const marks: Mark[] = [];
  const found = createNumberList();
  const aside = createNumberList();
  const others: OtherRow[] = [];
  const lost = createNumberList();
  const numbers = new Map(rules.map((rule, number) => [rule, number]));
  let lfs = 0;
  let bytes = 0;
  let offsets = new Uint32Array(256);
  let outcomes = new Uint32Array(256);

  const records = call.hits.value;
  const fresh = call.fresh.value >> 2;
  const NUMBER = 1; // literal and flag, the second word of a record
  const OUTCOME = 2;

  walkFamilies(walk, [TYPE.blob], {
    records,
    lost: (object) => lost.push(object),
    look(object, address, length, base, runs) {
      const count =
        base === undefined
          ? call.hitsOfWhole(address, length)
          : call.hitsOfVersion(address, length, runs, base.length, base.list, base.count);
      if (count < 0) {
        if (object >= 0) lost.push(object);
        return -1;
      }
      let claimed = call.keptHits();
      const freshHits = call.freshHits();
      if (freshHits > 0) {
        const unit = kernel.bytes.subarray(address, address + length);
        const { words } = kernel;
        for (let i = 0; i < freshHits; i++) {
          const record = (records >> 2) + words[fresh + i]! * 3;
          const outcome = detector.judge(unit, words[record]!, words[record + NUMBER]! & 0xffff);
          words[record + OUTCOME] = outcome;
          if (outcome !== 0 && outcome !== FAR && outcome !== BY_NAME) claimed++;
        }
        call.rememberFresh(address, length);
      }
      if (object < 0) return count;
      // what it holds is not in the bytes that versions inherit: git hands over each version
      if (isOpenedWhole(address, length) || (claimed > 0 && !settle(object, address, length, count, claimed))) {
        lost.push(object);
        return count;
      }
      bytes += length;
      if (isLfsPointer(kernel.bytes, address, length)) lfs++;
      if (foreign !== undefined) lookForOthers(foreign, object, address, length);
      watch(length, found.length / FIELDS);
      return count;
    },
  });

  function lookForOthers(detector: ForeignDetector, object: number, address: number, length: number): void {
    const here = detector.scan(kernel.bytes.subarray(address, address + length));
    if (here.findings.length + here.setAside.length + here.limits.length > 0) others.push(otherRow(object, here, numbers));
  }

  function isOpenedWhole(address: number, length: number): boolean {
    return utf16Of(kernel.bytes, address, length) !== undefined || documentsOf(kernel.bytes, address, length).length > 0;
  }

  /** @returns false where something has to be decoded with all of it at hand */
  function settle(object: number, address: number, length: number, count: number, claimed: number): boolean {
    if (claimed > offsets.length) {
      offsets = new Uint32Array(claimed * 2);
      outcomes = new Uint32Array(claimed * 2);
    }
    const { words } = kernel;
    let filled = 0;
    for (let i = 0, record = records >> 2; i < count; i++, record += 3) {
      const outcome = words[record + OUTCOME]! & ~FAR;
      if (outcome === 0) continue;
      if (outcome === WHOLE) return false;
      offsets[filled] = words[record]!;
      outcomes[filled++] = outcome;
    }
    const markAt = call.markHits() === 0 ? undefined : marksOf(address, length, count);
    const position = positions(address);
    detector.settle(filled, offsets, outcomes, (left) => {
      const { line, column } = position(left.start);
      const end = position(left.end);
      const isFinding = left.setAside === undefined;
      const last = isFinding ? (markAt?.(left, line, end.line) ?? NO_MARK) : REASONS.indexOf(left.setAside!);
      (isFinding ? found : aside).push(
        object,
        left.claim,
        left.start,
        left.end,
        line,
        column,
        end.line,
        end.column,
        last,
      );
    });
    return true;
  }

  /** Lines and columns, going forward from the last one asked for where that helps. */
  function positions(address: number): (offset: number) => { line: number; column: number } {
    let from = 0;
    let line = 1;
    return (offset) => {
      if (offset < from) {
        from = 0;
        line = 1;
      }
      line += call.lineFeeds(address + from, address + offset);
      from = offset;
      return { line, column: call.unitsBefore(address + offset, address) + 1 };
    };
  }

  function marksOf(address: number, length: number, count: number): (left: Left, first: number, last: number) => number {
    const position = positions(address);
    const here: { mark: Mark; number: number }[] = [];
    const { words, bytes: memory } = kernel;
    for (let i = 0, record = records >> 2; i < count; i++, record += 3) {
      const literal = words[record + NUMBER]! & 0xffff;
      if (literal < firstMark || literal >= literals.length) continue;
      const at = words[record]!;
      const text = memory.toString('latin1', address + at, address + Math.min(length, at + MARK_REACH));
      const mark = readMark(text, position(at).line, known);
      if (mark !== undefined) here.push({ mark, number: marks.push(mark) - 1 });
    }
    return ({ claim }, first, last) => {
      const mark = markFor(
        here.map((one) => one.mark),
        detector.claims[claim]!.rule,
        first,
        last,
      );
      return mark === undefined ? NO_MARK : here.find((one) => one.mark === mark)!.number;
    };
  }

  return {
    claims: detector.claims.map((claim) => ({ ...claim, rule: numbers.get(claim.rule)! })),
    marks,
    found: found.done(),
    aside: aside.done(),
    others,
    lost: lost.done(),
    lfs,
    bytes,
  };
}
