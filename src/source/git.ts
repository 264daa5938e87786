/**
 * The one place that starts git. Whatever the scanned repository's configuration says, no hook, filter, textconv,
 * external diff, fsmonitor, pager, credential helper or network transport of its runs: the pins below go in by
 * environment, so that simple-git (small questions) and spawn (streams, which simple-git would buffer) share them.
 */
import { spawn } from 'node:child_process';
import { ScanError, UsageError } from '../errors.ts';
import { isNoUtf8, shownPath, shownText } from '../shown.ts';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** The first version that takes configuration by environment. */
export const OLDEST_GIT = [2, 31] as const;

/** What pins give a meaning is HEAD under this name: a git that does not know it has not taken them. */
export const PINNED_NAME = 'burnlist-pins@{upstream}';

const PINNED: Readonly<Record<string, string>> = {
  'core.commitGraph': 'false', // a file of parents that nothing holds against the commits themselves
  'core.multiPackIndex': 'false', // one of places that nothing holds against the indexes of the packs
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  'core.attributesFile': '/dev/null',
  'core.bigFileThreshold': '16m', // streamed from there on
  'core.pager': 'cat',
  'core.quotePath': 'false',
  'core.precomposeUnicode': 'false',
  'core.untrackedCache': 'false',
  'core.sshCommand': 'false',
  'core.askPass': '',
  'core.alternateRefsCommand': 'false',
  'advice.graftFileDeprecated': 'false',
  'credential.helper': '',
  'diff.external': '',
  'diff.renames': 'false',
  'diff.ignoreSubmodules': 'none',
  'diff.submodule': 'short',
  'log.showSignature': 'false',
  'log.mailmap': 'false',
  'protocol.allow': 'never',
  'submodule.recurse': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'branch.burnlist-pins.remote': '.',
  'branch.burnlist-pins.merge': 'HEAD',
};

/**
 * simple-git refuses these keys to callers who pass on what others say; the values above are ours. EDITOR stands in
 * everybody's environment, and in that of `npm start`; nothing here ever opens one.
 */
const OUR_OWN_PINS = {
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeCustomBinary: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
};

/** Left alone, simple-git stops reading soon after git's exit, and takes a git that died without a word for success. */
const WHOLE_ANSWERS = {
  completion: { onClose: true, onExit: false },
  errors(
    error: Buffer | Error | undefined,
    { exitCode, stdErr }: { exitCode: number; stdErr: Buffer[] },
  ): Buffer | Error | undefined {
    if (error !== undefined || exitCode === 0) return error;
    return Buffer.concat([...stdErr, Buffer.from(stdErr.length === 0 ? howEnded(exitCode) : '')]);
  },
} as const;

const SET: Readonly<Record<string, string>> = {
  // of larger files git makes no deltas; without it a circle or a tower of deltas takes all memory there is
  GIT_ALLOC_LIMIT: '512m',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Where git was told to look by whoever started us; everything else named GIT_* is dropped. */
const KEPT =
  /^GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|PARAMETERS|KEY_\d+|VALUE_\d+)|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/;
/** What git sets for its hooks: which repository and which index is meant. */
const OF_THE_HOOK =
  /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH)$/;

export interface Git {
  readonly cwd: string;
  /** The same git for another folder of git's own: a worktree's below `.git/worktrees`, `.git` itself. */
  inGitDir(folder: string): Git;
  /** A small question: all output as text. A git that says no is an Error with its last line. */
  ask(args: readonly string[]): Promise<string>;
  /** A stream. */
  start(args: readonly string[]): GitProcess;
}

export interface GitProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when git has ended; never rejects. */
  readonly ended: Promise<{ readonly status: number | null; readonly stderr: string }>;
}

/**
 * @param cwd a folder in the repository
 * @param inHook keep GIT_DIR, GIT_INDEX_FILE …: the repository is the one whose hook this is
 */
export function openGit(cwd: string, environment: Readonly<Record<string, string | undefined>>, inHook: boolean): Git {
  return gitIn(cwd, gitEnvironment(environment, inHook));
}

