/**
 * The team's runbooks: named on the command line or in the configuration, else found. Audits read the policy's version
 * through git; the to-do and `runbook` read the working tree, where people are writing them.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import { openReader } from '../../source/cat-file.ts';
import { trackedPaths } from '../../source/tracked-paths.ts';
import { CODEOWNERS, type OwnersOf, readCodeowners } from '../../runbook/codeowners.ts';
import { isRunbookPath, looksLikeRunbook, mayBeRunbook } from '../../runbook/discover.ts';
import { scriptsIn } from '../../runbook/lint.ts';
import { parseRunbook } from '../../runbook/parse.ts';
import { followPointers } from '../../runbook/pointers.ts';
import { isTodo } from '../../report/todo-merge.ts';
import { pageMasker } from '../output/quoted.ts';
import { readNamedFile } from '../named-file.ts';
import type { Context } from '../context.ts';
import type { Config } from '../../config/config.ts';
import type { Rule, Runbook } from '../../model.ts';
import type { SecretValue } from '../../secret-value.ts';
import type { Repository } from '../../source/repository.ts';
import { WORKING_TREE } from '../policy/working-policy.ts';

export interface RunbookSource {
  /** Files named with --runbook, relative to the working folder. */
  readonly named: readonly string[];
  readonly config: Config | undefined;
  /** The policy's, the team's own among them: values that they find in a page are masked. */
  readonly rules: readonly Rule[];
  /** Values that are known: masked in a page before it is read as Markdown, which takes signs in them for its own. */
  readonly hidden?: readonly SecretValue[];
  /** Absent: only named files. */
  readonly repository: Repository | undefined;
  /** Commit whose tree is searched; "working-tree" where there is one. */
  readonly revision: string | null;
  /** Told of each page as it stands. */
  readonly page?: (path: string, bytes: Buffer) => void;
}

export interface ReadRunbooks {
  readonly runbooks: readonly Runbook[];
  /** Whether a file of this version could not be read, or not even be listed. */
  readonly isLost: (path: string) => boolean;
  /** Paths that git knows in this version; absent without a repository. */
  readonly tracked: readonly string[] | undefined;
  /** Tracked scripts that the pages name, by path. */
  readonly scripts: ReadonlyMap<string, string>;
  /** By the CODEOWNERS of this version. */
  readonly ownersOf: OwnersOf;
}

export async function readRunbooks(source: RunbookSource, context: Context): Promise<ReadRunbooks> {
  const { named, config, rules, hidden, repository, revision } = source;
  const mask = pageMasker(rules, hidden);
  const parse: ParsePage = (path, bytes, options) => {
    source.page?.(path, bytes);
    return parseRunbook(path, mask(bytes), options);
  };
  const own = followPointers(named.map((path) => readNamed(path, context.cwd, parse)));
  if (repository === undefined || revision === null)
    return { runbooks: own, isLost: () => false, tracked: undefined, scripts: new Map(), ownersOf: () => [] };
  const store =
    revision === WORKING_TREE && repository.top !== undefined
      ? await openFolder(repository, repository.top)
      : await openRevision(repository, revision === WORKING_TREE ? repository.head : revision);
  try {
    const runbooks = named.length > 0 ? own : await found(store, config, parse);
    const scripts = new Map<string, string>();
    await store.read(scriptsIn(runbooks, store.tracked), (path, bytes) => scripts.set(path, bytes.toString('utf8')));
    return { runbooks, isLost: store.isLost, tracked: store.tracked, scripts, ownersOf: await ownersIn(store) };
  } finally {
    store.close();
  }
}

type ParsePage = (path: string, bytes: Buffer, options?: { readonly isSentTo?: boolean; readonly isNamed?: boolean }) => Runbook;

/** A version of the repository's files. */
interface Store {
  readonly tracked: readonly string[];
  /** Of the working tree also files that git would add. */
  readonly paths: readonly string[];
  /** Whether it was asked for in vain, or may be where nothing can be listed. */
  isLost(path: string): boolean;
  read(paths: readonly string[], take: (path: string, bytes: Buffer) => void): Promise<void>;
  close(): void;
}

