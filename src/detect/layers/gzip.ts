/**
 * gzip (RFC 1952): members one behind the other, which together are one file, as `gzip -d` has it.
 *   1f 8b 08 flags | mtime (4) xfl os | [extra: length (2), bytes] [name 0] [comment 0] [crc (2)] | deflate | crc32 size
 */
import { inflate } from './inflate.ts';
import { madeOf, nameIn } from './inner.ts';
import type { Inner, LayerBudget } from './inner.ts';

const HEAD = 10;
const TRAILER = 8;
const HAS_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const RESERVED = 0xe0;

function isGzip(bytes: Uint8Array, from: number): boolean {
  return (
    bytes[from] === 0x1f && bytes[from + 1] === 0x8b && bytes[from + 2] === 8 && (bytes[from + 3]! & RESERVED) === 0
  );
}

export function openGzip(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  return isGzip(bytes, 0) ? contents(bytes, budget) : undefined;
}

function* contents(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> {
  const pieces: Buffer[] = [];
  const { name } = headOf(bytes, 0);
  let at = 0;
  let isWhole = true;
  while (isWhole && isGzip(bytes, at)) {
    budget.takeMember();
    const { end } = headOf(bytes, at);
    const inflated = inflate(bytes.subarray(end), 'raw', budget);
    isWhole = inflated?.isWhole ?? false;
    if (inflated === undefined) break;
    pieces.push(inflated.bytes);
    at = Math.min(bytes.length, end + inflated.read + TRAILER);
  }
  const whole = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  if (!isWhole) budget.leave('damaged');
  yield madeOf('gzip', name, whole, { start: 0, end: at });
}

function headOf(bytes: Uint8Array, from: number): { readonly end: number; readonly name: string | undefined } {
  const flags = bytes[from + 3]!;
  let end = from + HEAD;
  let name: string | undefined;
  if ((flags & HAS_EXTRA) !== 0) end += 2 + (bytes[end] ?? 0) + ((bytes[end + 1] ?? 0) << 8);
  if ((flags & HAS_NAME) !== 0) name = nameIn(bytes.subarray(end, (end = endOfText(end))));
  if ((flags & HAS_COMMENT) !== 0) end = endOfText(end);
  if ((flags & HAS_CRC) !== 0) end += 2;
  return { end, name };

  function endOfText(start: number): number {
    const nul = bytes.indexOf(0, start);
    return nul < 0 ? bytes.length : nul + 1;
  }
}
