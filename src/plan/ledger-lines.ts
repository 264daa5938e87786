/**
 * The ledger as burnlist writes it: one line a secret, sorted by id, so that merges of git seldom conflict and a review
 * reads well. Such a file is read back here without a YAML parser, which would cost the hook more than all the rest;
 * a file that people edited otherwise is read by ledger.ts.
 */
import type { Ledger, LedgerEntry } from '../model.ts';

type Key = keyof LedgerEntry;

/** What keeps most work in sight comes first: known keeps the task, accepted expires, rotated reopens. */
export const STRICTEST_FIRST: readonly LedgerEntry['status'][] = ['known', 'accepted', 'rotated', 'false-positive'];

/** Why a text is no value of its key, for every key in the order in which they are written. */
export const VALUES: Readonly<Record<Key, (text: string) => string | undefined>> = {
  id: (text) => (/^[a-z2-7]{26}$/.test(text) ? undefined : 'must be a full id: 26 characters of a-z and 2-7'),
  status: (text) => (STRICTEST_FIRST.some((status) => status === text) ? undefined : 'unknown status'),
  name: notEmpty,
  reason: notEmpty,
  owner: notEmpty,
  until: notADay,
  at: (text) => (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? undefined : 'must be a full commit id'),
  on: notADay,
  evidence: notEmpty,
};
const KEYS = Object.keys(VALUES) as Key[];

/** Without these an entry says nothing that can be answered for, or nothing about when it ends. */
const REQUIRED: Readonly<Record<LedgerEntry['status'], readonly Key[]>> = {
  known: ['id', 'on'],
  accepted: ['id', 'reason', 'owner', 'until'],
  rotated: ['id', 'on'],
  'false-positive': ['id', 'reason', 'owner'],
};

const HEADER =
  '# What the team has decided about leaked secrets, by id; holds no values. Written by burnlist, commit it.\n';

/** The file for some entries. */
export function renderLedger(entries: Ledger): string {
  return (
    HEADER +
    sorted(entries)
      .map((entry) => `${lineOf(entry)}\n`)
      .join('')
  );
}

/** The entries of a file that stands exactly as `renderLedger` writes lines; undefined when YAML has to be read. */
export function readLedgerLines(text: string): Ledger | undefined {
  const entries: LedgerEntry[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    const entry = entryOf(line);
    if (entry === undefined) return undefined;
    entries.push(entry);
  }
  return strictestOfEach(entries);
}

/** What is open in spite of an entry has outlived it: the new one counts. */
export function renewLedger(old: Ledger, entries: Ledger): Ledger {
  const ids = new Set(entries.map(({ id }) => id));
  return mergeLedger(
    old.filter(({ id }) => !ids.has(id)),
    entries,
  );
}

/** One entry for each id, sorted: the stricter one, then the one that ends or was made earlier. */
export function strictestOfEach(entries: Ledger): Ledger {
  const strictest = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    const other = strictest.get(entry.id);
    strictest.set(entry.id, other === undefined || compareStrictness(entry, other) < 0 ? entry : other);
  }
  return sorted(strictest.values());
}

/**
 * New decisions over old ones. Adopting in bulk (`known`) never replaces what was decided: drop expired entries from
 * `old` first where they should not count.
 */
export function mergeLedger(old: Ledger, added: Ledger): LedgerEntry[] {
  const merged = new Map(old.map((entry) => [entry.id, entry]));
  for (const entry of added) {
    if (entry.status !== 'known' || !merged.has(entry.id)) merged.set(entry.id, entry);
  }
  return sorted(merged.values());
}

/** The first key that an entry of its status needs and does not have. */
export function missingKey(entry: Partial<LedgerEntry>): Key | undefined {
  if (entry.status === undefined) return 'status';
  return REQUIRED[entry.status].find((key) => entry[key] === undefined);
}

/** Anything that would not be written as the very same line is left to the YAML parser, and its complaints. */
function entryOf(line: string): LedgerEntry | undefined {
  const entry: Record<string, string> = {};
  for (const [, key = '', plain, quoted] of line.matchAll(
    /([a-z]{2,8}): (?:([\w./-]+)|("(?:[^"\\]|\\.)*"))(?=, |\}$)/g,
  )) {
    const value = plain ?? unquoted(quoted ?? '');
    if (value === undefined || !Object.hasOwn(VALUES, key) || VALUES[key as Key](value) !== undefined) return undefined;
    entry[key] = value;
  }
  const read = entry as unknown as LedgerEntry;
  return missingKey(read) === undefined && lineOf(read) === line ? read : undefined;
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function lineOf(entry: LedgerEntry): string {
  const written = KEYS.filter((key) => entry[key] !== undefined).map((key) => `${key}: ${scalar(entry[key] ?? '')}`);
  return `- {${written.join(', ')}}`;
}

/** Plain where every reader of YAML takes it for a text, else quoted; nothing that a terminal would act upon. */
function scalar(text: string): string {
  const word = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  const id = /^(?:[a-z2-7]{26}|[0-9a-f]{40,64})$/.test(text) && !/^[\de]+$/.test(text);
  if (word || id || /^\d{4}-\d\d-\d\d$/.test(text)) return text;
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** Behind every day. */
const NEVER = '~';

function compareStrictness(a: LedgerEntry, b: LedgerEntry): number {
  const rank = STRICTEST_FIRST.indexOf(a.status) - STRICTEST_FIRST.indexOf(b.status);
  const sooner = inOrder(a.until ?? NEVER, b.until ?? NEVER) || inOrder(a.on ?? '', b.on ?? '');
  return rank || sooner || inOrder(lineOf(a), lineOf(b));
}

function sorted(entries: Iterable<LedgerEntry>): LedgerEntry[] {
  return [...entries].sort((a, b) => inOrder(a.id, b.id));
}

/** By code units: the same on every machine. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function notEmpty(text: string): string | undefined {
  return text === '' ? 'is empty' : undefined;
}

function notADay(text: string): string | undefined {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  const isReal = date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return isReal ? undefined : 'must be a day, such as 2027-01-31';
}
