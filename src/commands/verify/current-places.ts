/** Where files of today stand in the repository: what one `.env` says, no other one is asked for. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { indexedPaths } from '../../source/tracked-paths.ts';
import type { Repository } from '../../source/repository.ts';
import type { CurrentSource } from '../../plan/current/entry.ts';

/** @param paths as they were named, in the order of the sources @param repository the one that is verified, if one is */
export async function withPlaces(
  sources: readonly CurrentSource[],
  paths: readonly string[],
  repository: Repository | undefined,
  cwd: string,
): Promise<readonly CurrentSource[]> {
  const top = repository?.top;
  if (repository === undefined || top === undefined) return sources;
  const tracked = new Set(await indexedPaths(repository.git));
  return sources.map((source, at) => {
    const place = placeIn(top, paths[at] ?? '-', cwd);
    if (place === undefined) return source;
    return { ...source, place, ...(tracked.has(place) ? { isTracked: true as const } : {}) };
  });
}

/** Undefined for what stands outside. A file that is a link is where the link is, as git has it. */
function placeIn(top: string, path: string, cwd: string): string | undefined {
  if (path === '-') return undefined;
  const file = resolve(cwd, path);
  const place = relative(realpathSync(top), join(realpathSync(dirname(file)), basename(file)));
  return isAbsolute(place) || place.split(sep)[0] === '..' ? undefined : place.split(sep).join('/');
}