async function openRevision({ git }: Repository, revision: string | null): Promise<Store> {
  if (revision === null) return { tracked: [], paths: [], isLost: () => false, read: async () => {}, close: () => {} };
  // a tree that cannot be read has been reported by the audit
  const { paths: tracked, why } = await trackedPaths(git, revision);
  const reader = openReader({ git });
  const lost = new Set<string>();
  return {
    tracked,
    paths: tracked,
    isLost: (path) => lost.has(path) || (why !== undefined && !tracked.includes(path)),
    async read(paths, take) {
      const wanted = paths.filter((path) => !path.includes('\n')); // cat-file takes one name a line
      await reader.read(
        wanted.map((path) => `${revision}:${path}`),
        (index, type, bytes) => {
          if (type === 'blob') take(wanted[index]!, Buffer.from(bytes));
          else lost.add(wanted[index]!);
        },
        (index) => void lost.add(wanted[index]!),
      ); // one that cannot be read is among what the audit could not read
    },
    close: () => reader.close(),
  };
}

async function openFolder({ git }: Repository, top: string): Promise<Store> {
  const list = async (...which: readonly string[]): Promise<readonly string[]> => {
    const text = await git.ask(['-C', top, 'ls-files', '-z', ...which]);
    return [...new Set(text.split('\0').filter((path) => path !== ''))];
  };
  const tracked = await list('--cached');
  return {
    tracked,
    paths: [...tracked, ...(await list('--others', '--exclude-standard'))].sort(),
    isLost: () => false,
    async read(paths, take) {
      for (const path of paths) {
        const whole = join(top, path);
        // a link may lead anywhere, and a tracked file may be gone
        if (lstatSync(whole, { throwIfNoEntry: false })?.isFile() === true) take(path, readFileSync(whole));
      }
    },
    close: () => {},
  };
}

const MOST_SENT = 50;

/** Of a page without procedures every link counts: it may only say where they are. */
function leadsTo({ procedures, pointers }: Runbook): readonly string[] {
  return pointers.filter(({ names }) => names.length > 0 || procedures.length === 0).map(({ path }) => path);
}

async function ownersIn(store: Store): Promise<OwnersOf> {
  const path = CODEOWNERS.find((each) => store.tracked.includes(each));
  let ownersOf: OwnersOf = () => [];
  if (path !== undefined) await store.read([path], (_, bytes) => (ownersOf = readCodeowners(bytes)));
  return ownersOf;
}

async function found(store: Store, config: Config | undefined, parse: ParsePage): Promise<readonly Runbook[]> {
  const isNamed = config !== undefined && config.runbooks.length > 0;
  const paths = isNamed ? await configured(config.runbooks, store) : store.paths.filter(isRunbookPath);
  const pages = new Map<string, Runbook>();
  await store.read(paths, (path, bytes) => {
    if (isNamed || (mayBeRunbook(bytes) && !isOurs(bytes))) pages.set(path, parse(path, bytes, { isNamed }));
  });
  // where a page sends its readers on to may have any name, and any words
  const sent = new Set([...pages.values()].flatMap(leadsTo).filter((path) => store.paths.includes(path)));
  await store.read([...sent].slice(0, MOST_SENT), (path, bytes) => {
    if (!isOurs(bytes)) pages.set(path, parse(path, bytes, { isSentTo: true }));
  });
  const joined = followPointers([...pages.values()]);
  // a page that the team named counts whatever its words
  return isNamed ? joined : joined.filter((runbook) => looksLikeRunbook(runbook));
}

/** The boxes of a to-do come from runbooks: it is no source of the next one. */
function isOurs(bytes: Uint8Array): boolean {
  return isTodo(Buffer.from(bytes).toString('utf8'));
}

/** A configured path that is not there is a mistake worth stopping for; a glob may match nothing. */
async function configured(runbooks: Config['runbooks'], { paths, isLost }: Store): Promise<string[]> {
  const { default: picomatch } = await import('picomatch');
  const missing = runbooks.find(({ goal }) => !/[*?[{]/.test(goal) && !paths.includes(goal) && !isLost(goal));
  if (missing !== undefined)
    throw new UsageError(`${missing.at}: no file ${shownPath(missing.goal)} in this version of the repository`);
  const fits = picomatch(runbooks.map(({ goal }) => goal), { dot: true, nonegate: true });
  return paths.filter((path) => fits(path));
}

/** Far more than is read of a page. */
const MOST_BYTES = 64 << 20;

function readNamed(path: string, cwd: string, parse: ParsePage): Runbook {
  const shown = relative(cwd, resolve(cwd, path));
  const bytes = readNamedFile(path, { cwd, most: MOST_BYTES, option: '--runbook' });
  return parse(shown.startsWith('..') ? path : shown, bytes, { isNamed: true });
}
