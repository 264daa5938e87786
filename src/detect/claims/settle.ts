/**
 * Several rules may claim the same bytes. Who gives way is decided locally: by the claims that overlap, whether or not
 * those survive themselves. A claim that was set aside counts, or a documented example of one rule would come back as
 * a find of a looser one.
 */
import { wordsOf } from '../assignment/assignment.ts';
import { settleLayers } from './settle-layers.ts';
import type { Claim } from './claim.ts';

/** @param claims sorted by start, then end */
export function settle(claims: readonly Claim[]): Claim[] {
  const inside = claims.filter(({ layer }) => layer !== undefined);
  if (inside.length === 0) return settleOwn(claims);
  const own = settleOwn(claims.filter(({ layer }) => layer === undefined));
  return settleLayers(own, inside, settleSecrets);
}

/** What was asked for stands apart, so that the rule that finds it anyway still says what it is. */
function settleOwn(claims: readonly Claim[]): Claim[] {
  const followed = claims.filter(({ rule }) => rule.followed !== undefined);
  if (followed.length === 0) return settleFound(claims);
  const found = settleFound(claims.filter(({ rule }) => rule.followed === undefined));
  const suspected = followed.filter(({ name }) => name !== undefined);
  const partOf = (whole: Claim, part: Claim): boolean =>
    isSecret(part) && whole.start <= part.start && part.end <= whole.end && part.end - part.start < whole.end - whole.start;
  // DATABASE_URL=postgres://app:password@host: what was assigned is one secret, the password, by the name that was asked for
  const others = found.map((claim) => {
    const whole = suspected.find((one) => partOf(one, claim));
    return whole === undefined ? claim : { ...claim, name: whole.name!, evidence: { ...claim.evidence, asked: whole.rule.confidence } };
  });
  const left = followed.filter((claim) => !suspected.includes(claim) || !found.some((part) => partOf(claim, part)));
  return [...others, ...left].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** By its own form, and not only because it looks random; a well-known password is not all that was assigned. */
function isSecret(claim: Claim): boolean {
  return claim.setAside === undefined && (claim.nature === 'secret' || claim.nature === 'weak') && !isAnchor(claim) && !isNameless(claim);
}

/**
 * Anchors are no secrets: they neither give way to one nor take its place. But a random string in nobody's name is
 * explained by the anchor that it is part of.
 */
function settleFound(claims: readonly Claim[]): Claim[] {
  if (!claims.some(isAnchor)) return settleSecrets(claims);
  const unexplained = new Set(settleSecrets(claims.filter((claim) => isAnchor(claim) || isNameless(claim))));
  const left = claims.filter((claim) => !isNameless(claim) || unexplained.has(claim));
  const secrets = settleSecrets(left.filter((claim) => !isAnchor(claim)));
  return [...secrets, ...left.filter(isAnchor)].sort((a, b) => a.start - b.start || a.end - b.end);
}

const isAnchor = ({ rule }: Claim): boolean => rule.anchor === true;
const isNameless = ({ rule }: Claim): boolean => rule.runOf !== undefined;

function settleSecrets(claims: readonly Claim[]): Claim[] {
  if (claims.length < 2) return [...claims];
  let longest = 0;
  for (const claim of claims) longest = Math.max(longest, claim.end - claim.start);

  const kept: Claim[] = [];
  let first = 0;
  for (let i = 0; i < claims.length; i++) {
    const claim = claims[i]!;
    while (claims[first]!.start + longest <= claim.start) first++;
    let gives = false;
    let around: Claim | undefined;
    for (let k = first; k < claims.length && claims[k]!.start < claim.end && !gives; k++) {
      const other = claims[k]!;
      if (k === i || other.end <= claim.start || isElsewhere(other, claim)) continue;
      gives = outranks(other, claim, k < i);
      if (namesIt(other, claim) && (around === undefined || outranks(other, around, false))) around = other;
    }
    if (!gives) kept.push(claim.name === undefined && around !== undefined ? { ...claim, name: around.name! } : claim);
  }
  return kept;
}

/** Rules whose evidence is a path are tried together wherever one of them may fit: which of them do, joinByPath of by-path.ts knows. */
function isElsewhere(one: Claim, other: Claim): boolean {
  return one.rule !== other.rule && one.rule.paths !== undefined && other.rule.paths !== undefined;
}

/** A token that is known by its form has the name that it was assigned to; `token` alone would say less than the form does. */
function namesIt({ name, start, end }: Claim, claim: Claim): boolean {
  return name !== undefined && start <= claim.start && end >= claim.end && wordsOf(name).includes('_');
}

function outranks(other: Claim, claim: Claim, earlierInOrder: boolean): boolean {
  // not what this rule is for: another may be less particular about it
  const aside = Number(other.setAside === 'not-random') - Number(claim.setAside === 'not-random');
  if (aside !== 0 && (other.setAside === undefined || claim.setAside === undefined)) return aside < 0;
  const specific = other.rule.specificity - claim.rule.specificity;
  if (specific !== 0) return specific > 0;
  const length = other.end - other.start - (claim.end - claim.start);
  if (length !== 0) return length > 0;
  if (other.start !== claim.start) return other.start < claim.start;
  // the same span: the stronger evidence, then the rule that comes first
  const stronger = strength(other) - strength(claim);
  if (stronger !== 0) return stronger > 0;
  if (other.rule.id !== claim.rule.id) return other.rule.id < claim.rule.id;
  const named = (other.name?.length ?? 0) - (claim.name?.length ?? 0);
  return named !== 0 ? named > 0 : earlierInOrder;
}

function strength(claim: Claim): number {
  if (claim.setAside !== undefined) return 0;
  return 1 + (claim.evidence.checksum === true ? 4 : 0) + { word: 0, mixed: 1, random: 2 }[claim.evidence.strength];
}
