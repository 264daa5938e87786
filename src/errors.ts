/** What can go wrong, as types: the edge (cli.ts) turns each into one line and an exit status, nobody else does. */

/** Wrong usage or configuration, found before anything is scanned: exit 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The scan could not be done or finished: exit 3. */
export class ScanError extends Error {
  override name = 'ScanError';
}

/** More than the hook's own process is trusted with, found before anything was said: to be run once more, overseen. */
export class NeedsOverseer extends Error {
  override name = 'NeedsOverseer';
}
