/**
 * Stretches of text with escapes: which trigger decodes one, and how far it goes. A line is decoded once, from its first
 * trigger on; a long one in stretches, each of which goes so far into the next that a value behind any trigger stands
 * in one of them. So no byte is decoded more than three times, however close triggers stand, and what came out of a
 * stretch once more in it.
 */
import { latin1Of } from './inner.ts';
import { TRIGGER_REACH } from './escapes.ts';
import { rewrite } from './rewritten.ts';
import type { EscapeLayer } from './escapes.ts';
import type { Inner } from './inner.ts';
import type { Span } from '../../model.ts';

/** Bytes of a stretch, those of them before its trigger, for a name, and those behind the last one that it decodes, for a value. */
const STRETCH = 2048;
const NAME = 256;
const VALUE = 1024;

/** Bytes before and behind a trigger that tell what is decoded from it on. */
export const STRETCH_REACH = { before: STRETCH + TRIGGER_REACH.before, after: STRETCH };

interface Stretch extends Span {
  /** The line goes on behind it. */
  readonly isCut: boolean;
  /** Triggers before this offset are decoded with it. */
  readonly covers: number;
}

/** Whether a literal says that there is something to decode. */
export function isTrigger(bytes: Uint8Array, hit: number, { here }: EscapeLayer): boolean {
  const from = Math.max(0, hit - TRIGGER_REACH.before);
  here.lastIndex = hit - from;
  return here.test(latin1Of(bytes, from, hit + TRIGGER_REACH.after));
}

/** @param hit a trigger that is not decoded with another @returns up to where others are decoded with it */
export function coveredFrom(bytes: Uint8Array, hit: number, layer: EscapeLayer): number {
  return stretchAt(bytes, hit, layer).covers;
}

/** Whether a trigger is decoded with one before it; undefined where only what stands further before would tell. */
export function isCovered(bytes: Uint8Array, hit: number, layer: EscapeLayer): boolean | undefined {
  const { ends, next } = layer;
  const first = Math.max(0, hit - STRETCH);
  let start = hit;
  while (start > first && ends[bytes[start - 1]!] === 0) start--;
  const isLine = start === 0 || ends[bytes[start - 1]!] === 1;
  const from = Math.max(0, start - TRIGGER_REACH.before);
  const text = latin1Of(bytes, from, hit + TRIGGER_REACH.after);
  let covers = start;
  while (covers <= hit) {
    next.lastIndex = covers - from;
    const at = from + (next.exec(text)?.index ?? Infinity);
    if (at >= hit) return false;
    if (!isLine) return undefined;
    covers = stretchAt(bytes, at, layer).covers;
  }
  return true;
}

function stretchAt(bytes: Uint8Array, hit: number, { ends }: EscapeLayer): Stretch {
  const first = Math.max(0, hit - NAME);
  let start = hit;
  while (start > first && ends[bytes[start - 1]!] === 0) start--;
  const last = Math.min(bytes.length, start + STRETCH);
  let end = hit;
  while (end < last && ends[bytes[end]!] === 0) end++;
  const isCut = end === last && end < bytes.length;
  return { start, end, isCut, covers: isCut ? end - VALUE : end };
}

export interface Escaped {
  readonly inner: Inner;
  /** Nothing was an escape: to look at it again would say the same, without end. */
  readonly isSame: boolean;
  /** A claim that touches the cut is none. */
  readonly isCut: (claim: Span) => boolean;
}

/** @param hit a trigger that is not decoded with another */
export function escapedAt(bytes: Uint8Array, hit: number, layer: EscapeLayer): Escaped {
  const { start, end, isCut } = stretchAt(bytes, hit, layer);
  const text = rewrite(bytes.subarray(start, end), layer.escaping);
  return {
    inner: {
      via: layer.via,
      bytes: text.bytes,
      spanOf(span) {
        const inside = text.spanOf(span);
        return { start: start + inside.start, end: start + inside.end };
      },
    },
    isSame: text.isSame,
    isCut: (claim) => isCut && claim.end >= end,
  };
}
