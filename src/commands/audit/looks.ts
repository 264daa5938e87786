/** How often a repository is looked into: once, and where its values are traced once more with them; then verdicts. */
import { infoOf } from '../../source/repository.ts';
import { hideQuoted } from '../output/quoted.ts';
import { createPackAnswers } from '../engine/pack-answers.ts';
import { lookOnce } from './inspect.ts';
import { judgeAll } from './judge-all.ts';
import { asTraced, traced } from './traced.ts';
import type { Policy } from '../policy/policy.ts';
import type { Report, Secret } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';
import type { Inspected, InspectOptions } from './inspect.ts';

export async function inspect(repository: Repository, policy: Policy, options: InspectOptions): Promise<Report> {
  const { secrets: found, facts, coverage, risks, setAside } = await lookInto(repository, policy, options);
  const { secrets, gaps } = judgeAll(found, policy, options.asOf, facts);
  const report: Report = {
    command: options.command,
    asOf: options.asOf,
    repositories: [infoOf(repository)],
    coverage: { ...coverage, outOfScope: [...coverage.outOfScope, ...gaps] },
    traced: options.trace === true,
    secrets,
    risks,
    setAside,
    hidden: [],
    notices: policy.foreign?.notices ?? [],
  };
  return hideQuoted(report, policy.rules);
}

/** With `trace` twice: what was found is looked for in whatever form, before "first" is said of it. */
export async function lookInto(repository: Repository, policy: Policy, options: InspectOptions): Promise<Inspected> {
  if (options.trace !== true) return lookOnce(repository, policy, options);
  const looking = { ...options, asked: { answers: createPackAnswers(), question: '' } };
  const first = await lookFirst(repository, policy, looking);
  return (await lookAgain(repository, policy, looking, first.secrets)) ?? first;
}

/** What there is to be looked for again. */
export async function lookFirst(repository: Repository, policy: Policy, options: InspectOptions): Promise<Inspected> {
  const { setAside: _later, ...once } = options;
  const first = await lookOnce(repository, policy, once);
  return { ...first, secrets: asTraced(first.secrets, options.followed ?? []) };
}

/**
 * @param found what the first look saw @param elsewhere what was found in other places, and may stand here where no rule sees it
 * @returns undefined where there is nothing to look for: then the first look says it all
 */
export async function lookAgain(
  repository: Repository,
  policy: Policy,
  options: InspectOptions,
  found: readonly Secret[],
  elsewhere: readonly Secret[] = [],
): Promise<Inspected | undefined> {
  const known = options.followed ?? [];
  const { values, question, rules, left, gaps } = traced(found, known, policy.rules, elsewhere);
  if (values.length === 0 && options.setAside === undefined) return undefined;
  const { remembering } = options;
  const again = await lookOnce(
    repository,
    { ...policy, rules: [...policy.rules, ...rules] },
    {
      ...options,
      followed: [...known, ...values],
      traced: { rules, question },
      // another question: a store that was searched for the first may not have been for this one
      ...(remembering && { remembering: { ...remembering, question: `${remembering.question} ${question}` } }),
    },
  );
  return {
    ...again,
    secrets: asTraced(again.secrets, [...known, ...values]),
    coverage: { ...again.coverage, outOfScope: [...again.coverage.outOfScope, ...gaps] },
    untraced: new Set(left),
  };
}
