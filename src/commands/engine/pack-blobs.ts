/**
 * Blobs of packs → what stands in them. The kernel says which hits a version has and which of them its base had too; only
 * the others are judged. What has to be decoded with all of a version at hand is decoded here as well, while it is there.
 */
import { hasDenseHits } from '../../detect/search/density.ts';
import { documentsOf } from '../../detect/layers/documents.ts';
import { openBudget } from '../../detect/layers/budget.ts';
import { BY_NAME, createVersionDetector, FAR, OPENED, WHOLE } from '../../detect/versions.ts';
import { MARK_REACH, marksBeside, readMark } from '../../detect/search/marks.ts';
import { utf16Of } from '../../detect/layers/utf-16.ts';
import { openVersion } from '../../detect/whole-version.ts';
import { createNumberList } from '../../number-list.ts';
import { TYPE } from '../../source/packs/families.ts';
import { walkFamilies } from '../../source/packs/walk.ts';
import { createRows, NO_MARK, type BlobRows } from './blob-rows.ts';
import { forgetJudged } from './kernel-table.ts';
import { isLfsPointer } from './lfs.ts';
import { placesIn } from './places-in.ts';
import type { Claim } from '../../detect/claims/claim.ts';
import type { HitList } from '../../detect/search/density.ts';
import type { Detector } from '../../detect/unit.ts';
import type { Wanted } from './wanted.ts';
import type { ForeignDetector } from '../../detect/foreign/detector.ts';
import type { DocumentLayer } from '../../detect/layers/document-layer.ts';
import type { Mark, Position, Rule } from '../../model.ts';
import type { Walk } from '../../source/packs/walk.ts';

export interface PackBlobs {
  readonly rows: BlobRows;
  /** Objects that have to be read by other means. */
  readonly lost: Int32Array;
  readonly lfs: number;
  readonly bytes: number;
}

/** Told of every blob that is done: its bytes, and how many findings there are by now. */
export type Watch = (bytes: number, found: number) => void;

/**
 * @param foreign looks at every version whole
 * @param wanted blobs to search; undefined: all
 */
