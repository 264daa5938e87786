/**
 * A repository as git sees it: where it is, what its refs are, what it says it does not have. Every question here is a
 * small one; content comes through cat-file.ts.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { howEnded, OLDEST_GIT, openGit, reasonIn } from './git.ts';
import { ScanError, UsageError } from '../errors.ts';
import type { Git } from './git.ts';
import type { Unreadable } from './list-objects.ts';

export interface Ref {
  /** Full name. */
  readonly name: string;
  readonly target: string;
}

export interface Repository {
  readonly git: Git;
  /** Folder name: reports hold no path of the machine. */
  readonly name: string;
  readonly gitDir: string;
  readonly commonDir: string;
  /** Top of the work tree; undefined when bare. */
  readonly top: string | undefined;
  /** Commit id; null before the first commit. */
  readonly head: string | null;
  /** Full ref name; undefined when detached. */
  readonly headRef: string | undefined;
  readonly objectFormat: 'sha1' | 'sha256';
  /** Commits whose parents were cut off. */
  readonly shallow: readonly string[];
  readonly partial: boolean;
  readonly refs: readonly Ref[];
  /** Refs without a usable id, HEAD too: what they held in view may be gone. */
  readonly brokenRefs: readonly Unreadable[];
}

export async function openRepository(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  inHook = false,
): Promise<Repository> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`no such folder: ${path}`);
  const git = openGit(path, environment, inHook);
  await checkVersion(git);
  const facts = await git.ask([
    'rev-parse',
    '--absolute-git-dir',
    '--git-common-dir',
    '--show-object-format',
    '--is-bare-repository',
  ]);
  const [gitDir, common, format, bare] = facts.split('\n') as [string, string?, ('sha1' | 'sha256')?, string?];
  if (common === undefined || format === undefined || bare === undefined)
    throw new ScanError('git rev-parse did not say where the repository is');
  const top = bare === 'true' ? undefined : lines(await git.ask(['rev-parse', '--show-toplevel']).catch(() => ''))[0];
  const commonDir = resolve(path, common);
  const said = lines(await git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => ''))[0];
  const headRef = lines(await git.ask(['symbolic-ref', '--quiet', 'HEAD']).catch(() => ''))[0];
  const { refs, broken } = await readRefs(git);
  const head = said ?? refs.find(({ name }) => name === headRef)?.target ?? null;
  if (head === null && headRef === undefined) broken.push({ what: 'HEAD', why: 'names neither a branch nor a commit' });
  const promisors = await git
    .ask(['config', '--get-regexp', '^(extensions\\.partialclone|remote\\..*\\.promisor)$'])
    .catch(() => '');
  return {
    git,
    name: basename(top ?? (basename(gitDir) === '.git' ? dirname(gitDir) : gitDir)),
    gitDir,
    commonDir,
    top,
    head,
    headRef,
    objectFormat: format,
    shallow: existsSync(resolve(commonDir, 'shallow'))
      ? lines(readFileSync(resolve(commonDir, 'shallow'), 'utf8'))
      : [],
    partial: promisors.trim() !== '',
    refs,
    brokenRefs: broken,
  };
}

async function checkVersion(git: Git): Promise<void> {
  const text = await git.ask(['version']);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined || Number(major) * 1000 + Number(minor) >= OLDEST_GIT[0] * 1000 + OLDEST_GIT[1]) return;
  throw new UsageError(`${text.trim()} is too old: burnlist needs git ${OLDEST_GIT.join('.')} or newer`);
}

/** Names and ids only: asking for more makes git open the objects, and give up at the first that is not there. */
async function readRefs(git: Git): Promise<{ refs: Ref[]; broken: Unreadable[] }> {
  const { child, ended } = git.start(['for-each-ref', '--format=%(objectname) %(refname)']);
  child.stdin.end();
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const { status, stderr } = await ended;
  const refs = lines(Buffer.concat(pieces).toString('utf8')).map((line) => {
    const space = line.indexOf(' ');
    return { name: line.slice(space + 1), target: line.slice(0, space) };
  });
  const broken = lines(stderr).flatMap((line) => {
    const name = /^warning: ignoring (?:broken|dangling) (?:sym)?ref (.*)$/.exec(line)?.[1];
    return name === undefined || name.endsWith('/HEAD') ? [] : [{ what: 'ref', why: `${name} is broken` }];
  });
  if (status !== 0)
    broken.push({ what: 'refs', why: `git could not list them: ${reasonIn(stderr) ?? howEnded(status)}` });
  return { refs, broken };
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
