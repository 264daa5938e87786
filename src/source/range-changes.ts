/**
 * The commits of a range with what each changes against every parent. Two git processes, however long the range.
 *
 * `diff-tree --stdin` is asked "<commit> <parent>" for each pair, so that answers come in the order of questions:
 *   <commit> NUL  (raw change NUL path NUL)*
 */
import { gitFailure } from './git.ts';
import { parseRawDiff } from './diff.ts';
import type { Change } from './diff.ts';
import type { Git } from './git.ts';

export interface CommitChanges {
  readonly commit: string;
  /** Against each parent; against nothing for a commit without one. */
  readonly sides: readonly { readonly parent: string | undefined; readonly changes: readonly Change[] }[];
}

/** @param revisions as rev-list takes them, for example ['A..B'] */
export async function commitsOf(
  git: Git,
  revisions: readonly string[],
): Promise<{ commit: string; parents: string[] }[]> {
  const text = await git.ask(['rev-list', '--topo-order', '--reverse', '--parents', ...revisions, '--']);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [commit, ...parents] = line.split(' ') as [string, ...string[]];
      return { commit, parents };
    });
}

/** Whether the remote of a partial clone has promised whatever of these commits is not here. git stops at what it has not. */
export async function onlyPromisedMissing(git: Git, revisions: readonly string[]): Promise<boolean> {
  const { child, ended } = git.start([
    'rev-list',
    '--objects',
    '--missing=allow-promisor',
    '--quiet',
    ...revisions,
    '--',
  ]);
  child.stdin.end();
  child.stdout.resume();
  return (await ended).status === 0;
}

export async function changesOf(
  git: Git,
  commits: readonly { commit: string; parents: readonly string[] }[],
): Promise<CommitChanges[]> {
  const args = [
    'diff-tree',
    '--stdin',
    '--always',
    '-r',
    '--root',
    '--raw',
    '-z',
    '--no-renames',
    '--no-abbrev',
    '--ignore-submodules=none',
  ];
  const { child, ended } = git.start(args);
  const questions = commits.flatMap(({ commit, parents }) =>
    parents.length === 0 ? [commit] : parents.map((parent) => `${commit} ${parent}`),
  );
  child.stdin.end(questions.map((line) => `${line}\n`).join(''));
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const { status, stderr } = await ended;
  const output = Buffer.concat(pieces);
  const answers = splitAnswers(output);
  if (status !== 0) throw gitFailure(args, stderr);
  if (answers.length !== questions.length)
    throw gitFailure(
      args,
      stderr || 'commits of the range, their parents or trees are missing or corrupt: git fsck names them',
    );

  let next = 0;
  return commits.map(({ commit, parents }) => ({
    commit,
    sides: (parents.length === 0 ? [undefined] : parents).map((parent) => ({ parent, changes: answers[next++]! })),
  }));
}

const COLON = 0x3a;

function splitAnswers(output: Buffer): Change[][] {
  const answers: Change[][] = [];
  let at = 0;
  while (at < output.length) {
    at = output.indexOf(0, at) + 1; // the commit
    if (at === 0) break;
    let end = at;
    while (end < output.length && output[end] === COLON) {
      const path = output.indexOf(0, end);
      const next = path < 0 ? -1 : output.indexOf(0, path + 1);
      if (next < 0) return answers;
      end = next + 1;
    }
    answers.push(parseRawDiff(output.subarray(at, end)));
    at = end;
  }
  return answers;
}
