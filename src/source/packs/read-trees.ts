/** Trees of packs: entries that a tree copied from its base are known already, the others are looked up. */
import { RECORD } from '../kernel.ts';
import { ENTRY_KIND } from '../tree-facts.ts';
import { TYPE } from './families.ts';
import { walkFamilies } from './walk.ts';
import type { ObjectTable } from '../object-table.ts';
import type { TreeCollector } from '../tree-facts.ts';
import type { Walk } from './walk.ts';

const WORDS = RECORD / 4;
const TARGET = 1;
const NAME_AND_KIND = 2;

/** @returns trees that have to be read by other means; @param progress called for each that is done */
export function readPackTrees(walk: Walk, objects: ObjectTable, collector: TreeCollector, progress: () => void): number[] {
  const { kernel, hashBytes } = walk;
  const { call } = kernel;
  const records = call.entries.value;
  const fresh = call.newEntries.value >> 2;
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
        const kind = words[record + NAME_AND_KIND]!;
        words[record + NAME_AND_KIND] = (name << 2) | kind;
        words[record + TARGET] = kind === ENTRY_KIND.commit ? -1 : objects.find(bytes, nameEnd + 1);
      }
      if (object < 0) return count;
      collector.open(object);
      for (let i = 0, record = records >> 2; i < count; i++, record += WORDS) {
        const end = i + 1 < count ? words[record + WORDS]! : length;
        const nameAndKind = words[record + NAME_AND_KIND]!;
        const target = words[record + TARGET]! | 0;
        collector.entry(nameAndKind >> 2, nameAndKind & 3, target, bytes, address + end - hashBytes);
      }
      progress();
      return count;
    },
  });
  return lost;
}
