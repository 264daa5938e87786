/** Claims of a unit inside a unit → claims of the outer one: through what they stand there, and where. */
import { LayerLimit } from './budget.ts';
import { coveredFrom, escapedAt, isCovered, isTrigger } from './stretches.ts';
import type { Budget } from './budget.ts';
import type { DocumentLayer } from './document-layer.ts';
import type { EscapeLayer } from './escapes.ts';
import type { Inner } from './inner.ts';
import type { LookInto, Look } from './look.ts';
import type { Claim } from '../claims/claim.ts';
import type { LimitName, Span } from '../../model.ts';

export interface Within {
  /** Offsets are the outer unit's. */
  readonly claims: readonly Claim[];
  readonly limits: readonly LimitName[];
}

/** @param run what was decoded, where that is a stretch of the outer unit */
export function claimsWithin(inner: Inner, run: Span | undefined, budget: Budget, look: Look): Within {
  return claimsIn(inner, run, budget, ({ bytes }) => look(bytes, budget));
}

/** The same by a look that may know the unit. */
export function claimsIn(inner: Inner, run: Span | undefined, budget: Budget, look: LookInto): Within {
  return guarded(budget, () => {
    const { claims, limits } = budget.within(() => look(inner, budget));
    return { claims: claims.map((claim) => moved(claim, inner, run)), limits: limits.map(({ what }) => what) };
  });
}

/** Around a trigger that is not decoded with another: values from there on. */
function claimsAround(bytes: Uint8Array, hit: number, layer: EscapeLayer, budget: Budget, look: Look): Within {
  return guarded(budget, () => {
    budget.takeEscape();
    const { inner, isSame, isCut } = escapedAt(bytes, hit, layer);
    if (isSame) return NOTHING_WITHIN;
    const { claims, limits } = claimsWithin(inner, undefined, budget, look);
    const whole = claims.filter((claim) => hasValue(claim) && claim.start >= hit && !isCut(claim));
    return { claims: whole.map(asEscaped), limits };
  });
}

/** The same around a literal, if it is such a trigger; undefined where a long line has too many others for telling from here. */
export function claimsAroundOne(bytes: Uint8Array, hit: number, layer: EscapeLayer, budget: Budget, look: Look): Within | undefined {
  if (!isTrigger(bytes, hit, layer)) return NOTHING_WITHIN;
  const isOver = isCovered(bytes, hit, layer);
  if (isOver === undefined) return undefined;
  return isOver ? NOTHING_WITHIN : claimsAround(bytes, hit, layer, budget, look);
}

/** The same around each literal of a text, in ascending order. */
export function claimsAroundEach(budget: Budget, look: Look): AroundEach {
  const covered = new Map<EscapeLayer, number>();
  return (bytes, base, hit, layer) => {
    if (base + hit < (covered.get(layer) ?? 0) || !isTrigger(bytes, hit, layer)) return NOTHING_WITHIN;
    covered.set(layer, base + coveredFrom(bytes, hit, layer));
    return claimsAround(bytes, hit, layer, budget, look);
  };
}

/** @param base where the bytes begin in the text @param hit in these bytes */
type AroundEach = (bytes: Uint8Array, base: number, hit: number, layer: EscapeLayer) => Within;

const NOTHING_WITHIN: Within = { claims: [], limits: [] };

/** Of all members, up to a limit. */
function claimsOfAll(members: Iterable<Inner>, budget: Budget, look: LookInto): Within {
  const claims: Claim[] = [];
  const limits: LimitName[] = [];
  const all = guarded(budget, () => {
    for (const inner of members) {
      const within = claimsIn(inner, undefined, budget, look);
      for (const claim of within.claims) claims.push(claim);
      for (const limit of within.limits) limits.push(limit);
    }
    return { claims, limits: [] };
  });
  return { claims, limits: [...limits, ...all.limits] };
}

/**
 * Of layers that take the whole unit; its own bytes are not looked at.
 * @param lookInText at text with its escapes resolved: what said that there are any still stands in it
 */
export function claimsOfDocuments(
  documents: Iterable<DocumentLayer>,
  bytes: Uint8Array,
  budget: Budget,
  look: LookInto,
  lookInText: LookInto,
): Within {
  const claims: Claim[] = [];
  const limits: LimitName[] = [];
  for (const { open, isEscaped } of documents) {
    const within = guarded(budget, () => claimsOfAll(open(bytes, budget) ?? [], budget, isEscaped ? lookInText : look));
    for (const claim of isEscaped ? within.claims.filter(hasValue).map(asEscaped) : within.claims) claims.push(claim);
    limits.push(...new Set(within.limits));
  }
  return { claims, limits };
}

function hasValue({ value }: Claim): boolean {
  return value !== undefined;
}

function asEscaped(claim: Claim): Claim {
  return { ...claim, layer: { ...claim.layer!, isEscaped: true } };
}

export function guarded(budget: Budget, read: () => Within): Within {
  try {
    const { claims, limits } = read();
    return { claims, limits: [...limits, ...budget.left()] };
  } catch (error) {
    // our own mistake costs what is inside of this one, and is said
    const what = error instanceof LayerLimit ? error.what : 'broke-while-opened';
    return { claims: [], limits: [what, ...budget.left()] };
  }
}

function moved(claim: Claim, inner: Inner, run: Span | undefined): Claim {
  const members = [inner.member, claim.layer?.member].filter((member) => member !== undefined);
  return {
    ...claim,
    ...inner.spanOf(claim),
    layer: {
      via: [inner.via, ...(claim.layer?.via ?? [])],
      ...(members.length === 0 ? {} : { member: members.join('!') }),
      ...(run === undefined ? {} : { run }),
    },
  };
}
