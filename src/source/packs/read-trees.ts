/** Trees of packs: entries that a tree copied from its base are known already, the others are looked up. */
import { RECORD } from '../kernel.ts';
import { resolveEntry } from '../tree-facts.ts';
import { TYPE } from './families.ts';
import { walkFamilies } from './walk.ts';
import type { ObjectTable } from '../object-table.ts';
import type { TreeCollector } from '../tree-facts.ts';
import type { Walk } from './walk.ts';

const WORDS = RECORD / 4;
const TARGET = 1;
const MEANING = 2;
const SPECIAL = 4;
const KIND = 3;

/** @returns trees that have to be read by other means; @param progress called for each that is done */
export function readPackTrees(walk: Walk, objects: ObjectTable, collector: TreeCollector, progress: () => void): number[] {
  const { kernel, hashBytes } = walk;
  const { call } = kernel;
  const records = call.entries.value;
  const fresh = call.newEntries.value >> 2;
  const folders = call.folders.value >> 2;
  const specials = call.specials.value >> 2;
  const lost: number[] = [];
  walkFamilies(walk, [TYPE.tree], {
    records,
    lost: (object) => void lost.push(object),
    look(object, address, length, base, runs) {
      const count =
        base === undefined
          ? call.entriesOfWhole(address, length, hashBytes)
          : call.entriesOfVersion(address, length, hashBytes, runs, base.length, base.list, base.count);
      if (count < 0) {
        if (object >= 0) lost.push(object);
        return -1;
      }
      const { words, bytes } = kernel;
      for (let i = 0, at = fresh, left = call.freshEntries(); i < left; i++, at += WORDS) {
        const record = (records >> 2) + words[at]! * WORDS;
        const nameEnd = address + words[at + 2]!;
        const name = collector.name(bytes, address + words[at + 1]!, nameEnd);
        const [kind, target] = resolveEntry(objects, words[record + MEANING]!, bytes, nameEnd + 1);
        words[record + TARGET] = target;
        words[record + MEANING] = (name << 3) | (collector.isSpecial(name, kind, target) ? SPECIAL : 0) | kind;
      }
      const folderCount = call.sortEntries();
      if (object < 0) return count;
      collector.open(object);
      for (let i = 0; i < folderCount; i++) collector.folder(words[folders + i]!);
      collector.submodules(call.submodules());
      for (let i = 0, left = call.specialEntries(); i < left; i++) {
        const number = words[specials + i]!;
        const record = (records >> 2) + number * WORDS;
        const meaning = words[record + MEANING]!;
        const end = number + 1 < count ? words[record + WORDS]! : length;
        collector.special(
          meaning >> 3,
          meaning & KIND,
          words[record + TARGET]! | 0,
          bytes,
          address + end - hashBytes,
        );
      }
      progress();
      return count;
    },
  });
  return lost;
}
