/** Deflated bytes (RFC 1951, bare or in the frame of RFC 1950) → what they hold, within a budget. */
import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import { madeBefore } from './made-before.ts';
import type { Zlib, ZlibOptions } from 'node:zlib';
import type { LayerBudget } from './inner.ts';

export interface Inflated {
  readonly bytes: Buffer;
  /** Bytes of the input up to the end of the stream. */
  readonly read: number;
  /** Whether its end is there. */
  readonly isWhole: boolean;
}

/**
 * A stream that is cut off gives what there is of it. What was made is taken from the budget even when it is thrown away.
 * @param most bytes that it is said to hold; more of them and it lies
 * @returns undefined when it is damaged
 */
export function inflate(
  bytes: Uint8Array,
  frame: 'raw' | 'zlib',
  budget: LayerBudget,
  most = Infinity,
): Inflated | undefined {
  const done = attempt(bytes, frame, Math.min(most, budget.bytes), constants.Z_FINISH);
  if (done === 'too long') {
    budget.takeBytes(budget.bytes <= most ? Infinity : most);
    return undefined;
  }
  budget.takeBytes(
    done?.bytes.length ?? madeBefore(budget, (limit) => attempt(bytes, frame, limit, constants.Z_FINISH) === 'too long'),
  );
  return done;
}

function attempt(
  bytes: Uint8Array,
  frame: 'raw' | 'zlib',
  most: number,
  finishFlush: number,
): Inflated | 'too long' | undefined {
  const isCut = finishFlush === constants.Z_SYNC_FLUSH;
  const options: ZlibOptions = { info: true, maxOutputLength: Math.max(1, most), finishFlush };
  try {
    // the types do not know what `info` gives
    const done = (frame === 'raw' ? inflateRawSync : inflateSync)(bytes, options) as unknown;
    const { buffer, engine } = done as { buffer: Buffer; engine: Zlib };
    return { bytes: buffer, read: engine.bytesWritten, isWhole: !isCut };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'too long';
    if (code !== 'Z_BUF_ERROR' || isCut) return undefined;
    return attempt(bytes, frame, most, constants.Z_SYNC_FLUSH);
  }
}
