/**
 * Units inside others that were looked at before, and hold nothing but what was set aside, which is told once: versions of
 * an archive or of a source map have most of theirs in common. Only those that held no container themselves, so that the
 * budget is spent the same.
 */
import { createHash } from 'node:crypto';
import { NO_CLAIMS } from '../conclude.ts';
import { documentsOf } from './documents.ts';
import type { Look, LookInto } from './within.ts';

/** Sixteen megabytes of hashes. */
const MOST_KNOWN = 1 << 17;
/** Others are looked at as fast as they are hashed. */
const SHORTEST = 256;

/** The same look, which does not look twice, and does not make again what it was made of. */
export function rememberingEmpty(look: Look): LookInto {
  /** By what they are made of: how many bytes that takes from the budget. */
  const known = new Map<string, number>();
  return (inner, budget) => {
    const source = inner.from ?? inner.bytes;
    if (source.length < SHORTEST) return look(inner.bytes, budget);
    const hash = createHash('sha256').update(source).digest('base64') + (inner.from === undefined ? '' : inner.via);
    const cost = known.get(hash);
    if (cost !== undefined) {
      budget.takeBytes(cost);
      return NO_CLAIMS;
    }
    const whole = budget.bytes;
    const { bytes } = inner;
    const before = budget.bytes;
    const found = look(bytes, budget);
    const isEmpty =
      found.limits.length === 0 && found.claims.every(({ value, setAside }) => value === undefined || setAside);
    const isAlone = budget.bytes === before && documentsOf(bytes).length === 0;
    if (isEmpty && isAlone && known.size < MOST_KNOWN) known.set(hash, whole - before);
    return found;
  };
}
