/**
 * The entries of a pack, one behind the other.
 *   "PACK" version (4) count (4) | (type (3 bits) size | [distance back to its base, or its id (20)] | zlib stream)* | checksum
 */
import { inflate } from './inflate.ts';
import type { LayerBudget } from './inner.ts';
import type { Span } from '../../model.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** By number. */
export const TYPES: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];

export interface Entry extends Span {
  readonly type: number;
  /** Bytes of what is in its stream. */
  readonly size: number;
  /** Where that begins. */
  readonly data: number;
  /** What it is a delta to: start of an entry, or id of an object. */
  readonly base?: number | string;
}

const HEAD = 12;
const TO_ENTRY = 6;
const TO_ID = 7;
const ID_SIZE = 20;

/** @returns those that make sense, and what the budget said where it ended */
export function readEntries(
  bytes: Buffer,
  pack: number,
  budget: LayerBudget,
): { readonly entries: readonly Entry[]; readonly stopped?: unknown } {
  const entries: Entry[] = [];
  let left = pack + HEAD > bytes.length ? 0 : bytes.readUInt32BE(pack + 8);
  try {
    for (let at = pack + HEAD; left > 0; left--) {
      budget.takeMember();
      const entry = entryAt(bytes, at, budget);
      if (entry === undefined) break;
      entries.push(entry);
      at = entry.end;
    }
  } catch (stopped) {
    return { entries, stopped };
  }
  if (left > 0) budget.leave('damaged');
  return { entries };
}

function entryAt(bytes: Buffer, start: number, budget: LayerBudget): Entry | undefined {
  let at = start;
  let byte = bytes[at++] ?? 0;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let scale = 16; byte >= 0x80; scale *= 128) {
    byte = bytes[at++] ?? 0;
    size += (byte & 0x7f) * scale;
  }
  let base: number | string | undefined;
  if (type === TO_ENTRY) {
    let distance = -1;
    do {
      byte = bytes[at++] ?? 0;
      distance = (distance + 1) * 128 + (byte & 0x7f);
    } while (byte >= 0x80);
    base = start - distance;
  } else if (type === TO_ID) {
    base = bytes.toString('hex', at, at + ID_SIZE);
    at += ID_SIZE;
  } else if (TYPES[type] === undefined) return undefined;
  const stream = inflate(bytes.subarray(at), 'zlib', budget, size);
  if (stream?.bytes.length !== size || !stream.isWhole) return undefined;
  return { start, end: at + stream.read, type, size, data: at, ...(base === undefined ? {} : { base }) };
}
