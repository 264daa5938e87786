/**
 * What refs pointed at before, where git keeps refs in tables: the log records below `reftable/`, as lines of the log
 * files that other repositories have. Format: https://git-scm.com/docs/reftable
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { ScanError } from '../errors.ts';

/** Bytes of all records of one folder, inflated; what is larger was made to be. */
const MOST = 256 << 20;
/** A block counts for so many bytes at the least, since each costs time; git begins the next one at 4 KiB. */
const LEAST = 4096;
/** So often a table may have gone while it was read, because git wrote its records into another one. */
const ATTEMPTS = 5;

/**
 * Full ref name → its log, the oldest line first. A folder without tables has none.
 * @param gitDir of the repository or of a linked worktree
 * @throws ScanError naming the table that is broken
 */
export function logsInTables(gitDir: string): ReadonlyMap<string, Buffer> {
  const folder = join(gitDir, 'reftable');
  for (let attempt = 1; existsSync(join(folder, 'tables.list')); attempt++) {
    try {
      return joinTables(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
  return new Map();
}

/** Later tables add to earlier ones, or take out what those have. */
function joinTables(folder: string): ReadonlyMap<string, Buffer> {
  const names = readFileSync(join(folder, 'tables.list'), 'latin1').split('\n').filter((name) => name !== '');
  const logs = new Map<string, Map<string, string | undefined>>();
  const left = { bytes: MOST };
  for (const name of names) {
    if (!/^[\w-]+\.(?:ref|log)$/.test(name)) throw new ScanError(`${join('reftable', 'tables.list')} is broken`);
    const table = readFileSync(join(folder, name));
    try {
      for (const { ref, age, line } of recordsIn(table, left)) {
        const log = logs.get(ref) ?? new Map<string, string | undefined>();
        logs.set(ref, log.set(age, line));
      }
    } catch (error) {
      const why = left.bytes < 0 ? `holds more than ${MOST >> 20} MiB of logs` : 'is broken';
      throw new ScanError(`${join('reftable', name)} ${why}`, { cause: error });
    }
  }
  return new Map([...logs].map(([ref, log]) => [ref, textOf(log)] as const).filter(([, text]) => text.length > 0));
}

/** By age, the oldest first: it counts down. */
function textOf(log: ReadonlyMap<string, string | undefined>): Buffer {
  const lines = [...log].sort(([a], [b]) => (a < b ? 1 : -1)).flatMap(([, line]) => line ?? []);
  return Buffer.from(lines.join(''), 'latin1');
}

interface LogRecord {
  readonly ref: string;
  /** Bytes that sort the newest first. */
  readonly age: string;
  /** In Latin-1; absent: what an earlier table says of that moment is taken out. */
  readonly line: string | undefined;
}

const FOOTER = 44; // behind the copy of the header
const LOG_BLOCK = 'g'.charCodeAt(0);
const INDEX_BLOCK = 'i'.charCodeAt(0);

function* recordsIn(table: Buffer, left: { bytes: number }): Generator<LogRecord> {
  const version = table.readUInt8(4);
  if (table.toString('latin1', 0, 4) !== 'REFT' || (version !== 1 && version !== 2)) throw new RangeError('no table');
  const header = version === 1 ? 24 : 28;
  const idBytes = version === 2 && table.toString('latin1', 24, 28) === 's256' ? 32 : 20;
  const end = table.length - header - FOOTER;
  if (!table.subarray(end, end + header).equals(table.subarray(0, header))) throw new RangeError('no end');
  const first = Number(table.readBigUInt64BE(end + header + 24));
  // a table of nothing but logs says 0, and so does one without any
  if (first === 0 && table[header] !== LOG_BLOCK) return;
  let at = first === 0 ? header : first;
  while (at !== end && table[at] !== INDEX_BLOCK) {
    if (at > end || table[at] !== LOG_BLOCK) throw new RangeError('no logs');
    // of a block that begins the file the length counts the file's header as well
    const length = table.readUIntBE(at + 1, 3) - 4 - (at === header ? header : 0);
    left.bytes -= Math.max(length, LEAST);
    if (left.bytes < 0) throw new RangeError('too much');
    const { buffer, engine } = inflated(table.subarray(at + 4, end), length);
    if (buffer.length !== length) throw new RangeError('another length');
    yield* recordsInBlock(buffer, idBytes);
    at += 4 + engine.bytesWritten;
  }
}

/** @returns with how far the compressed bytes went, which the types of Node do not have */
function inflated(bytes: Buffer, most: number): { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } {
  return inflateSync(bytes, { info: true, maxOutputLength: Math.max(1, most) }) as unknown as ReturnType<typeof inflated>;
}

function* recordsInBlock(block: Buffer, idBytes: number): Generator<LogRecord> {
  const end = block.length - 2 - 3 * block.readUInt16BE(block.length - 2);
  const records = openRecords(block.subarray(0, end));
  for (let key = ''; !records.isAtEnd();) {
    const shared = records.number();
    const suffix = records.number();
    key = key.slice(0, shared) + records.text(suffix >> 3);
    const nul = key.length - 9;
    if (nul < 1 || key[nul] !== '\0') throw new RangeError('no key');
    const [ref, age] = [Buffer.from(key.slice(0, nul), 'latin1').toString('utf8'), key.slice(nul + 1)];
    const line = (suffix & 7) === 0 ? undefined : lineOf(records, idBytes);
    yield { ref, age, line };
  }
}

function lineOf(records: Records, idBytes: number): string | undefined {
  const [old, id] = [records.hex(idBytes), records.hex(idBytes)];
  const [name, email] = [records.text(records.number()), records.text(records.number())];
  const seconds = records.number();
  const zone = records.zone();
  const lines = records.text(records.number()).split('\n');
  while (lines.at(-1) === '') lines.pop();
  const message = lines.join(' ');
  // both zero: only says that there is a log
  if (/^0+$/.test(old + id)) return undefined;
  return `${old} ${id} ${name} <${email}> ${seconds} ${zone}\t${message}\n`;
}

type Records = ReturnType<typeof openRecords>;

/** Reads on from place to place, and never beyond the last byte. */
function openRecords(bytes: Buffer) {
  let at = 0;
  const take = (count: number): Buffer => {
    if (count > bytes.length - at) throw new RangeError('cut off');
    return bytes.subarray(at, (at += count));
  };
  return {
    isAtEnd: (): boolean => at >= bytes.length,
    text: (count: number): string => take(count).toString('latin1'),
    hex: (count: number): string => take(count).toString('hex'),
    /** As offsets of deltas in a pack. */
    number(): number {
      let byte = take(1).readUInt8();
      let value = byte & 0x7f;
      while (byte >= 0x80) {
        byte = take(1).readUInt8();
        value = (value + 1) * 128 + (byte & 0x7f);
        if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('too large');
      }
      return value;
    },
    /** Git writes it as people do, 230 for +0230. */
    zone(): string {
      const zone = take(2).readInt16BE();
      return `${zone < 0 ? '-' : '+'}${String(Math.abs(zone)).padStart(4, '0')}`;
    },
  };
}