export function scanPackBlobs(
  walk: Walk,
  content: Detector,
  rules: readonly Rule[],
  watch: Watch,
  foreign?: ForeignDetector,
  wanted?: Wanted,
): PackBlobs {
  const { kernel } = walk;
  const { call } = kernel;
  const { firstMark, literals, known, documents: documentLiterals, escapes: escapeLiterals } = content.table;
  const detector = createVersionDetector(content);
  forgetJudged(kernel);
  const rows = createRows(rules);
  const lost = createNumberList();
  let lfs = 0;
  let bytes = 0;
  let offsets = new Uint32Array(256);
  let outcomes = new Uint32Array(256);

  const records = call.hits.value;
  const fresh = call.fresh.value >> 2;
  const NUMBER = 1; // literal and flag, the second word of a record
  const OUTCOME = 2;

  walkFamilies(walk, [TYPE.blob], {
    ...(wanted && { wants: (object: number) => wanted[object] === 1 }),
    records,
    lost: (object) => lost.push(object),
    look(object, address, length, base, runs) {
      if (wanted !== undefined && wanted[object] !== 1) {
        if (object >= 0) watch(0, rows.count);
        return -1;
      }
      const listed =
        base === undefined
          ? call.hitsOfWhole(address, length)
          : call.hitsOfVersion(address, length, runs, base.length, base.list, base.count);
      const count = call.isCrowded() === 1 && hasDenseHits(content.table, unitAt(address, length), hits(listed)) ? -1 : listed;
      const claimed = count < 0 ? 0 : call.keptHits() + judgeFresh(address, length);
      if (object < 0) return count;
      settle(object, address, length, count, claimed);
      bytes += length;
      if (isLfsPointer(kernel.bytes, address, length)) lfs++;
      if (foreign !== undefined) rows.addOthers(object, foreign.scan(unitAt(address, length)));
      watch(length, rows.count);
      return count;
    },
  });

  function unitAt(address: number, length: number): Buffer {
    return kernel.bytes.subarray(address, address + length);
  }

  function hits(count: number): HitList {
    const { words } = kernel;
    const first = records >> 2;
    return { count, at: (index) => words[first + index * 3]!, literal: (index) => words[first + index * 3 + NUMBER]! & 0xffff };
  }

  /** @returns how many of them came to something */
  function judgeFresh(address: number, length: number): number {
    const freshHits = call.freshHits();
    if (freshHits === 0) return 0;
    const unit = unitAt(address, length);
    const { words } = kernel;
    let claimed = 0;
    for (let i = 0; i < freshHits; i++) {
      const record = (records >> 2) + words[fresh + i]! * 3;
      const outcome = detector.judge(unit, words[record]!, words[record + NUMBER]! & 0xffff);
      words[record + OUTCOME] = outcome;
      if (outcome !== 0 && outcome !== FAR && outcome !== BY_NAME) claimed++;
    }
    call.rememberFresh(address, length);
    return claimed;
  }

  function settle(object: number, address: number, length: number, count: number, claimed: number): void {
    // too many hits, or some that are left out: the whole unit is looked at
    if (count < 0 || utf16Of(kernel.bytes, address, length) !== undefined) return lookAtAll(object, address, length);
    const told = documentsOf(kernel.bytes, address, length);
    if (claimed === 0 && told.length === 0) return;
    const documents = new Set(told);
    if (claimed > offsets.length) {
      offsets = new Uint32Array(claimed * 2);
      outcomes = new Uint32Array(claimed * 2);
    }
    const { words } = kernel;
    let filled = 0;
    for (let i = 0, record = records >> 2; i < count; i++, record += 3) {
      const outcome = words[record + OUTCOME]! & ~FAR;
      if (outcome === 0) continue;
      if (outcome === WHOLE) return lookAtAll(object, address, length);
      if (outcome === OPENED) documents.add(documentLiterals.get(words[record + NUMBER]! & 0xffff)!);
      else {
        offsets[filled] = words[record]!;
        outcomes[filled++] = outcome;
      }
    }
    if (documents.size > 0) return open(object, address, length, count, filled, documents);
    const markAt = call.markHits() === 0 ? undefined : marksOf(address, length, count);
    const place = placesIn(call, address);
    detector.settle(object, filled, offsets, outcomes, (left) => {
      const at = place(left);
      if (left.setAside !== undefined) rows.addAside(object, left.claim, left, at, left.setAside);
      else rows.addFinding(object, left.claim, left, at, markAt?.(detector.claims[left.claim]!.rule, at) ?? NO_MARK);
    });
  }

  /** What is inside of it is no hit that versions inherit: each is opened. */
  function open(object: number, address: number, length: number, count: number, filled: number, documents: Set<DocumentLayer>): void {
    const { words } = kernel;
    let escapes = 0;
    for (let i = 0, record = records >> 2; i < count; i++, record += 3)
      if (escapeLiterals.has(words[record + NUMBER]! & 0xffff)) escapes++;
    const own = detector.own(filled, offsets, outcomes);
    if (own.some(({ hashed }) => hashed)) return lookAtAll(object, address, length); // values are compared
    const opened = openVersion(content, unitAt(address, length), documents, own, escapes);
    if (opened === undefined) return lookAtAll(object, address, length);
    const markAt = call.markHits() === 0 ? undefined : marksOf(address, length, count);
    const isOwn = new Set(own);
    const place = placesIn(call, address);
    for (const claim of opened.claims) {
      const mark = isOwn.has(claim) ? markAt : undefined;
      tell(object, claim, () => place(claim), mark);
    }
    rows.addLimits(object, opened.limits);
  }

  function lookAtAll(object: number, address: number, length: number): void {
    const { claims, limits } = content.look(unitAt(address, length), openBudget(length));
    for (const { at, units: _, ...claim } of claims) tell(object, claim, () => at);
    rows.addLimits(object, limits);
  }

  function tell(object: number, claim: Claim, place: () => Position, markAt?: MarkAt): void {
    const number = detector.tell(object, claim);
    if (number === undefined) return;
    const at = place();
    if (claim.value === undefined || claim.setAside !== undefined)
      rows.addAside(object, number, claim, at, claim.setAside ?? 'not-well-formed');
    else rows.addFinding(object, number, claim, at, markAt?.(claim.rule, at) ?? NO_MARK);
  }

  function marksOf(address: number, length: number, count: number): MarkAt {
    const place = placesIn(call, address);
    const marks: Mark[] = [];
    const numbers = new Map<Mark, number>();
    const { words, bytes: memory } = kernel;
    for (let i = 0, record = records >> 2; i < count; i++, record += 3) {
      const literal = words[record + NUMBER]! & 0xffff;
      if (literal < firstMark || literal >= literals.length) continue;
      const at = words[record]!;
      const text = memory.toString('latin1', address + at, address + Math.min(length, at + MARK_REACH));
      const mark = readMark(text, place({ start: at, end: at }).line, known);
      if (mark !== undefined) marks.push(mark);
    }
    const markFor = marksBeside(marks);
    return (rule, { line, endLine }) => {
      const mark = markFor(rule, line, endLine);
      if (mark === undefined) return NO_MARK;
      const number = numbers.get(mark) ?? rows.addMark(mark);
      numbers.set(mark, number);
      return number;
    };
  }

  return { rows: rows.done(detector.claims), lost: lost.done(), lfs, bytes };
}

/** @returns the number of the mark that covers what a rule found there */
type MarkAt = (rule: Rule, at: Position) => number;
