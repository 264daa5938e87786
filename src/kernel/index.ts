/** What the host calls. Everything it says about memory is an address; nothing here allocates. */
import { crowded, freshCount, keptCount, markCount } from './inherit';
import { newCount, specialCount, submoduleCount } from './tree';

export { prepareInflate, inflate } from './inflate';
export { deltaResultSize, applyDelta } from './delta';
export { begins, heads, literals, farReaches, hits } from './literals';
export { follows } from './look';
export { prepareNames } from './names';
export { keyLike, lookForRuns } from './key-runs';
export { packed, sixths } from './encoded';
export { judgedKeys, judgedKeyBytes } from './judged';
export { prepareHits, hitsOfWhole, hitsOfVersion, fresh, rememberFresh } from './inherit';
export { entriesOfWhole, entriesOfVersion, sortEntries, entries, newEntries, folders, specials } from './tree';
export { lineFeeds, unitsBefore } from './lines';

export function freshHits(): u32 {
  return freshCount;
}

export function keptHits(): u32 {
  return keptCount;
}

export function markHits(): u32 {
  return markCount;
}

export function isCrowded(): bool {
  return crowded;
}

export function freshEntries(): u32 {
  return newCount;
}

export function specialEntries(): u32 {
  return specialCount;
}

export function submodules(): u32 {
  return submoduleCount;
}

/** Memory from here on is the host's. */
export function firstFree(): usize {
  return __heap_base;
}
