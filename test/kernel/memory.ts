/** The compiled kernel with bytes put where a test wants them. */
import assert from 'node:assert/strict';
import { openKernel, SLACK, type Kernel } from '../../src/source/kernel.ts';

export const kernel: Kernel = openKernel(64 << 20);
const { call } = kernel;

/** What no test writes. */
const CANARY = 0xd6;
/** The kernel says that it writes so far behind its output. */
const OVER = 16;

/** Runs with bytes in memory, and with the bytes behind them that `behind` gives. */
export function withBytes<T>(bytes: Uint8Array, run: (address: number) => T, behind: Uint8Array = new Uint8Array(0)): T {
  const address = kernel.allocate(bytes.length + behind.length)!;
  kernel.bytes.set(bytes, address);
  kernel.bytes.set(behind, address + bytes.length);
  try {
    return run(address);
  } finally {
    kernel.free(address);
  }
}

/** Runs with room for output, holds that nothing was written before it or further behind it than is allowed. */
export function withRoom<T>(size: number, run: (address: number) => T): { result: T; output: Buffer } {
  const margin = 4 * SLACK;
  const address = kernel.allocate(size + 2 * margin)! + margin;
  kernel.bytes.fill(CANARY, address - margin, address + size + margin);
  try {
    const result = run(address);
    const { bytes } = kernel;
    assert.ok(untouched(bytes.subarray(address - margin, address)), 'written before the output');
    assert.ok(untouched(bytes.subarray(address + size + OVER, address + size + margin)), 'written far behind the output');
    return { result, output: Buffer.from(bytes.subarray(address, address + size)) };
  } finally {
    kernel.free(address - margin);
  }
}

function untouched(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === CANARY);
}

/** Bytes taken of a stream and what came out; undefined when it was refused. */
export function inflate(
  stream: Uint8Array,
  length: number,
  behind?: Uint8Array,
): { taken: number; output: Buffer } | undefined {
  const { result, output } = withBytes(
    stream,
    (input) => withRoom(length, (out) => call.inflate(input, input + stream.length, out, length)),
    behind,
  );
  assert.ok(result >= -1 && result <= stream.length, `took ${result} of ${stream.length} bytes`);
  return result < 0 ? undefined : { taken: result, output };
}
