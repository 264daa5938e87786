/** The repositories below what was named, several at once, and the files between them: one report. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath, whyNone } from '../../shown.ts';
import { loadBuiltInRules } from '../../detect/rules/built-in.ts';
import { commonDirOf, findRepositories, isGitFolder } from '../../source/find-repositories.ts';
import { checkVersion } from '../../source/repository.ts';
import { openGit } from '../../source/git.ts';
import { onlyFollowed } from './following.ts';
import { inParallel } from './in-parallel.ts';
import { createThreadPool, MOST_THREADS } from '../engine/threads.ts';
import { createPackAnswers } from '../engine/pack-answers.ts';
import { progressLine } from '../audit/progress.ts';
import { traced } from '../audit/traced.ts';
import { sweepFiles } from './files.ts';
import { searchRepository } from './repository.ts';
import { reportOfSweep } from './report.ts';
import type { Context } from '../context.ts';
import type { ThreadPool } from '../engine/threads.ts';
import type { Following } from './following.ts';
import type { Reading } from '../engine/engine.ts';
import type { SetAsidePlace } from '../audit/unit-paths.ts';
import type { Gap, Report, Rule, Secret } from '../../model.ts';
import type { FoundRepository } from '../../source/find-repositories.ts';
import type { StoreMemory } from '../engine/remembering-engine.ts';
import type { FoundStore, Swept } from './repository.ts';

export interface SweepQuestion {
  readonly asOf: string;
  readonly policyFrom: string | undefined;
  readonly reading: Reading;
  readonly quiet: boolean;
  readonly following: Following;
  readonly memory?: StoreMemory;
  readonly setAside?: (places: readonly SetAsidePlace[]) => void;
}

export interface SweepAnswer {
  readonly report: Report;
  readonly swept: readonly Swept[];
  readonly rules: readonly Rule[];
}

export async function sweepAll(paths: readonly string[], question: SweepQuestion, context: Context): Promise<SweepAnswer> {
  await checkVersion(openGit(context.cwd, context.env, false));
  const found = await findAll(paths, context);
  const jobs = Math.min(question.reading.jobs ?? availableParallelism(), MOST_THREADS);
  if (jobs === 1 || found.repositories.length < 2) return sweepBy(undefined, 1, found, question, context);
  const pool = createThreadPool(jobs);
  try {
    // what comes after the packs is done here, meanwhile the threads read others
    return await sweepBy(pool, jobs + 1, found, question, context);
  } finally {
    await pool.close();
  }
}

async function sweepBy(
  pool: ThreadPool | undefined,
  atOnce: number,
  { repositories, roots, failed }: Found,
  question: SweepQuestion,
  context: Context,
): Promise<SweepAnswer> {
  const { asOf, policyFrom, following, memory, setAside, reading } = question;
  const screen = question.quiet ? undefined : context.progress;
  const alone = screen !== undefined && repositories.length === 1 ? { progress: progressLine(screen) } : {};
  const refused: UsageError[] = [];
  const options = {
    asOf,
    policyFrom,
    following,
    answers: createPackAnswers(),
    ...(memory === undefined ? {} : { memory }),
    ...reading,
    ...(pool === undefined ? {} : { pool }),
    ...alone,
  };

  /** A repository that cannot be read is a gap; the others are read all the same. */
  function round(doing: string) {
    let done = 0;
    let found = 0;
    return async <Result extends { readonly secrets: readonly Secret[] }>(
      name: string,
      work: () => Promise<Result>,
    ): Promise<Result | Gap> => {
      try {
        const result = await work();
        found += result.secrets.length;
        return result;
      } catch (error) {
        if (error instanceof UsageError) refused.push(error);
        return { what: 'repository', why: `${name}: ${(error as Error).message}`, count: 1 };
      } finally {
        done++;
        const line = `  ${doing} ${done} of ${repositories.length} repositories · ${found} found so far`;
        if (repositories.length > 1) screen?.draw(line.slice(0, screen.columns() - 1));
      }
    };
  }
  // as places of secrets are: with the repository's name where there are several
  const toldBy = ({ shown: home }: FoundRepository): Pick<SweepQuestion, 'setAside'> => {
    if (setAside === undefined) return {};
    return { setAside: (places) => setAside(repositories.length < 2 ? places : places.map((place) => ({ ...place, home }))) };
  };
  const search = round('searched');
  const searched = await inParallel(repositories, atOnce, (repository) =>
    search(repository.shown, () => searchRepository(repository, { ...options, ...toldBy(repository) }, context)),
  );
  // the only one there is, and nothing was read: that is the answer, with the way out
  if (roots.length === 0 && searched.length === 1 && refused.length === 1) throw refused[0]!;
  const files = roots.length === 0 ? undefined : await sweepFiles(roots, following, asOf);
  const everywhere = [...searched, ...(files === undefined ? [] : [files])].flatMap((one) => ('secrets' in one ? one.secrets : []));
  const sweepAgain = round('swept');
  const results = await inParallel(searched, atOnce, async (one) =>
    'secrets' in one ? sweepAgain(one.shown, () => one.again(everywhere)) : one,
  );
  const swept = results.filter((result): result is Swept => 'secrets' in result);
  const broken = results.filter((result): result is Gap => !('secrets' in result));
  const { values, rules: unnamed } = traced([], following.values, [...loadBuiltInRules(), ...following.rules], everywhere);
  const loose =
    files === undefined || values.length === 0
      ? files
      : await sweepFiles(roots, { ...following, rules: [...following.rules, ...unnamed], values: [...following.values, ...values] }, asOf);
  if (loose !== undefined) setAside?.(loose.asidePlaces);
  const rules = [...new Set([...swept.flatMap(({ policy }) => policy.rules), ...loadBuiltInRules()])];
  const report = reportOfSweep({ swept, loose, failed: [...failed, ...broken], asOf, rules });
  return { report: onlyFollowed(report, following), swept, rules };
}

