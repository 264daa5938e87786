/** Rules of other scanners beside our own: one detector of both, and what counts where both found something. */
import { confidenceAt } from '../../verdict/confidence.ts';
import type { ForeignDetector } from '../../detect/foreign/detector.ts';
import type { Detector, UnitScan } from '../../detect/unit.ts';
import type { Finding, LimitReached, Rule, UnitFindings } from '../../model.ts';

export interface Foreign {
  readonly detector: ForeignDetector;
  /** Of the findings in a unit, those that count at its path. The same list where nothing is left out. */
  standing<T>(path: string, items: readonly T[], finding: (item: T) => Finding): readonly T[];
}

/** Undefined without such rules: nothing of this is loaded then. */
export async function openForeign(rules: readonly Rule[], options: { marks: boolean }): Promise<Foreign | undefined> {
  const own = rules.filter(({ foreign }) => foreign !== undefined);
  if (own.length === 0) return undefined;
  const { createForeignDetector } = await import('../../detect/foreign/detector.ts');
  const { createPathJudge } = await import('../../detect/foreign/at-path.ts');
  const judge = createPathJudge();

  /** What is allowed weighs nothing, or a repository's own list would hide what another rule found there. */
  function weight(finding: Finding, path: string): number {
    if (judge.leftOutAt(finding, path) !== undefined) return -1;
    return CONFIDENCES.indexOf(confidenceAt(finding, path, 'blob')) * 1000 + finding.rule.specificity;
  }

  /** @param items sorted by place */
  function standingAt<T>(path: string, items: readonly T[], findingOf: (item: T) => Finding): readonly T[] {
    const isForeign = (item: T): boolean => findingOf(item).rule.foreign !== undefined;
    const here = items.filter((item) => !isForeign(item) || judge.fits(findingOf(item).rule.foreign!, path));
    const others = here.filter((item) => !isForeign(item));
    const left = new Set(here);
    for (const item of here.filter(isForeign)) {
      for (const other of others.filter((one) => overlap(findingOf(item), findingOf(one)))) {
        if (!left.has(other)) continue;
        const [theirs, ours] = [findingOf(item), findingOf(other)];
        const isMore = weight(theirs, path) > weight(ours, path);
        if (isMore && mayDisplace(theirs, ours)) left.delete(other);
        else if (!isMore || confidenceAt(ours, path, 'blob') !== 'low') {
          left.delete(item);
          break;
        } // what ours would let pass, theirs stands beside
      }
    }
    return here.filter((item) => left.has(item));
  }

  const known = new WeakMap<object, Map<string, readonly unknown[]>>();
  return {
    detector: createForeignDetector(own, options),
    standing<T>(path: string, items: readonly T[], findingOf: (item: T) => Finding) {
      if (!items.some((item) => findingOf(item).rule.foreign !== undefined)) return items;
      let paths = known.get(items);
      if (paths === undefined) known.set(items, (paths = new Map()));
      let standing = paths.get(path) as readonly T[] | undefined;
      if (standing === undefined) paths.set(path, (standing = standingAt(path, items, findingOf)));
      return standing;
    },
  };
}

const CONFIDENCES = ['low', 'medium', 'high'];

/** All that is packed into one stretch stands at the same place: there values tell. What holds it says less than it does. */
function overlap(theirs: Finding, ours: Finding): boolean {
  if (ours.rule.anchor === true || ours.rule.followed !== undefined) return false;
  if (theirs.start >= ours.end || ours.start >= theirs.end) return false;
  if (theirs.via.length === 0) return true;
  return layerOf(theirs) === layerOf(ours) && (holds(theirs, ours) || holds(ours, theirs));
}

/** A file that nobody named takes nothing away, and a value that is a part of ours does not stand for it. */
function mayDisplace(theirs: Finding, ours: Finding): boolean {
  if (!theirs.rule.foreign!.isNamed) return false;
  if (theirs.via.length + ours.via.length > 0) return layerOf(theirs) === layerOf(ours) && holds(theirs, ours);
  return theirs.start <= ours.start && theirs.end >= ours.end;
}

function layerOf({ via, member = '' }: Finding): string {
  return [...via, member].join('\0');
}

function holds({ value }: Finding, { value: part }: Finding): boolean {
  return value.expose('judge').includes(part.expose('judge'));
}

/** Our own rules' detector, with those of others. */
export function withForeign(own: Detector, { detector }: Foreign): Detector {
  return {
    ...own,
    scan: (bytes) => both(own.scan(bytes), detector.scan(bytes)),
    open(): UnitScan {
      const [mine, others] = [own.open(), detector.open()];
      return {
        push(piece) {
          mine.push(piece);
          others.push(piece);
        },
        end: () => both(mine.end(), others.end()),
      };
    },
    mayHold: (bytes) => own.mayHold(bytes) || detector.mayHold(bytes),
  };
}

/** The same for units without a path, where it is settled at once what counts. */
export function inTexts(own: Detector, foreign: Foreign): Detector {
  const whole = withForeign(own, foreign);
  return {
    ...whole,
    scan(bytes) {
      const found = whole.scan(bytes);
      return { ...found, findings: foreign.standing('', found.findings, (finding) => finding) };
    },
  };
}

/** What both opened has the same limits. */
function isSame(one: LimitReached, other: LimitReached): boolean {
  return one.what === other.what && one.rule === other.rule;
}

/** Sorted by place, ours first. */
export function both(own: UnitFindings, others: UnitFindings): UnitFindings {
  if (others.findings.length + others.setAside.length + others.limits.length === 0) return own;
  const byPlace = (a: { start: number; end: number }, b: { start: number; end: number }): number => a.start - b.start || a.end - b.end;
  return {
    findings: [...own.findings, ...others.findings].sort(byPlace),
    setAside: [...own.setAside, ...others.setAside].sort(byPlace),
    limits: [...own.limits, ...others.limits.filter((limit) => !own.limits.some((one) => isSame(one, limit)))],
  };
}
