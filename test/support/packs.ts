/**
 * Packs as a test wants them (gitformat-pack): entries whole or as deltas of chosen instructions, and packs that lie.
 * The index is written here too, so that no check of git's stands between a hostile pack and who reads it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { crc32 } from '../../src/detect/checks/crc.ts';

export type Instruction = { readonly copy: readonly [offset: number, size: number] } | { readonly insert: Buffer };

export interface Entry {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  /** What the object is, whatever its entry says: its id is the hash of this. */
  readonly content: Buffer;
  /** Made from the entry that stands so many before it, or behind it where the base is named by its id. */
  readonly delta?: { readonly back: number; readonly bytes: Buffer; readonly byId?: boolean };
  /** What the entry says instead of the truth. */
  readonly lies?: {
    readonly size?: number;
    readonly stream?: Buffer;
    readonly distance?: number;
    readonly baseId?: Buffer;
  };
}

export interface Pack {
  readonly pack: Buffer;
  readonly index: Buffer;
  /** By entry. */
  readonly ids: readonly string[];
  readonly offsets: readonly number[];
}

const TYPES = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;
const OFFSET_DELTA = 6;
const ID_DELTA = 7;

export function makePack(entries: readonly Entry[], format: 'sha1' | 'sha256' = 'sha1'): Pack {
  const ids = entries.map(({ type, content }) => hash(format, Buffer.from(`${type} ${content.length}\0`), content));
  const pieces: Buffer[] = [Buffer.concat([Buffer.from('PACK'), number(2), number(entries.length)])];
  const offsets: number[] = [];
  const checks: number[] = [];
  let at = pieces[0]!.length;
  for (const [place, entry] of entries.entries()) {
    const base = place - (entry.delta?.back ?? 0);
    const bytes = entryBytes(entry, { distance: at - (offsets[base] ?? 0), id: ids[base]! });
    offsets.push(at);
    checks.push(crc32(bytes));
    pieces.push(bytes);
    at += bytes.length;
  }
  const body = Buffer.concat(pieces);
  const pack = Buffer.concat([body, hash(format, body)]);
  return {
    pack,
    index: makeIndex({ ids, offsets, checks }, pack, format),
    ids: ids.map((id) => id.toString('hex')),
    offsets,
  };
}

/** Puts a pack and its index where a repository keeps them. */
export function writePack(objects: string, { pack, index }: Pick<Pack, 'pack' | 'index'>, name?: string): string {
  const folder = join(objects, 'pack');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name ?? `pack-${createHash('sha1').update(pack).digest('hex')}`);
  writeFileSync(`${path}.pack`, pack);
  writeFileSync(`${path}.idx`, index);
  return path;
}

/** The same pack with other bytes in it, and the checksums as if nothing had happened. */
export function reseal({ pack, index }: Pick<Pack, 'pack' | 'index'>): Pick<Pack, 'pack' | 'index'> {
  const body = pack.subarray(0, -20);
  const sealed = Buffer.concat([body, hash('sha1', body)]);
  const table = Buffer.concat([index.subarray(0, -40), sealed.subarray(-20)]);
  return { pack: sealed, index: Buffer.concat([table, hash('sha1', table)]) };
}

interface Listing {
  readonly ids: readonly Buffer[];
  readonly offsets: readonly number[];
  readonly checks: readonly number[];
}

/** Version 2; offsets are below 2 GB. */
export function makeIndex({ ids, offsets, checks }: Listing, pack: Buffer, format: 'sha1' | 'sha256' = 'sha1'): Buffer {
  const order = ids.map((_, entry) => entry).sort((a, b) => Buffer.compare(ids[a]!, ids[b]!));
  const fanout = Array.from({ length: 256 }, (_, first) => number(ids.filter((id) => id[0]! <= first).length));
  const table = Buffer.concat([
    Buffer.from('ff744f63', 'hex'),
    number(2),
    ...fanout,
    ...order.map((entry) => ids[entry]!),
    ...order.map((entry) => number(checks[entry]!)),
    ...order.map((entry) => number(offsets[entry]!)),
    pack.subarray(format === 'sha1' ? -20 : -32),
  ]);
  return Buffer.concat([table, hash(format, table)]);
}

function entryBytes({ type, content, delta, lies }: Entry, base: { distance: number; id: Buffer }): Buffer {
  const stands = delta?.bytes ?? content;
  const kind = delta === undefined ? TYPES[type] : delta.byId === true ? ID_DELTA : OFFSET_DELTA;
  const named =
    kind === ID_DELTA ? (lies?.baseId ?? base.id) : kind === OFFSET_DELTA ? distance(lies?.distance ?? base.distance) : [];
  return Buffer.concat([
    header(kind, lies?.size ?? stands.length),
    Buffer.from(named),
    lies?.stream ?? deflateSync(stands),
  ]);
}

function header(kind: number, size: number): Buffer {
  const bytes = [(kind << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function distance(back: number): Buffer {
  const bytes = [back & 127];
  for (let rest = Math.floor(back / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    bytes.unshift(128 | (rest & 127));
  }
  return Buffer.from(bytes);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function hash(format: 'sha1' | 'sha256', ...pieces: readonly Buffer[]): Buffer {
  const sum = createHash(format);
  for (const piece of pieces) sum.update(piece);
  return sum.digest();
}
