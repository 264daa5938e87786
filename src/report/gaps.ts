/** What was not seen, one line each, with what to do about it. */
import type { Coverage, Gap, Judged, Report, RepositoryInfo } from '../model.ts';
import { counted, grouped } from './numbers.ts';
import type { Clean } from './phrases.ts';

/** First word that stands in a gap's text decides. */
const REMEDIES: readonly (readonly [string, string])[] = [
  ['shallow', 'fetch all with  git fetch --unshallow  or in CI  fetch-depth: 0'],
  ['promisor', 'fetch it with  git fetch --refetch --no-filter'],
  ['partial', 'fetch it with  git fetch --refetch --no-filter'],
  ['corrupt', 'find them with  git fsck  (a fresh clone may have them)'],
  ['missing', 'find them with  git fsck  (a fresh clone may have them)'],
  ['limit', 'acknowledge it under  limits:  in .burnlist/config.yaml'],
  ['too-', 'acknowledge it under  limits:  in .burnlist/config.yaml'],
];

/** What is in scope, and stays closed: the one thing in this list that no choice of scope left out. */
export const CLOSED = 'packed files';

/** "everything was seen", or that it was not. What is never in scope is named further down. */
export function seen(coverage: Coverage): string {
  if (coverage.complete && coverage.failed.length === 0 && coverage.skipped.length === 0) {
    const closed = coverage.outOfScope.find(({ what }) => what === CLOSED);
    if (closed !== undefined) return `everything was seen but ${amountOf(closed.count, CLOSED)}`;
    return coverage.outOfScope.length === 0 ? 'everything was seen' : 'everything in scope was seen';
  }
  return coverage.complete ? 'everything was seen but what you allowed to skip' : 'NOT everything was seen';
}

/** Lines for what failed and what was skipped; the rest holds, and that is said too. */
export function gapLines(coverage: Coverage, clean: Clean): readonly string[] {
  return [
    ...coverage.failed.map((gap) => `could not be read: ${described(gap, clean)}`),
    ...coverage.skipped.map((gap) => `not seen: ${described(gap, clean)}`),
  ];
}

/** One line for everything that is never looked at. */
export function outOfScopeLine(coverage: Coverage, clean: Clean): string | undefined {
  if (coverage.outOfScope.length === 0) return undefined;
  const amounts = coverage.outOfScope.map(({ what, why, count }) => {
    const amount = amountOf(count, clean(what));
    return what === CLOSED ? `${amount} (${clean(why)})` : amount;
  });
  return `not looked at: ${amounts.join(', ')}`;
}

/** Where nothing can say who else has what was committed: a clone without a remote, or a server's own store. */
export function withoutRemoteLine({ repositories, secrets }: Report, clean: Clean): string | undefined {
  const holders = new Set(secrets.flatMap((secret) => aloneWith(secret, repositories)));
  const alone = repositories.filter((each) => holders.has(each));
  if (alone.length === 0) return undefined;
  return `${noRemoteIn(alone, repositories, clean)}: whether others have this history cannot be said`;
}

/** Where HEAD leads to no commit: of what history holds, whether that is in use today, and who settled it. */
export function withoutHeadLine({ repositories, secrets }: Report, clean: Clean): string | undefined {
  const places = secrets.filter(({ exposure }) => exposure.headless === true).flatMap(({ occurrences }) => occurrences);
  const holders = new Set(places.filter((place) => place.class === 'committed').map(({ repository }) => repository));
  const headless = repositories.filter(({ head }, index) => head === null && holders.has(index));
  if (headless.length === 0) return undefined;
  const whose = repositories.length === 1 ? 'HEAD' : `HEAD of ${someOf(headless.map(({ name }) => clean(name)))}`;
  return (
    `${whose} leads to no commit: whether it still has a secret cannot be said, priorities count it as gone, and no .burnlist/ counts ` +
    'unless --policy-from names one; git symbolic-ref HEAD refs/heads/BRANCH  gives it a branch'
  );
}

/** Repositories of which nobody can say who else has the secret, though they have it committed. */
export function aloneWith({ exposure, occurrences }: Judged, repositories: Report['repositories']): readonly RepositoryInfo[] {
  if (exposure.class !== 'committed' || exposure.published !== undefined) return [];
  const homes = [...new Set(occurrences.map(({ repository }) => repository))].map((index) => repositories[index]);
  return homes.filter((home) => home?.remote === false) as RepositoryInfo[]; // a report of an older version does not say
}

/** "no remote is named here"; of several repositories which. */
export function noRemoteIn(alone: readonly RepositoryInfo[], repositories: Report['repositories'], clean: Clean): string {
  const where = repositories.length === 1 ? 'here' : `in ${someOf(alone.map(({ name }) => clean(name)))}`;
  return `no remote is named ${where}`;
}

/** "api, web, jobs and 2 more". */
export function someOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${grouped(names.length - 3)} more` : names.join(', ');
}

/** The noun comes first, and behind it what of it was left out: "values not tried with every key (limit …)". */
function amountOf(count: number, what: string): string {
  const noun = /^.*?(?= not | \()|^.*$/.exec(what)![0];
  return counted(count, noun.replace(/s$/, '')) + what.slice(noun.length);
}

/** What to do first to have everything seen. */
export function firstRemedy(coverage: Coverage): string | undefined {
  return [...coverage.failed, ...coverage.skipped].map(remedy).find((found) => found !== undefined);
}

function described(gap: Gap, clean: Clean): string {
  const what = gap.count === 1 ? clean(gap.what) : `${clean(gap.what)} (${counted(gap.count, 'time')})`;
  const how = remedy(gap);
  // the reason may hold the way out already
  const known = how === undefined || /git fetch|fetch-depth/.test(gap.why);
  return `${what}: ${clean(gap.why)}${known ? '' : `; ${how}`}`;
}

function remedy(gap: Gap): string | undefined {
  const text = `${gap.what} ${gap.why}`.toLowerCase();
  return REMEDIES.find(([word]) => text.includes(word))?.[1];
}
