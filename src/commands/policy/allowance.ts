/** What the policy allows: findings at paths, by the configuration, by other scanners' lists and by their fingerprints. */
import { groupBy } from '../../group-by.ts';
import type { PathJudge } from '../../detect/foreign/at-path.ts';
import type { Finding, Mark } from '../../model.ts';
import type { Policy } from './policy.ts';

export interface Allowance {
  /** Whether a finding is allowed at a path, with the reason. */
  at(path: string, finding: Finding): Mark | undefined;
  /** Whether it is for the commits, all of them, that brought it. */
  in(path: string, finding: Finding, commits: readonly string[]): Mark | undefined;
}

type Print = NonNullable<Policy['foreign']>['fingerprints'][number];

export const NOTHING_ALLOWED: Allowance = { at: () => undefined, in: () => undefined };

export async function allowanceOf({ config, foreign }: Policy): Promise<Allowance> {
  const entries = config?.allow ?? [];
  const others = foreign === undefined ? NOTHING_ALLOWED : await foreignAllowance(foreign);
  if (entries.length === 0) return others;
  const { default: picomatch } = await import('picomatch');
  const known = entries.map(({ path, rule, reason }) => ({ fits: picomatch(path, { dot: true, nonegate: true }), rule, reason }));
  return {
    at(path, finding) {
      const { id, kind } = finding.rule;
      const entry = known.find(({ fits, rule }) => fits(path) && (rule === undefined || rule === id || rule === kind));
      return entry === undefined ? others.at(path, finding) : allowed(entry.reason);
    },
    in: others.in,
  };
}

async function foreignAllowance({ rules, lists, fingerprints }: NonNullable<Policy['foreign']>): Promise<Allowance> {
  const { createPathJudge } = await import('../../detect/foreign/at-path.ts');
  const judge: PathJudge = createPathJudge();
  const byLine = groupBy(fingerprints, ({ path, line }) => `${path}:${line}`);
  const byCommit = groupBy(fingerprints, ({ path, commit }) => `${path}:${commit ?? ''}`);
  const ids = new Set(rules.map(({ foreign }) => foreign!.id));

  /** A rule that nobody here knows is one of gitleaks' own: what stands on its line is what it found. */
  function isOf({ rule }: Finding, print: Print): boolean {
    return print.rule === rule.foreign?.id || print.rule === rule.id || !ids.has(print.rule);
  }
  function onLine(path: string, finding: Finding, commit: string | undefined): Print | undefined {
    const { foreign, position } = finding;
    return byLine.get(`${path}:${foreign?.line ?? position.line}`)?.find((one) => one.commit === commit && isOf(finding, one));
  }

  function byList(path: string, finding: Finding, commits: readonly string[]): string | undefined {
    if (finding.rule.foreign !== undefined)
      return commits.length === 0 ? judge.leftOutAt(finding, path) : judge.leftOutIn(finding, path, commits);
    const list = lists.find((one) => judge.leavesOut(one, finding, path, commits));
    return list === undefined ? undefined : `by ${list.file}${list.description === '' ? '' : `: ${list.description}`}`;
  }

  return {
    at(path, finding) {
      const print = onLine(path, finding, undefined);
      return allowed(print === undefined ? byList(path, finding, []) : `by ${print.file}`);
    },
    in(path, finding, commits) {
      if (commits.length === 0) return undefined;
      const [first, ...later] = commits;
      // the line is that of the first commit; where later ones have it, their own fingerprints say
      const print = onLine(path, finding, first);
      const isEach = later.every((commit) => byCommit.get(`${path}:${commit}`)?.some((one) => isOf(finding, one)));
      return allowed(print !== undefined && isEach ? `by ${print.file}` : byList(path, finding, commits));
    },
  };
}

function allowed(reason: string): Mark;
function allowed(reason: string | undefined): Mark | undefined;
function allowed(reason: string | undefined): Mark | undefined {
  return reason === undefined ? undefined : { line: 0, covers: 'near', rules: [], reason };
}
