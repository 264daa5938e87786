/** The plan for a report: the team's runbooks, what is wrong with them, and each secret tied to its section. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isKeyMapFile } from '../../plan/current/read.ts';
import { filesOfSteps, settingsAround } from '../../plan/procedure-files.ts';
import { loadRotations } from '../../plan/rotations.ts';
import { makePlan, type PlanInput } from '../../plan/tasks.ts';
import { valuesIn } from '../../report/mask.ts';
import { lintRunbook } from '../../runbook/lint.ts';
import { lintTogether } from '../../runbook/lint-pages.ts';
import { type ReadRunbooks, type RunbookSource, readRunbooks } from '../runbooks/runbook-files.ts';
import { WORKING_TREE } from '../policy/working-policy.ts';
import type { Config } from '../../config/config.ts';
import type { Context } from '../context.ts';
import type { FromFile } from '../reported/report-file.ts';
import type { Lint, Plan, Report } from '../../model.ts';

/** What only a report from a file knows. */
type OfReport = Pick<FromFile, 'remembered' | 'reported'>;
type More = OfReport & Pick<PlanInput, 'present' | 'only'>;

export async function planFor(
  report: Report,
  source: RunbookSource,
  context: Context,
  file?: OfReport & Pick<PlanInput, 'only'>,
): Promise<Plan> {
  const read = await readRunbooks({ ...source, hidden: valuesIn(report) }, context);
  const top = source.revision === WORKING_TREE ? source.repository?.top : undefined;
  return planOf(report, read, source.config, { ...file, ...(top === undefined ? {} : { present: presentIn(top, report, read) }) });
}

/** Files that leaked, that the runbooks name, or that decide about those, and that stand on the disk, whether git still has them or not. */
function presentIn(top: string, { secrets }: Report, { runbooks }: ReadRunbooks): ReadonlySet<string> {
  const leaked = secrets.flatMap(({ occurrences }) => occurrences).map(({ path }) => path);
  const named = runbooks.flatMap(({ procedures }) => procedures).flatMap(filesOfSteps);
  const around = [...leaked, ...named].filter(isKeyMapFile).flatMap(settingsAround);
  return new Set([...new Set([...leaked, ...named, ...around])].filter((path) => path !== '' && existsSync(join(top, path))));
}

export function planOf(
  report: Report,
  read: ReadRunbooks,
  config: Config | undefined,
  { remembered, reported, present, only }: More = {},
): Plan {
  const { runbooks, tracked, ownersOf } = read;
  return makePlan({
    asOf: report.asOf,
    secrets: report.secrets,
    runbooks,
    rotations: loadRotations(),
    lint: lintAll(read),
    ownersOf,
    ...(tracked === undefined ? {} : { tracked }),
    ...(config === undefined ? {} : { bindings: new Map([...config.bind].map(([name, { goal }]) => [name, goal])) }),
    ...(remembered === undefined ? {} : { remembered }),
    ...(reported === undefined ? {} : { reported }),
    ...(present === undefined ? {} : { present }),
    ...(only === undefined ? {} : { only }),
  });
}

/** What is wrong with the pages, one by one and together. */
export function lintAll({ runbooks, tracked, scripts, ownersOf }: ReadRunbooks): readonly Lint[] {
  const single = runbooks.flatMap((runbook) =>
    lintRunbook({
      runbook,
      scriptOf: (path) => scripts.get(path),
      isOwned: ownersOf(runbook.path).length > 0,
      ...(tracked === undefined ? {} : { tracked }),
    }),
  );
  return [...single, ...lintTogether(runbooks, tracked)];
}

