/** Values in memory: keys for maps, equal for equal values, in which a long one is not held a second time. */
import { createHash } from 'node:crypto';

/** Hashing a shorter one costs more than it saves. */
const LONG = 1024;

export function valueKey(value: Buffer | undefined): string {
  if (value === undefined) return '';
  return value.length < LONG ? `=${value.toString('latin1')}` : `#${hashOf(value).toString('base64')}`;
}

export function hashOf(value: Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}

/** A small buffer holds eight kilobytes that it shares with others. */
export function alone(value: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(value.length);
  value.copy(own);
  return own;
}
