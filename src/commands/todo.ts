/** `burnlist todo [repo|report]`: the rotation to-do, from a fresh audit or from a report. */
import { resolve } from 'node:path';
import { createLineMasker, valuesIn } from '../report/mask.ts';
import { openRepository } from '../source/repository.ts';
import { loadBuiltInRules } from '../detect/rules/built-in.ts';
import { UsageError } from '../errors.ts';
import { forgeBase } from './output/forge.ts';
import { namedIn, settledBy } from './only.ts';
import { allowedPartial, asOfDay, readOptions } from './options.ts';
import { emit, isBroken, sayBroken, targetsOf } from './output/output.ts';
import { isFolder, reportFromFile } from './reported/report-file.ts';
import { WORKING_TREE } from './policy/working-policy.ts';
import { planFor } from './todo/plan.ts';
import { checkTargets, renderTodoAs, TODO_FORMATS } from './todo/output.ts';
import { auditWorking } from './audit/whole-audit.ts';
import type { Command, Context } from './context.ts';
import type { FileQuestion, FromFile } from './reported/report-file.ts';

const HELP = `burnlist todo [repo|report]  the rotation to-do, tied to your runbook

  a folder: a fresh audit of it · a file: a report that was saved with
  burnlist audit --format json=FILE, or another scanner's: SARIF of any tool,
  JSON of gitleaks, TruffleHog, Kingfisher, Semgrep, CredSweeper, ggshield,
  detect-secrets, GitHub's alerts. What they found is looked for in the
  repository around, for names, exposure and ledger

  --format markdown|github|json|csv[=FILE]
                             repeatable; Markdown to standard output without it.
                             Into a file that is a to-do already: ticks, notes,
                             order and sections that people made stay
  --only ID|NAME             repeatable or with commas; one incident among many
  --due                      instead: what its rhythm (runbook, or cadence in
                             the configuration) says is overdue, which is 1, and
                             what is due within 14 days; last rotations are
                             those of the ledger, and of logs named with
                             --current FILE (repeatable)
  --runbook FILE             repeatable; else they are looked for in the working
                             tree
  --as-of DATE  --policy-from REV  --allow-partial LIST  --quiet
`;

export const todo: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, [
    'allow-partial',
    'as-of',
    'current',
    'due',
    'format',
    'no-color',
    'only',
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
    if (values.only !== undefined) throw new UsageError('--due is about all that has a rhythm: it goes without --only');
    if (values.format !== undefined) throw new UsageError('--due prints a list: it goes without --format');
    const { listDue } = await import('./todo/due.ts');
    const sources = { named: values.runbook ?? [], current: values.current ?? [] };
    return listDue(positionals[0], asOfDay(values['as-of'], context.today), sources, context);
  }
  if (values.current !== undefined) throw new UsageError('--current goes with --due; verify holds leaked values against it');
  const wanted = targetsOf(values.format, TODO_FORMATS, 'markdown', {
    cwd: context.cwd,
    inputs: [...positionals, ...(values.runbook ?? [])],
    merged: ['markdown', 'github'],
  });
  checkTargets(wanted, context.cwd);
  const asOf = asOfDay(values['as-of'], context.today);
  const allowed = allowedPartial(values['allow-partial']);
  const question = { asOf, policyFrom: values['policy-from'], quiet: values.quiet === true };
  const { report, policy, repository, ...file } = await reportFrom(positionals[0], question, context);
  const only = values.only === undefined ? undefined : namedIn(report, values.only);
  const plan = await planFor(
    report,
    {
      named: values.runbook ?? [],
      config: policy?.config,
      rules: policy?.rules ?? loadBuiltInRules(),
      repository,
      revision: repository === undefined ? null : (values['policy-from'] ?? WORKING_TREE),
    },
    context,
    { ...file, ...(only === undefined ? {} : { only: new Set(only.map(({ id }) => id)) }) },
  );
  const base = await forgeBase(repository?.git, repository?.head ?? null);
  const ledger = policy?.ledger ?? [];
  const clean = createLineMasker(valuesIn(report));
  for (const { secret, why } of settledBy(only ?? [], ledger))
    context.warn(`burnlist: ${clean(secret.names[0]?.name ?? secret.rule.name)}: ${clean(why)}\n`);
  const parts = { report, plan, ledger, base, ...(only === undefined ? {} : { only }) };
  await emit(context, wanted, async (target) => [await renderTodoAs(target, parts, context)]);
  if (!isBroken(report, allowed)) return 0;
  await sayBroken(report, context);
  context.warn('burnlist: the audit behind this to-do is incomplete: there may be more to rotate\n');
  return 3;
};

async function reportFrom(
  path: string | undefined,
  question: FileQuestion,
  context: Context,
): Promise<FromFile> {
  if (path !== undefined && !isFolder(path, context)) return reportFromFile(path, question, context);
  const repository = await openRepository(resolve(context.cwd, path ?? '.'), context.env);
  const { asOf, policyFrom, quiet } = question;
  return { ...(await auditWorking(repository, asOf, policyFrom, context, quiet)), repository };
}
