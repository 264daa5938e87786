/** What layers have in common: a unit inside a unit, what opens one, and how much may come out. */
import type { Span } from '../../model.ts';

/** A unit inside a unit. */
export interface Inner {
  /** The layer, as reports name it: 'gzip', 'zip', 'tar', 'base64' … */
  readonly via: string;
  /** Name of the member in its archive, as the archive spells it; absent where there are none. */
  readonly member?: string;
  /** Of what is made of `from` when it is first asked for; that takes it from the budget. */
  readonly bytes: Uint8Array;
  /** What it is made of and of nothing else, as that stands in the outer unit; absent where the bytes are at hand. */
  readonly from?: Uint8Array;
  /** Where a stretch of `bytes` stands in the outer unit's bytes. */
  spanOf(span: Span): Span;
}

/** Why a container, or a member of one, stays closed. */
export type Closed = 'damaged' | 'encrypted' | 'unknown form';

/** What may still be decoded out of one unit, all layers together, and what was left out of it. */
export interface LayerBudget {
  /** Bytes that may still come out of decoders. */
  readonly bytes: number;
  /** Throws when there are not so many, and leaves none: what is open ends there. Called before a decoder holds the bytes. */
  takeBytes(count: number): void;
  takeMember(): void;
  /** Once for each container or member that stays closed. */
  leave(why: Closed): void;
}

/** undefined: not one of these (by magic). Synchronous, one member after the other, so that one is in memory at a time. */
export type Opener = (bytes: Uint8Array, budget: LayerBudget) => Iterable<Inner> | undefined;

/** A member that stands in the outer unit as it is. */
export function asIs(via: string, member: string | undefined, outer: Uint8Array, start: number, end: number): Inner {
  return {
    via,
    ...(member === undefined ? {} : { member }),
    bytes: outer.subarray(start, end),
    spanOf: (span) => ({ start: start + span.start, end: start + span.end }),
  };
}

/** A member that was made of a stretch of the outer unit, with no telling which byte of which. */
export function madeOf(via: string, member: string | undefined, bytes: Uint8Array, whole: Span): Inner {
  return { via, ...(member === undefined ? {} : { member }), bytes, spanOf: () => whole };
}

/** Names are shown in reports: longer ones are no names. */
export const LONGEST_NAME = 1024;

/** A name in a field of bytes that ends with its first NUL. */
export function nameIn(field: Uint8Array): string | undefined {
  const nul = field.indexOf(0);
  const name = bufferOf(field.subarray(0, Math.min(nul < 0 ? field.length : nul, LONGEST_NAME))).toString('utf8');
  return name === '' ? undefined : name;
}

/** The same bytes with Node's readers. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A stretch as Latin-1, a character a byte; what lies beyond the ends is left out. */
export function latin1Of(bytes: Uint8Array, from: number, to: number): string {
  return bufferOf(bytes).toString('latin1', from, to);
}