function gitIn(cwd: string, env: Record<string, string>): Git {
  return {
    cwd,
    inGitDir(folder) {
      const {
        GIT_WORK_TREE: _tree,
        GIT_COMMON_DIR: _common,
        GIT_INDEX_FILE: _index,
        GIT_PREFIX: _prefix,
        ...rest
      } = env;
      return gitIn(folder, { ...rest, GIT_DIR: folder });
    },
    async ask(args) {
      const { simpleGit } = await import('simple-git');
      try {
        const settings = { baseDir: cwd, allowEnvironment: Object.keys(env), unsafe: OUR_OWN_PINS, ...WHOLE_ANSWERS };
        return await simpleGit(settings)
          .env(env)
          .raw([...args]);
      } catch (error) {
        throw gitFailure(args, (error as Error).message, { code: (error as NodeJS.ErrnoException).code, cwd });
      }
    },
    start(args) {
      const child = spawn('git', [...args], { cwd, env, windowsHide: true });
      return { child, ended: whenEnded(child) };
    },
  };
}

function gitEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  inHook: boolean,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(environment)) {
    if (value === undefined || (key.startsWith('GIT_') && !KEPT.test(key) && !(inHook && OF_THE_HOOK.test(key))))
      continue;
    env[key] = value;
  }
  Object.assign(env, SET);
  // what `git -c` hands on outranks GIT_CONFIG_COUNT, and of it the last one counts
  const given = env['GIT_CONFIG_PARAMETERS'];
  const pins = Object.entries(PINNED).map(([key, value]) => `'${key}'='${value}'`);
  env['GIT_CONFIG_PARAMETERS'] = [...(given ? [given] : []), ...pins].join(' ');
  return env;
}

const STDERR_KEPT = 1 << 16;

function whenEnded(child: ChildProcessWithoutNullStreams): GitProcess['ended'] {
  let stderr = '';
  child.stderr.on('data', (piece: Buffer) => (stderr = (stderr + piece.toString('utf8')).slice(-STDERR_KEPT)));
  child.stdin.on('error', () => {}); // git closed its end: its exit status tells why
  return new Promise((resolve) => {
    child.on('exit', () => child.stdin.destroy()); // what git left behind must not wait for more
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: null, stderr: error.code === 'ENOENT' ? 'ENOENT' : error.message }),
    );
    child.on('close', (status) => resolve({ status, stderr }));
  });
}

/** For a git that says nothing when it ends; without a status a signal ended it. */
export function howEnded(status: number | null | undefined): string {
  return typeof status === 'number' && status >= 0
    ? `it ended with status ${status} and said nothing`
    : 'it was killed';
}

/** The line of git's stderr that says why: its last words, or what it complained of before. */
export function reasonIn(stderr: string): string | undefined {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:hint|warning):/.test(line));
  const line =
    lines.find((text) => text.startsWith('fatal: ')) ?? lines.find((text) => text.startsWith('error: ')) ?? lines[0];
  return line?.replace(/^(?:fatal|error): /, '');
}

/** What git said, as an error of ours: wrong use is told apart from a scan that broke. */
export function gitFailure(
  args: readonly string[],
  stderr: string,
  { code, cwd }: { readonly code?: string | undefined; readonly cwd?: string } = {},
): Error {
  const line = reasonIn(stderr) ?? 'it was killed, or ended without a word';
  const isUnfound = code === 'ENOENT' || stderr === 'ENOENT' || /spawn git ENOENT/.test(stderr);
  if (isNoUtf8(cwd ?? '') && (isUnfound || /directory that does not exist/.test(stderr)))
    return new ScanError('git cannot be started here: a folder on the way has a name that is not UTF-8; rename it');
  if (isUnfound) return new UsageError('git was not found: install git 2.31 or newer, or put it on the PATH');
  if (/dubious ownership/.test(stderr)) {
    const fix =
      /git config --global --add safe\.directory \S+/.exec(stderr)?.[0] ??
      'git config --global --add safe.directory <path>';
    return new UsageError(`git refuses this repository because another user owns it; if you trust it:  ${fix}`);
  }
  if (/not a git repository|not a gitdir|must be run in a work tree/.test(stderr)) {
    const says = line.startsWith('not a git repository') ? shownPath(cwd ?? '') : shownText(line);
    return new UsageError(['not a git repository', says].filter((part) => part !== '').join(': '));
  }
  const promised = /could not fetch (\S+) from promisor remote/.exec(stderr);
  if (promised !== null)
    return new ScanError(
      `${promised[1]} is left out of this partial clone, and nothing is fetched here: git fetch --refetch --no-filter  brings it`,
    );
  return new ScanError(`git ${args[0]} failed: ${shownText(line)}`);
}
