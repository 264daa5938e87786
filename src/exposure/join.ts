/**
 * Secrets of several repositories → one secret for each value, with its places in all of them: who had a key in one
 * repository has it for the others, too.
 */
import { compareLines, holdersOf } from './reach.ts';
import { makeSecret } from './secrets.ts';
import type { Published } from './published.ts';
import type { Holders } from './reach.ts';
import type { Exposure, Moment, Occurrence, Secret } from '../model.ts';

/** What was found in one repository; the list's order is that of the report. */
export interface Part {
  /** What places are called by; absent where there is only one. */
  readonly home?: string;
  /** -1: files of no repository. */
  readonly repository: number;
  readonly secrets: readonly Secret[];
  /** Ids of values that were found elsewhere and not looked for here. */
  readonly untraced?: ReadonlySet<string>;
}

export function joinSecrets(parts: readonly Part[], asOf: string): Secret[] {
  const byValue = new Map<string, { readonly part: Part; readonly secret: Secret }[]>();
  for (const part of parts) {
    for (const secret of part.secrets) {
      // an anchor proves something, and is no secret
      const key = `${secret.id} ${secret.rule.anchor === true}`;
      const known = byValue.get(key);
      if (known === undefined) byValue.set(key, [{ part, secret }]);
      else known.push({ part, secret });
    }
  }
  return [...byValue.values()].map((found) => {
    const [{ secret }] = found as [(typeof found)[number], ...typeof found];
    const exposures = found.map((one) => exposureIn(one.part, one.secret.exposure));
    const first = earliest(exposures.flatMap((exposure) => exposure.first ?? []));
    return makeSecret({
      id: secret.id,
      value: secret.value,
      occurrences: found.flatMap(({ part, secret: { occurrences } }) => occurrences.map((one) => placedIn(part, one))),
      reach: exposures.flatMap(({ reach }) => reach),
      holders: joinHolders(exposures),
      stillIn: joinHolders(exposures.map(({ stillIn: refs = [], stillInCount: refCount = 0 }) => ({ refs, refCount })), compareLines),
      first,
      last: latest(exposures.flatMap(({ last }) => last ?? [])),
      published: earliest(exposures.flatMap(({ published }) => published ?? [])),
      removed: exposures.some(isLeft) ? undefined : latest(exposures.flatMap(({ removed }) => removed ?? [])),
      longerElsewhere: exposures.some(({ longerElsewhere }) => longerElsewhere === true),
      // files outside of git have no history to look into
      traced:
        exposures.some(isTraced) &&
        exposures.every((exposure) => isTraced(exposure) || exposure.first === undefined) &&
        !parts.some(({ untraced }) => untraced?.has(secret.id) === true),
      oddDate: exposures.find((exposure) => exposure.first === first)?.oddDate,
      headless: exposures.some(({ headless }) => headless === true) && exposures.every(({ inHead }) => !inHead),
      asOf,
    });
  });
}

/** A branch of the same name in two of them is one name. */
function joinHolders(all: readonly Holders[], compare?: (a: string, b: string) => number): Holders {
  const named = holdersOf(all.flatMap(({ refs }) => refs), compare);
  const unnamed = all.reduce((sum, { refs, refCount }) => sum + refCount - refs.length, 0);
  return { refs: named.refs, refCount: named.refCount + unnamed };
}

function isTraced({ traced }: Exposure): boolean {
  return traced === true;
}

/** A commit that nothing builds on has it still, or a message that nobody takes out. */
function isLeft({ last, removed }: Exposure): boolean {
  return last !== undefined && removed === undefined;
}

/** What is evidence, with the repository that has it. */
function exposureIn({ home }: Part, exposure: Exposure): Exposure {
  if (home === undefined) return exposure;
  const { first, last, published, removed } = exposure;
  return {
    ...exposure,
    ...(first === undefined ? {} : { first: { ...first, home } }),
    ...(last === undefined ? {} : { last: { ...last, home } }),
    ...(published === undefined ? {} : { published: { ...published, home } }),
    ...(removed === undefined ? {} : { removed: { ...removed, home } }),
  };
}

function placedIn(part: Part, occurrence: Occurrence): Occurrence {
  const { home, repository } = part;
  const each = occurrence.each?.map((version) => placedIn(part, version));
  return { ...occurrence, repository, ...(home === undefined ? {} : { home }), ...(each === undefined ? {} : { each }) };
}

function earliest<T extends Moment | Published>(moments: readonly T[]): T | undefined {
  return moments.reduce<T | undefined>((best, one) => (best === undefined || isEarlier(one, best) ? one : best), undefined);
}

/** A date says more than none. */
function isEarlier({ date }: Partial<Moment>, other: Partial<Moment>): boolean {
  return date !== undefined && (other.date === undefined || date < other.date);
}

function latest(moments: readonly Moment[]): Moment | undefined {
  return moments.reduce<Moment | undefined>((best, one) => (best === undefined || one.date > best.date ? one : best), undefined);
}
