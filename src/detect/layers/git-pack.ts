/**
 * Packs and bundles of git that stand in a file (gitformat-pack, gitformat-bundle): each object is a member, by the path
 * that a tree of the pack gives it. A delta whose base is not in the pack stays closed.
 *   bundle: "# v2 git bundle" | prerequisites, refs, a line each | empty line | pack
 */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { bufferOf, madeOf } from './inner.ts';
import { applyDelta } from './git-delta.ts';
import { readEntries, TYPES } from './git-pack-entries.ts';
import { createPathNames } from './git-tree-names.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { Entry, ObjectType } from './git-pack-entries.ts';

const PACK = Buffer.from('PACK\0\0\0');
const BUNDLE = /^# v[23] git bundle\n/;
const HEAD = 20;

interface GitObject {
  readonly entry: Entry;
  readonly type: ObjectType;
  readonly id: string;
  readonly content: Buffer;
}

export function openGitPack(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  const buffer = bufferOf(bytes);
  const isOne = PACK.equals(buffer.subarray(0, PACK.length)) || BUNDLE.test(buffer.toString('latin1', 0, HEAD));
  return isOne ? objects(buffer, budget) : undefined;
}

function* objects(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  const start = bytes[0] === PACK[0] ? 0 : bytes.indexOf('\n\nPACK', 0, 'latin1') + 2;
  if (start === 1 || /\n@object-format=sha256\n/.test(bytes.toString('latin1', 0, start))) {
    return budget.leave(start === 1 ? 'damaged' : 'unknown form');
  }
  const { entries, stopped } = readEntries(bytes, start, budget);
  const names = createPathNames();
  const resolved = new Set<Entry>();
  for (const tree of resolve(bytes, entries, ['tree'], budget)) {
    resolved.add(tree.entry);
    names.add(tree.id, tree.content);
  }
  for (const { entry, type, id, content } of resolve(bytes, entries, ['commit', 'tag', 'blob'], budget)) {
    resolved.add(entry);
    yield madeOf('git-pack', (type === 'blob' ? names.pathOf(id) : undefined) ?? `${type} ${id}`, content, {
      start: entry.start,
      end: entry.end,
    });
  }
  if (resolved.size < entries.length) budget.leave('damaged');
  if (stopped !== undefined) throw stopped;
}

/** Objects of some types, each before what is made from it. */
function* resolve(
  bytes: Buffer,
  entries: readonly Entry[],
  types: readonly ObjectType[],
  budget: LayerBudget,
): Iterable<GitObject> {
  const deltas = new Map<number | string, Entry[]>();
  for (const entry of entries) {
    if (entry.base === undefined) continue;
    const known = deltas.get(entry.base);
    if (known === undefined) deltas.set(entry.base, [entry]);
    else known.push(entry);
  }
  for (const entry of entries) {
    const type = TYPES[entry.type];
    if (entry.base !== undefined || type === undefined || !types.includes(type)) continue;
    const waiting = [{ entry, content: dataOf(bytes, entry) }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { content } = next;
      const id = createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
      yield { entry: next.entry, type, id, content };
      for (const delta of [...(deltas.get(next.entry.start) ?? []), ...(deltas.get(id) ?? [])]) {
        const made = applyDelta(dataOf(bytes, delta), content, budget);
        if (made !== undefined) waiting.push({ entry: delta, content: made });
      }
      deltas.delete(next.entry.start); // once, even if two objects are the same
      deltas.delete(id);
    }
  }
}

/** Whole and paid for, since where it ends was found by unpacking it. */
function dataOf(bytes: Buffer, { data, end, size }: Entry): Buffer {
  return inflateSync(bytes.subarray(data, end), { maxOutputLength: Math.max(1, size) });
}
