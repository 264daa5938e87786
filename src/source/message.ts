/** A commit message as git will record it: without comments and without what stands below the scissors. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';

const SCISSORS = /^.{0,4} ?-{8,} >8 -{8,}/;

export function cleanMessage(path: string, cwd: string): Buffer {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new UsageError(
      `--message ${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  }
  const lines = text.split('\n');
  const scissors = lines.findIndex((line) => SCISSORS.test(line));
  const kept = scissors < 0 ? lines : lines.slice(0, scissors);
  return Buffer.from(kept.filter((line) => !line.startsWith('#')).join('\n'), 'utf8');
}
