/** Where people find what a report speaks of. */
import type { Occurrence, Position } from '../model.ts';

/** The path, in a report of several repositories with the name of its own in front. */
export function pathFrom({ home, path }: Occurrence): string {
  return home === undefined || path === '' ? path : `${home}/${path}`;
}

/** In HEAD, where that has it elsewhere than the version of the earliest introduction. */
export function standsAt({ position, inHeadAt }: Occurrence): Position {
  return inHeadAt ?? position;
}
