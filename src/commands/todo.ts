/** `burnlist todo [repo|report]`: the rotation to-do, from a fresh audit or from a saved report. */
import { resolve } from 'node:path';
import { openRepository } from '../source/repository.ts';
import { UsageError } from '../errors.ts';
import { forgeBase } from './forge.ts';
import { allowedPartial, asOfDay, readOptions } from './options.ts';
import { emit, isBroken, sayBroken, targetsOf } from './output.ts';
import { isFolder, readReport } from './saved-report.ts';
import { WORKING_TREE } from './runbook-files.ts';
import { planFor } from './runbooks.ts';
import { checkTargets, renderTodoAs, TODO_FORMATS } from './todo-output.ts';
import { policyAt } from './whole-audit.ts';
import { auditWorking, workingPolicy } from './working-policy.ts';
import type { Command, Context } from './context.ts';
import type { Policy } from './policy.ts';
import type { Report } from '../model.ts';
import type { Repository } from '../source/repository.ts';

const HELP = `burnlist todo [repo|report]  the rotation to-do, tied to your runbook

  a folder: a fresh audit of it · a file: a report saved with  burnlist audit --format json=FILE

  --format markdown|github|json|csv[=FILE]   repeatable; Markdown to standard output without it. Into a file that is
                             a to-do already: ticks, notes, order and sections that people made stay
  --due                      instead: what its rhythm (runbook, or cadence in the configuration) says is overdue, which
                             is 1, and what is due within 14 days; last rotations are those of the ledger
  --runbook FILE             repeatable; else they are looked for in the working tree
  --as-of DATE  --policy-from REV  --allow-partial LIST  --quiet
`;

export const todo: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, [
    'allow-partial',
    'as-of',
    'due',
    'format',
    'no-color',
    'policy-from',
    'quiet',
    'runbook',
  ]);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  if (positionals.length > 1) throw new UsageError('todo takes one repository or one report');
  if (values.due === true) {
    if (values.format !== undefined) throw new UsageError('--due prints a list: it goes without --format');
    const { listDue } = await import('./todo-due.ts');
    return listDue(positionals[0], asOfDay(values['as-of'], context.today), values.runbook ?? [], context);
  }
  const wanted = targetsOf(values.format, TODO_FORMATS, 'markdown');
  checkTargets(wanted, context.cwd);
  const asOf = asOfDay(values['as-of'], context.today);
  const allowed = allowedPartial(values['allow-partial']);
  const { report, policy, repository } = await reportFrom(
    positionals[0],
    asOf,
    values['policy-from'],
    context,
    values.quiet === true,
  );
  // what the audit does not act on is no work either
  const sure = report.secrets.filter(({ confidence, verdict }) => confidence !== 'low' || verdict === 'still-current');
  const plan = await planFor(
    { ...report, secrets: sure },
    {
      named: values.runbook ?? [],
      config: policy?.config,
      repository,
      revision: repository === undefined ? null : (values['policy-from'] ?? WORKING_TREE),
    },
    context,
  );
  const base = await forgeBase(repository?.git, repository?.head ?? null);
  const parts = { report, plan, ledger: policy?.ledger ?? [], base };
  await emit(context, wanted, async (target) => [await renderTodoAs(target, parts, context)]);
  if (!isBroken(report, allowed)) return 0;
  await sayBroken(report, context);
  context.warn('burnlist: the audit behind this to-do is incomplete: there may be more to rotate\n');
  return 3;
};

interface Source {
  readonly report: Report;
  readonly policy: Policy | undefined;
  readonly repository: Repository | undefined;
}

async function reportFrom(
  path: string | undefined,
  asOf: string,
  policyFrom: string | undefined,
  context: Context,
  quiet: boolean,
): Promise<Source> {
  if (path === undefined || isFolder(path, context)) {
    const repository = await openRepository(resolve(context.cwd, path ?? '.'), context.env);
    return { ...(await auditWorking(repository, asOf, policyFrom, context, quiet)), repository };
  }
  const report = readReport(path, context.cwd, asOf);
  // runbooks and bindings come from the repository one stands in, if any
  const repository = await openRepository(context.cwd, context.env).catch(() => undefined);
  const policy = repository === undefined ? undefined : await policyFor(repository, policyFrom);
  return { report, policy, repository };
}

async function policyFor(repository: Repository, policyFrom: string | undefined): Promise<Policy> {
  const working = policyFrom === undefined ? await workingPolicy(repository) : undefined;
  return working ?? policyAt(repository, policyFrom ?? repository.head);
}
