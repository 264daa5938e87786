/** Lines and SHA-1 hashes in, the values that have them out: a baseline holds hashes only. */
import { createHash } from 'node:crypto';
import { SecretValue } from '../secret-value.ts';

/** Longer lines are data; what stands in them was not chosen by a person. */
const LONGEST_LINE = 2000;
const MOST_PIECES = 60;
const SHORTEST = 4;

export const sha1Of = (value: SecretValue): string => createHash('sha1').update(value.expose('judge')).digest('hex');

/** The part of a line that has one of the hashes: between any two of its delimiters. */
export function hashedIn(line: string, hashes: ReadonlySet<string>): ReadonlyMap<string, SecretValue> {
  const found = new Map<string, SecretValue>();
  if (line.length > LONGEST_LINE) return found;
  const cuts = [0, ...[...line.matchAll(/[\s"'`=:,;()<>[\]{}@/#]/g)].flatMap(({ index }) => [index, index + 1]), line.length];
  const edges = [...new Set(cuts)].slice(0, MOST_PIECES * 2);
  for (const [at, start] of edges.entries())
    for (const end of edges.slice(at + 1)) {
      if (end - start < SHORTEST) continue;
      const value = new SecretValue(Buffer.from(line.slice(start, end), 'utf8'));
      const hash = sha1Of(value);
      if (hashes.has(hash) && !found.has(hash)) found.set(hash, value);
    }
  return found;
}
