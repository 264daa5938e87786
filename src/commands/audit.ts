/** `burnlist audit [repo]`: everything the object store holds, or with `--range A..B` what a range adds. */
import { openRepository } from '../source/repository.ts';
import { UsageError } from '../errors.ts';
import type { SetAsidePlace } from './audit/unit-paths.ts';
import { deliver } from './output/deliver.ts';
import { forgeBase } from './output/forge.ts';
import { afterAudit } from './output/next-command.ts';
import { allowedPartial, asOfDay, failOnList, readingOf, readOptions } from './options.ts';
import { statusOfReport, targets } from './output/output.ts';
import { planIfNeeded } from './todo/plan-if-needed.ts';
import { sayDrift } from './policy/drift.ts';
import { auditWhole, withFailed } from './audit/whole-audit.ts';
import type { Command, Context, ExitStatus } from './context.ts';
import type { Reading } from './engine/engine.ts';
import type { Options } from './options.ts';
import type { RangeAudit } from './change/range.ts';
import type { Repository } from '../source/repository.ts';

const HELP = `burnlist audit [repo]         everything the object store holds, reachable or
                              not

  --range A..B               only what the commits of this range add; nothing or
                             zeros as A: what is on no remote
  --format text|json|sarif|github|markdown|html[=FILE]   repeatable
  --explain [ID|NAME]        the whole chain for one secret, or all of a name;
                             without any, what was set aside
  --runbook FILE             repeatable; else they are looked for in HEAD (for a
                             range in its base)
  --fail-on LIST             verdicts, natures, P0–P3, low|medium|high, risks,
                             none
  --allow-partial LIST       shallow, promisor, limits: these gaps do not make
                             the status 3
  --policy-from REV          whose .burnlist/ counts (HEAD; for a range its
                             base)
  --as-of DATE               the day that durations and expiries are counted to
  --pre-push                 ranges from the hook's standard input
  --all-versions             each version of a file is a place of its own, with
                             the commit that brought it
  --trace                    looks for each value once more where no rule could
                             see it, before it says "first"
  --fsck                     git fsck as well: hashes every object, and takes
                             its time
  --engine packs|plain       plain: git prints every object, the reference for
                             the fast way
  --jobs N                   threads (as many as there are cores, 8 at most)
  --no-color  --quiet
`;

export const audit: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, [
    'all-versions',
    'allow-partial',
    'as-of',
    'engine',
    'explain',
    'fail-on',
    'format',
    'fsck',
    'jobs',
    'no-color',
    'policy-from',
    'pre-push',
    'quiet',
    'range',
    'runbook',
    'trace',
  ]);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  if (positionals.length > 1) throw new UsageError('audit takes one repository; burnlist sweep takes several');
  const wanted = targets(values.format, 'text', { cwd: context.cwd, inputs: values.runbook ?? [] }, values.explain);
  const allowed = allowedPartial(values['allow-partial']);
  const asOf = asOfDay(values['as-of'], context.today);
  failOnList(values['fail-on'], undefined);
  const reading = readingOf(values);
  const prePush = values['pre-push'] === true;
  if (prePush && values.range !== undefined) throw new UsageError('--pre-push reads its ranges itself: it goes without --range');
  const ranged = values.range !== undefined || prePush;
  const whole = (['all-versions', 'fsck', 'trace'] as const).find((option) => values[option] === true);
  if (ranged && whole !== undefined) throw new UsageError(`--${whole} asks for all of history: it goes without a range`);

  // what a hook is told of its repository holds for the one it stands in
  const inHook = positionals.length === 0 && ranged && (prePush || context.env['GIT_QUARANTINE_PATH'] !== undefined);
  const repository = await openRepository(positionals[0] ?? context.cwd, context.env, inHook);
  const { report, policies, revision, setAside, changedPolicy } = ranged
    ? await (
        await import('./change/range.ts')
      ).auditRange(
        repository,
        { range: values.range, prePush, policyFrom: values['policy-from'], asOf },
        context,
      )
    : await auditAll(repository, asOf, values, context, reading);

  const [policy] = policies;
  const plan = await planIfNeeded(
    report,
    { named: values.runbook ?? [], config: policy.config, rules: policy.rules, repository, revision },
    context,
  );
  const statuses = policies.map(({ config }) =>
    statusOfReport({ report, gate: 'history', failOn: failOnList(values['fail-on'], config?.failOn), allowed }),
  );
  const status = Math.max(...statuses) as ExitStatus;
  // a hook that has nothing against the push says nothing
  const quiet = values.quiet === true || (prePush && status === 0 && values.format === undefined);
  const base = wanted.some(({ format }) => format === 'sarif' || format === 'github')
    ? await forgeBase(repository.git, repository.head)
    : 'nowhere';
  const toDo = afterAudit({ program: context.program, paths: positionals, runbooks: values.runbook ?? [] });
  await deliver({ report, rules: policy.rules, plan, wanted, setAside, status, quiet, base, toDo }, values, context);
  const whose = values['policy-from'] ?? whoseByDefault(repository, ranged);
  if (!quiet) sayDrift(policies, repository.top, whose, context, changedPolicy);
  return status;
};

async function auditAll(
  repository: Repository,
  asOf: string,
  values: Options['values'],
  context: Context,
  reading: Reading,
): Promise<RangeAudit> {
  let setAside: readonly SetAsidePlace[] = [];
  const { report, policy, revision } = await auditWhole(
    repository,
    asOf,
    values['policy-from'],
    context,
    values.quiet === true,
    values.explain === '' ? (places) => (setAside = places) : undefined,
    reading,
  );
  const broken = values.fsck === true ? await (await import('../source/fsck.ts')).fsck(repository) : [];
  return { report: withFailed(report, broken), policies: [policy], revision, setAside, changedPolicy: [] };
}

function whoseByDefault({ head }: Repository, ranged: boolean): string {
  if (ranged) return "that of the range's base";
  return head === null ? 'HEAD leads to no commit, so none' : 'that of HEAD';
}
