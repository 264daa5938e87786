/** What a report is not written over: what the same command reads, what decides, and any file that is no report of ours. */
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { isReport } from '../../report/ours.ts';
import { isTodo } from '../../report/todo-merge.ts';
import { shownPath } from '../../shown.ts';

/** Where a command stands, and the files that it was told to read. */
export interface Around {
  readonly cwd: string;
  readonly inputs: readonly (string | undefined)[];
  /** Formats that are put into what is there. */
  readonly merged?: readonly string[];
}

/** Bytes that are read as a whole; of a larger file its ends tell what it is. */
const WHOLE = 4 << 20;
const ENDS = 64 << 10;

/** Throws UsageError. A file that is new or empty, a device and a pipe lose nothing. */
export function refuseOverwriting(format: string, file: string, { cwd, inputs, merged = [] }: Around): void {
  const path = resolve(cwd, file);
  const refuse = (why: string): never => {
    throw new UsageError(`--format ${format}=${shownPath(file)}: ${why}; choose another name`);
  };
  let there: { readonly size: number; readonly real: string } | undefined;
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() === true) there = { size: stat.size, real: realpathSync(path) };
  } catch (error) {
    refuse(`cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  if (there === undefined || there.size === 0) return;
  const { size, real } = there;
  if (inputs.some((input) => input !== undefined && isSame(resolve(cwd, input), real))) refuse('this file is read here');
  const text = textOf(path, size);
  if (isReport(text)) return;
  if (merged.includes(format) && isTodo(text)) return;
  if (/[\\/]\.(?:burnlist|git)[\\/]/.test(real)) refuse('burnlist and git keep their own files there');
  if (!merged.includes(format)) refuse('there is a file that is no report of burnlist, or holds what people added');
}

/** An input that cannot be reached is said by whoever reads it. */
function isSame(input: string, real: string): boolean {
  try {
    return realpathSync(input) === real;
  } catch {
    return false;
  }
}

/** What cannot be read is no report. */
function textOf(path: string, size: number): string {
  let file: number | undefined;
  try {
    if (size <= WHOLE) return readFileSync(path, 'utf8');
    file = openSync(path, 'r');
    const [head, tail] = [Buffer.alloc(ENDS), Buffer.alloc(ENDS)];
    readSync(file, head, 0, ENDS, 0);
    readSync(file, tail, 0, ENDS, size - ENDS);
    return `${head.toString('utf8')}${tail.toString('utf8')}`;
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
