/**
 * The same judgement for many versions of a file: what a hit came to is kept under a number, and versions that copied
 * its whole window take the number over. What claims overlap, and what is left of them, is worked out for each version
 * anew, by number wherever nothing overlaps. Must come to what `scan` of unit.ts says of each version.
 */
import { createAnchorRoom, MOST_CLAIMED } from './claims/anchor-room.ts';
import { calledRules } from './search/called-rules.ts';
import { settle } from './claims/settle.ts';
import { shifted } from './claims/claim.ts';
import { DATA_FILE, isUnnamed } from './claims/conclude.ts';
import { judgeAt } from './claims/judge.ts';
import { byStart } from './claims/by-start.ts';
import { blockAt, decode } from './layers/block.ts';
import { textBudget } from './layers/budget.ts';
import { claimsAroundOne, claimsWithin } from './layers/within.ts';
import { mayAssign } from './assignment/may-assign.ts';
import { alone, hashOf, valueKey } from './claims/value-key.ts';
import type { Claim } from './claims/claim.ts';
import type { Within } from './layers/within.ts';
import type { Detector } from './unit.ts';
import type { Evidence, Rule, SetAsideReason } from '../model.ts';

/** The highest bit of 32. */
export const FAR = 2 ** 31;
/** The outcome of a hit that says of its version: all of it has to be looked at, to decode what stands there. */
export const WHOLE = 1;
/** That of a literal that speaks of a layer of the whole version: what is inside has to be looked at, too. */
export const OPENED = 2;
/** An outcome of nothing, because no rule is about the name around the hit, whatever stands around that. */
export const BY_NAME = FAR - 1;

/** A claim that is left in a version, with its place in it. */
export interface Left {
  /** Number of the claim, see `claims`. */
  readonly claim: number;
  readonly start: number;
  readonly end: number;
  readonly setAside?: SetAsideReason;
}

export interface VersionDetector {
  /** Every distinct claim, offsets from its hit. */
  readonly claims: readonly Claim[];
  /**
   * Judges one hit.
   * @param literal number in the table, that of runs behind them, or that of encoded text
   * @returns its outcome's number, 0 or BY_NAME for nothing, WHOLE, OPENED, and FAR beside it where that took a rule's whole reach
   */
  judge(unit: Buffer, hit: number, literal: number): number;
  /**
   * What is left of a version's claims.
   * @param version its object number; @param offsets of its hits, ascending; @param outcomes their numbers, none of them 0
   * @param onLeft called for findings always, for what is set aside where no lower version was told of it
   */
  settle(version: number, count: number, offsets: Uint32Array, outcomes: Uint32Array, onLeft: (left: Left) => void): void;
  /** The same as claims, to be settled with what is inside: also those that were told of. */
  own(count: number, offsets: Uint32Array, outcomes: Uint32Array): Claim[];
  /** @param claim left of a version that was looked at otherwise @returns its number; undefined: set aside, and told of */
  tell(version: number, claim: Claim): number | undefined;
}

