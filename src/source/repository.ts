/**
 * A repository as git sees it: where it is, what its refs are, what it says it does not have. Every question here is a
 * small one; content comes through cat-file.ts.
 */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { looseIn } from './object-folders.ts';
import { howEnded, OLDEST_GIT, openGit, reasonIn } from './git.ts';
import { ScanError, UsageError } from '../errors.ts';
import { shownPath, whyNone } from '../shown.ts';
import type { RepositoryInfo } from '../model.ts';
import type { Git } from './git.ts';

export interface Ref {
  /** Full name. */
  readonly name: string;
  readonly target: string;
}

/** What could not be read, with git's reason. */
export interface Unreadable {
  readonly what: string;
  readonly why: string;
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
  /** Whether a file of its own holds the object of this id, here or in an alternate. */
  readonly isLoose: (id: string) => boolean;
  /** Commits whose parents were cut off. */
  readonly shallow: readonly string[];
  readonly partial: boolean;
  /** It names a remote, or has a branch of one. */
  readonly remote: boolean;
  readonly refs: readonly Ref[];
  /** Detached HEADs of the other worktrees, and refs that are only theirs: git keeps what these point at, and lists them nowhere. */
  readonly elsewhere: readonly Ref[];
  /** git's folders for the other worktrees, each with an index of its own. */
  readonly otherGitDirs: readonly string[];
  /** Refs without a usable id, HEAD too: what they held in view may be gone. */
  readonly brokenRefs: readonly Unreadable[];
}

/** @param inHook the repository is the one whose hook this is; of other worktrees nothing is asked */
export async function openRepository(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  inHook = false,
): Promise<Repository> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`no such folder: ${shownPath(path)}${whyNone(path)}`);
  const git = openGit(path, environment, inHook);
  await checkVersion(git);
  // a folder's name may hold a newline, so each is asked for by itself or comes last
  const facts = await git.ask(['rev-parse', '--show-object-format', '--is-bare-repository', '--absolute-git-dir']);
  const [, format, bare, gitDir] = /^(sha1|sha256)\n(true|false)\n(.+)\n$/s.exec(facts) ?? [];
  const common = whole(await git.ask(['rev-parse', '--git-common-dir']));
  if (gitDir === undefined || common === undefined)
    throw new ScanError('git rev-parse did not say where the repository is');
  const top = bare === 'true' ? undefined : whole(await git.ask(['rev-parse', '--show-toplevel']).catch(() => ''));
  const commonDir = resolve(path, common);
  const { id, ref: headRef } = await readHead(git);
  const { refs, broken } = await readRefs(git, []);
  const head = id ?? refs.find(({ name }) => name === headRef)?.target ?? null;
  if (head === null && headRef === undefined) broken.push({ what: 'HEAD', why: 'names neither a branch nor a commit' });
  const others = inHook ? { refs: [], broken: [], folders: [] } : await readOtherWorktrees(git, gitDir, commonDir);
  // names only: a remote's URL may hold a password
  const settings = await git
    .ask(['config', '-z', '--name-only', '--get-regexp', '^(extensions\\.partialclone|remote\\..*\\.(promisor|url))$'])
    .catch(() => '');
  const names = settings.split('\0').filter((name) => name !== '');
  const isUrl = (name: string): boolean => name.endsWith('.url');
  return {
    git,
    name: basename(top ?? (basename(gitDir) === '.git' ? dirname(gitDir) : gitDir)),
    gitDir,
    commonDir,
    top,
    head,
    headRef,
    objectFormat: format as 'sha1' | 'sha256',
    isLoose: looseIn(resolve(commonDir, 'objects')),
    shallow: existsSync(resolve(commonDir, 'shallow'))
      ? lines(readFileSync(resolve(commonDir, 'shallow'), 'utf8'))
      : [],
    partial: !names.every(isUrl),
    remote: names.some(isUrl) || refs.some(({ name }) => name.startsWith('refs/remotes/')),
    refs,
    elsewhere: others.refs,
    otherGitDirs: others.folders,
    brokenRefs: [...broken, ...others.broken],
  };
}

