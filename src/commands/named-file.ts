/** A file that somebody names in, its bytes out, or why there are none: never more than is asked for, and never a wait for ever. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { shownPath } from '../shown.ts';

export interface Named {
  readonly cwd: string;
  /** Bytes that such a file has at most, in whole megabytes. */
  readonly most: number;
  /** Behind which it was named. */
  readonly option?: string;
}

/** @throws UsageError */
export function readNamedFile(name: string, { cwd, most, option }: Named): Buffer {
  const path = resolve(cwd, name);
  const refuse = (why: string): never => {
    throw new UsageError(`${option === undefined ? '' : `${option} `}${shownPath(name)}: ${why}`);
  };
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) refuse('is a folder; name the files in it');
    if (stat.size > most) refuse(tooLarge(most));
    if (stat.isFile()) return readFileSync(path);
    // opening a pipe that nobody writes to never ends; one that the shell made, `<(…)`, has its writer
    if (stat.isFIFO() && OF_SHELL.test(path)) return readStream(path, most) ?? refuse(tooLarge(most));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    refuse(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  return refuse('is no file but a pipe or a device');
}

/** What a shell made for `<(command)`. */
export const OF_SHELL = /^(?:\/dev|\/proc\/self)\/fd\/\d+$/;

/** Undefined where it holds more. */
function readStream(path: string, most: number): Buffer | undefined {
  const pieces: Buffer[] = [];
  const file = openSync(path, 'r');
  try {
    for (let size = 0; size <= most; ) {
      const piece = Buffer.allocUnsafe(1 << 16);
      const length = readSync(file, piece);
      if (length === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, length));
      size += length;
    }
  } finally {
    closeSync(file);
  }
  return undefined;
}

function tooLarge(most: number): string {
  return `is larger than ${most >> 20} MB; is it the right file?`;
}
