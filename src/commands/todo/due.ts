/** `burnlist todo --due`: for a nightly job that alerts. Reads runbooks, configuration and ledger, no history. */
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import { wordsOf } from '../../plan/current/names.ts';
import { dueRotations, unheardOf, whenDue, type Due, type Unheard } from '../../plan/due.ts';
import { loadRotations } from '../../plan/rotations.ts';
import { padded, widest } from '../../report/columns.ts';
import { printable } from '../../report/printable.ts';
import { openRepository } from '../../source/repository.ts';
import { isNamedInFiles } from '../../source/word-search.ts';
import { readCurrentFiles } from '../verify/current-files.ts';
import { readRunbooks } from '../runbooks/runbook-files.ts';
import { WORKING_TREE } from '../policy/working-policy.ts';
import { workingPolicy } from '../policy/working-policy.ts';
import { policyAt } from '../policy/policy-at.ts';
import { LEDGER_PATH } from '../policy/policy.ts';
import type { Context, ExitStatus } from '../context.ts';
import type { Repository } from '../../source/repository.ts';

const WIDEST = 40;

export async function listDue(
  path: string | undefined,
  asOf: string,
  { named, current }: { readonly named: readonly string[]; readonly current: readonly string[] },
  context: Context,
): Promise<ExitStatus> {
  const files = await readCurrentFiles(current, context);
  const other = files.find(({ source }) => source.kind !== 'log');
  if (other !== undefined) throw new UsageError(`--current ${shownPath(other.source.label)}: no log of rotations; verify takes the rest`);
  const repository = await openRepository(resolve(context.cwd, path ?? '.'), context.env);
  const policy = (await workingPolicy(repository)) ?? (await policyAt(repository, repository.head));
  const { config, ledger, rules } = policy;
  const { runbooks } = await readRunbooks({ named, config, rules, repository, revision: WORKING_TREE }, context);
  const input = { runbooks, ledger, cadence: config?.cadence ?? new Map() };
  const due = dueRotations({ ...input, asOf, logs: files.map(({ source }) => source) });
  const unheard = unheardOf(input, loadRotations().flatMap(({ kinds }) => kinds));
  const nowhere = await nowhereIn(repository, unheard);
  await context.write(dueText(due, new Map(nowhere.map(({ name, meant }) => [name, meant]))));
  return due.some(({ state }) => state === 'overdue') ? 1 : 0;
}

/** Those that no file of HEAD has either. */
async function nowhereIn({ git, head }: Repository, unheard: readonly Unheard[]): Promise<readonly Unheard[]> {
  const nowhere: Unheard[] = [];
  for (const each of unheard.slice(0, MOST_ASKED)) {
    const isNamed = head !== null && (await isNamedInFiles(git, wordsOf(each.name), dirname(LEDGER_PATH)));
    if (!isNamed) nowhere.push(each);
  }
  return nowhere;
}

/** Each is a search of all files; nobody sets a rhythm for so many names that nothing has. */
const MOST_ASKED = 50;

/** @param nowhere names that nothing here has, and what may be meant */
function dueText(due: readonly Due[], nowhere: ReadonlyMap<string, string | undefined>): string {
  const width = widest(due.map(({ name }) => printable(name)), WIDEST);
  const rows = due
    .filter(({ state }) => state !== 'later')
    .map((each) => {
      const from = `${printable(each.from.path)}:${each.from.line}`;
      return `${padded(printable(each.name), width)}  ${said(each)}${unheardPart(each, nowhere)} (${from})`;
    });
  const counts = (['overdue', 'soon', 'unknown', 'later'] as const).map((state) => {
    const all = due.filter((each) => each.state === state);
    return all.length === 0 ? '' : `${all.length} ${LABELS[state]}${state === 'later' ? nextOf(all) : ''}`;
  });
  const last = due.length === 0 ? 'no rhythm is set: neither a runbook nor "cadence" names one' : counts.filter(Boolean).join(' · ');
  return `${[...rows, last].join('\n')}\n`;
}

function unheardPart({ name }: Due, nowhere: ReadonlyMap<string, string | undefined>): string {
  if (!nowhere.has(name)) return '';
  const meant = nowhere.get(name);
  return `; nothing here has that name${meant === undefined ? '' : `: did you mean ${printable(meant)}?`}`;
}

const LABELS: Readonly<Record<Due['state'], string>> = {
  overdue: 'overdue',
  soon: 'due soon',
  unknown: 'without a recorded rotation',
  later: 'in time',
};

/** They are sorted by their days; without one nothing comes next. */
function nextOf(due: readonly Due[]): string {
  const first = due.find(({ next }) => next !== undefined);
  return first?.next === undefined ? '' : ` (next: ${printable(first.name)} on ${first.next})`;
}

function said(due: Due): string {
  const when = whenDue(due);
  if (due.state === 'unknown') return `${when}, no rotation is on record`;
  const day = `${due.state === 'overdue' ? 'OVERDUE since' : 'due on'} ${due.next ?? ''}`;
  return when === '' ? day : `${day}, ${when}`;
}
