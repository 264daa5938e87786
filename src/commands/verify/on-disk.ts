/** Leaked values in tracked files that the work tree has changed: HEAD says nothing of them yet, and the next commit does. */
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles } from '../../source/changed-files.ts';
import { standsIn } from './sightings.ts';
import type { Gap, Judged } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';

/** What is in memory of one file. */
const PIECE_BYTES = 16 << 20;
/** A key of many lines is whole in one of two pieces. */
const OVERLAP_BYTES = 64 << 10;
const LF = 0x0a;

export interface OnDisk {
  /** Paths by the id of the secret. */
  readonly held: ReadonlyMap<string, readonly string[]>;
  /** Changed files that nobody could look into: they may hold any of the values. */
  readonly failed: readonly Gap[];
}

export async function heldOnDisk(secrets: readonly Judged[], { git, top }: Repository): Promise<OnDisk> {
  const held = new Map<string, string[]>();
  const failed: Gap[] = [];
  if (top === undefined || secrets.length === 0) return { held, failed };
  // where git cannot read the index or HEAD, the audit has said so
  for (const path of await changedFiles(git, top).catch(() => [])) {
    try {
      for (const id of heldIn(join(top, path), secrets)) held.set(id, [...(held.get(id) ?? []), path]);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') failed.push({ what: 'changed file', why: `${path}: ${code}`, count: 1 });
    }
  }
  return { held, failed };
}

function heldIn(file: string, secrets: readonly Judged[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const bytes of piecesOf(file)) {
    for (const { id, value } of secrets) if (!ids.has(id) && standsIn(value, bytes) === 'in use') ids.add(id);
  }
  return ids;
}

/** Each begins at the beginning of a line: what stands before a value tells whether it is in a comment. */
function* piecesOf(file: string): Iterable<Buffer> {
  if (!lstatSync(file).isFile()) return;
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; ; ) {
      const length = readSync(handle, bytes, 0, PIECE_BYTES, at);
      yield bytes.subarray(0, length);
      if (length < PIECE_BYTES) return;
      const overlap = PIECE_BYTES - OVERLAP_BYTES;
      const line = bytes.indexOf(LF, overlap);
      at += line < 0 ? overlap : line + 1;
    }
  } finally {
    closeSync(handle);
  }
}
