/**
 * Repositories that were swept → one report. A value is one secret, wherever it stands; what a repository's ledger
 * settles holds for all only if all of them say so; and what a live file still holds is still current.
 */
import { joinSecrets } from '../../exposure/join.ts';
import { isGitConfig } from '../../git-config.ts';
import { someOf } from '../../report/gaps.ts';
import { statusOf, strictest } from '../../verdict/status.ts';
import { judgeProved, NO_COMMITS } from '../audit/judge-all.ts';
import { hideQuoted } from '../output/quoted.ts';
import type { Swept } from './repository.ts';
import type { LooseFiles } from './files.ts';
import type { Coverage, Gap, Occurrence, Report, Rule, Secret, SetAsideReason } from '../../model.ts';
import type { Settled } from '../../verdict/status.ts';

/** What could not be swept at all, by name. */
export type Failed = Gap;

export interface SweepParts {
  readonly swept: readonly Swept[];
  readonly loose: LooseFiles | undefined;
  readonly failed: readonly Failed[];
  readonly asOf: string;
  readonly rules: readonly Rule[];
}

export function reportOfSweep({ swept, loose, failed, asOf, rules }: SweepParts): Report {
  const isOne = swept.length < 2;
  const parts = swept.map(({ info, secrets, untraced }, repository) => ({
    repository,
    secrets,
    ...(untraced === undefined ? {} : { untraced }),
    ...(isOne ? {} : { home: info.name }),
  }));
  const files = loose === undefined ? [] : [{ repository: -1, secrets: loose.secrets }];
  const found = joinSecrets([...parts, ...files], asOf);
  const [first] = swept;
  const { secrets, gaps } = judgeProved(found, first?.policy ?? { config: undefined, ledger: [] }, asOf, (secret) =>
    settledIn(secret, swept, asOf),
  );
  const coverage = coverageOf(swept, loose, failed, isOne);
  const report: Report = {
    command: 'sweep',
    asOf,
    repositories: swept.map(({ info }) => info),
    coverage: { ...coverage, outOfScope: [...coverage.outOfScope, ...gaps] },
    traced: true,
    secrets,
    risks: swept.flatMap(({ risks, info }) =>
      risks.map((risk) => (isOne ? risk : { ...risk, path: `${info.name}/${risk.path}` })),
    ),
    setAside: sums([...swept, ...(loose === undefined ? [] : [loose])].flatMap(({ setAside }) => setAside)),
    hidden: [],
    notices: [],
  };
  return hideQuoted(report, rules);
}

function settledIn(secret: Secret, swept: readonly Swept[], asOf: string): Settled {
  const settled = settledByAll(secret.id, swept) ?? statusOf({ occurrences: secret.occurrences, entry: undefined, asOf, ...NO_COMMITS });
  if (settled.status === 'accepted' || settled.status === 'false-positive') return settled;
  const live = secret.exposure.class === 'committed' ? secret.occurrences.find(isLive) : undefined;
  if (live === undefined) return settled;
  const place = live.home === undefined ? live.path : `${live.home}/${live.path}`;
  const { status, reasons } = settled;
  const told = status === 'open' ? reasons : reasons.map((reason) => `the ledger says: ${reason}`);
  return { status: 'still-current', reasons: told, because: `${place} holds it today` };
}

/** Where one repository has settled it and another has not, that is said: its owner wonders why it is back. */
function settledByAll(id: string, swept: readonly Swept[]): Settled | undefined {
  const told = swept.flatMap(({ settled, info: { name } }) => {
    const own = settled.get(id);
    return own === undefined ? [] : [{ ...own, name }];
  });
  const all = strictest(told);
  if (all === undefined) return undefined;
  const { name: _any, ...settled } = all as (typeof told)[number];
  const [other] = told.filter(({ status }) => status !== all.status && status !== 'open');
  if (other === undefined) return settled;
  const lacking = told.filter(({ status }) => status !== other.status).map(({ name }) => name);
  const note = `${other.status} in ${other.name}, not in ${someOf(lacking)}: it counts as settled once all that hold it say so`;
  return { ...settled, reasons: [...settled.reasons, note] };
}

/**
 * What a program reads today: files that git ignores or does not have so, and git's own configuration. A tree of a commit
 * is none, or everything that was ever checked out would be.
 */
function isLive({ where, class: exposure, path }: Occurrence): boolean {
  if (where === 'git-file') return isGitConfig({ where, path });
  return exposure === 'ignored-file' || where === 'worktree';
}

function coverageOf(
  swept: readonly Swept[],
  loose: LooseFiles | undefined,
  failed: readonly Failed[],
  isOne: boolean,
): Coverage {
  const named = (list: 'skipped' | 'failed' | 'outOfScope'): readonly Gap[] =>
    swept.flatMap(({ coverage, info }) =>
      coverage[list].map((gap) => (isOne ? gap : { ...gap, why: `${info.name}: ${gap.why}` })),
    );
  const all = [...swept, ...(loose === undefined ? [] : [loose])].map(({ coverage }) => coverage);
  const sum = (count: 'commits' | 'blobs' | 'bytes'): number => all.reduce((total, one) => total + one[count], 0);
  return {
    complete: failed.length === 0 && all.every(({ complete }) => complete),
    commits: sum('commits'),
    blobs: sum('blobs'),
    bytes: sum('bytes'),
    skipped: [...named('skipped'), ...(loose?.coverage.skipped ?? [])],
    failed: [...named('failed'), ...(loose?.coverage.failed ?? []), ...failed],
    outOfScope: joined(named('outOfScope')),
  };
}

/** What is never looked at is counted over all. */
function joined(gaps: readonly Gap[]): readonly Gap[] {
  const byWhat = new Map<string, Gap>();
  for (const gap of gaps) {
    const known = byWhat.get(gap.what);
    byWhat.set(gap.what, known === undefined ? gap : { ...known, count: known.count + gap.count });
  }
  return [...byWhat.values()];
}

function sums(counts: readonly { readonly reason: SetAsideReason; readonly count: number }[]): Report['setAside'] {
  const all = new Map<SetAsideReason, number>();
  for (const { reason, count } of counts) all.set(reason, (all.get(reason) ?? 0) + count);
  return [...all]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
