/** `burnlist verify --current FILE…`: are the leaked values out of use? What is closed goes into the ledger. */
import { UsageError } from '../errors.ts';
import { renderLedger } from '../plan/ledger.ts';
import { keyIdsOf, verifiable, verify as compare } from '../plan/verify.ts';
import { activeIdWarnings } from '../plan/verify-active.ts';
import { logWarnings } from '../plan/verify-log.ts';
import { createLineMasker, valuesIn } from '../report/mask.ts';
import { verifyJson, type VerifyReport, verifyText } from '../report/verify.ts';
import { loadBuiltInRules } from '../detect/rules/built-in.ts';
import { openRepository } from '../source/repository.ts';
import { idsOf, readCurrentFiles, weighing } from './verify/current-files.ts';
import { withCode } from './verify/code.ts';
import { withPlaces } from './verify/current-places.ts';
import { heldOnDisk } from './verify/on-disk.ts';
import { leakedKeysOf } from './verify/leaked-keys.ts';
import { sightingsIn } from './verify/sightings.ts';
import { readLedgerFile, writeLedgerFile } from './policy/ledger-file.ts';
import { namedIn, settledBy } from './only.ts';
import { allowedPartial, asOfDay, readOptions } from './options.ts';
import { emit, IN_A_FILE, isBroken, lookOf, sayBroken, targetsOf } from './output/output.ts';
import { LEDGER_PATH, type Policy } from './policy/policy.ts';
import { isFolder, reportFromFile } from './reported/report-file.ts';
import { ledgerAfter } from './verify/ledger.ts';
import { auditWorking } from './audit/whole-audit.ts';
import type { Command, Context } from './context.ts';
import type { Gap, Judged, Report } from '../model.ts';
import type { Repository } from '../source/repository.ts';

const HELP = `burnlist verify [repo|report]   are the leaked values out of use?

  --current FILE             repeatable; what says today's values: .env, JSON
                             and YAML with keys (jwt_secrets.json), exports of
                             Kubernetes, Vault, AWS, Terraform state, lists with
                             dates, rotation logs; - reads standard input.
                             Values stay in memory
  --only ID|NAME             repeatable or with commas; one incident among many
  --format text|json[=FILE]  repeatable
  --as-of DATE  --allow-partial LIST  --no-color  --quiet

What is ROTATED or REMOVED goes into .burnlist/ledger.yaml of the working tree;
anything else is 1.
`;

export const verify: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, [
    'allow-partial',
    'as-of',
    'current',
    'format',
    'no-color',
    'only',
    'quiet',
  ]);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  if (positionals.length > 1)
    throw new UsageError('verify takes one repository or one report; files go with --current');
  if (values.current === undefined)
    throw new UsageError('verify needs --current FILE: a file that says which values are in use today');
  const wanted = targetsOf(values.format, ['text', 'json'] as const, 'text', {
    cwd: context.cwd,
    inputs: [...positionals, ...values.current],
  });
  const allowed = allowedPartial(values['allow-partial']);
  const asOf = asOfDay(values['as-of'], context.today);
  const read = await readCurrentFiles(values.current, context);

  const { report: audited, repository, policy } = await leakedFrom(positionals[0], asOf, context, values.quiet === true);
  const files = await withCode(read, policy?.rules ?? loadBuiltInRules());
  const sources = files.map(({ source }) => source);
  const named = values.only === undefined ? undefined : namedIn(audited, values.only);
  const leaked = verifiable(audited);
  const isSure = ({ confidence }: Judged): boolean => confidence !== 'low';
  const chosen = new Set(leaked.filter((secret) => named?.includes(secret) ?? isSure(secret)));
  // keys settle what hangs on them, and no new value may be another leaked one
  const compared = leaked.filter((secret) => isSure(secret) || chosen.has(secret));
  const onDisk = repository && (await heldOnDisk(compared, repository));
  const report = withFailed(audited, onDisk?.failed ?? []);
  const all = compare({
    secrets: compared,
    sources: await withPlaces(sources, values.current, repository, context.cwd),
    weigh: weighing(),
    sightings: sightingsIn(files, compared),
    leakedKeys: repository === undefined ? new Map() : await leakedKeysOf(compared, repository),
    isHeadOfToday: repository !== undefined && compared.every(({ value }) => value.length > 0),
    ...(onDisk === undefined ? {} : { onDisk: onDisk.held }),
    keyIds: keyIdsOf(report),
    ...(await idsOf(files, compared)),
  });
  const rows = all.filter(({ secret }) => chosen.has(secret));

  const clean = createLineMasker(valuesIn(report));
  const old = repository?.top === undefined ? [] : readLedgerFile(repository.top);
  const { ledger, closed, reopened } = ledgerAfter(old, rows, {
    at: repository?.head ?? null,
    on: context.today,
    clean,
  });
  const isChanged = repository?.top !== undefined && renderLedger(ledger) !== renderLedger(old);
  if (isChanged) writeLedgerFile(repository.top ?? '', ledger);
  const result: VerifyReport = {
    asOf,
    rows,
    isNarrowed: named !== undefined,
    settled: settledBy(named ?? [], old).filter(({ secret }) => !rows.some((row) => row.secret.id === secret.id)),
    ids: compared.map(({ id }) => id),
    warnings: [
      ...report.notices,
      ...notesOf(files),
      ...activeIdWarnings(sources),
      ...logWarnings([...chosen], sources),
    ],
    closed,
    ledger: isChanged ? LEDGER_PATH : undefined,
    reopened,
    clean,
  };
  const look = lookOf(context.terminal.out, context, values['no-color']);
  await emit(context, wanted, async ({ format, file }) => [
    format === 'json' ? verifyJson(result) : verifyText(result, file === undefined ? look : IN_A_FILE),
  ]);
  if (!isBroken(report, allowed)) return closed === rows.length ? 0 : 1;
  await sayBroken(report, context);
  context.warn('burnlist: the audit was incomplete: there may be more to verify\n');
  return 3;
};

async function leakedFrom(
  path: string | undefined,
  asOf: string,
  context: Context,
  quiet: boolean,
): Promise<{ report: Report; repository: Repository | undefined; policy: Policy | undefined }> {
  if (path === undefined || isFolder(path, context)) {
    const repository = await openRepository(path ?? context.cwd, context.env);
    if (repository.top === undefined)
      throw new UsageError('verify writes into a working tree, and this repository is bare');
    return { ...(await auditWorking(repository, asOf, undefined, context, quiet)), repository };
  }
  return reportFromFile(path, { asOf, policyFrom: undefined, quiet }, context);
}

function withFailed(report: Report, failed: readonly Gap[]): Report {
  if (failed.length === 0) return report;
  const { coverage } = report;
  return { ...report, coverage: { ...coverage, complete: false, failed: [...coverage.failed, ...failed] } };
}

function notesOf(files: Awaited<ReturnType<typeof readCurrentFiles>>): readonly string[] {
  return files.flatMap(({ source }) => source.notes.map((note) => `${source.label}: ${note}`));
}
