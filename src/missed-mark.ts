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
