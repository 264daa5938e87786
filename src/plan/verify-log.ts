/**
 * Rotation logs and the other files in, contradictions between them out. A log says that somebody ran something: what
 * is in use shows in the values alone, so nothing here closes a task.
 */
import type { Judged } from '../model.ts';
import { shown } from '../shown.ts';
import type { CurrentSource } from './current/entry.ts';
import { mapKeyOfName } from './current/names.ts';
import { activeIds } from './verify-entries.ts';

/** In words, one line each. */
export function logWarnings(secrets: readonly Judged[], sources: readonly CurrentSource[]): readonly string[] {
  const maps = sources.filter(({ kind }) => kind === 'key-map');
  const ids = new Set(maps.flatMap(({ entries }) => entries.map(({ path }) => path.at(-1) ?? '')));
  const active = new Set(activeIds(sources).values());
  const burnt = secrets.flatMap(({ names, exposure }) =>
    names.flatMap(({ name }) => {
      const key = mapKeyOfName(name);
      return key === undefined ? [] : [{ id: key.id, date: exposure.first?.date }];
    }),
  );
  return sources.flatMap(({ label, log }) => {
    const last = log.at(-1);
    if (last === undefined) return [];
    const says = (text: string): string => `${label}:${last.line}: ${text}`;
    const twice = log.find(({ id }, at) => log.findIndex((other) => other.id === id) < at);
    const leak = burnt
      .flatMap(({ date }) => date ?? [])
      .sort()
      .at(-1);
    return [
      ...(maps.length > 0 && !ids.has(last.id) ? [says(`the last rotation went to ${shown(last.id)}, which no map holds`)] : []),
      ...(active.size > 0 && !active.has(last.id)
        ? [says(`the last rotation went to ${shown(last.id)}, in use is ${[...active].map(shown).sort().join(', ')}`)]
        : []),
      ...(leak !== undefined && last.on < leak
        ? [says(`the last rotation was on ${last.on}, before the leak on ${leak}`)]
        : []),
      ...(burnt.some(({ id }) => id === last.id)
        ? [says(`${shown(last.id)} is the id of a leaked key: use one that is new`)]
        : []),
      ...(twice === undefined ? [] : [`${label}:${twice.line}: ${shown(twice.id)} was rotated to before: ids must be new`]),
    ];
  });
}
