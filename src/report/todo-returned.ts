/** What is over and came back: its entries below Done keep what they say, and say that it is no longer so. */

const ENTRY = '### ';
/** A map of keys has several. */
const IDS = /^- Ids?: /;
const AGAIN = '**Open again**: ';

/**
 * @param done lines below the heading Done
 * @param returned why secrets are open again, by id
 */
export function withReturns(done: readonly string[], returned: ReadonlyMap<string, string>): readonly string[] {
  const starts = done.flatMap((line, at) => (line.startsWith(ENTRY) ? [at] : []));
  return [0, ...starts].flatMap((from, at) => {
    const entry = done.slice(from, starts[at] ?? done.length);
    const ids = entry.filter((line) => IDS.test(line)).flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, id = '']) => id));
    const [why] = ids.flatMap((id) => returned.get(id) ?? []);
    // an entry tells of one return: what was closed once more has an entry of its own
    if (why === undefined || entry.some((line) => line.startsWith(AGAIN))) return entry;
    return [...entry.slice(0, 1), '', `${AGAIN}${why}`, ...entry.slice(1)];
  });
}
