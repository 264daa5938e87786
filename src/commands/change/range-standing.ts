/** How commits of a range stand to the one at which an entry of the ledger was made; asked of git, once for each. */
import { resolveCommit } from './range-ends.ts';
import type { Ledger } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';
import type { Standing } from '../../verdict/status.ts';

export type StandingTo = (at: string, ledger: Ledger) => Promise<(commit: string) => Standing>;

/**
 * @param tips the newest commits of the range
 * @param holder the commit that a ledger was read from
 */
export function standingsInRange(
  repository: Repository,
  tips: readonly string[],
  holder: (ledger: Ledger) => string | null,
): StandingTo {
  const known = new Map<string, ReturnType<StandingTo>>();
  return (at, ledger) => {
    const from = holder(ledger);
    const key = `${at} ${from}`;
    let standing = known.get(key);
    if (standing === undefined) known.set(key, (standing = standingTo(repository, tips, at, from)));
    return standing;
  };
}

async function standingTo(
  repository: Repository,
  tips: readonly string[],
  at: string,
  holder: string | null,
): Promise<(commit: string) => Standing> {
  const behind = (commit: string): Promise<ReadonlyMap<string, number>> =>
    timesOf(repository, ['--ancestry-path', ...tips, `^${commit}`]);
  const later = holder === null ? new Map<string, number>() : await behind(holder);
  if ((await resolveCommit(repository, at)) === undefined)
    return (commit) => (later.has(commit) ? 'later' : 'unknown');
  const own = (await timesOf(repository, ['--max-count=1', at])).get(at) ?? 0;
  const outside = await timesOf(repository, [...tips, `^${at}`]);
  const after = await behind(at);
  return (commit) => {
    const time = outside.get(commit);
    if (later.has(commit)) return 'later';
    if (time === undefined) return 'before';
    if (after.has(commit)) return 'after';
    return time < own ? 'older' : 'beside';
  };
}

/** Seconds of the committer. */
async function timesOf({ git }: Repository, revisions: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const text = await git.ask(['rev-list', '--timestamp', ...revisions, '--']);
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), Number.parseInt(line, 10)]));
}
