/** What the index changes against HEAD. One git process; before the first commit two. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gitFailure } from './git.ts';
import { parseRawDiff } from './diff.ts';
import { ScanError } from '../errors.ts';
import type { Change } from './diff.ts';
import type { Git } from './git.ts';

const RAW = ['--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=none'];

export async function readStagedDiff(git: Git): Promise<Change[]> {
  const { output, status, stderr } = await run(git, ['diff-index', ...RAW, 'HEAD', '--']);
  if (status === 0) return parseRawDiff(output);
  if (!/bad revision|ambiguous argument|unknown revision/.test(stderr))
    throw gitFailure(['diff-index'], stderr, { cwd: git.cwd });
  // before the first commit everything in the index is new; a HEAD that names a missing object is not that
  const head = await run(git, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head.status === 0) throw new ScanError('HEAD cannot be read: its commit is not in the object store');
  const branch = await run(git, ['symbolic-ref', '--quiet', 'HEAD']);
  if (branch.status !== 0) throw new ScanError('HEAD cannot be read: it names neither a branch nor a commit');
  const empty = await run(git, ['hash-object', '-t', 'tree', '--stdin']);
  const whole = await run(git, ['diff-index', ...RAW, empty.output.toString('latin1').trim(), '--']);
  if (whole.status !== 0) throw gitFailure(['diff-index'], whole.stderr);
  return parseRawDiff(whole.output);
}

/** What the index changes against a commit other than HEAD: another side of a merge. */
export async function readDiffAgainst(git: Git, commit: string): Promise<Change[]> {
  const { output, status, stderr } = await run(git, ['diff-index', ...RAW, commit, '--']);
  if (status !== 0) throw gitFailure(['diff-index'], stderr);
  return parseRawDiff(output);
}

/** Throws when the index names one of these files, whose content could not be read. */
export async function refuseLostFiles(git: Git, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const { status } = await run(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `:${path}`]);
    if (status === 0) throw new ScanError(`the policy cannot be read: ${path} is missing or corrupt: git fsck`);
  }
}

/** Commits that are being merged in, from MERGE_HEAD; none outside of a merge. */
export async function mergeHeads(git: Git): Promise<string[]> {
  const { output, status } = await run(git, ['rev-parse', '--git-path', 'MERGE_HEAD']);
  if (status !== 0) return [];
  try {
    const text = readFileSync(resolve(git.cwd, output.toString('utf8').replace(/\n$/, '')), 'latin1');
    return text.split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line));
  } catch {
    return [];
  }
}

/** Without a working tree there is nothing to stage: an empty answer would say that it was looked at. */
export async function isBare(git: Git): Promise<boolean> {
  const { output } = await run(git, ['rev-parse', '--is-bare-repository']);
  return output.toString('latin1').trim() === 'true';
}

async function run(
  git: Git,
  args: readonly string[],
): Promise<{ output: Buffer; status: number | null; stderr: string }> {
  const { child, ended } = git.start(args);
  child.stdin.end();
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const { status, stderr } = await ended;
  if (stderr === 'ENOENT') throw gitFailure(args, stderr, { cwd: git.cwd });
  return { output: Buffer.concat(pieces), status, stderr };
}
