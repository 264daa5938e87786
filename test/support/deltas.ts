/** Deltas of chosen instructions (gitformat-pack), and what they come to, read as slowly and plainly as can be. */
import type { Instruction } from './packs.ts';

/** @param says sizes that are not the truth */
export function makeDelta(
  baseSize: number,
  instructions: readonly Instruction[],
  says: { readonly base?: number; readonly result?: number } = {},
): Buffer {
  const result = instructions.reduce((sum, one) => sum + ('copy' in one ? one.copy[1] : one.insert.length), 0);
  return Buffer.concat([size(says.base ?? baseSize), size(says.result ?? result), ...instructions.map(written)]);
}

/** Undefined where git would refuse. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer | undefined {
  let at = 0;
  const next = (): number => delta[at++] ?? Number.NaN;
  const readSize = (): number => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = next();
      if (Number.isNaN(byte)) return byte;
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  if (readSize() !== base.length) return undefined;
  const length = readSize();
  const pieces: Buffer[] = [];
  while (at < delta.length) {
    const code = next();
    if (code === 0) return undefined;
    if (code < 128) {
      if (at + code > delta.length) return undefined;
      pieces.push(delta.subarray(at, at + code));
      at += code;
      continue;
    }
    const bytes = [0, 1, 2, 3, 4, 5, 6].map((bit) => (code & (1 << bit) ? next() : 0));
    const [from, said] = [little(bytes.slice(0, 4)), little(bytes.slice(4))];
    const count = said === 0 ? 0x10000 : said;
    // false for a number whose bytes are cut off, too
    if (!(from + count <= base.length)) return undefined;
    pieces.push(base.subarray(from, from + count));
  }
  const whole = Buffer.concat(pieces);
  return whole.length === length ? whole : undefined;
}

function little(bytes: readonly number[]): number {
  return bytes.some(Number.isNaN) ? Number.NaN : bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

function size(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 128;
    bytes.push(rest % 128);
  }
  return Buffer.from(bytes);
}

/** Longer ones as several. */
function written(instruction: Instruction): Buffer {
  if ('insert' in instruction) return inserts(instruction.insert);
  const [offset, size] = instruction.copy;
  return Buffer.concat(
    Array.from({ length: Math.ceil(size / MOST_COPIED) }, (_, part) =>
      copy(offset + part * MOST_COPIED, Math.min(MOST_COPIED, size - part * MOST_COPIED)),
    ),
  );
}

const MOST_COPIED = 0xffffff;

function copy(offset: number, count: number): Buffer {
  const places = [0, 8, 16, 24].map((shift) => (offset >>> shift) & 255);
  const sizes = count === 0x10000 ? [0, 0, 0] : [0, 8, 16].map((shift) => (count >>> shift) & 255);
  const parts = [...places, ...sizes];
  const code = parts.reduce((bits, byte, bit) => (byte === 0 ? bits : bits | (1 << bit)), 128);
  return Buffer.from([code, ...parts.filter((byte) => byte !== 0)]);
}

function inserts(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 127) {
    const piece = bytes.subarray(at, at + 127);
    pieces.push(Buffer.from([piece.length]), piece);
  }
  return Buffer.concat(pieces);
}
