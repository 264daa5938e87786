/**
 * What git itself finds wrong with a store. `git fsck` hashes every object, sums every pack up and follows every link,
 * which takes many times as long as to search all of it.
 */
import { howEnded } from './git.ts';
import type { Unreadable } from './repository.ts';
import type { Repository } from './repository.ts';

/** Lines of git's that are repeated; the rest is counted. */
const MOST = 20;
/** Files that are not looked at otherwise. */
const ALL_FILES = ['-c', 'core.commitGraph=true', '-c', 'core.multiPackIndex=true'];
const SAYS_WHAT = /^(?:error|fatal|missing|broken|bad|incorrect|failed|commit-graph|oid|[a-z]+ mismatch)\b/;

/** What git only warns of is nothing. A list of objects to leave out is a file that the repository names: it is not opened. */
export async function fsck({ git }: Repository): Promise<(Unreadable & { readonly count: number })[]> {
  const skipped = await git.ask(['config', '--get-all', 'fsck.skipList']).catch(() => '');
  if (skipped !== '') return [{ what: 'git fsck', why: 'not run: fsck.skipList is set, and leaves objects out', count: 1 }];
  const { child, ended } = git.start([...ALL_FILES, 'fsck', '--full', '--no-dangling', '--no-progress']);
  child.stdin.end();
  const said: string[] = [];
  let more = 0;
  let held = '';
  const take = (text: string): void => {
    const lines = (held + text).split('\n');
    held = lines.pop()!;
    for (const line of lines.filter((each) => SAYS_WHAT.test(each))) if (said.length < MOST) said.push(line);
      else more++;
  };
  child.stdout.on('data', (piece: Buffer) => take(piece.toString('utf8')));
  const { status, stderr } = await ended;
  if (status === 0) return [];
  take(`\n${stderr}\n`);
  if (said.length === 0) said.push(howEnded(status));
  const gaps = said.map((why) => ({ what: 'git fsck', why, count: 1 }));
  if (more > 0) gaps.push({ what: 'git fsck', why: 'more of the kind', count: more });
  return gaps;
}
