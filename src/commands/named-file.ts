/** A file that somebody names in, its bytes out, or why there are none: never more than is asked for, and never a wait for ever. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

export class Unreadable extends Error {}

/** @param most bytes that such a file has at most, in whole megabytes */
export function readNamedFile(path: string, most: number): Buffer {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new Unreadable('is a folder; name the files in it');
    if (stat.size > most) throw tooLarge(most);
    if (stat.isFile()) return readFileSync(path);
    // opening a pipe that nobody writes to never ends; one that the shell made, `<(…)`, has its writer
    if (stat.isFIFO() && OF_SHELL.test(path)) return readStream(path, most);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  throw new Unreadable('is no file but a pipe or a device');
}

const OF_SHELL = /^(?:\/dev|\/proc\/self)\/fd\/\d+$/;

function readStream(path: string, most: number): Buffer {
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
  throw tooLarge(most);
}

function tooLarge(most: number): Unreadable {
  return new Unreadable(`is larger than ${most >> 20} MB; is it the right file?`);
}
