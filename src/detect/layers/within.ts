/** Claims of a unit inside a unit → claims of the outer one: through what they stand there, and where. */
import { LayerLimit } from './budget.ts';
import { beginsEscaped, decodedTo, escapedAt, ESCAPES_REACH, isDecodedBefore } from './escapes.ts';
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

/** Around an escape that joins a name and a value: values behind it; around a chain of them: values in it. */
export function claimsAround(bytes: Uint8Array, hit: number, layer: EscapeLayer, budget: Budget, look: Look): Within {
  if (!beginsEscaped(bytes, hit, layer) || isDecodedBefore(bytes, hit, layer)) return { claims: [], limits: [] };
  return guarded(budget, () => {
    budget.takeEscape();
    const { inner, isSame, isCut } = escapedAt(bytes, hit, layer);
    if (isSame) return { claims: [], limits: [] };
    const from = layer.chain === undefined ? hit + 1 : hit;
    const { claims, limits } = claimsWithin(inner, undefined, budget, look);
    const whole = claims.filter((claim) => hasValue(claim) && claim.start >= from && !isCut(claim));
    return { claims: whole.map(asEscaped), limits };
  });
}

/**
 * The same around each trigger of a text, in ascending order: of one that follows another in its stretch it is known that it
 * was decoded before. To read their surroundings again for each of many would cost their square.
 */
export function claimsAroundEach(bytes: Uint8Array, budget: Budget, look: Look): (hit: number, layer: EscapeLayer) => Within {
  const last = new Map<EscapeLayer, { readonly hit: number; readonly end: number }>();
  return (hit, layer) => {
    if (layer.chain !== undefined) return claimsAround(bytes, hit, layer, budget, look);
    const before = last.get(layer);
    const isBehind = before !== undefined && before.hit < hit && hit < before.end && hit - before.hit <= ESCAPES_REACH.before;
    last.set(layer, { hit, end: isBehind ? before.end : decodedTo(bytes, hit, layer) });
    return isBehind ? { claims: [], limits: [] } : claimsAround(bytes, hit, layer, budget, look);
  };
}

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
