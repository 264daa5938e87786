/** The team's runbooks: named on the command line or in the configuration, else found in the policy's version. */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { openReader } from '../source/cat-file.ts';
import { trackedPaths } from '../source/tracked-paths.ts';
import { makePlan } from '../plan/tasks.ts';
import { isRunbookPath, looksLikeRunbook, mayBeRunbook } from '../runbook/discover.ts';
import { parseRunbook } from '../runbook/parse.ts';
import type { Context } from './context.ts';
import type { Config } from '../config/config.ts';
import type { Plan, Report, Runbook } from '../model.ts';
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

export async function planFor(report: Report, source: RunbookSource, context: Context): Promise<Plan> {
  const runbooks = await readRunbooks(source, context);
  if (source.named.length === 0) checkBindings(source.config, runbooks);
  return makePlan({
    asOf: report.asOf,
    secrets: report.secrets,
    runbooks,
    ...(source.config === undefined ? {} : { bindings: source.config.bind }),
  });
}

async function readRunbooks(
  { named, config, repository, revision }: RunbookSource,
  context: Context,
): Promise<Runbook[]> {
  if (named.length > 0) return named.map((path) => readNamed(path, context.cwd));
  if (repository === undefined || revision === null) return [];
  // a tree that cannot be read has been reported by the audit
  const { paths: listed } = await trackedPaths(repository.git, revision);
  const all =
    config !== undefined && config.runbooks.length > 0
      ? await configured(config.runbooks, listed)
      : listed.filter(isRunbookPath);
  const wanted = all.filter((path) => !path.includes('\n')); // cat-file takes one name a line
  const runbooks: Runbook[] = [];
  const reader = openReader(repository.git);
  try {
    await reader.read(
      wanted.map((path) => `${revision}:${path}`),
      (index, type, bytes) => {
        if (type === 'blob' && (config?.runbooks.length || mayBeRunbook(bytes)))
          runbooks.push(parseRunbook(wanted[index]!, bytes));
      },
      () => {},
    ); // one that cannot be read is among what the audit could not read
  } finally {
    reader.close();
  }
  // a page that the team named counts whatever its words
  return config !== undefined && config.runbooks.length > 0
    ? runbooks
    : runbooks.filter((runbook) => looksLikeRunbook(runbook));
}

/** A binding that leads nowhere would silently leave a secret without its procedure. */
function checkBindings(config: Config | undefined, runbooks: readonly Runbook[]): void {
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
