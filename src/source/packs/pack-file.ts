/**
 * Reads a pack in pieces by position, never whole. Members of a family stand all over a pack, so pieces are small, and
 * those used lately stay in the kernel's memory.
 */
import { readSync } from 'node:fs';
import type { Kernel } from '../kernel.ts';

/** Bytes of a piece, and how far it goes on behind them, so that few entries lie across two. */
const PIECE = 1 << 14;
const TAIL = 1 << 12;
const PIECES = 512;
/** Longer entries are read into memory of their own. */
const LONG = 1 << 16;

export interface PackFile {
  readonly descriptor: number;
  /** Bytes of the pack up to the end of its last entry. */
  readonly end: number;
}

export interface PackReader {
  /**
   * Address of the bytes [offset, offset + length) of a pack; undefined when they cannot be had. Valid until the next
   * call; `release` it before.
   */
  at(pack: number, offset: number, length: number): number | undefined;
  release(): void;
}

/** Throws RangeError when the kernel has no room for the pieces. @param most so many of them are kept */
export function openPackReader(kernel: Kernel, packs: readonly PackFile[], most = PIECES): PackReader {
  const all = packs.reduce((sum, { end }) => sum + Math.ceil(end / PIECE), 0);
  const slots = Math.min(most, all);
  const room = kernel.allocate(slots * (PIECE + TAIL));
  const long = kernel.allocate(LONG);
  if (room === undefined || long === undefined) throw new RangeError('no room for pieces of packs');
  const firstPiece: number[] = [];
  packs.reduce((sum, { end }, pack) => ((firstPiece[pack] = sum), sum + Math.ceil(end / PIECE)), 0);
  /** By piece its slot, by slot its piece; -1 for none. */
  const slotOf = new Int32Array(all).fill(-1);
  const pieceIn = new Int32Array(slots).fill(-1);
  const lengths = new Int32Array(slots);
  /** A second chance for what was used since the hand came by. */
  const used = new Uint8Array(slots);
  let hand = 0;
  let longer: number | undefined;

  function slotFor(pack: number, piece: number): number {
    const known = slotOf[firstPiece[pack]! + piece]!;
    if (known >= 0) {
      used[known] = 1;
      return known;
    }
    while (used[hand] === 1) {
      used[hand] = 0;
      hand = (hand + 1) % slots;
    }
    const slot = hand;
    hand = (hand + 1) % slots;
    if (pieceIn[slot]! >= 0) slotOf[pieceIn[slot]!] = -1;
    pieceIn[slot] = firstPiece[pack]! + piece;
    slotOf[pieceIn[slot]!] = slot;
    used[slot] = 1;
    lengths[slot] = readFully(kernel, packs[pack]!.descriptor, addressOf(slot), PIECE + TAIL, piece * PIECE);
    return slot;
  }

  function addressOf(slot: number): number {
    return room! + slot * (PIECE + TAIL);
  }

  return {
    at(pack, offset, length) {
      const piece = Math.floor(offset / PIECE);
      const inPiece = offset - piece * PIECE;
      if (inPiece + length <= PIECE + TAIL) {
        const slot = slotFor(pack, piece);
        return inPiece + length > lengths[slot]! ? undefined : addressOf(slot) + inPiece;
      }
      if (length > LONG) longer = kernel.allocate(length);
      const address = length > LONG ? longer : long;
      if (address === undefined) return undefined;
      return readFully(kernel, packs[pack]!.descriptor, address, length, offset) === length ? address : undefined;
    },
    release() {
      if (longer !== undefined) kernel.free(longer);
      longer = undefined;
    },
  };
}

/** @returns how many bytes there were */
function readFully(kernel: Kernel, descriptor: number, address: number, length: number, position: number): number {
  let got = 0;
  while (got < length) {
    const read = readSync(descriptor, kernel.bytes, address + got, length - got, position + got);
    if (read === 0) break;
    got += read;
  }
  return got;
}
