/**
 * How often secrets have to be rotated and when they last were in, what is overdue or due soon out. The rhythm comes
 * from the configuration, else from the runbook's section that names the secret; the day from the ledger, from a log of
 * rotations, or from what a page says of it.
 */
import { baseName } from '../base-name.ts';
import { groupBy } from '../group-by.ts';
import type { Ledger, Lint, Runbook } from '../model.ts';
import { nearest } from '../nearest.ts';
import { kindOfName } from '../runbook/families.ts';
import type { CurrentSource } from './current/entry.ts';
import { mapKeyOfName, wordsOf } from './current/names.ts';

export interface DueInput {
  /** ISO day. */
  readonly asOf: string;
  readonly runbooks: readonly Runbook[];
  readonly ledger: Ledger;
  /** Name or kind → days, from the configuration. */
  readonly cadence: ReadonlyMap<string, { readonly days: number; readonly line: number }>;
  /** Logs of rotations. */
  readonly logs: readonly CurrentSource[];
}

export interface Due {
  readonly name: string;
  /** Absent where only a day is named on which it is due. */
  readonly days?: number;
  /** Where the rhythm is said. */
  readonly from: { readonly path: string; readonly line: number };
  readonly last?: string;
  readonly next?: string;
  readonly state: 'overdue' | 'soon' | 'later' | 'unknown';
}

const SOON_DAYS = 14;
const DAY = 24 * 60 * 60 * 1000;

/** Most urgent first. A secret whose rotation nobody recorded is `unknown`: no claim is made of it. */
export function dueRotations({ asOf, runbooks, ledger, cadence, logs }: DueInput): readonly Due[] {
  const records = ledger
    .filter(({ status, until }) => status === 'rotated' && (until === undefined || until > asOf))
    .flatMap(({ name = '', on }) => (on === undefined ? [] : name.split(', ').map((each) => ({ name: each, on }))));
  const said = runbooks.flatMap(({ path, schedule }) => schedule.map((each) => ({ path, ...each })));
  const rows = wantedOf(cadence, records.map(({ name }) => name), runbooks);
  const named = new Set(rows.map(({ name }) => spelling(name)));
  const all = rows.map((row) => {
    const isOf = ({ name }: { readonly name: string }): boolean =>
      spelling(name) === spelling(row.name) || (rotationWords(name) === rotationWords(row.name) && !named.has(spelling(name)));
    const own = said.filter(isOf);
    const days = [...records.filter(isOf).map(({ on }) => on), ...logDays(row.name, logs), ...own.flatMap(({ last }) => last ?? [])];
    return dueOf(row, latest(days), latest(own.flatMap(({ next }) => next ?? [])), asOf);
  });
  return all.sort(
    (a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      compare(a.next ?? '', b.next ?? '') ||
      compare(a.name, b.name),
  );
}

/** A row for each name that has a rhythm. The team's word comes before what pages say of what is called alike. */
function wantedOf(cadence: DueInput['cadence'], recorded: readonly string[], runbooks: readonly Runbook[]): readonly Wanted[] {
  const configured = [...cadence].flatMap(([key, { days, line }]) =>
    namesMeant(key, cadence, recorded).map((name): Wanted => ({ name, days, from: { path: '.burnlist/config.yaml', line } })),
  );
  const decided = new Set(configured.map(({ name }) => rotationWords(name)));
  const sections = runbooks.flatMap(({ procedures }) =>
    procedures.flatMap(({ cadenceDays: days, targets, runbook: path, lines: [line] }) => {
      const named = targets.filter(({ kind, where }) => kind === 'name' && where !== 'prose');
      // "JWT secret" above and JWT_SECRETS below are one in a section
      const distinct = days === undefined ? [] : distinctBy(named, ({ raw }) => rotationWords(raw));
      return distinct.map(({ raw }): Wanted => ({ name: raw, ...(days === undefined ? {} : { days }), from: { path, line } }));
    }),
  );
  const listed = runbooks.flatMap(({ path, schedule }) =>
    schedule
      .filter(({ days, next }) => (days ?? next) !== undefined)
      .map(({ name, days, line }): Wanted => ({ name, ...(days === undefined ? {} : { days }), from: { path, line } })),
  );
  const ofPages = [...sections, ...listed].filter(({ name }) => !decided.has(rotationWords(name)));
  return [...configured, ...distinctBy(ofPages, ({ name }) => spelling(name))];
}

/** A kind stands for the names of it that were rotated and have no rhythm of their own; a name for itself. */
function namesMeant(key: string, cadence: DueInput['cadence'], recorded: readonly string[]): readonly string[] {
  const ofKind = recorded.filter((name) => kindOfName(name) === key);
  if (ofKind.length === 0) return [key];
  const others = new Set([...cadence.keys()].filter((other) => other !== key).map(spelling));
  return distinctBy(ofKind.filter((name) => !others.has(spelling(name))).toReversed(), spelling);
}

/**
 * Names with a rhythm in the configuration that no kind, no page and no entry of the ledger has, each with the known one that
 * may be meant: a slip of the keyboard is never due.
 */
export function unheardOf({ cadence, runbooks, ledger }: Omit<DueInput, 'asOf' | 'logs'>, kinds: readonly string[]): readonly Unheard[] {
  const ofPages = runbooks.flatMap(({ procedures, schedule }) => [
    ...procedures.flatMap(({ targets }) => targets.filter(({ kind }) => kind === 'name').map(({ raw }) => raw)),
    ...schedule.map(({ name }) => name),
  ]);
  const known = [...ofPages, ...ledger.flatMap(({ name = '' }) => name.split(', ')), ...kinds];
  const words = new Set(known.map(rotationWords));
  return [...cadence.keys()].filter((name) => !words.has(rotationWords(name))).map((name) => ({ name, meant: nearest(name, known) }));
}

export interface Unheard {
  readonly name: string;
  readonly meant: string | undefined;
}

/** The first of each. */
function distinctBy<T>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...groupBy(all, keyOf).values()].flatMap(([first]) => first ?? []);
}

