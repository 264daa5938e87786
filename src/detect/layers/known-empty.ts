/**
 * Units inside others that were looked at before, and hold nothing but what was set aside, which is told once: versions of
 * an archive or of a source map have most of theirs in common. Only those that held no container themselves, so that the
 * budget is spent the same.
 */
import { createHash } from 'node:crypto';
import { NO_CLAIMS } from '../conclude.ts';
import { documentsOf } from './documents.ts';
import type { Look } from './within.ts';

/** Sixteen megabytes of hashes. */
const MOST_KNOWN = 1 << 17;
/** Others are looked at as fast as they are hashed. */
const SHORTEST = 256;

/** The same look, which does not look twice. */
export function rememberingEmpty(look: Look): Look {
  const known = new Set<string>();
  return (bytes, budget) => {
    if (bytes.length < SHORTEST) return look(bytes, budget);
    const hash = createHash('sha256').update(bytes).digest('base64');
    if (known.has(hash)) return NO_CLAIMS;
    const before = budget.bytes;
    const found = look(bytes, budget);
    const isEmpty =
      found.limits.length === 0 && found.claims.every(({ value, setAside }) => value === undefined || setAside);
    const isAlone = budget.bytes === before && documentsOf(bytes).length === 0;
    if (isEmpty && isAlone && known.size < MOST_KNOWN) known.add(hash);
    return found;
  };
}
