/** The ledger of the working tree as a file: read and written where people keep it, and nowhere else. */
import { lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ScanError, UsageError } from '../../errors.ts';
import { parseLedger, renderLedger } from '../../plan/ledger.ts';
import { writeWhole } from '../output/output.ts';
import { LEDGER_PATH } from './policy.ts';
import type { Ledger } from '../../model.ts';

/** @param top of the working tree */
export function readLedgerFile(top: string): Ledger {
  refuseLinks(top);
  const file = join(top, LEDGER_PATH);
  const plain = lstatSync(file, { throwIfNoEntry: false })?.isFile();
  if (plain === false) throw new UsageError(`${LEDGER_PATH}: not a plain file`);
  return plain === true ? parseLedger(LEDGER_PATH, readFileSync(file, 'utf8')) : [];
}

export function writeLedgerFile(top: string, ledger: Ledger): void {
  refuseLinks(top);
  const file = join(top, LEDGER_PATH);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, [renderLedger(ledger)]);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ScanError(`${LEDGER_PATH} could not be written: ${code ?? message}`);
  }
}

/** A link that somebody committed must not lead the ledger out of the repository. */
function refuseLinks(top: string): void {
  for (const path of [dirname(LEDGER_PATH), LEDGER_PATH]) {
    if (lstatSync(join(top, path), { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
    throw new UsageError(`${path} is a symbolic link, which is not followed: put a real one in its place`);
  }
}
