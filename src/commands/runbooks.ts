/** The team's runbooks: named on the command line or in the configuration, else found in the policy's version. */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { type ObjectReader, openReader } from '../source/cat-file.ts';
import { trackedPaths } from '../source/tracked-paths.ts';
import { loadRotations } from '../plan/rotations.ts';
import { makePlan } from '../plan/tasks.ts';
import { isRunbookPath, looksLikeRunbook, mayBeRunbook } from '../runbook/discover.ts';
import { lintRunbook, scriptsIn } from '../runbook/lint.ts';
import { parseRunbook } from '../runbook/parse.ts';
import type { Context } from './context.ts';
import type { Config } from '../config/config.ts';
import type { Lint, Plan, Report, Runbook } from '../model.ts';
import type { Repository } from '../source/repository.ts';

export interface RunbookSource {
  /** Files named with --runbook, relative to the working folder. */
  readonly named: readonly string[];
  readonly config: Config | undefined;
  /** Absent: only named files. */
  readonly repository: Repository | undefined;
  /** Commit whose tree is searched. */
  readonly revision: string | null;
}

export interface ReadRunbooks {
  readonly runbooks: readonly Runbook[];
  /** Paths of the revision; absent without a repository. */
  readonly tracked: readonly string[] | undefined;
  /** Scripts that the pages name, by path. */
  readonly scripts: ReadonlyMap<string, string>;
}

export async function planFor(report: Report, source: RunbookSource, context: Context): Promise<Plan> {
  const { runbooks, tracked, scripts } = await readRunbooks(source, context);
  if (source.named.length === 0) checkBindings(source.config, runbooks);
  return makePlan({
    asOf: report.asOf,
    secrets: report.secrets,
    runbooks,
    rotations: loadRotations(),
    lint: lintAll({ runbooks, tracked, scripts }),
    ...(tracked === undefined ? {} : { tracked }),
    ...(source.config === undefined ? {} : { bindings: source.config.bind }),
  });
}

/** What is wrong with the pages, page by page. */
export function lintAll({ runbooks, tracked, scripts }: ReadRunbooks): readonly Lint[] {
  return runbooks.flatMap((runbook) =>
    lintRunbook({
      runbook,
      scriptOf: (path) => scripts.get(path),
      ...(tracked === undefined ? {} : { tracked }),
    }),
  );
}

export async function readRunbooks(source: RunbookSource, context: Context): Promise<ReadRunbooks> {
  const { named, config, repository, revision } = source;
  const own = named.map((path) => readNamed(path, context.cwd));
  if (repository === undefined || revision === null) return { runbooks: own, tracked: undefined, scripts: new Map() };
  // a tree that cannot be read has been reported by the audit
  const { paths: tracked } = await trackedPaths(repository.git, revision);
  const reader = openReader(repository.git);
  try {
    const runbooks = named.length > 0 ? own : await found(reader, revision, config, tracked);
    const wanted = scriptsIn(runbooks, tracked);
    const scripts = new Map<string, string>();
    await readBlobs(reader, revision, wanted, (path, bytes) => void scripts.set(path, bytes.toString('utf8')));
    return { runbooks, tracked, scripts };
  } finally {
    reader.close();
  }
}

async function found(
  reader: Reader,
  revision: string,
  config: Config | undefined,
  tracked: readonly string[],
): Promise<readonly Runbook[]> {
  const isNamed = config !== undefined && config.runbooks.length > 0;
  const paths = isNamed ? await configured(config.runbooks, tracked) : tracked.filter(isRunbookPath);
  const runbooks: Runbook[] = [];
  await readBlobs(reader, revision, paths, (path, bytes) => {
    if (isNamed || mayBeRunbook(bytes)) runbooks.push(parseRunbook(path, bytes));
  });
  // a page that the team named counts whatever its words
  return isNamed ? runbooks : runbooks.filter((runbook) => looksLikeRunbook(runbook));
}

async function readBlobs(
  reader: Reader,
  revision: string,
  paths: readonly string[],
  take: (path: string, bytes: Buffer) => void,
): Promise<void> {
  const wanted = paths.filter((path) => !path.includes('\n')); // cat-file takes one name a line
  await reader.read(
    wanted.map((path) => `${revision}:${path}`),
    (index, type, bytes) => {
      if (type === 'blob') take(wanted[index]!, Buffer.from(bytes));
    },
    () => {},
  ); // one that cannot be read is among what the audit could not read
}

type Reader = ObjectReader;

/** A binding that leads nowhere would silently leave a secret without its procedure. */
export function checkBindings(config: Config | undefined, runbooks: readonly Runbook[]): void {
  for (const [name, target] of config?.bind ?? []) {
    const [path, anchor] = target.replace(/^\.\//, '').split('#');
    const runbook = runbooks.find((known) => known.path === path);
    if (runbook === undefined)
      throw new UsageError(
        `.burnlist/config.yaml: bind: ${name}: ${path} is no runbook that was read; list it under "runbooks"`,
      );
    if (!runbook.procedures.some((procedure) => procedure.anchor === anchor)) {
      throw new UsageError(
        `.burnlist/config.yaml: bind: ${name}: ${path} has no section #${anchor ?? ''} with a procedure`,
      );
    }
  }
}

/** A configured path that is not there is a mistake worth stopping for; a glob may match nothing. */
async function configured(globs: readonly string[], listed: readonly string[]): Promise<string[]> {
  const { default: picomatch } = await import('picomatch');
  const missing = globs.find((glob) => !/[*?[{]/.test(glob) && !listed.includes(glob));
  if (missing !== undefined)
    throw new UsageError(`.burnlist/config.yaml: runbooks: no file ${missing} in this version of the repository`);
  const fits = picomatch([...globs], { dot: true, nonegate: true });
  return listed.filter((path) => fits(path));
}

function readNamed(path: string, cwd: string): Runbook {
  try {
    const whole = resolve(cwd, path);
    const shown = relative(cwd, whole);
    return parseRunbook(shown.startsWith('..') ? path : shown, readFileSync(whole));
  } catch (error) {
    throw new UsageError(
      `--runbook ${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  }
}
