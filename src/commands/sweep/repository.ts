/** One repository of a sweep: everything in its store and beside it, judged by its own ledger, its values kept. */
import { realpathSync } from 'node:fs';
import { ScanError } from '../../errors.ts';
import { commonDirOf } from '../../source/find-repositories.ts';
import { infoOf, openRepository } from '../../source/repository.ts';
import { statusOf } from '../../verdict/status.ts';
import { readBeside } from '../audit/beside.ts';
import { lookAgain, lookFirst } from '../audit/looks.ts';
import { questionOf } from './memory.ts';
import { policyAt, withoutPolicy } from '../policy/policy-at.ts';
import type { Context } from '../context.ts';
import type { Following } from './following.ts';
import type { InspectOptions, Inspected } from '../audit/inspect.ts';
import type { Policy } from '../policy/policy.ts';
import type { RepositoryInfo, Secret } from '../../model.ts';
import type { Settled } from '../../verdict/status.ts';
import type { StoreMemory } from '../engine/remembering-engine.ts';
import type { PackAnswers } from '../engine/asked-packs.ts';
import type { FoundRepository } from '../../source/find-repositories.ts';
import type { Repository } from '../../source/repository.ts';

export interface Swept extends Pick<Inspected, 'secrets' | 'coverage' | 'risks' | 'setAside' | 'untraced'> {
  readonly repository: Repository;
  readonly info: RepositoryInfo;
  readonly policy: Policy;
  /** By the id of the secret, in this repository. */
  readonly settled: ReadonlyMap<string, Settled>;
}

export interface SweepOptions extends Pick<InspectOptions, 'allVersions' | 'asOf' | 'jobs' | 'pool' | 'engine' | 'progress' | 'setAside'> {
  readonly policyFrom: string | undefined;
  /** Beside those of the policy. */
  readonly following: Following;
  readonly memory?: StoreMemory;
  readonly answers: PackAnswers;
}

/** A store of objects, by the one folder of its repository that it is opened in. */
export interface FoundStore extends FoundRepository {
  /** All folders in which it was come across. */
  readonly met: readonly string[];
}

/** A repository that was searched once. */
export interface Searched {
  readonly shown: string;
  readonly secrets: readonly Secret[];
  /** Looks for what was found here, and elsewhere, where no rule could see it. */
  readonly again: (elsewhere: readonly Secret[]) => Promise<Swept>;
}

const BROKEN = 'its .git is none that git can use, so nothing in this folder was read: mend it, or remove that .git';

export async function searchRepository(
  { path, shown, met }: FoundStore,
  { policyFrom, following, memory, answers, ...options }: SweepOptions,
  context: Context,
): Promise<Searched> {
  const repository = await openRepository(path, context.env);
  // git goes on above a .git that it does not take for one
  if (realpathSync(repository.commonDir) !== commonDirOf(path)) throw new ScanError(BROKEN);
  const { policy: own, failed } = await policyHoweverBroken(repository, policyFrom);
  const policy = { ...own, rules: [...own.rules, ...following.rules] };
  const question = questionOf(context.version, policy.rules, policy.config?.marks !== 'ignore', following);
  const looking: InspectOptions = {
    ...options,
    command: 'sweep',
    followed: following.values,
    asked: { answers, question },
    ...(memory === undefined ? {} : { remembering: { memory, question } }),
    beside: (store) => readBeside(store, context.env, met),
  };
  const sweptBy = (found: Inspected): Swept => {
    const { secrets, coverage, risks, setAside, untraced } = found;
    return {
      repository,
      info: { ...infoOf(repository), name: shown },
      policy,
      secrets,
      settled: new Map(secrets.map((secret) => [secret.id, settledOf(secret, policy, options.asOf, found)])),
      coverage: { ...coverage, complete: coverage.complete && failed.length === 0, failed: [...coverage.failed, ...failed] },
      risks,
      setAside,
      ...(untraced === undefined ? {} : { untraced }),
    };
  };
  // commits and trees of a hundred repositories would not fit into memory together: of the first look no more is kept
  const swept = sweptBy(await lookFirst(repository, policy, looking));
  return {
    shown,
    secrets: swept.secrets,
    async again(elsewhere) {
      const found = await lookAgain(repository, policy, looking, swept.secrets, elsewhere);
      return found === undefined ? swept : sweptBy(found);
    },
  };
}

/** In the hour after a leak a broken configuration must not keep a repository from being read: it is said. */
async function policyHoweverBroken(repository: Repository, policyFrom: string | undefined): ReturnType<typeof withoutPolicy> {
  try {
    return { policy: await policyAt(repository, policyFrom ?? repository.head), failed: [] };
  } catch (error) {
    return withoutPolicy(error as Error);
  }
}

function settledOf(secret: Secret, { ledger }: Policy, asOf: string, { facts }: Inspected): Settled {
  const entry = ledger.find(({ id }) => id === secret.id);
  return statusOf({ occurrences: secret.occurrences, entry, asOf, ...facts });
}
