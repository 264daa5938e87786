/** What is over and came back: its entries below Done keep what they say, and say that it is no longer so. */

const ENTRY = '### ';
/** A map of keys has several. */
const IDS = /^- Ids?: /;
const AGAIN = '**Open again**: ';
const ABOVE = 'it has a task above';

/** What is to be done now. */
export interface Open {
  /** Without its priority: "FERNET_KEY · Fernet key". */
  readonly title: string;
  readonly ids: readonly string[];
}

/** The ids of a task or of an entry. */
export function idsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => IDS.test(line)).flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, id = '']) => id));
}

/**
 * @param done lines below the heading Done
 * @param returned why secrets are open again, by id
 * @param open of what the ledger says nothing any more, since `verify` has seen it return
 */
export function withReturns(
  done: readonly string[],
  returned: ReadonlyMap<string, string>,
  open: readonly Open[] = [],
): readonly string[] {
  const starts = done.flatMap((line, at) => (line.startsWith(ENTRY) ? [at] : []));
  return [0, ...starts].flatMap((from, at) => {
    const entry = done.slice(from, starts[at] ?? done.length);
    const ids = idsIn(entry);
    const isOpen = open.some((task) => entry[0]?.startsWith(`${ENTRY}${task.title} · P`) && task.ids.some((id) => ids.includes(id)));
    const [why = isOpen ? ABOVE : undefined] = ids.flatMap((id) => returned.get(id) ?? []);
    // an entry tells of one return: what was closed once more has an entry of its own
    if (why === undefined || entry.some((line) => line.startsWith(AGAIN))) return entry;
    return [...entry.slice(0, 1), '', `${AGAIN}${why}`, ...entry.slice(1)];
  });
}
