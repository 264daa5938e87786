/** What other scanners have found before → `known` in the ledger, as far as it is found in this repository. */
import { basename } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import { renewLedger } from '../../plan/ledger.ts';
import { counted } from '../../report/numbers.ts';
import { readLedgerFile, writeLedgerFile } from '../policy/ledger-file.ts';
import { isBroken, sayBroken } from '../output/output.ts';
import { LEDGER_PATH } from '../policy/policy.ts';
import { maskerFor } from '../output/quoted.ts';
import { isFolder, reportFromFile } from '../reported/report-file.ts';
import type { Context, ExitStatus } from '../context.ts';
import type { Done, WithTree } from './files.ts';
import type { Judged, LedgerEntry } from '../../model.ts';

export interface Adopted {
  readonly done: readonly Done[];
  readonly status: ExitStatus;
}

/** Every report is read before anything is written. */
export async function adoptReports(
  paths: readonly string[],
  { top, head }: WithTree,
  context: Context,
): Promise<Adopted> {
  const done: Done[] = [];
  const all: LedgerEntry[] = [];
  let status: ExitStatus = 0;
  const folder = paths.find((path) => isFolder(path, context));
  if (folder !== undefined) throw new UsageError(`--from ${shownPath(folder)}: a folder; name the other scanner's report`);
  for (const path of paths) {
    const { report } = await reportFromFile(path, { asOf: context.today, policyFrom: undefined, quiet: true }, context);
    const here = report.secrets.filter(isHere);
    const mask = maskerFor(report, [path]);
    const facts = { on: context.today, evidence: `taken over from ${mask(basename(path))}`, ...(head === null ? {} : { at: head }) };
    const entries = here
      .filter(({ id, verdict, status }) => verdict === 'compromised' && status === 'open' && all.every((one) => one.id !== id))
      .map((secret): LedgerEntry => {
        const [first] = secret.names;
        return { id: secret.id, status: 'known', ...(first === undefined ? {} : { name: mask(first.name) }), ...facts };
      });
    all.push(...entries);
    const gone = report.secrets.length - here.length;
    const rest = gone > 0 ? `, ${counted(gone, 'secret')} of it not found here` : '';
    done.push({ line: `${mask(path)}: ${counted(entries.length, 'secret')} known from now on${rest}` });
    if (!isBroken(report, [])) continue;
    await sayBroken(report, context);
    status = 3;
  }
  if (all.length > 0) {
    writeLedgerFile(top, renewLedger(readLedgerFile(top), all));
    done.push({ line: `${LEDGER_PATH} has them, without their values`, written: [LEDGER_PATH] });
  }
  return { done, status };
}

/** Found in an object of this repository: by the report alone there is nothing to hold later audits against. */
function isHere({ occurrences }: Judged): boolean {
  return occurrences.some(({ blob, where }) => blob !== undefined || where !== 'blob');
}