export function createVersionDetector({ table, look }: Pick<Detector, 'table' | 'look'>): VersionDetector {
  const called = calledRules(table);
  const claims: Claim[] = [];
  const claimNumbers = new Map<string, number>();
  /** By value of an anchor, for which there is room: the value, once, and the numbers of its claims. */
  const anchors = createAnchorRoom<{ readonly value: Buffer; readonly numbers: number[] }>(({ value, numbers }) => {
    for (const number of numbers) claims[number] = { ...claims[number]!, value: hashOf(value), hashed: true };
  }, MOST_CLAIMED);
  const evidences = new Map<string, Evidence>();
  const evidenceNumbers = new Map<Evidence, number>();
  /** By outcome: its claims' numbers (most hits come to nothing, some literals have several rules), and their utmost ends. */
  const members: number[][] = [[], [], []];
  const starts: number[] = [0, 0, 0];
  const ends: number[] = [0, 0, 0];
  const outcomeNumbers = new Map<string, number>();
  /** By claim that is set aside the lowest version that was told of: the same one in whatever order they come. */
  const told = new Map<number, number>();
  const toldAsData = new Map<number, number>();

  function judge(unit: Buffer, hit: number, literal: number): number {
    if (literal > table.literals.length) return decoded(unit, hit);
    if (table.documents.has(literal)) return OPENED;
    const escapes = table.escapes.get(literal);
    if (escapes !== undefined) return outcomeWithin(claimsAroundOne(unit, hit, escapes, textBudget(1), look), hit);
    let key = '';
    let found: number[] | undefined;
    let sight = 0;
    if (called.isByName(literal) && !mayAssign(unit, hit, unit.length)) return 0;
    const rules = called.at(unit, hit, literal);
    if (rules.length === 0) return BY_NAME;
    for (const rule of rules) tried(rule);
    return ((found === undefined ? 0 : outcomeOf(key, found)) | sight) >>> 0;

    function tried(rule: Rule): void {
      const { claims, far } = judgeAt(unit, hit, rule, true, true);
      if (far) sight = FAR;
      for (const claim of claims) {
        const number = numberOf(claim, hit);
        (found ??= []).push(number);
        key += `${number} `;
      }
    }
  }

  /** Text that is decoded where it stands; what is packed, or too long, takes the whole version. */
  function decoded(unit: Buffer, hit: number): number {
    const block = blockAt(unit, hit);
    if (block === undefined) return 0;
    if (!block.isNear) return WHOLE;
    return outcomeWithin(claimsWithin(decode(unit, block), block.lines[0]!, textBudget(), look), hit);
  }

  function outcomeWithin(within: Within | undefined, hit: number): number {
    if (within === undefined || within.limits.length > 0) return WHOLE;
    const found = within.claims.map((claim) => numberOf(claim, hit));
    return found.length === 0 ? 0 : outcomeOf(`${found.join(' ')} `, found);
  }

  function numberOf(there: Claim, hit: number): number {
    const claim = { ...shifted(there, -hit), evidence: shared(there.evidence) };
    const { rule, start, end, value, setAside, print, nature, name, scheme, user, host, database, layer, through, mark } = claim;
    const of = [name, scheme, user, host, database];
    const said = [rule.id, start, end, setAside, print, nature, evidenceNumbers.get(claim.evidence), ...of];
    const inside = (layer ?? through ?? mark) === undefined ? '' : JSON.stringify([layer, through, mark]);
    const key = `${said.join('\0')}\0${inside}\0${valueKey(value)}`;
    const known = claimNumbers.get(key);
    if (known !== undefined) return known;
    claimNumbers.set(key, claims.length);
    return claims.push(withRoom(claim)) - 1;
  }

  function withRoom(claim: Claim): Claim {
    const { rule, value, hashed } = claim;
    if (rule.anchor !== true || value === undefined || hashed === true) return claim;
    const hash = hashOf(value);
    const kept = anchors.take(hash.toString('base64'), value.length, () => ({ value: alone(value), numbers: [] }));
    if (kept === undefined) return { ...claim, value: hash, hashed: true };
    kept.numbers.push(claims.length);
    return { ...claim, value: kept.value };
  }

  /** The same evidence stands behind thousands of claims. */
  function shared(evidence: Evidence): Evidence {
    const { form, family, strength, checksum, notes } = evidence;
    const key = [form, family, strength, checksum, ...notes].join('\0');
    const known = evidences.get(key);
    if (known !== undefined) return known;
    evidences.set(key, evidence);
    evidenceNumbers.set(evidence, evidences.size);
    return evidence;
  }

  function outcomeOf(key: string, found: number[]): number {
    const known = outcomeNumbers.get(key);
    if (known !== undefined) return known;
    outcomeNumbers.set(key, members.length);
    const extents = found.map((number) => claims[number]!.layer?.run ?? claims[number]!);
    starts.push(Math.min(...extents.map(({ start }) => start)));
    ends.push(Math.max(...extents.map(({ end }) => end)));
    return members.push(found) - 1;
  }

  function settleVersion(
    version: number,
    count: number,
    offsets: Uint32Array,
    numbers: Uint32Array,
    onLeft: (left: Left) => void,
  ): void {
    const isOver = (claim: number): boolean => claims[claim]!.value === undefined && isTold(told, version, claim);
    for (const left of leftOf(count, offsets, numbers, isOver)) {
      const lowest = left.setAside === claims[left.claim]!.setAside ? told : toldAsData;
      if (left.setAside === undefined || isNews(lowest, version, left.claim)) onLeft(left);
    }
  }

  function own(count: number, offsets: Uint32Array, numbers: Uint32Array): Claim[] {
    return leftOf(count, offsets, numbers, () => false).map(({ claim: number, start, setAside }) => {
      const claim = shifted(claims[number]!, start - claims[number]!.start);
      return setAside === undefined ? claim : { ...claim, setAside };
    });
  }

  function tell(version: number, claim: Claim): number | undefined {
    const number = numberOf(claim, claim.start);
    const isFound = claim.value !== undefined && claim.setAside === undefined;
    return isFound || isNews(told, version, number) ? number : undefined;
  }

  /** @param isOver whether a claim that nothing overlaps need not be heard of again */
  function leftOf(count: number, offsets: Uint32Array, numbers: Uint32Array, isOver: (claim: number) => boolean): Left[] {
    const order = byStart(count, (index) => offsets[index]! + starts[numbers[index]!]!);
    const left: Left[] = [];
    let unnamed = 0;
    function keep(claim: number, start: number, end: number): void {
      const { setAside } = claims[claim]!;
      if (isUnnamed(claims[claim]!)) unnamed++;
      left.push({ claim, start, end, ...(setAside === undefined ? {} : { setAside }) });
    }
    for (let first = 0; first < count; ) {
      const number = numbers[order[first]!]!;
      let end = offsets[order[first]!]! + ends[number]!;
      let next = first + 1;
      for (; next < count && offsets[order[next]!]! + starts[numbers[order[next]!]!]! < end; next++)
        end = Math.max(end, offsets[order[next]!]! + ends[numbers[order[next]!]!]!);
      const [only, another] = members[number]!;
      if (next === first + 1 && another === undefined) {
        const claim = claims[only!]!;
        const hit = offsets[order[first]!]!;
        if (!isOver(only!)) keep(only!, hit + claim.start, hit + claim.end);
      } else settleTogether(first, next);
      first = next;
    }
    if (unnamed <= DATA_FILE) return left;
    return left.map((one) => (isUnnamed(claims[one.claim]!) ? { ...one, setAside: 'data-file' } : one));

    function settleTogether(from: number, to: number): void {
      const together: { claim: Claim; number: number }[] = [];
      for (let index = from; index < to; index++) {
        const hit = offsets[order[index]!]!;
        for (const member of members[numbers[order[index]!]!]!) {
          const claim = claims[member]!;
          together.push({ claim: shifted(claim, hit), number: member });
        }
      }
      together.sort((a, b) => a.claim.start - b.claim.start || a.claim.end - b.claim.end);
      const numberByClaim = new Map(together.map(({ claim, number }) => [claim, number]));
      for (const claim of settle(together.map(({ claim }) => claim)))
        keep(numberByClaim.get(claim) ?? numberOf(claim, claim.start), claim.start, claim.end); // one that took a name is new
    }
  }

  return { claims, judge, settle: settleVersion, own, tell };
}

function isTold(lowest: Map<number, number>, version: number, claim: number): boolean {
  return (lowest.get(claim) ?? Infinity) <= version;
}

function isNews(lowest: Map<number, number>, version: number, claim: number): boolean {
  if (isTold(lowest, version, claim)) return false;
  lowest.set(claim, version);
  return true;
}
