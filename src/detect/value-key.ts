/** A value → a key for maps in memory: equal values have equal keys, and a long one is not held a second time for it. */
import { createHash } from 'node:crypto';

/** Hashing a shorter one costs more than it saves. */
const LONG = 1024;

export function valueKey(value: Buffer | undefined): string {
  if (value === undefined) return '';
  return value.length < LONG ? `=${value.toString('latin1')}` : `#${createHash('sha256').update(value).digest('base64')}`;
}