interface Found {
  /** Each store once. */
  readonly repositories: readonly FoundStore[];
  /** Named folders that are in no repository. */
  readonly roots: readonly FoundRepository[];
  readonly failed: readonly Gap[];
}

/** A folder within a repository stands for all of it. */
async function findAll(paths: readonly string[], { cwd, env }: Context): Promise<Found> {
  const stores = new Map<string, FoundStore>();
  const roots: FoundRepository[] = [];
  const failed: Gap[] = [];
  for (const named of paths) {
    const path = resolve(cwd, named);
    if (!isFolder(path)) throw new UsageError(`${shownPath(named)}: no such folder${whyNone(named)}`);
    const shown = named === '.' ? '' : named.replace(/\/+$/, '');
    const top =
      existsSync(join(path, '.git')) || isGitFolder(path)
        ? path
        : await topOf(path, env).catch((error: Error) => {
            failed.push({ what: 'repository', why: `around ${named}: ${error.message}`, count: 1 });
            return undefined;
          });
    if (top === undefined) roots.push({ path, shown });
    const found = findRepositories(top ?? path, top === undefined ? shown : basename(realpathSync(top)));
    for (const repository of found.repositories) {
      const store = commonDirOf(repository.path);
      const known = stores.get(store);
      // a linked work tree may come first, and lends no repository its name
      const named = known === undefined || isFolder(join(repository.path, '.git')) ? repository : known;
      stores.set(store, { ...named, met: [...(known?.met ?? []), repository.path] });
    }
    failed.push(...found.unreadable.map(({ path: folder, why }) => ({ what: 'folder', why: `${folder}: ${why}`, count: 1 })));
  }
  return { repositories: [...stores.values()], roots, failed };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Undefined where there is no repository; one that git refuses is an Error, or its history would be left out in silence. */
async function topOf(path: string, env: Context['env']): Promise<string | undefined> {
  const answer = await openGit(path, env, false)
    .ask(['rev-parse', '--show-toplevel'])
    .catch((error: Error) => {
      if (!error.message.startsWith('not a git repository')) throw error;
      return '';
    });
  return answer === '' ? undefined : answer.replace(/\n$/, '');
}
