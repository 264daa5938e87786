/** Tables of refs as git writes them, of log records only: https://git-scm.com/docs/reftable */
import { deflateSync } from 'node:zlib';

export interface LogRecord {
  readonly ref: string;
  /** Number of the change; a later one is greater. */
  readonly update: number;
  /** Without it the record takes out what an earlier table has. */
  readonly entry?: {
    readonly old: string;
    readonly id: string;
    readonly who: string;
    readonly mail: string;
    readonly seconds: number;
    /** As people write it: 230 for +0230. */
    readonly zone: number;
    readonly message: string;
  };
}

/**
 * @param perBlock records in a block
 * @param isSha256 ids have 64 digits
 * @param before bytes between the header and the logs, where a table has its refs
 */
export function reftable(records: readonly LogRecord[], { perBlock = 100, isSha256 = false, before = Buffer.alloc(0) } = {}): Buffer {
  const header = Buffer.alloc(isSha256 ? 28 : 24);
  header.write('REFT', 'latin1');
  header[4] = isSha256 ? 2 : 1;
  if (isSha256) header.write('s256', 24, 'latin1');
  const sorted = [...records].sort((a, b) => Buffer.compare(keyOf(a), keyOf(b)));
  const blocks: Buffer[] = [];
  for (let at = 0; at < sorted.length; at += perBlock)
    blocks.push(block(sorted.slice(at, at + perBlock), at === 0 && before.length === 0 ? header.length : 0));
  const footer = Buffer.alloc(44);
  footer.writeBigUInt64BE(BigInt(before.length > 0 && blocks.length > 0 ? header.length + before.length : 0), 24);
  return Buffer.concat([header, before, ...blocks, header, footer]);
}

function block(records: readonly LogRecord[], inFront: number): Buffer {
  let last: Buffer = Buffer.alloc(0);
  const bytes = records.map((record) => {
    const key = keyOf(record);
    let shared = 0;
    while (shared < last.length && last[shared] === key[shared]) shared++;
    last = key;
    const suffix = key.subarray(shared);
    const kind = record.entry === undefined ? 0 : 1;
    return Buffer.concat([varint(shared), varint(suffix.length * 8 + kind), suffix, entryOf(record)]);
  });
  // one place to begin at: the first record
  const content = Buffer.concat([...bytes, Buffer.from([0, 0, 4 + inFront, 0, 1])]);
  const head = Buffer.from('g\0\0\0', 'latin1');
  head.writeUIntBE(content.length + 4 + inFront, 1, 3);
  return Buffer.concat([head, deflateSync(content)]);
}

function keyOf({ ref, update }: LogRecord): Buffer {
  const age = Buffer.alloc(8);
  age.writeBigUInt64BE(0xffffffffffffffffn - BigInt(update));
  return Buffer.concat([Buffer.from(`${ref}\0`), age]);
}

function entryOf({ entry }: LogRecord): Buffer {
  if (entry === undefined) return Buffer.alloc(0);
  const zone = Buffer.alloc(2);
  zone.writeInt16BE(entry.zone);
  const texts = [entry.who, entry.mail, entry.message].map((text) => Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)]));
  const [who, mail, message] = texts as [Buffer, Buffer, Buffer];
  return Buffer.concat([Buffer.from(entry.old + entry.id, 'hex'), who, mail, varint(entry.seconds), zone, message]);
}

/** As offsets of deltas in a pack. */
function varint(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (--rest % 128));
  return Buffer.from(bytes);
}
