/** What refs pointed at before, a line each:  <old> SP <new> SP <who> SP <time> SP <zone> TAB <message> LF */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { logsInTables } from './reftable-logs.ts';
import type { Repository, Unreadable } from './repository.ts';

export interface ReflogTip {
  /** Full ref name, or HEAD. */
  readonly ref: string;
  readonly id: string;
  /** How a remote came to have it, when the log says so: the earliest time. */
  readonly seen?: Seen;
}

/** Evidence that a remote had a commit. */
export interface Seen {
  readonly how: 'pushed to' | 'fetched from' | 'cloned from';
  /** By this machine's clock then. */
  readonly seconds: number;
}

/** One line of a log. */
export interface ReflogEntry {
  /** What the ref pointed at from then on. */
  readonly id: string;
  /** "Ada <ada@example.org>". */
  readonly who: string;
  /** By this machine's clock then. */
  readonly seconds: number;
}

/** A log that is larger is read from its end. */
const LARGEST = 64 << 20;

export interface Reflogs {
  /** Every id that a reflog names, once for each ref. */
  readonly tips: readonly ReflogTip[];
  readonly unreadable: readonly Unreadable[];
}

export function readReflogs(repository: Repository): Reflogs {
  const tips = new Map<string, ReflogTip>();
  const unreadable: Unreadable[] = [];
  for (const folder of foldersWithLogs(repository)) {
    for (const { ref, log } of logsIn(folder, (why) => void unreadable.push({ what: 'reflogs', why }))) {
      const text = log.subarray(Math.max(0, log.length - LARGEST)).toString('latin1');
      for (const [, old, id, rest] of text.matchAll(ENTRIES)) {
        const [, , seconds, message] = WHO_AND_WHEN.exec(rest!) ?? [];
        const how = seconds === undefined ? undefined : howSeen(ref, message);
        add(tips, { ref, id: old! });
        add(tips, { ref, id: id!, ...(how === undefined ? {} : { seen: { how, seconds: Number(seconds) } }) });
      }
    }
  }
  return { tips: [...tips.values()], unreadable };
}

/** Of all linked worktrees, too, whose HEADs are their own. */
export function foldersWithLogs({ gitDir, commonDir }: Pick<Repository, 'gitDir' | 'commonDir'>): readonly string[] {
  const worktrees = namesIn(join(commonDir, 'worktrees')).map((name) => join(commonDir, 'worktrees', name));
  return [...new Set([commonDir, gitDir, ...worktrees])];
}

interface Log {
  /** Full ref name, or HEAD. */
  readonly ref: string;
  readonly log: Buffer;
}

/** In files below `logs/`, in tables, or, where somebody has made it so, in both. */
function* logsIn(folder: string, failed: (why: string) => void): Generator<Log> {
  const top = join(folder, 'logs');
  for (const path of filesBelow(top)) yield { ref: relative(top, path).replaceAll('\\', '/'), log: readFileSync(path) };
  for (const [ref, log] of logsInTablesOr(failed, folder)) yield { ref, log };
}

/** Logs that are no files, by their refs. */
export function logsInTablesOr(failed: (why: string) => void, folder: string): ReturnType<typeof logsInTables> {
  try {
    return logsInTables(folder);
  } catch (error) {
    failed((error as Error).message);
    return new Map();
  }
}

const ENTRY = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([^\n]*)$/;
const ENTRIES = new RegExp(ENTRY, 'gm');
const WHO_AND_WHEN = /^([^\t]*) (\d{1,12}) [-+]\d{4}(?:\t([^\n]*))?$/;

/** Lines of a log by their number, from 1; what is no entry is not there. */
export function reflogEntries(log: Buffer, lines: Iterable<number>): Map<number, ReflogEntry> {
  const all = log.toString('utf8').split('\n');
  const entries = new Map<number, ReflogEntry>();
  for (const line of new Set(lines)) {
    const [, , id, rest] = ENTRY.exec(all[line - 1] ?? '') ?? [];
    const [, who, seconds] = WHO_AND_WHEN.exec(rest ?? '') ?? [];
    if (id !== undefined && who !== undefined) entries.set(line, { id, who, seconds: Number(seconds) });
  }
  return entries;
}

/** Of what the log says of an id, the earliest that a remote had it. */
function add(tips: Map<string, ReflogTip>, tip: ReflogTip): void {
  if (/^0+$/.test(tip.id)) return;
  const key = `${tip.ref} ${tip.id}`;
  const known = tips.get(key);
  if (known === undefined || (tip.seen?.seconds ?? Infinity) < (known.seen?.seconds ?? Infinity)) tips.set(key, tip);
}

/**
 * A log of a remote's branch grows when something was pushed or fetched; any log begins with where its clone was made. Its
 * HEAD only names one of its branches: newer gits keep a log of that, too.
 */
function howSeen(ref: string, message = ''): Seen['how'] | undefined {
  if (message.startsWith('clone: from')) return 'cloned from';
  if (!ref.startsWith('refs/remotes/') || /^[^/]+\/HEAD$/.test(ref.slice('refs/remotes/'.length))) return undefined;
  return message.startsWith('update by push') ? 'pushed to' : 'fetched from';
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() && statSync(path).size > 0 ? [path] : [];
    });
  } catch {
    return [];
  }
}
