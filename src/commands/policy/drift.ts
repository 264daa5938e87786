/** Whether `.burnlist/` of the working tree is the one that counted: people edit one and wonder about the other. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Policy } from './policy.ts';

/**
 * The last line of a run.
 * @param whose the version that counted: "that of HEAD"
 * @param said files of which the report has said that they do not count
 */
export function sayDrift(
  policies: readonly Policy[],
  top: string | undefined,
  whose: string,
  { warn }: Context,
  said: readonly string[] = [],
): void {
  if (top === undefined) return;
  const files = policies.flatMap((policy) => [...policy.files]).filter(([path]) => !said.includes(path));
  const other = files.find(([path, counted]) => textAt(join(top, path)) !== lines(counted))?.[0];
  if (other !== undefined) warn(`burnlist: ${other} of the working tree differs: ${whose} counted\n`);
}

/** What is no plain file would not be read. */
function textAt(path: string): string | undefined {
  try {
    return lstatSync(path).isFile() ? lines(readFileSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

/** git may write other line ends into a working tree than it keeps. */
function lines(bytes: Buffer | undefined): string | undefined {
  return bytes?.toString('latin1').replaceAll('\r\n', '\n');
}
