/**
 * Entries of a tree, by what it copies from its base: those that were copied whole are the base's, the others are read.
 *
 *   entry in the object:  mode SP name NUL id
 *   entry as listed:      offset (u32) | target (i32) | name << 3 | special << 2 | kind (u32)
 *
 * Names and targets are numbers of the host's, which fills them in for the entries that are new to it, and says which
 * of them are special: those it wants to see again in every version that has them.
 */
import { RUN, runs } from './delta';

export const ENTRY: usize = 12;
const MOST_ENTRIES: u32 = 1 << 16;
export const entries = memory.data(12 * (1 << 16));
let entryCount: u32 = 0;

/** number of the entry (u32) | start of its name (u32) | end (u32) */
export const newEntries = memory.data(12 * (1 << 16));
export let newCount: u32 = 0;

/** Longer modes are no modes. */
const LONGEST_MODE: usize = 12;

const SPECIAL: u32 = 4;
const KIND: u32 = 3;
const TREE: u32 = 0;
const BLOB: u32 = 1;
const COMMIT: u32 = 2;

/** Targets of the folders of a tree; numbers of its special entries. */
export const folders = memory.data(4 * (1 << 16));
export const specials = memory.data(4 * (1 << 16));
export let specialCount: u32 = 0;
export let submoduleCount: u32 = 0;

/** Sorts the entries that were listed last, once the host has filled them in. @returns how many folders there are */
export function sortEntries(): u32 {
  let folderCount: u32 = 0;
  specialCount = 0;
  submoduleCount = 0;
  for (let i: u32 = 0; i < entryCount; i++) {
    const entry = entries + <usize>i * ENTRY;
    const nameAndKind = load<u32>(entry + 8);
    const kind = nameAndKind & KIND;
    if (kind === COMMIT) submoduleCount++;
    const target = load<i32>(entry + 4);
    if (kind === TREE && target >= 0) {
      store<i32>(folders + (<usize>folderCount << 2), target);
      folderCount++;
    }
    if (nameAndKind & SPECIAL) {
      store<u32>(specials + (<usize>specialCount << 2), i);
      specialCount++;
    }
  }
  return folderCount;
}

/** @returns how many entries a whole tree has; -1 when it is malformed or has too many to list */
export function entriesOfWhole(tree: usize, length: usize, idBytes: usize): i32 {
  entryCount = 0;
  newCount = 0;
  return readUpTo(tree, length, 0, length, idBytes) === length ? <i32>entryCount : -1;
}

/** The same for a version, of which `applyDelta` just noted the runs. */
export function entriesOfVersion(
  tree: usize,
  length: usize,
  idBytes: usize,
  runCount: u32,
  baseLength: usize,
  baseEntries: usize,
  baseCount: u32,
): i32 {
  entryCount = 0;
  newCount = 0;
  let at: usize = 0;
  for (let run = runs, last = runs + <usize>runCount * RUN; run < last; run += RUN) {
    const start = <usize>load<u32>(run);
    const end = <usize>load<u32>(run + 4);
    const from = <usize>load<u32>(run + 8);
    at = readUpTo(tree, length, at, start, idBytes);
    while (at < end) {
      const copied = copyEntries(at, start, end, from, baseLength, baseEntries, baseCount);
      // one that goes on behind the run, or that the base had not
      at = copied > at ? copied : readUpTo(tree, length, at, at + 1, idBytes);
      if (at > length) return -1;
    }
  }
  return readUpTo(tree, length, at, length, idBytes) === length ? <i32>entryCount : -1;
}

/**
 * Reads the entries that start in [from, to).
 * @returns where the next one starts; more than `length` when one is malformed
 */
function readUpTo(tree: usize, length: usize, from: usize, to: usize, idBytes: usize): usize {
  let at = from;
  while (at < to) {
    let name = at;
    while (name < length && load<u8>(tree + name) !== 0x20) name++;
    name++;
    let end = name;
    while (end < length && load<u8>(tree + end) !== 0) end++;
    const next = end + 1 + idBytes;
    if (next > length || name - at > LONGEST_MODE + 1 || entryCount === MOST_ENTRIES) return length + 1;
    const fresh = newEntries + <usize>newCount * ENTRY;
    store<u32>(fresh, entryCount);
    store<u32>(fresh + 4, <u32>name);
    store<u32>(fresh + 8, <u32>end);
    newCount++;
    add(<u32>at, -1, kindOf(tree + at, tree + name - 1));
    at = next;
  }
  return at;
}

/** 40000 tree · 100644 100755 120000 blob · 160000 commit of a submodule; leading zeros do not count. */
// @ts-ignore: decorator
@inline
function kindOf(from: usize, to: usize): u32 {
  let mode: u32 = 0;
  for (let at = from; at < to; at++) mode = mode * 8 + load<u8>(at) - 0x30;
  const type = mode & 0xf000;
  return type === 0x4000 ? TREE : type === 0xe000 ? COMMIT : BLOB;
}

/** Takes over the base's entries from `at` on, while they lie within the run and stand where ours do. */
function copyEntries(
  at: usize,
  start: usize,
  end: usize,
  from: usize,
  baseLength: usize,
  baseEntries: usize,
  baseCount: u32,
): usize {
  const last = baseEntries + <usize>baseCount * ENTRY;
  let entry = baseEntries + <usize>firstAtOrBehind(baseEntries, baseCount, <u32>(at - start + from)) * ENTRY;
  let here = at;
  for (; entry < last && entryCount < MOST_ENTRIES; entry += ENTRY) {
    if (<usize>load<u32>(entry) - from + start !== here) break;
    const next = (entry + ENTRY < last ? <usize>load<u32>(entry + ENTRY) : baseLength) - from + start;
    if (next > end) break;
    add(<u32>here, load<i32>(entry + 4), load<u32>(entry + 8));
    here = next;
  }
  return here;
}

// @ts-ignore: decorator
@inline
function add(offset: u32, target: i32, nameAndKind: u32): void {
  const entry = entries + <usize>entryCount * ENTRY;
  store<u32>(entry, offset);
  store<i32>(entry + 4, target);
  store<u32>(entry + 8, nameAndKind);
  entryCount++;
}

function firstAtOrBehind(list: usize, count: u32, offset: u32): u32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u32>(list + <usize>middle * ENTRY) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
