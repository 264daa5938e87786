/**
 * Units inside others that were looked at before, and hold nothing but what was set aside: versions of an archive, a source
 * map or a mail have most of theirs in common. What they came to is told again, and takes as much from the budget again.
 */
import { createHash } from 'node:crypto';
import { NO_CLAIMS, type UnitClaims } from '../claims/conclude.ts';
import type { Spent } from './budget.ts';
import type { Look, LookInto } from './look.ts';

/** Some 35 megabytes: of each a hash, and what looking at it took. */
const MOST_KNOWN = 1 << 17;
/** Of what was set aside, all units together. */
const MOST_ASIDE = 1 << 15;
/** Others are looked at as fast as they are hashed. */
const SHORTEST = 256;

interface Known {
  readonly found: UnitClaims;
  readonly spent: Spent;
}

/** The same look, which does not look twice, and does not make again what it was made of. */
export function rememberingEmpty(look: Look): LookInto {
  /** By what they are made of, and how much deeper they could go. */
  const known = new Map<string, Known>();
  let aside = 0;
  return (inner, budget) => {
    const source = inner.from ?? inner.bytes;
    if (source.length < SHORTEST) return look(inner.bytes, budget);
    const hash = createHash('sha256').update(source).digest('base64');
    const key = `${hash} ${budget.depth} ${inner.from === undefined ? '' : inner.via}`;
    const before = known.get(key);
    if (before !== undefined && budget.spend(before.spent)) return before.found;
    const spentUpTo = budget.meter();
    const found = look(inner.bytes, budget);
    const isEmpty =
      found.limits.length === 0 && found.claims.every(({ value, setAside }) => value === undefined || setAside);
    if (!isEmpty || known.size === MOST_KNOWN || aside + found.claims.length > MOST_ASIDE) return found;
    aside += found.claims.length;
    known.set(key, { found: found.claims.length === 0 ? NO_CLAIMS : found, spent: spentUpTo() });
    return found;
  };
}
