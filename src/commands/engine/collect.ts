/**
 * Keeps what units come to while a scan runs: values once each, and by unit only their numbers, so that a secret in
 * two thousand versions of a file is held once.
 */
import { createAnchorRoom } from '../../detect/claims/anchor-room.ts';
import type { Finding, Gap, LimitReached, Rule, SetAside, SetAsideReason, UnitFindings } from '../../model.ts';
import type { SecretValue } from '../../secret-value.ts';

/** A finding with the number of its value. */
export interface Placed {
  readonly value: number;
  readonly finding: Finding;
}

/** What stands in a blob, and what stands in it where its path says so. */
export interface BlobFindings {
  readonly plain: readonly Placed[];
  readonly byPath: readonly Placed[];
}

export interface Collector {
  /**
   * @param unit what the caller calls the unit: an object number, a path
   * @returns what the unit holds, empty for most
   */
  add(found: UnitFindings, unit?: number | string): readonly Placed[];
  readonly values: readonly SecretValue[];
  /** False for an anchor that was let go since: there was no room for it. */
  holds(value: number): boolean;
  /** What was left untried for a proof: no reason for another status. */
  gaps(): readonly Gap[];
  /** Distinct candidates set aside, by reason. */
  setAside(): { reason: SetAsideReason; count: number }[];
  /** One of them each, where it was met first; of blobs the first by id. */
  readonly asidePlaces: Iterable<AsidePlace>;
  /** Units in which a limit was reached. */
  readonly limits: readonly { readonly limit: LimitReached; readonly unit: number | string | undefined }[];
}

const MANY_ANCHORS = 'more certificates, signed messages and the like than are kept: what they could prove was not tried';

export interface AsidePlace {
  readonly unit: number | string | undefined;
  readonly reason: SetAsideReason;
  readonly rule: string;
  readonly name?: string;
  readonly line: number;
}

export function createCollector(): Collector {
  const values: SecretValue[] = [];
  const numbers = new Map<string, number>();
  const aside = new Map<string, AsidePlace>();
  const limits: { limit: LimitReached; unit: number | string | undefined }[] = [];
  /** Places of anchors that are not kept. */
  let left = 0;
  const letGo = new Set<number>();
  const anchors = createAnchorRoom<{ readonly number: number; places: number }>(({ number, places }) => {
    left += places;
    letGo.add(number);
  });

  function numberOf({ value, rule, hashed }: Finding): number | undefined {
    const key = valueKey(value, rule);
    if (hashed) anchors.refuse(value.expose('judge').toString('base64'));
    if (rule.anchor === true) {
      const room = hashed ? undefined : anchors.take(key, value.length, () => ({ number: values.push(value) - 1, places: 0 }));
      if (room === undefined) left++;
      else room.places++;
      return room?.number;
    }
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, values.push(value) - 1);
    return values.length - 1;
  }

  return {
    values,
    limits,
    asidePlaces: { [Symbol.iterator]: () => aside.values() },
    add(found, unit) {
      for (const candidate of found.setAside) {
        const key = asideKey(candidate);
        const before = aside.get(key)?.unit;
        // of all blobs the same one, in whatever order they come
        if (aside.has(key) && !(typeof unit === 'number' && typeof before === 'number' && unit < before)) continue;
        const { reason, rule, name, position } = candidate;
        aside.set(key, { unit, reason, rule: rule.id, line: position.line, ...(name === undefined ? {} : { name }) });
      }
      for (const limit of found.limits) limits.push({ limit, unit });
      return (found.findings.some(isFollowed) ? resolved(found.findings) : found.findings).flatMap((finding) => {
        const value = numberOf(finding);
        return value === undefined ? [] : { value, finding: { ...finding, value: values[value]! } };
      });
    },
    holds(value) {
      anchors.tidy();
      return !letGo.has(value);
    },
    gaps() {
      anchors.tidy();
      return left === 0 ? [] : [{ what: 'anchors', why: MANY_ANCHORS, count: left }];
    },
    setAside() {
      const counts = new Map<SetAsideReason, number>();
      for (const { reason } of aside.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
      return [...counts]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
    },
  };
}

function isFollowed({ rule }: Finding): boolean {
  return rule.followed !== undefined;
}

/** Each with the value that it is a form of; where others have it already, or a shorter way to it, it says nothing. */
function resolved(findings: readonly Finding[]): Finding[] {
  const known = findings.map((finding): Finding => {
    const { value, via = [] } = finding.rule.followed ?? {};
    return value === undefined ? finding : { ...finding, value, via: [...finding.via, ...via] };
  });
  const saysLess = (one: Finding, other: Finding): boolean =>
    one !== other &&
    one.start < other.end &&
    other.start < one.end &&
    one.value.equals(other.value) &&
    (!isFollowed(other) || rankOf(one) > rankOf(other) || (rankOf(one) === rankOf(other) && known.indexOf(other) < known.indexOf(one)));
  return known.flatMap((finding) => {
    if (isFollowed(finding)) return known.some((other) => saysLess(finding, other)) ? [] : finding;
    return asAsked(finding, known.filter((other) => isFollowed(other) && saysLess(other, finding)));
  });
}

/** What was asked for counts, however unsure the rule is that knows more of it; a value that is known is no other nature. */
function asAsked(finding: Finding, by: readonly Finding[]): Finding {
  const known = by.some(({ rule }) => rule.followed!.value !== undefined && rule.confidence === 'high');
  const asked = known ? 'high' : by.some(({ rule }) => rule.confidence === 'medium') ? 'medium' : undefined;
  if (asked === undefined || finding.rule.anchor === true) return finding;
  const { evidence, nature } = finding;
  return { ...finding, evidence: { ...evidence, asked }, nature: known && nature !== 'weak' ? 'secret' : nature };
}

function rankOf({ via, start, end }: Finding): number {
  return via.length * 1e6 - (end - start);
}

/** A value that is found as a secret and as an anchor is both, apart from each other. */
export function valueKey(value: SecretValue, { anchor }: Rule): string {
  return value.key() + (anchor === true ? ' anchor' : '');
}

function asideKey({ rule, reason, print }: SetAside): string {
  return `${rule.id}\0${reason}\0${print}`;
}
