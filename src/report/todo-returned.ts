/** What is over and came back: its entries below Done keep what they say, and say that it is no longer so. */

const ENTRY = '### ';
const IDS = /^- Id: .*?`(\w+)`/;
const AGAIN = '**Open again**: ';

/**
 * @param done lines below the heading Done
 * @param returned why secrets are open again, by id
 */
export function withReturns(done: readonly string[], returned: ReadonlyMap<string, string>): readonly string[] {
  const starts = done.flatMap((line, at) => (line.startsWith(ENTRY) ? [at] : []));
  return [0, ...starts].flatMap((from, at) => {
    const entry = done.slice(from, starts[at] ?? done.length);
    const why = returned.get(entry.flatMap((line) => IDS.exec(line)?.[1] ?? [])[0] ?? '');
    // an entry tells of one return: what was closed once more has an entry of its own
    if (why === undefined || entry.some((line) => line.startsWith(AGAIN))) return entry;
    return [...entry.slice(0, 1), '', `${AGAIN}${why}`, ...entry.slice(1)];
  });
}
