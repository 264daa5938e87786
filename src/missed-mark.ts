/** What people are told of an allow mark that stands beside a secret and does not cover it. */
import type { Occurrence } from './model.ts';

/** "the mark on line 3 of app.env is for github-token and does not cover jwt-signing-secret"; undefined: there is none. */
export function missedMark({ missed, path, rule }: Pick<Occurrence, 'missed' | 'path' | 'rule'>): string | undefined {
  if (missed === undefined) return undefined;
  const { line, rules } = missed;
  const names = rules.length === 0 ? 'names no rule' : `is for ${rules.join(', ')}`;
  const where = path === '' ? '' : ` of ${path}`;
  return `the mark on line ${line}${where} ${names} and does not cover ${rule.id}`;
}

/** Of so many it is told one by one. */
const MOST = 3;

/** Of all places of a secret, or of several secrets: each mark once, and how many more there are. */
export function missedMarks(occurrences: Iterable<Occurrence>): readonly string[] {
  const all = new Set<string>();
  for (const occurrence of occurrences) {
    const said = missedMark(occurrence);
    if (said !== undefined) all.add(said);
  }
  const more = all.size - MOST;
  const rest = `${more} more ${more === 1 ? 'mark does' : 'marks do'} not cover what stands beside`;
  return [...[...all].slice(0, MOST), ...(more > 0 ? [rest] : [])];
}
