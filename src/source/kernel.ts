/**
 * The kernel (src/kernel, compiled to kernel.wasm) with its memory: inflates, applies deltas, searches. Addresses are
 * numbers; views of the memory are made anew whenever it has grown.
 */
import { readFileSync } from 'node:fs';

/** Exports of src/kernel/index.ts; each is explained where it is written. */
export interface KernelExports {
  prepareInflate(): void;
  prepareNames(): void;
  inflate(input: number, inputEnd: number, output: number, length: number): number;
  deltaResultSize(delta: number, length: number, baseLength: number): number;
  applyDelta(base: number, baseLength: number, out: number, length: number): number;
  lookForRuns(least: number, leastEncoded: number, behind: number, literal: number): void;
  prepareHits(longestLiteral: number, runs: number, marks: number, behindLine: number, cap: number, span: number): void;
  hitsOfWhole(unit: number, length: number): number;
  hitsOfVersion(
    unit: number,
    length: number,
    runs: number,
    baseLength: number,
    baseHits: number,
    baseCount: number,
  ): number;
  entriesOfWhole(tree: number, length: number, idBytes: number): number;
  entriesOfVersion(
    tree: number,
    length: number,
    idBytes: number,
    runs: number,
    baseLength: number,
    baseEntries: number,
    baseCount: number,
  ): number;
  sortEntries(): number;
  lineFeeds(start: number, end: number): number;
  unitsBefore(at: number, unit: number): number;
  freshHits(): number;
  /** 1 where hits of a unit stand close together. */
  isCrowded(): number;
  rememberFresh(unit: number, length: number): void;
  keptHits(): number;
  markHits(): number;
  freshEntries(): number;
  specialEntries(): number;
  submodules(): number;
  judgedKeyBytes(): number;
  firstFree(): number;
  readonly heads: WebAssembly.Global;
  readonly begins: WebAssembly.Global;
  readonly literals: WebAssembly.Global;
  readonly farReaches: WebAssembly.Global;
  readonly hits: WebAssembly.Global;
  readonly fresh: WebAssembly.Global;
  readonly follows: WebAssembly.Global;
  readonly judgedKeys: WebAssembly.Global;
  readonly keyLike: WebAssembly.Global;
  readonly sixths: WebAssembly.Global;
  readonly packed: WebAssembly.Global;
  readonly entries: WebAssembly.Global;
  readonly newEntries: WebAssembly.Global;
  readonly folders: WebAssembly.Global;
  readonly specials: WebAssembly.Global;
}

/** Bytes of a hit and of a tree entry in the kernel's lists, each three numbers of 32 bits. */
export const RECORD = 12;
/** The kernel reads and writes a little behind what it is given. */
export const SLACK = 64;

export interface Kernel {
  readonly call: KernelExports;
  /** All of the memory, as it is now. */
  readonly bytes: Buffer;
  readonly words: Uint32Array;
  /** Room for so many bytes and the slack behind them; undefined when the arena is full. */
  allocate(size: number): number | undefined;
  free(address: number): void;
  /** Frees all that was allocated. */
  clear(): void;
}

const PAGE = 65536;

/** @param most bytes that may be allocated at a time */
export function openKernel(most: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: 192, maximum: 32768 });
  const module = new WebAssembly.Module(readFileSync(new URL('../kernel/kernel.wasm', import.meta.url)));
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  const call = instance.exports as unknown as KernelExports;
  call.prepareInflate();
  call.prepareNames();
  let bytes = Buffer.from(memory.buffer);
  let words = new Uint32Array(memory.buffer);

  // few blocks live at a time: sorted by address, the first gap that is wide enough is taken
  const starts: number[] = [];
  const ends: number[] = [];
  const floor = align(call.firstFree());

  function allocate(size: number): number | undefined {
    const room = align(size + SLACK);
    let from = floor;
    let place = 0;
    for (; place < starts.length && starts[place]! - from < room; place++) from = ends[place]!;
    if (from + room > floor + most) return undefined;
    if (from + room > bytes.length) {
      memory.grow(Math.ceil((from + room - bytes.length) / PAGE));
      bytes = Buffer.from(memory.buffer);
      words = new Uint32Array(memory.buffer);
    }
    starts.splice(place, 0, from);
    ends.splice(place, 0, from + room);
    return from;
  }

  return {
    call,
    get bytes() {
      return bytes;
    },
    get words() {
      return words;
    },
    allocate,
    free(address) {
      const place = starts.indexOf(address);
      starts.splice(place, 1);
      ends.splice(place, 1);
    },
    clear() {
      starts.length = 0;
      ends.length = 0;
    },
  };
}

function align(size: number): number {
  return Math.ceil(size / 16) * 16;
}

function abort(): never {
  throw new Error('the kernel stopped');
}
