/** Where files of today stand in the repository: what one `.env` says, no other one is asked for. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { CurrentSource } from '../plan/current/entry.ts';

/** @param paths as they were named, in the order of the sources @param top of the work tree that is verified, if one is */
export function withPlaces(
  sources: readonly CurrentSource[],
  paths: readonly string[],
  top: string | undefined,
  cwd: string,
): readonly CurrentSource[] {
  if (top === undefined) return sources;
  return sources.map((source, at) => {
    const place = placeIn(top, paths[at] ?? '-', cwd);
    return place === undefined ? source : { ...source, place };
  });
}

/** Undefined for what stands outside. A file that is a link is where the link is, as git has it. */
function placeIn(top: string, path: string, cwd: string): string | undefined {
  if (path === '-') return undefined;
  const file = resolve(cwd, path);
  const place = relative(realpathSync(top), join(realpathSync(dirname(file)), basename(file)));
  return isAbsolute(place) || place.split(sep)[0] === '..' ? undefined : place.split(sep).join('/');
}
