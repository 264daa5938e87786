/**
 * In: `.burnlist/ledger.yaml`, what the team has decided about secrets, by id, as people may have edited it. Out: its
 * entries. A merge of git that leaves two lines of one id is no error: the stricter counts.
 */
import { UsageError } from '../errors.ts';
import { fail, listOf, mapOf, oneOf, readYaml, textOf, type Field } from '../yaml-file.ts';
import { missingKey, STRICTEST_FIRST, strictestOfEach, VALUES } from './ledger-lines.ts';
import type { Ledger, LedgerEntry } from '../model.ts';

export { mergeLedger, renderLedger, renewLedger } from './ledger-lines.ts';

/** The entries, sorted by id, one for each. Throws UsageError with file, line and column. */
export function parseLedger(path: string, text: string): Ledger {
  refuseConflict(path, text);
  return strictestOfEach(listOf(readYaml(path, text)).map(readEntry));
}

function refuseConflict(path: string, text: string): void {
  const conflict = /^(?:<{7}|>{7}|\|{7}|={7})(?:[ \r]|$)/m.exec(text);
  if (!conflict) return;
  const line = text.slice(0, conflict.index).split('\n').length;
  throw new UsageError(
    `${path}:${line}:1: git left a merge conflict here: keep the lines of both sides and remove the markers`,
  );
}

function readEntry(field: Field): LedgerEntry {
  const values = [...mapOf(field, Object.keys(VALUES))].map(([key, value]) => [key, readValue(key, value)] as const);
  const entry = Object.fromEntries(values) as Partial<LedgerEntry>;
  const missing = missingKey(entry);
  if (missing === undefined) return entry as LedgerEntry;
  return fail(field, entry.status ? `an entry with status "${entry.status}" needs "${missing}"` : 'needs "status"');
}

function readValue(key: string, field: Field): string {
  if (key === 'status') return oneOf(field, STRICTEST_FIRST);
  const text = textOf(field);
  const problem = VALUES[key as keyof LedgerEntry](text);
  return problem === undefined ? text : fail(field, problem);
}
