/**
 * How often secrets have to be rotated and when they last were in, what is overdue or due soon out. The rhythm comes
 * from the configuration, else from the runbook's section that names the secret; the day from the ledger, from a log of
 * rotations, or from what a page says of it.
 */
import { baseName } from '../base-name.ts';
import type { Ledger, Lint, Runbook } from '../model.ts';
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
  const wanted = new Map<string, Wanted>();
  for (const [name, { days, line }] of cadence)
    wanted.set(rotationWords(name), { name, days, from: { path: '.burnlist/config.yaml', line } });
  for (const { procedures } of runbooks)
    for (const { cadenceDays, targets, runbook, lines } of procedures) {
      if (cadenceDays === undefined) continue;
      const named = targets.filter(({ kind, where }) => kind === 'name' && where !== 'prose');
      for (const { raw } of named) {
        const key = rotationWords(raw);
        if (!wanted.has(key)) wanted.set(key, { name: raw, days: cadenceDays, from: { path: runbook, line: lines[0] } });
      }
    }
  const said = runbooks.flatMap(({ path, schedule }) =>
    schedule.map((each) => ({ key: rotationWords(each.name), path, ...each })),
  );
  for (const { key, name, days, next, line, path } of said) {
    if (wanted.has(key) || (days ?? next) === undefined) continue;
    wanted.set(key, { name, from: { path, line }, ...(days === undefined ? {} : { days }) });
  }
  const all = [...wanted].map(([key, each]) => {
    const own = said.filter((one) => one.key === key);
    const recorded = [...ledgerDays(key, ledger), ...logDays(key, logs), ...own.flatMap(({ last }) => last ?? [])];
    return dueOf(each, latest(recorded), latest(own.flatMap(({ next }) => next ?? [])), asOf);
  });
  return all.sort(
    (a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      compare(a.next ?? '', b.next ?? '') ||
      compare(a.name, b.name),
  );
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
function logDays(key: string, logs: readonly CurrentSource[]): readonly string[] {
  const own = new Set(key.split('_').filter((word) => !COMMON.has(word)));
  return logs
    .filter(({ label }) => wordsOf(baseName(label)).some((word) => own.has(word)))
    .flatMap(({ log }) => log.map(({ on }) => on));
}

const COMMON: ReadonlySet<string> = new Set(['secret', 'key', 'token', 'password', 'rotation', 'log', 'url', 'id']);

function ledgerDays(key: string, ledger: Ledger): readonly string[] {
  return ledger
    .filter(({ status }) => status === 'rotated')
    .filter(({ name }) => (name ?? '').split(', ').some((each) => rotationWords(each) === key))
    .flatMap(({ on }) => on ?? []);
}

/** A key of a map is rotated by making another one: jwt_secrets.v2 counts for JWT_SECRETS. */
function rotationWords(name: string): string {
  const key = mapKeyOfName(name);
  return key !== undefined && /^v?\d/.test(key.id) ? key.map : wordsOf(name).join('_');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
