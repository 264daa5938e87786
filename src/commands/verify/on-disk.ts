/** Leaked values in tracked files that the work tree has changed: HEAD says nothing of them yet, and the next commit does. */
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles, isGone } from '../../source/changed-files.ts';
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
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  // where git cannot read the index or HEAD, the audit has said so
  for (const path of await changedFiles(git, top).catch(() => [])) {
    try {
      for (const id of heldIn(join(top, path), secrets, piece)) held.set(id, [...(held.get(id) ?? []), path]);
    } catch (error) {
      if (isGone(error)) continue;
      const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      failed.push({ what: 'changed file', why: `${path}: ${why}`, count: 1 });
    }
  }
  return { held, failed };
}

function heldIn(file: string, secrets: readonly Judged[], piece: Buffer): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const bytes of piecesOf(file, piece)) {
    for (const { id, value } of secrets) if (!ids.has(id) && standsIn(value, bytes) === 'in use') ids.add(id);
  }
  return ids;
}

/** Each in the same memory, from the beginning of a line on: what stands before a value tells whether it is in a comment. */
function* piecesOf(file: string, piece: Buffer): Iterable<Buffer> {
  if (!lstatSync(file).isFile()) return;
  const handle = openSync(file, 'r');
  try {
    for (let at = 0; ; ) {
      const length = readSync(handle, piece, 0, PIECE_BYTES, at);
      yield piece.subarray(0, length);
      if (length < PIECE_BYTES) return;
      const overlap = PIECE_BYTES - OVERLAP_BYTES;
      const line = piece.indexOf(LF, overlap);
      at += line < 0 ? overlap : line + 1;
    }
  } finally {
    closeSync(handle);
  }
}
