/**
 * Git situations for tests: repositories in temporary folders, with fixed dates and people and no configuration of the
 * machine, and burnlist itself as its users run it. Everything made here is removed when the test process ends.
 */
import { type ChildProcess, spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** What a program said and how it ended; `status` is null when a signal ended it. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommitOptions {
  /** ISO time; else a day after the repository's last one. */
  readonly date?: string;
  /** `Name <mail>`. */
  readonly author?: string;
  /** Everything in the working tree is added first, unless false. */
  readonly add?: boolean;
}

export interface Repo {
  readonly dir: string;
  /** Runs git here and gives back what it prints, without the last newline; throws when git fails. */
  git(...args: readonly string[]): string;
  /** The same, for what is expected to fail. */
  tryGit(...args: readonly string[]): Ended;
  /** git with bytes on its standard input: hash-object, fast-import, update-index. */
  gitWith(input: string | Buffer, ...args: readonly string[]): string;
  /** Writes a file of the working tree, with the folders above it. */
  write(path: string, content: string | Buffer): void;
  link(path: string, target: string): void;
  remove(path: string): void;
  /** Commits and gives back the id. Empty commits are allowed. */
  commit(message: string, options?: CommitOptions): string;
}

const PERSON = { name: 'Ada Tester', mail: 'ada@example.org' };
const FIRST_DAY = Date.parse('2025-01-01T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;
const MAKES_COMMITS = new Set(['am', 'cherry-pick', 'commit', 'merge', 'notes', 'rebase', 'revert', 'stash', 'tag']);
const SETTINGS = ['protocol.file.allow=always', 'gc.auto=0', 'core.autocrlf=false', 'advice.detachedHead=false'];

let base: string | undefined;
let folders = 0;

/** A new empty folder; `name` where the name itself is the test. */
export function makeFolder(name?: string): string {
  if (base === undefined) {
    const made = realpathSync(mkdtempSync(join(tmpdir(), 'burnlist-test-')));
    process.on('exit', () => rmSync(made, { recursive: true, force: true, maxRetries: 3 }));
    base = made;
  }
  const dir = join(base, String(++folders), name ?? 'work');
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** A new repository on branch main. `args` go to `git init`: `--bare`, `--object-format=sha256`. */
export function makeRepo(options: { readonly name?: string; readonly args?: readonly string[] } = {}): Repo {
  const repo = repoAt(makeFolder(options.name));
  repo.git('init', '--quiet', '--initial-branch=main', '--template=', ...(options.args ?? []));
  return repo;
}

/** A clone over the real transport; `args` go to `git clone`: `--depth=1`, `--filter=blob:none`, `--mirror`. */
export function cloneRepo(from: Repo, ...args: readonly string[]): Repo {
  const clone = repoAt(makeFolder());
  from.git('config', 'uploadpack.allowFilter', 'true');
  clone.git('clone', '--quiet', '--template=', ...args, `file://${from.dir}`, clone.dir);
  return clone;
}

/** A repository, worktree or submodule that stands in a folder already. */
export function repoAt(dir: string): Repo {
  let now = FIRST_DAY;

  function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: string | Buffer): Ended {
    if (MAKES_COMMITS.has(args[0] ?? '')) now += DAY;
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    return ended(
      spawnSync('git', [...settings, ...args], {
        cwd: dir,
        env: { ...cleanEnvironment(), ...person(PERSON.name, PERSON.mail, new Date(now).toISOString()), ...env },
        input: input ?? '',
        maxBuffer: 1 << 30,
      }),
    );
  }

  function must(args: readonly string[], env?: NodeJS.ProcessEnv, input?: string | Buffer): string {
    const { status, stdout, stderr } = run(args, env, input);
    if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
    return stdout.replace(/\n$/, '');
  }

  return {
    dir,
    git: (...args) => must(args),
    tryGit: (...args) => run(args),
    gitWith: (input, ...args) => must(args, {}, input),
    write(path, content) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    },
    link(path, target) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      symlinkSync(target, join(dir, path));
    },
    remove: (path) => rmSync(join(dir, path), { recursive: true }),
    commit(message, { date, author, add = true } = {}) {
      if (add) must(['add', '--all']);
      const [, name, mail] = /^(.*) <(.*)>$/.exec(author ?? '') ?? [undefined, PERSON.name, PERSON.mail];
      if (date !== undefined) now = Date.parse(date) - DAY;
      const when = new Date(now + DAY).toISOString();
      must(['commit', '--quiet', '--allow-empty', '--message', message], person(name, mail, when));
      return must(['rev-parse', 'HEAD']);
    },
  };
}

interface CliOptions {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
}

/** The environment of who has burnlist on the PATH, as it is installed for people. */
function withProgram(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const clean = cleanEnvironment();
  return { ...clean, PATH: `${programFolder()}${delimiter}${clean.PATH}`, ...env };
}

let installed: string | undefined;

function programFolder(): string {
  if (installed === undefined) {
    installed = makeFolder('bin');
    symlinkSync(binary(), join(installed, 'burnlist'));
  }
  return installed;
}

/** Runs the real burnlist, from outside, to its end. BURNLIST_BIN names another build than dist/. */
export function runCli(args: readonly string[], { cwd, input, env }: CliOptions = {}): Ended {
  const options = { cwd: cwd ?? makeFolder(), env: withProgram(env), input: input ?? '' };
  return ended(spawnSync(process.execPath, [binary(), ...args], { ...options, maxBuffer: 1 << 30 }));
}

/** Starts burnlist without waiting for it: for broken pipes and signals. */
export function startCli(args: readonly string[], { cwd, env }: Omit<CliOptions, 'input'> = {}): ChildProcess {
  const options = { cwd: cwd ?? makeFolder(), env: withProgram(env) };
  return spawn(process.execPath, [binary(), ...args], options);
}

/** The environment a test's programs get: enough to find them and no setting of this machine. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SYSTEMROOT, TEMP, TMPDIR, TZ } = process.env;
  const kept = Object.entries({ PATH, SYSTEMROOT, TEMP, TMPDIR, TZ }).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(kept),
    HOME: makeHome(),
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_EDITOR: 'true',
    LC_ALL: 'C',
  };
}

let home: string | undefined;

function makeHome(): string {
  home ??= makeFolder('home');
  return home;
}

function person(name: string | undefined, mail: string | undefined, date: string): NodeJS.ProcessEnv {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: mail,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: mail,
    GIT_COMMITTER_DATE: date,
  };
}

function binary(): string {
  const path = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));
  if (!existsSync(path)) throw new Error(`${path} is not there: npm run compile`);
  return path;
}

function ended(done: SpawnSyncReturns<Buffer>): Ended {
  if (done.error !== undefined) throw done.error;
  return { status: done.status, stdout: done.stdout.toString(), stderr: done.stderr.toString() };
}
