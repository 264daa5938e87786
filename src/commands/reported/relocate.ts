/**
 * Another scanner's report in, ours out: each of its finds looked for in the repository, so that it comes with names,
 * exposure and the ledger's word; by an audit, then for values that no rule of ours knows by the values themselves. What
 * is nowhere here stands by the report alone, and says so.
 */
import { notASecret } from '../../detect/checks/placeholders.ts';
import { valueIn } from '../../reported/area.ts';
import { literalRule, LONGEST_LITERAL } from '../../reported/stand-in.ts';
import { findingsBy, matcherFor } from './match.ts';
import { ruleFor, secretOfReport } from './secrets.ts';
import { withText } from './text.ts';
import { hideQuoted } from '../output/quoted.ts';
import { inspect } from '../audit/looks.ts';
import { judgeAll, NO_COMMITS } from '../audit/judge-all.ts';
import { valuesIn } from '../../report/mask.ts';
import { verdictOf } from '../../verdict/table.ts';
import type { Policy } from '../policy/policy.ts';
import type { Coverage, Finding, Judged, Report } from '../../model.ts';
import type { Reported } from '../../reported/reported.ts';
import type { Repository } from '../../source/repository.ts';

export interface Audited {
  readonly report: Report;
  readonly policy: Policy;
  readonly repository: Repository;
}

/** @param audited the repository one stands in; undefined where there is none */
export async function relocate(
  reported: readonly Reported[],
  audited: Audited | undefined,
  policy: Policy,
  asOf: string,
): Promise<Report> {
  const findings = findingsBy(policy.rules);
  const all = audited === undefined ? reported : await withText(reported, audited.repository);
  const match = matcherFor(audited?.report.secrets ?? [], findings);
  const known = all.map((each) => ({ each, secrets: match(each) }));
  const unknown = known
    .filter(({ secrets }) => secrets.length === 0)
    .map(({ each }) => (findings(each).length > 0 ? each : withValue(each)));
  const traced = audited === undefined ? undefined : await traceValues(unknown, audited, asOf);
  const matchTraced = matcherFor(traced?.secrets ?? [], findings);

  const found = new Map<string, Judged>();
  const add = (secret: Judged, each: Reported, why = ''): void => {
    found.set(secret.id, reportedBy(found.get(secret.id) ?? secret, each, why));
  };
  for (const { each, secrets } of known) for (const secret of secrets) add(secret, each);
  for (const each of unknown) {
    const secrets = matchTraced(each);
    for (const secret of secrets) add(secret, each);
    if (secrets.length === 0) add(await standingAlone(each, findings(each), policy, asOf), each, whyAlone(each, audited));
  }
  const base = audited?.report ?? WITHOUT_REPOSITORY;
  const report: Report = {
    ...base,
    command: 'todo',
    asOf,
    coverage: traced === undefined ? base.coverage : bothSeen(base.coverage, traced.coverage),
    secrets: [...found.values()],
    hidden: [...(audited === undefined ? [] : valuesIn(audited.report)), ...(traced?.hidden ?? [])],
  };
  return hideQuoted(report, policy.rules);
}

/** What only the second look left out: a value that stands everywhere is too dense. */
function bothSeen(first: Coverage, second: Coverage): Coverage {
  const known = new Set(first.skipped.map(({ what, why }) => `${what} ${why}`));
  const more = second.skipped.filter(({ what, why }) => !known.has(`${what} ${why}`));
  return { ...first, complete: first.complete && more.length === 0, skipped: [...first.skipped, ...more] };
}

function withValue(each: Reported): Reported {
  const value = each.value ?? (each.area === undefined ? undefined : valueIn(each.area));
  return value === undefined ? each : { ...each, value };
}

/** Values that no rule of ours found, by themselves, through the whole store. */
async function traceValues(
  unknown: readonly Reported[],
  { repository, policy }: Audited,
  asOf: string,
): Promise<Report | undefined> {
  const rules = new Map(
    unknown.flatMap((each) =>
      each.value === undefined || each.value.length > LONGEST_LITERAL
        ? []
        : [[each.value.key(), literalRule(ruleFor(each), each.value)]],
    ),
  );
  if (rules.size === 0) return undefined;
  return inspect(repository, { ...policy, rules: [...rules.values()] }, { command: 'todo', asOf });
}

/** How far it reached nobody knows, so it is as urgent as what others could read. */
async function standingAlone(
  each: Reported,
  findings: readonly Finding[],
  policy: Policy,
  asOf: string,
): Promise<Judged> {
  const secret = await secretOfReport(each, findings.length === 1 ? findings[0] : undefined, asOf);
  const [judged] = judgeAll([secret], policy, asOf, NO_COMMITS).secrets;
  return { ...judged!, priority: judged!.proofs.some(({ kind }) => kind === 'expired') ? judged!.priority : 'P1' };
}

function whyAlone({ value, commit }: Reported, audited: Audited | undefined): string {
  const here = audited === undefined ? 'looked for nowhere: run this inside the repository' : 'not found in this repository';
  const reason = value === undefined ? undefined : notASecret(value.expose('judge').toString('latin1'), '', 'other');
  return [
    value === undefined && audited !== undefined ? 'the report has no value, and its place tells none here' : here,
    commit === undefined ? 'taken for committed, since the report does not say' : '',
    reason === undefined ? '' : `looks like no secret (${reason})`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** Two scanners are surer than one; what worked when somebody tried it is in use. */
function reportedBy(secret: Judged, { tool, rule, number, isLive }: Reported, why: string): Judged {
  const what = [rule, number === undefined ? '' : `number ${number}`].filter(Boolean).join(', ');
  const said = [`reported by ${tool}${what === '' ? '' : ` (${what})`}`, isLive ? 'it worked when that tool tried it' : '', why];
  const words = said.filter(Boolean).join(', ');
  const reasons = secret.reasons.includes(words) ? secret.reasons : [...secret.reasons, words];
  const sure = { ...secret, reasons, confidence: secret.confidence === 'low' ? ('medium' as const) : secret.confidence };
  const isSettled = secret.status === 'accepted' || secret.status === 'false-positive';
  if (isLive !== true || isSettled) return sure;
  const status = 'still-current' as const;
  const { verdict } = verdictOf({ nature: secret.nature, exposure: secret.exposure.class, status });
  return { ...sure, status, verdict, priority: 'P0' };
}

const WITHOUT_REPOSITORY: Omit<Report, 'command' | 'asOf' | 'secrets'> = {
  repositories: [],
  coverage: { complete: true, commits: 0, blobs: 0, bytes: 0, skipped: [], failed: [], outOfScope: [] },
  risks: [],
  setAside: [],
  hidden: [],
  notices: [],
};
