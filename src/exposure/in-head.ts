/** A place that stands elsewhere in HEAD's version than in the one that brought it. */
import type { Position } from '../model.ts';

/** @param now undefined: HEAD does not have it */
export function inHeadAt(then: Position, now: Position | undefined): { readonly inHeadAt?: Position } {
  return now === undefined || (now.line === then.line && now.column === then.column) ? {} : { inHeadAt: now };
}
