/** What the team has decided or done about a secret: the ledger's entry, unless it has run out or been overtaken. */
import { missedMarks } from '../missed-mark.ts';
import { settlement } from '../settlement.ts';
import { type Introduction, type LedgerEntry, type Moment, type Occurrence, type Returned, type Status, STATUSES } from '../model.ts';

/**
 * Where a commit stands to the one at which an entry was made: in its history, behind it, on another branch and older,
 * on another branch and not older; unknown: that one is not here. `later`: its own history holds the entry.
 */
export type Standing = 'before' | 'after' | 'older' | 'beside' | 'unknown' | 'later';

const DAY = 86_400_000;

export interface StatusQuestion {
  readonly occurrences: readonly Occurrence[];
  readonly entry: LedgerEntry | undefined;
  readonly asOf: string;
  readonly standing: (at: string, commit: string) => Standing;
  /** Whether a ref's history holds the commit. */
  readonly onRef: (commit: string) => boolean;
  /** Whether a shallow clone begins with the commit: it seems to bring all that it holds. */
  readonly isBoundary: (commit: string) => boolean;
}

/** What the team has settled about a secret, with the reasons. */
export interface Settled {
  readonly status: Status;
  readonly reasons: readonly string[];
  /** Closer than what the table of verdicts says of the status. */
  readonly because?: string;
  /** ISO day of the rotation. */
  readonly end?: string;
  /** By marks in the text, not by the ledger. */
  readonly byMark?: true;
  /** What the ledger had it as before it came back. */
  readonly was?: Returned;
}

/** Of what several ledgers say, that which leaves most to do, of rotations the last; undefined when none says anything. */
export function strictest(all: readonly Settled[]): Settled | undefined {
  const rank = ({ status }: Settled): number => STATUSES.indexOf(status);
  return [...all].sort((a, b) => rank(a) - rank(b) || Date.parse(b.end ?? '') - Date.parse(a.end ?? '') || 0)[0];
}

export function statusOf(question: StatusQuestion): Settled {
  const settled = settledBy(question);
  if (settled.status !== 'open') return settled;
  const missed = missedMarks(question.occurrences);
  return missed.length === 0 ? settled : { ...settled, reasons: [...settled.reasons, ...missed] };
}

function settledBy(question: StatusQuestion): Settled {
  const { entry, asOf, occurrences } = question;
  if (occurrences.length > 0 && occurrences.every(({ mark }) => mark !== undefined)) {
    const reason = occurrences.find(({ mark }) => mark?.reason !== undefined)?.mark?.reason;
    return {
      status: 'accepted',
      reasons: [`allowed by a mark in the text${reason === undefined ? '' : `: ${reason}`}`],
      byMark: true,
    };
  }
  if (entry === undefined) return { status: 'open', reasons: [] };
  if (entry.status !== 'rotated' && entry.until !== undefined && entry.until < asOf) {
    return { status: 'open', reasons: [`the ledger's entry ran out on ${entry.until}`] };
  }
  if (entry.status === 'accepted' || entry.status === 'false-positive') {
    return { status: entry.status, reasons: [settlement(entry)] };
  }
  if (entry.on !== undefined && entry.on > lastDayOnEarth(asOf))
    return { status: 'open', reasons: [`the ledger's entry is of ${entry.on}, which is yet to come`] };
  const over = returned(question, entry) ?? contradicted(question, entry);
  if (over !== undefined) return { status: 'open', reasons: [`was ${settledOn(entry)}, and ${over}`], was: entry.status };
  if (entry.status === 'known')
    return { status: 'known', reasons: [`known since the ledger took it over${entry.on === undefined ? '' : `, ${entry.on}`}`] };
  return {
    status: entry.status,
    reasons: [settlement(entry)],
    ...(entry.on === undefined ? {} : { end: entry.on }),
  };
}

/** Days here are those of UTC; who writes an entry by hand writes the day it is where they are, up to fourteen hours ahead. */
function lastDayOnEarth(asOf: string): string {
  return new Date(Date.parse(asOf) + DAY).toISOString().slice(0, 10);
}

/** What an entry says of a rotation counts from its day on; that of being known is the day of the ledger. */
function settledOn({ status, on }: LedgerEntry): string {
  return status === 'rotated' && on !== undefined ? `rotated on ${on}` : status;
}

/** By a commit of a ref that brought the value anew, after the entry, to a place where no mark allows it. */
function returned({ occurrences, standing, onRef, isBoundary }: StatusQuestion, entry: LedgerEntry): string | undefined {
  const again = occurrences
    .filter(({ mark }) => mark === undefined)
    .flatMap(({ introductions }) => introductions)
    .find(
      (introduction) =>
        isNew(introduction, entry) && isAfter(introduction, entry, standing) && onRef(introduction.commit),
    );
  if (again === undefined) return undefined;
  return isBoundary(again.commit) ? mayHaveCome(again) : cameBack(again);
}

/** By `verify`, which has seen a live source hold the value: the entry stays, and says since when it does not count. */
function contradicted({ asOf }: StatusQuestion, { status, until }: LedgerEntry): string | undefined {
  return status === 'rotated' && until !== undefined && until <= asOf ? `verify saw on ${until} that it is not over` : undefined;
}

function cameBack({ commit, date }: Moment): string {
  return `came back with ${commit.slice(0, 10)} on ${date}`;
}

function mayHaveCome({ commit, date }: Moment): string {
  return `may have come back: it stands in ${commit.slice(0, 10)} of ${date}, with which this shallow clone begins`;
}

/** Moved within a change is nothing new; of a rotated value each further place is. */
function isNew({ moved }: Introduction, { status }: LedgerEntry): boolean {
  return moved === undefined || (moved === 'more-often' && status === 'rotated');
}

/** An entry has a day and no hour: of that day, only what is older than the commit of the entry was surely there. */
function isAfter(
  { commit, date }: Introduction,
  { on, at }: LedgerEntry,
  standing: StatusQuestion['standing'],
): boolean {
  const stands = at === undefined ? 'unknown' : standing(at, commit);
  if (stands === 'later') return true; // whatever date it claims
  if (on !== undefined && date < on) return false;
  if (stands === 'before') return false;
  return stands !== 'older' || on === undefined || date > on;
}
