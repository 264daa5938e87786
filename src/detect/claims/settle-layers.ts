/** Claims of a unit's own bytes, and claims of what was decoded out of them: which of the two say it. */
import type { Claim } from './claim.ts';
import type { Span } from '../../model.ts';

interface Decoded extends Span {
  /** The highest of the rules that found something in it. */
  specificity: number;
  givesWay: boolean;
}

/** Of base64, which is not decoded. */
const PADDING = 2;

/**
 * What stands in a layer was settled there. A claim to text that was decoded gives way to what was found in it, or takes
 * its place where its rule knows more of it: `Basic …` is a user and a password. Text with escapes in it counts where
 * decoding it changes something. A value at the very place where a member of an archive or a document has it is the
 * member's, whose name, lines and neighbours say more.
 * @param own settled; both sorted by place
 * @param settle of claims that compete, sorted by place
 */
export function settleLayers(own: readonly Claim[], inside: readonly Claim[], settle: (claims: readonly Claim[]) => Claim[]): Claim[] {
  const escaped = inside.filter(({ layer }) => layer!.isEscaped === true);
  const isNews = overlapping(own);
  const news = settle(escaped).filter((claim) => !isNews(claim, (other) => hasValue(claim, other)));
  const isSaid = overlapping(news);
  const runs = runsOf(inside);
  const members = new Set(inside.filter(isOfMember).map(placeOf));
  const isOfMembers = (claim: Claim): boolean => !isOfMember(claim) && members.has(placeOf(claim));
  const sorted = [...runs.values()].sort((a, b) => a.start - b.start);
  let at = 0;
  const left = own.filter((claim) => {
    if (claim.rule.followed !== undefined) return true;
    if (isOfMembers(claim)) return false;
    if (isSaid(claim, (other) => claim.rule.specificity <= other.rule.specificity)) return false;
    while (at < sorted.length && sorted[at]!.end <= claim.start) at++;
    const run = sorted[at];
    if (run === undefined || !takes(claim, run)) return true;
    if (claim.rule.specificity <= run.specificity) return false;
    run.givesWay = true;
    return true;
  });
  const found = inside.filter(
    ({ layer }) => layer!.isEscaped !== true && (layer!.run === undefined || runs.get(layer!.run.start)?.givesWay !== true),
  );
  const rest = [...found, ...news].filter((claim) => !isOfMembers(claim));
  return [...left, ...rest].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Found in a unit that stands in this one as a whole, or was made of all of it. */
function isOfMember({ value, setAside, layer }: Claim): boolean {
  if (value === undefined || setAside !== undefined || layer === undefined) return false;
  return layer.run === undefined && layer.isEscaped !== true;
}

/** Without its end: what a rule reads behind a value (quotes, the end of a key) is written otherwise in a member. */
function placeOf({ start, value }: Claim): string {
  return `${start} ${value?.toString('latin1')}`;
}

/** The same is said of it, with or without its escapes; but that a random string has a name is news. */
function hasValue({ rule, value, start }: Claim, other: Claim): boolean {
  if (other.rule.runOf !== undefined && rule.runOf === undefined) return false;
  return other.value === undefined ? other.start === start : value!.equals(other.value);
}

/** Asks of the claims that overlap one; sorted by place. */
function overlapping(claims: readonly Claim[]): (claim: Claim, test: (other: Claim) => boolean) => boolean {
  let longest = 0;
  for (const { start, end } of claims) longest = Math.max(longest, end - start);
  return (claim, test) => {
    let low = 0;
    let high = claims.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (claims[middle]!.start + longest <= claim.start) low = middle + 1;
      else high = middle;
    }
    for (; low < claims.length && claims[low]!.start < claim.end; low++)
      if (claims[low]!.end > claim.start && test(claims[low]!)) return true;
    return false;
  };
}

/** By their start: what was decoded to something that holds a value. */
function runsOf(inside: readonly Claim[]): Map<number, Decoded> {
  const runs = new Map<number, Decoded>();
  for (const { layer, rule, value } of inside) {
    if (layer?.run === undefined || value === undefined) continue;
    const known = runs.get(layer.run.start);
    if (known === undefined) runs.set(layer.run.start, { ...layer.run, specificity: rule.specificity, givesWay: false });
    else known.specificity = Math.max(known.specificity, rule.specificity);
  }
  return runs;
}

/** All of it, or a random string that is one of its lines. */
function takes(claim: Claim, { start, end }: Span): boolean {
  if (claim.start < start || claim.end > end + PADDING) return false;
  return claim.rule.runOf !== undefined || (claim.start === start && claim.end >= end);
}
