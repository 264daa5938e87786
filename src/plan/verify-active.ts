/** Settings that say which key of a map is in use, and name none that it has: whatever signs with that key fails. */
import { shown } from '../shown.ts';
import type { CurrentSource } from './current/entry.ts';
import { mapKeyOf } from './current/names.ts';
import { activeKey } from './verify-entries.ts';

/** In words, one line each. @param sources of which a key map is a whole one: the keys of others are no more than some */
export function activeIdWarnings(sources: readonly CurrentSource[]): readonly string[] {
  const keys = sources
    .filter(({ kind }) => kind === 'key-map')
    .flatMap(({ label, entries }) => entries.flatMap(({ path }) => ({ label, ...mapKeyOf(path) })));
  return sources.flatMap(({ label, entries }) =>
    entries.flatMap((entry) => {
      const active = activeKey(entry);
      if (active === undefined) return [];
      const ofMap = keys.filter(({ map }) => map === active.map);
      if (ofMap.length === 0 || ofMap.some(({ id }) => id === active.id)) return [];
      const where = [...new Set(ofMap.map((key) => key.label))].join(' and ');
      const says = `${entry.path.at(-1) ?? ''} at ${entry.place} says ${shown(active.id)}`;
      return [`${label}: ${says}, which ${where} does not have: set it to the new id`];
    }),
  );
}
