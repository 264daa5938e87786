/** `burnlist accept`: decisions of the team into the ledger of the working tree. */
import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from '../errors.ts';
import { shown } from '../shown.ts';
import { mergeLedger, renewLedger } from '../plan/ledger.ts';
import { sortedSecrets } from '../report/order.ts';
import { byPrefix } from '../report/short-id.ts';
import { openRepository } from '../source/repository.ts';
import { isDay, readOptions } from './options.ts';
import { readLedgerFile, writeLedgerFile } from './policy/ledger-file.ts';
import { isBroken, sayBroken } from './output/output.ts';
import { LEDGER_PATH } from './policy/policy.ts';
import { maskerFor } from './output/quoted.ts';
import { auditWorking } from './audit/whole-audit.ts';
import type { Options } from './options.ts';
import type { Command } from './context.ts';
import type { Judged, LedgerEntry, Report } from '../model.ts';

const HELP = `burnlist accept ID…           writes .burnlist/ledger.yaml in the working tree;
                              commit it

  --reason TEXT --owner NAME --until DATE   we will not rotate this, until then
  --false-positive --reason TEXT --owner NAME   it is no secret
  --all-existing             everything that is there today is known: it stays
                             in report and to-do, the status is 0
`;

export const accept: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, [
    'all-existing',
    'false-positive',
    'owner',
    'quiet',
    'reason',
    'until',
  ]);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  checkUse(values, positionals, context.today);
  const repository = await openRepository(context.cwd, context.env);
  if (repository.top === undefined)
    throw new UsageError('accept writes into a working tree, and this repository is bare');
  const old = readLedgerFile(repository.top);

  const { report } = await auditWorking(repository, context.today, undefined, context, values.quiet === true);
  const chosen =
    values['all-existing'] === true
      ? existing(report)
      : [...new Set(positionals.map((prefix) => byPrefix(sortedSecrets(report.secrets), prefix)))];
  const mask = maskerFor(report, [values.reason ?? '', values.owner ?? '']);
  const entries = chosen.map((secret) => entryFor(secret, values, { at: repository.head, on: context.today, mask }));
  const merged = values['all-existing'] === true ? renewLedger(old, entries) : mergeLedger(old, entries);
  const written = entries.filter((entry) => merged.includes(entry));
  if (written.length === 0) await context.write(`nothing to write: ${whyNothing(entries.length)}\n`);
  else {
    writeLedgerFile(repository.top, merged);
    const count = `${written.length} ${written.length === 1 ? 'secret' : 'secrets'}`;
    const path = relative(realpathSync(context.cwd), join(repository.top, LEDGER_PATH));
    await context.write(
      `${count} written to ${LEDGER_PATH} as ${written[0]!.status}; it counts once committed:  git add ${path}\n`,
    );
  }
  if (!isBroken(report, [])) return 0;
  await sayBroken(report, context);
  context.warn('burnlist: the audit was incomplete: what was seen is in the ledger, what was not seen is not\n');
  return 3;
};

function whyNothing(chosen: number): string {
  return chosen > 0
    ? `${LEDGER_PATH} has all that is there`
    : 'the audit found no open secret of high or medium confidence in history';
}

function checkUse(values: Options['values'], ids: readonly string[], today: string): void {
  const all = values['all-existing'] === true;
  if (all === ids.length > 0) throw new UsageError('accept takes ids of secrets, or --all-existing');
  if (all && (values['false-positive'] === true || values.until !== undefined))
    throw new UsageError('--all-existing marks as known: --until and --false-positive go with ids');
  if (all) return;
  const needed =
    values['false-positive'] === true ? (['reason', 'owner'] as const) : (['reason', 'owner', 'until'] as const);
  const missing = needed.filter((name) => !values[name]?.trim());
  if (missing.length > 0) {
    const options = missing.map((name) => `--${name}`).join(' and ');
    throw new UsageError(`accept needs ${options}: who decides, why, and until when belongs to the decision`);
  }
  if (values.until !== undefined && (!isDay(values.until) || values.until < today))
    throw new UsageError(`--until ${shown(values.until)}: a day from today on, as YYYY-MM-DD`);
}

/** What an audit would fail for: the rest needs no entry. */
function existing({ secrets }: Report): Judged[] {
  return secrets.filter(
    ({ verdict, status, confidence }) => verdict === 'compromised' && status === 'open' && confidence !== 'low',
  );
}

function entryFor(
  secret: Judged,
  values: Options['values'],
  facts: { at: string | null; on: string; mask: (text: string) => string },
): LedgerEntry {
  const status =
    values['all-existing'] === true ? 'known' : values['false-positive'] === true ? 'false-positive' : 'accepted';
  return {
    id: secret.id,
    status,
    ...(secret.names[0] === undefined ? {} : { name: facts.mask(secret.names[0].name) }),
    ...(values.reason === undefined ? {} : { reason: facts.mask(values.reason) }),
    ...(values.owner === undefined ? {} : { owner: facts.mask(values.owner) }),
    ...(values.until === undefined ? {} : { until: values.until }),
    ...(facts.at === null ? {} : { at: facts.at }),
    on: facts.on,
    ...(secret.was === 'rotated' ? { evidence: facts.mask(secret.reasons[0] ?? '') } : {}),
  };
}
