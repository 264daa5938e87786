/** A notice of what the ledger has and an audit that saw everything does not. */
import { unusedEntries } from '../../plan/unused.ts';
import { shortIds } from '../../report/short-id.ts';
import { withoutValues } from '../output/quoted.ts';
import type { Ledger, Report } from '../../model.ts';

const MOST = 5;

/** The report with the notice. Of an incomplete audit nothing can be said. */
export function withUnused(report: Report, ledger: Ledger): Report {
  const unused = report.coverage.complete ? unusedEntries(ledger, report.secrets) : [];
  if (unused.length === 0) return report;
  const short = shortIds(ledger.map(({ id }) => id));
  const named = unused.slice(0, MOST).map(({ id, name }) => (name === undefined ? short(id) : `${short(id)} (${name})`));
  const more = unused.length > MOST ? ` and ${unused.length - MOST} more` : '';
  const entries = unused.length === 1 ? '1 entry of the ledger is' : `${unused.length} entries of the ledger are`;
  const text = `${entries} for no secret that is here: ${named.join(', ')}${more}; gone from history, or of elsewhere`;
  return { ...report, notices: [...report.notices, withoutValues(text)] };
}
