/** Where people find what a report speaks of. */
import type { Occurrence, Position } from '../model.ts';

/** In HEAD, where that has it elsewhere than the version of the earliest introduction. */
export function standsAt({ position, inHeadAt }: Occurrence): Position {
  return inHeadAt ?? position;
}