/** What a report says of it. */
export function infoOf({ name, head, shallow, partial, remote, objectFormat }: Repository): RepositoryInfo {
  return { name, head, shallow: shallow.length > 0, partial, remote, objectFormat };
}

async function readHead(git: Git): Promise<{ id: string | undefined; ref: string | undefined }> {
  return {
    id: whole(await git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '')),
    ref: whole(await git.ask(['symbolic-ref', '--quiet', 'HEAD']).catch(() => '')),
  };
}

/** Throws when git is too old to be told what it must not do. */
export async function checkVersion(git: Git): Promise<void> {
  const text = await git.ask(['version']);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined || Number(major) * 1000 + Number(minor) >= OLDEST_GIT[0] * 1000 + OLDEST_GIT[1]) return;
  throw new UsageError(`${text.trim()} is too old: burnlist needs git ${OLDEST_GIT.join('.')} or newer`);
}

interface Refs {
  readonly refs: Ref[];
  readonly broken: Unreadable[];
}

/** Refs of which every worktree has its own. */
const OWN_REFS = ['refs/bisect', 'refs/rewritten', 'refs/worktree'];

/** Under the names by which git takes them: worktrees/<name>/HEAD, main-worktree/HEAD. */
async function readOtherWorktrees(git: Git, gitDir: string, commonDir: string): Promise<Refs & { readonly folders: string[] }> {
  const all: Refs & { readonly folders: string[] } = { refs: [], broken: [], folders: [] };
  const linked = linkedWorktrees(commonDir).map((name) => ({ name, folder: join(commonDir, name) }));
  const main = linked.length === 0 ? [] : [{ name: 'main-worktree', folder: commonDir }];
  for (const { name, folder } of [...main, ...linked]) {
    if (realpathSync(folder) === realpathSync(gitDir)) continue;
    all.folders.push(folder);
    const there = git.inGitDir(folder);
    const { id, ref } = await readHead(there);
    // one that stands on a branch keeps nothing of its own
    if (id !== undefined && ref === undefined) all.refs.push({ name: `${name}/HEAD`, target: id });
    else if (id === undefined && ref === undefined)
      all.broken.push({ what: 'HEAD', why: `${name}/HEAD names neither a branch nor a commit` });
    const own = await readRefs(there, OWN_REFS);
    all.refs.push(...own.refs.map((each) => ({ ...each, name: `${name}/${each.name}` })));
    all.broken.push(...own.broken);
  }
  return all;
}

/** A folder without a way back to its worktree is none to git either. */
function linkedWorktrees(commonDir: string): string[] {
  const folder = join(commonDir, 'worktrees');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'gitdir')))
    .map((name) => `worktrees/${name}`);
}

/** Names and ids only: asking for more makes git open the objects, and give up at the first that is not there. */
async function readRefs(git: Git, below: readonly string[]): Promise<Refs> {
  const { child, ended } = git.start(['for-each-ref', '--format=%(objectname) %(refname)', ...below]);
  child.stdin.end();
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const { status, stderr } = await ended;
  const refs = lines(Buffer.concat(pieces).toString('utf8')).map((line) => {
    const space = line.indexOf(' ');
    return { name: line.slice(space + 1), target: line.slice(0, space) };
  });
  const broken = lines(stderr).flatMap((line) => {
    const [, how, name] = /^warning: ignoring (broken ref|dangling symref) (.*)$/.exec(line) ?? [];
    // a remote's default branch that was never fetched, or is gone there, held nothing here
    if (name === undefined || (how === 'dangling symref' && /^refs\/remotes\/[^/]+\/HEAD$/.test(name))) return [];
    return [{ what: 'ref', why: `${name} is broken` }];
  });
  if (status !== 0)
    broken.push({ what: 'refs', why: `git could not list them: ${reasonIn(stderr) ?? howEnded(status)}` });
  return { refs, broken };
}

/** An answer of one value, which may itself hold newlines. */
function whole(text: string): string | undefined {
  return text.replace(/\n$/, '') || undefined;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
