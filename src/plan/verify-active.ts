/** Settings that say which key of a map is in use, and name none that it has: whatever signs with that key fails. */
import type { CurrentSource } from './current/entry.ts';
import { mapKeyOf, pointsTo } from './current/names.ts';
import { activeIds } from './verify-entries.ts';

/** In words, one line each. @param sources of which a key map is a whole one: the keys of others are no more than some */
export function activeIdWarnings(sources: readonly CurrentSource[]): readonly string[] {
  const maps = sources.filter(({ kind }) => kind === 'key-map');
  return sources.flatMap(({ label, entries }) =>
    entries.flatMap((entry) => {
      const map = pointsTo(entry.path);
      const id = map === undefined ? undefined : activeIds([{ entries: [entry] }]).get(map);
      const named = maps.filter((source) => source.entries.some(({ path }) => mapKeyOf(path)?.map === map));
      if (id === undefined || named.length === 0 || named.some((source) => source.entries.some(({ path }) => path.at(-1) === id)))
        return [];
      const where = named.map((source) => source.label).join(' and ');
      return [`${label}: ${entry.path.at(-1) ?? ''} at ${entry.place} says ${id}, which ${where} does not have: set it to the new id`];
    }),
  );
}
