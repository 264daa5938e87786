/**
 * What is inside a unit, for rules of other scanners: members of archives and documents, and encoded runs, opened as they
 * are for our own rules. Each is a text of its own.
 */
import { blockAt, decode, wholeBlock } from '../layers/block.ts';
import { ENCODED, mayBeEncoded, SHORTEST_ENCODED } from '../layers/encoded.ts';
import { DOCUMENTS } from '../layers/documents.ts';
import type { DocumentLayer } from '../layers/document-layer.ts';
import { ESCAPES, type EscapeLayer } from '../layers/escapes.ts';
import { claimsIn, claimsOfDocuments, type Within } from '../layers/within.ts';
import { type LookInto } from '../layers/look.ts';
import { runStarts } from '../search/literals.ts';
import { place } from '../claims/placing.ts';
import { settleLayers } from '../claims/settle-layers.ts';
import type { PlacedClaim, UnitClaims } from '../claims/conclude.ts';
import type { Budget } from '../layers/budget.ts';

/** Texts that speak of a layer: of the whole unit, or of what stands around them. */
export const SPOKEN: readonly Spoken[] = [
  ...DOCUMENTS.flatMap((document) => document.literals.map((text) => ({ text, document }))),
  ...ESCAPES.flatMap((escapes) => escapes.literals.map((text) => ({ text, escapes }))),
];

interface Spoken {
  readonly text: string;
  readonly document?: DocumentLayer;
  readonly escapes?: EscapeLayer;
}

/** Members of what a unit is as a whole, and the whole with its escapes resolved. */
export function membersIn(
  bytes: Uint8Array,
  documents: Iterable<DocumentLayer>,
  budget: Budget,
  look: LookInto,
  lookInText: LookInto,
): UnitClaims {
  const { claims, limits } = claimsOfDocuments(documents, bytes, budget, look, lookInText);
  return inLines({ claims: place(claims, bytes), limits: [...new Set(limits)].map((what) => ({ what, line: 1 })) });
}

/** Their lines are those of the outer unit. */
export function inLines({ claims, limits }: UnitClaims): UnitClaims {
  return { claims: claims.map((claim) => ({ ...claim, foreign: { ...claim.foreign!, line: claim.at.line } })), limits };
}

/** Told of what stands in each encoded run that begins before `mine`, in order. */
export function eachRun(
  bytes: Uint8Array,
  mine: number,
  budget: Budget,
  look: LookInto,
  visit: (within: Within, at: number) => void,
): void {
  let done = 0;
  runStarts(bytes, 0, Math.min(mine, bytes.length), bytes.length, ENCODED, SHORTEST_ENCODED, (at) => {
    if (at < done || !mayBeEncoded(bytes, at)) return;
    const near = blockAt(bytes, at);
    if (near === undefined) return;
    const block = near.isNear ? near : wholeBlock(bytes, at);
    done = block.lines.at(-1)!.end;
    visit(claimsIn(decode(bytes, block), undefined, budget, look), at);
  });
}

/** A place in an archive is its member's. What a rule finds in encoded text itself stays beside what is in it, as in gitleaks. */
export function settledInside({ claims, limits }: UnitClaims): UnitClaims {
  const inside = claims.filter(({ layer }) => layer !== undefined);
  if (inside.length === 0) return { claims, limits };
  const own = claims.filter(({ layer }) => layer === undefined);
  return { claims: settleLayers(own, inside, (competing) => [...competing]) as PlacedClaim[], limits };
}

/** Whether an encoded run begins in it. */
export function holdsRun(bytes: Uint8Array): boolean {
  let holds = false;
  runStarts(bytes, 0, bytes.length, bytes.length, ENCODED, SHORTEST_ENCODED, (at) => (holds ||= mayBeEncoded(bytes, at)));
  return holds;
}