const STATES: readonly Due['state'][] = ['overdue', 'soon', 'unknown', 'later'];

type Wanted = Pick<Due, 'name' | 'days' | 'from'>;

/** @param named the day that a page names, which counts until it was rotated after that */
function dueOf(wanted: Wanted, last: string | undefined, named: string | undefined, asOf: string): Due {
  const { days } = wanted;
  const counted = last === undefined || days === undefined ? undefined : dayAfter(last, days);
  const next = counted ?? (last === undefined || named === undefined || last < named ? named : undefined);
  if (next === undefined) return last === undefined ? { ...wanted, state: 'unknown' } : { ...wanted, last, state: 'later' };
  const left = (Date.parse(`${next}T00:00:00Z`) - Date.parse(`${asOf}T00:00:00Z`)) / DAY;
  const state = left < 0 ? 'overdue' : left <= SOON_DAYS ? 'soon' : 'later';
  return { ...wanted, ...(last === undefined ? {} : { last }), next, state };
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** "last on 2025-03-01, every 90 days". */
export function whenDue({ days, last }: Due): string {
  const rhythm = days === undefined ? '' : `every ${days} days`;
  return [last === undefined ? '' : `last on ${last}`, rhythm].filter((part) => part !== '').join(', ');
}

/** Overdue rotations as what has to be mended in the pages, or in the configuration. */
export function overdueLint(due: readonly Due[]): readonly Lint[] {
  return due
    .filter(({ state }) => state === 'overdue')
    .map((due): Lint => {
      const { name, next, from } = due;
      const { path, line } = from;
      const text = [`${name} is overdue: due on ${next ?? ''}`, whenDue(due)].filter((part) => part !== '').join(', ');
      return { rule: 'overdue', text, lines: [line, line], path, isDangerous: false };
    });
}

function latest(days: readonly string[]): string | undefined {
  return [...days].sort().at(-1);
}

/** A log is for the map or name that its own name shares a word with: jwt_rotation.log for JWT_SECRETS. */
function logDays(name: string, logs: readonly CurrentSource[]): readonly string[] {
  const own = new Set(rotationWords(name).split('_').filter((word) => !COMMON.has(word)));
  return logs
    .filter(({ label }) => wordsOf(baseName(label)).some((word) => own.has(word)))
    .flatMap(({ log }) => log.map(({ on }) => on));
}

const COMMON: ReadonlySet<string> = new Set(['secret', 'key', 'token', 'password', 'rotation', 'log', 'url', 'id']);

/** A key of a map is rotated by making another one: jwt_secrets.v2 counts for JWT_SECRETS. */
function rotationWords(name: string): string {
  const key = mapKeyOfName(name);
  return key !== undefined && /^v?\d/.test(key.id) ? key.map : wordsOf(name).join('_');
}

/** The same, and whether it is one of several: JWT_SECRET beside `jwt_secrets.v1` is a secret of its own. */
function spelling(name: string): string {
  const words = rotationWords(name);
  return words !== wordsOf(name).join('_') || /[^su]s$/i.test(name) ? `${words}*` : words;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
