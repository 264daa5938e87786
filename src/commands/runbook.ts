/** `burnlist runbook check | init`: what the runbooks would say in a leak, and drafts of what they lack. */
import { UsageError } from '../errors.ts';
import { checkRunbooks, type PagesSeen } from '../plan/check.ts';
import { dueRotations, overdueLint } from '../plan/due.ts';
import { loadRotations, rotationOf } from '../plan/rotations.ts';
import { kindOfName } from '../runbook/families.ts';
import { createLineMasker, valuesIn } from '../report/mask.ts';
import { runbookCheckText } from '../report/runbook-check.ts';
import { draftSection } from '../report/runbook-draft.ts';
import { openRepository } from '../source/repository.ts';
import { asOfDay, readOptions } from './options.ts';
import { isBroken, lookOf, sayBroken } from './output/output.ts';
import { secretsInPages } from './runbooks/page-secrets.ts';
import { readRunbooks } from './runbooks/runbook-files.ts';
import { WORKING_TREE } from './policy/working-policy.ts';
import { lintAll, planOf } from './todo/plan.ts';
import { auditWorking } from './audit/whole-audit.ts';
import type { Command, Context } from './context.ts';
import type { Judged, Plan, Report } from '../model.ts';

const HELP = `burnlist runbook check          which section each secret of this repository
                                would get, with score and reason; what is
                                missing, stale or dangerous. 1 when a
                                compromised name has no section, or on danger
burnlist runbook init [NAME…]   drafts sections from burnlist's own rules, to
                                standard output: for the names or kinds given,
                                else for every name without a section

  --runbook FILE             repeatable; else they are looked for in the working
                             tree
  --as-of DATE  --no-color  --quiet
`;

export const runbook: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, ['as-of', 'no-color', 'quiet', 'runbook']);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  const [verb, ...names] = positionals;
  if (verb !== 'check' && verb !== 'init')
    throw new UsageError('runbook check or runbook init: burnlist runbook --help');
  if (verb === 'check' && names.length > 0) throw new UsageError('runbook check takes no names');
  const asOf = asOfDay(values['as-of'], context.today);
  const { report, plan, ...seen } = await lookedAt(asOf, values.runbook ?? [], context, values.quiet === true);
  if (verb === 'init') {
    await context.write(draftsFor(names, plan));
    return 0;
  }
  const check = checkRunbooks(plan, seen);
  const clean = createLineMasker(valuesIn(report));
  const look = lookOf(context.terminal.out, context, values['no-color']);
  await context.write(runbookCheckText({ ...check, clean }, look));
  if (isBroken(report, [])) {
    await sayBroken(report, context);
    return 3;
  }
  return check.missing.length > 0 || check.lint.some(({ isDangerous }) => isDangerous) ? 1 : 0;
};

interface LookedAt extends PagesSeen {
  readonly report: Report;
  /** For every secret that a leak could concern, rotated or not. */
  readonly plan: Plan;
}

async function lookedAt(asOf: string, named: readonly string[], context: Context, quiet: boolean): Promise<LookedAt> {
  const repository = await openRepository(context.cwd, context.env);
  const { report, policy } = await auditWorking(repository, asOf, undefined, context, quiet);
  const { config, ledger, rules } = policy;
  const hidden = valuesIn(report);
  const pages = new Map<string, Buffer>();
  const page = (path: string, bytes: Buffer): void => void pages.set(path, bytes);
  const read = await readRunbooks({ named, config, rules, hidden, repository, revision: WORKING_TREE, page }, context);
  const due = dueRotations({ asOf, runbooks: read.runbooks, ledger, cadence: config?.cadence ?? new Map(), logs: [] });
  const counts = ({ nature, status }: Judged): boolean => (nature === 'secret' || nature === 'weak') && status !== 'false-positive';
  const sure = report.secrets.filter((secret) => counts(secret) && secret.confidence !== 'low');
  const secrets = sure.map((secret) => ({ ...secret, verdict: 'compromised' as const }));
  const known = new Set(sure.map(({ id }) => id));
  const inPages = await secretsInPages(pages, policy, asOf);
  const held = inPages.filter((secret) => counts(secret) && (secret.confidence !== 'low' || known.has(secret.id)));
  const masked = { ...report, hidden: [...report.hidden, ...valuesIn({ secrets: held })] };
  const burnt = new Set(sure.filter(({ verdict }) => verdict === 'compromised' || verdict === 'still-current').map(({ id }) => id));
  const lint = [...lintAll(read), ...overdueLint(due)];
  return { report: masked, plan: planOf({ ...report, secrets }, read, config), lint, held, burnt };
}

/** Names that were found keep their kind; a kind by itself is a section for all of it. */
function draftsFor(names: readonly string[], plan: Plan): string {
  const rotations = loadRotations();
  const kinds = new Set(rotations.flatMap((rotation) => rotation.kinds));
  const wanted =
    names.length === 0
      ? plan.gaps
      : names.map((name) => {
          const found = plan.tasks.find((task) => task.name === name)?.kind;
          return { name, kind: kinds.has(name) ? name : (found ?? kindOfName(name) ?? kindIn(name, kinds) ?? '') };
        });
  if (wanted.length === 0) return 'Every name has a section: burnlist runbook check\n';
  return wanted.map(({ name, kind }) => draftSection(name, rotationOf(kind, rotations))).join('\n');
}

/** The kind whose words all stand in the name, the longest first: STRIPE_KEY and STRIPE_LIVE_KEY are a stripe-key. */
function kindIn(name: string, kinds: ReadonlySet<string>): string | undefined {
  const words = new Set(name.toLowerCase().split(/[^a-z0-9]+/));
  return [...kinds]
    .filter((kind) => kind.split('-').every((word) => words.has(word)))
    .sort((one, other) => other.length - one.length)[0];
}
