/**
 * Anchors are kept to prove something with, and content can be made to have more of them than there is memory: a webhook's
 * delivery of 47 KB is another one in each version of its file. Those with the lowest hashes are kept, up to so many bytes:
 * the same ones in whatever order, and on however many threads, they come.
 */

/** Of all values together. All of curl's history, with its certificates for tests, has half a megabyte. */
const MOST_BYTES = 24 << 20;
/** Of claims, on each thread: some of them give way to others yet, so that there are more bytes of claims than are found. */
export const MOST_CLAIMED = 2 * MOST_BYTES;
/** What is held beside a value, in bytes. */
const BESIDE = 512;
/** How far beyond it may go before values are let go: each time all that are there are sorted. */
const SLACK = 1.25;

export interface AnchorRoom<T> {
  /**
   * @param key a hash of the value; @param make called once for each value
   * @returns what was made for it, now or before; undefined: there is no room for it
   */
  take(key: string, bytes: number, make: () => T): T | undefined;
  /** There was no room for it elsewhere, among fewer: nor is there for what comes behind it. */
  refuse(key: string): void;
  /** Lets go of all that is beyond the room, to the byte. */
  tidy(): void;
}

/** @param letGo of what was made for a value that was kept until now */
export function createAnchorRoom<T>(letGo: (made: T) => void, most = MOST_BYTES): AnchorRoom<T> {
  const kept = new Map<string, { readonly bytes: number; readonly made: T }>();
  /** The lowest key that there was no room for. */
  let limit: string | undefined;
  let isRefused = false;
  let held = 0;

  function tidy(): void {
    if (held <= most && !isRefused) return;
    isRefused = false;
    held = 0;
    for (const [key, { bytes, made }] of [...kept].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (limit === undefined || key < limit) {
        held += bytes;
        if (held <= most) continue;
        held -= bytes;
        limit = key;
      }
      kept.delete(key);
      letGo(made);
    }
  }

  return {
    tidy,
    refuse(key) {
      if (limit !== undefined && key >= limit) return;
      limit = key;
      isRefused = true;
    },
    take(key, length, make) {
      const known = kept.get(key);
      if (known !== undefined) return known.made;
      if (limit !== undefined && key >= limit) return undefined;
      const bytes = length + BESIDE;
      kept.set(key, { bytes, made: make() });
      held += bytes;
      if (held > most * SLACK) tidy();
      return kept.get(key)?.made;
    },
  };
}
