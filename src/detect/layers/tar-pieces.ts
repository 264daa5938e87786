/**
 * A tar that is too large to be kept, as images of containers are: member by member while its pieces come. A member that
 * is as large itself is read so if it is a tar as well (a layer of an image).
 */
import { MOST_KEPT } from './budget.ts';
import { asIs } from './inner.ts';
import { walkMembers } from './openers.ts';
import { claimsIn } from './within.ts';
import { shifted } from '../claims/claim.ts';
import { lineCounter } from '../claims/position.ts';
import { place, UNIT_BEGINS } from '../claims/placing.ts';
import type { Budget } from './budget.ts';
import type { Closed } from './inner.ts';
import type { LookInto } from './look.ts';
import type { InPieces } from './document-layer.ts';
import type { PlacedClaim } from '../claims/conclude.ts';
import type { LimitName } from '../../model.ts';

/** What may come out of a member, in its size: what an archive costs stays in proportion to it. */
const GRANTED = 8;
/** Members of a tar in a tar have a header each. */
const LEAST_OF_MEMBER = 512;

export function tarInPieces(budget: Budget, look: LookInto, opens: (head: Uint8Array) => boolean, most = MOST_KEPT): InPieces {
  const claims: PlacedClaim[] = [];
  const limits = new Set<LimitName>();
  let base = 0;
  let isWhole = true;
  let here = UNIT_BEGINS;
  let counter = lineCounter(Buffer.alloc(0));
  let begin = UNIT_BEGINS;
  function leave(why: Closed): void {
    isWhole = false;
    budget.leave(why);
  }
  const walk = walkMembers(most, {
    begins: (start) => void (begin = counter.at(start - base)),
    member(names, start, bytes) {
      budget.grant(bytes.length * GRANTED, Math.ceil(bytes.length / LEAST_OF_MEMBER));
      const within = claimsIn(asIs('tar', names.at(-1), bytes, 0, bytes.length), undefined, budget, look);
      const placed = place(within.claims, bytes, begin);
      for (const claim of placed) claims.push(shifted(behind(claim, names.slice(0, -1)), start));
      for (const what of within.limits) limits.add(what);
    },
    large(head) {
      isWhole = false;
      if (opens(head)) limits.add('too-large-to-open');
    },
    damaged: () => leave('damaged'),
    sparse: () => leave('unknown form'),
  });
  return {
    push(piece) {
      counter = lineCounter(piece, here.line, here.column, here.units);
      walk.push(piece);
      here = counter.at(piece.length);
      base += piece.length;
    },
    end() {
      walk.end();
      for (const what of budget.left()) limits.add(what);
      return { claims, limits: [...limits].map((what) => ({ what, line: 1 })), isWhole };
    },
  };
}

function behind(claim: PlacedClaim, names: readonly (string | undefined)[]): PlacedClaim {
  const { via, member } = claim.layer!;
  const all = [...names, member].filter((name) => name !== undefined);
  const layer = { ...claim.layer!, via: [...names.map(() => 'tar'), ...via] };
  return { ...claim, layer: all.length === 0 ? layer : { ...layer, member: all.join('!') } };
}
