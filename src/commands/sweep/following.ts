/**
 * What a sweep follows: names that are suspected, and values that are known. Values come from files or standard input,
 * never from the command line, where every process could read them.
 */
import { UsageError } from '../../errors.ts';
import { readNamedFile } from '../named-file.ts';
import { shownPath } from '../../shown.ts';
import { followValues, SHORTEST_FOLLOWED } from '../../detect/rules/follow-value.ts';
import { fingerprint } from '../../detect/fingerprint.ts';
import { loadBuiltInRules } from '../../detect/rules/built-in.ts';
import { isSuspect, SUSPECTED, suspectName } from '../../detect/rules/suspect-name.ts';
import { createDetector } from '../../detect/unit.ts';
import { valuesIn } from '../../report/mask.ts';
import { counted } from '../../report/numbers.ts';
import { sortedSecrets } from '../../report/order.ts';
import { shortIds } from '../../report/short-id.ts';
import { SecretValue } from '../../secret-value.ts';
import { inUtf8 } from '../in-utf-8.ts';
import type { Context } from '../context.ts';
import type { SetAsidePlace } from '../audit/unit-paths.ts';
import type { Judged, Report, Rule } from '../../model.ts';

export interface Following {
  readonly rules: readonly Rule[];
  readonly values: readonly SecretValue[];
  /** Of the values. */
  readonly ids: ReadonlySet<string>;
  readonly suspects: readonly string[];
}

export async function whatToFollow(
  files: readonly string[],
  suspects: readonly string[],
  context: Context,
): Promise<Following> {
  const values: SecretValue[] = [];
  for (const file of files) values.push(...(await valuesOf(file, context)));
  const distinct = [...new Map(values.map((value) => [value.key(), value])).values()];
  return {
    rules: [...followValues(distinct, 'known'), ...suspects.map(suspectName)],
    values: distinct,
    ids: new Set(await Promise.all(distinct.map(fingerprint))),
    suspects,
  };
}

/** A list of values is small; what is larger was named by mistake. */
const MOST_BYTES = 64 << 20;

/**
 * What the rules find in it (a key of several lines, the password of a URL, the value in a line of settings), and each
 * other line as it is.
 */
async function valuesOf(file: string, context: Context): Promise<SecretValue[]> {
  const named = { cwd: context.cwd, most: MOST_BYTES, option: '--value-from' };
  const bytes = inUtf8(file === '-' ? await context.readInput() : readNamedFile(file, named));
  const detector = createDetector(
    loadBuiltInRules().filter(({ paths, anchor, runOf }) => paths === undefined && anchor !== true && runOf === undefined),
    { marks: false },
  );
  const { findings } = detector.scan(bytes);
  const found = findings.map(({ value }) => value);
  const read = new Set(findings.flatMap(({ position: { line, endLine } }) => numbers(line, endLine)));
  const lines = bytes.toString('latin1').split(/\r?\n/);
  const values = lines
    .filter((line, index) => line !== '' && !read.has(index + 1))
    .map((line) => new SecretValue(Buffer.from(line, 'latin1')));
  const short = values.find(({ length }) => length < SHORTEST_FOLLOWED);
  if (short !== undefined)
    throw new UsageError(
      `--value-from ${shownPath(file)}: a line has fewer than ${SHORTEST_FOLLOWED} bytes, which stand anywhere by chance`,
    );
  if (values.length + found.length === 0) throw new UsageError(`--value-from ${shownPath(file)}: holds no value`);
  return [...values, ...found.filter(({ length }) => length >= SHORTEST_FOLLOWED)];
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** What was asked for and what belongs to it; all of the report when nothing was. */
export function onlyFollowed(report: Report, { values, ids, suspects }: Following): Report {
  if (values.length + suspects.length === 0) return report;
  const isNamed = (secret: Judged, suspect: string): boolean => secret.names.some(({ name }) => isSuspect(name, suspect));
  const asked = report.secrets.filter((secret) => ids.has(secret.id) || suspects.some((name) => isNamed(secret, name)));
  const kept = new Set(asked.flatMap(({ id, related }) => [id, ...related.map((other) => other.id)]));
  const others = report.secrets.length - kept.size;
  const short = shortIds(report.secrets.map(({ id }) => id));
  const found = asked.filter(({ id }) => ids.has(id)).length;
  return {
    ...report,
    secrets: report.secrets.filter(({ id }) => kept.has(id)),
    hidden: [...valuesIn(report), ...values],
    ...(asked.some(({ id, verdict }) => ids.has(id) && verdict === 'local') ? { isAskedForHere: true } : {}),
    notices: [
      ...report.notices,
      ...suspects.flatMap((name) => lifetimes(name, sortedSecrets(asked.filter((secret) => isNamed(secret, name))), short)),
      ...(values.length === 0 ? [] : [`${counted(values.length, 'value')} followed, ${counted(found, 'value')} found`]),
      ...(others > 0 ? [`not shown: ${counted(others, 'other secret')}; sweep without --suspect and --value-from shows all`] : []),
    ],
  };
}

const NO_VALUE = 'placeholder, reference or piece of code';
const NO_VALUES = 'placeholders, references or pieces of code';

/** What was assigned to a suspected name and was no value: nothing of the rest was asked for, and all of it is said. */
export function asideOf(
  report: Report,
  places: readonly SetAsidePlace[],
  { suspects }: Following,
): { readonly report: Report; readonly setAside: readonly SetAsidePlace[] } {
  if (suspects.length === 0) return { report, setAside: places };
  const setAside = places.filter(({ rule }) => rule === SUSPECTED);
  const counts = new Map<SetAsidePlace['reason'], number>();
  for (const { reason } of setAside) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const said = suspects.flatMap((suspect) => {
    const own = setAside.filter(({ name = '' }) => isSuspect(name, suspect)).length;
    return own === 0 ? [] : [`${suspect}: also given ${counted(own, NO_VALUE, NO_VALUES)} (--explain lists what)`];
  });
  return {
    report: {
      ...report,
      setAside: [...counts].map(([reason, count]) => ({ reason, count })),
      notices: [...report.notices, ...said],
    },
    setAside,
  };
}

/** Since when and until when history's newest files had each value of a name, oldest first. */
function lifetimes(suspect: string, secrets: readonly Judged[], short: (id: string) => string): string[] {
  if (secrets.length === 0) return [`${suspect}: nothing that was ever assigned to it was found`];
  const dated = [...secrets].sort((a, b) => ((a.exposure.first?.date ?? '9') < (b.exposure.first?.date ?? '9') ? -1 : 1));
  return dated.map(({ id, names, exposure: { first, last, inHead }, occurrences }) => {
    const name = names.find((each) => isSuspect(each.name, suspect))?.name ?? suspect;
    const since = first === undefined ? 'in no commit' : `${first.date} → ${inHead ? 'in HEAD' : (last?.date ?? '')}`;
    const isLive = occurrences.some(({ where }) => where === 'worktree');
    return `${name} ${short(id)}: ${since}${isLive ? ', on this disk' : ''}`;
  });
}
