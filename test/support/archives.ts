/** Archives as a test wants them, those that lie included. Small: each form as its specification has it, nothing more. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/detect/checks/crc.ts';

export interface Member {
  readonly name: string;
  readonly data: Buffer | string;
}

export interface ZipMember extends Member {
  readonly isStored?: boolean;
  /** Sizes stand behind the data, as writers to a pipe leave them. */
  readonly isStreamed?: boolean;
  /** Sizes and the offset stand in the field of eight bytes each. */
  readonly isWide?: boolean;
  /** What the directory says instead of the truth. */
  readonly lies?: {
    readonly flags?: number;
    readonly method?: number;
    readonly size?: number;
    readonly offset?: number;
  };
}

export interface ZipOptions {
  readonly before?: Buffer;
  readonly comment?: string;
  readonly isWide?: boolean;
}

const WIDE = 0xffffffff;

export function makeZip(
  members: readonly ZipMember[],
  { before, comment = '', isWide = false }: ZipOptions = {},
): Buffer {
  const pieces: Buffer[] = [before ?? Buffer.alloc(0)];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const data = Buffer.from(member.data);
    const packed = member.isStored === true ? data : deflateRawSync(data);
    const name = Buffer.from(member.name);
    const offset = member.lies?.offset ?? at;
    const sizes = [packed.length, member.lies?.size ?? data.length] as const;
    const fields = {
      flags: (member.lies?.flags ?? 0) | (member.isStreamed === true ? 8 : 0) | 0x800,
      method: member.lies?.method ?? (member.isStored === true ? 0 : 8),
      check: crc32(data),
    };
    const local = member.isStreamed === true ? [0, 0] : sizes;
    const descriptor = member.isStreamed === true ? [Buffer.from('PK\x07\x08'), words(fields.check, ...sizes)] : [];
    const body = [
      Buffer.from('PK\x03\x04'),
      shorts(20, fields.flags, fields.method, 0, 0),
      words(fields.check, ...local),
    ];
    pieces.push(...body, shorts(name.length, 0), name, packed, ...descriptor);
    at += Buffer.concat([...body, shorts(0, 0), name, packed, ...descriptor]).length;
    const [shownSizes, shownOffset] = member.isWide === true ? [[WIDE, WIDE], WIDE] : [sizes, offset];
    const extra =
      member.isWide === true ? Buffer.concat([shorts(1, 24), longs(sizes[1], sizes[0], offset)]) : Buffer.alloc(0);
    directory.push(
      Buffer.from('PK\x01\x02'),
      shorts(45, 20, fields.flags, fields.method, 0, 0),
      words(fields.check, ...shownSizes),
      shorts(name.length, extra.length, 0, 0, 0),
      words(0, shownOffset),
      name,
      extra,
    );
  }
  const list = Buffer.concat(directory);
  const count = members.length;
  const wide = [
    Buffer.from('PK\x06\x06'),
    longs(44),
    shorts(45, 45),
    words(0, 0),
    longs(count, count, list.length, at),
  ];
  const locator = [Buffer.from('PK\x06\x07'), words(0), longs(at + list.length), words(1)];
  const end = isWide
    ? [shorts(0, 0, 0xffff, 0xffff), words(WIDE, WIDE)]
    : [shorts(0, 0, count, count), words(list.length, at)];
  pieces.push(list, ...(isWide ? [...wide, ...locator] : []), Buffer.from('PK\x05\x06'), ...end);
  return Buffer.concat([...pieces, shorts(comment.length), Buffer.from(comment)]);
}

export interface TarMember extends Member {
  readonly type?: string;
  /** What the header says instead of the truth. */
  readonly size?: number | string;
  readonly prefix?: string;
  readonly magic?: string;
}

export function makeTar(members: readonly TarMember[], end = Buffer.alloc(1024)): Buffer {
  return Buffer.concat([...members.flatMap((member) => [tarHeader(member), filled(Buffer.from(member.data))]), end]);
}

/** A member of type x that says something about the next one. */
export function paxRecords(records: Readonly<Record<string, string>>): TarMember {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const digits = String(Buffer.byteLength(rest) + 2).length;
    return `${Buffer.byteLength(rest) + digits}${rest}`;
  });
  return { name: 'PaxHeader', type: 'x', data: lines.join('') };
}

function tarHeader({ name, data, type = '0', size, prefix = '', magic = 'ustar\0' }: TarMember): Buffer {
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100), 0);
  header.write('0000644\0', 100);
  const told = size ?? Buffer.byteLength(data);
  if (typeof told === 'string') header.write(told, 124, 'latin1');
  else if (told < 2 ** 33) header.write(`${told.toString(8).padStart(11, '0')}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(told), 128);
  }
  header.write(type, 156);
  header.write(magic, 257, 'latin1');
  header.write(prefix, 345);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function filled(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

/** An xz file whose one block is stored, not packed. */
export function makeStoredXz(data: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < data.length; at += 1 << 16) {
    const chunk = data.subarray(at, at + (1 << 16));
    chunks.push(Buffer.from([at === 0 ? 1 : 2, (chunk.length - 1) >> 8, (chunk.length - 1) & 0xff]), chunk);
  }
  const packed = Buffer.concat([...chunks, Buffer.from([0])]);
  const blockHead = sealed(Buffer.from([2, 0, 0x21, 1, 22, 0, 0, 0]));
  const index = sealed(Buffer.from([0, 1, ...sevens(blockHead.length + packed.length), ...sevens(data.length)]), 4);
  const flags = Buffer.from([0, 0]);
  const footer = Buffer.concat([words(index.length / 4 - 1), flags]);
  return Buffer.concat([
    Buffer.from('fd377a585a00', 'hex'),
    flags,
    words(crc32(flags)),
    blockHead,
    packed,
    Buffer.alloc((4 - (packed.length % 4)) % 4),
    index,
    words(crc32(footer)),
    footer,
    Buffer.from('YZ'),
  ]);
}

function sealed(bytes: Buffer, unit = 1): Buffer {
  const whole = Buffer.concat([bytes, Buffer.alloc((unit - (bytes.length % unit)) % unit)]);
  return Buffer.concat([whole, words(crc32(whole))]);
}

function sevens(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...sevens(value >>> 7)];
}

function shorts(...values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff]));
}

function words(...values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}

function longs(...values: readonly number[]): Buffer {
  return Buffer.from(BigUint64Array.from(values, (value) => BigInt(value)).buffer);
}
