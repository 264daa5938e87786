/** What rules of other scanners say of a path and of commits, once it is known where a finding stands. */
import { asBytes, anyOf } from './expression.ts';
import { filterOf } from './filter.ts';
import type { AllowList, ForeignRule } from '../../foreign-rule.ts';
import type { Finding } from '../../model.ts';

export interface PathJudge {
  /** Whether a rule is for this path at all. */
  fits(rule: ForeignRule, path: string): boolean;
  /** Whether a file as a whole is left out, for a rule that is about its path alone. */
  isLeftOut(rule: ForeignRule, path: string): boolean;
  /** Why a finding is left out at a path, by its rule's own file; undefined: it is not. */
  leftOutAt(finding: Finding, path: string): string | undefined;
  /** The same for commits, all of those that brought it. */
  leftOutIn(finding: Finding, path: string, commits: readonly string[]): string | undefined;
  /** A list on its own, for what other rules found: it has to fit by path, commits and value alone. */
  leavesOut(list: AllowList, finding: Finding, path: string, commits: readonly string[]): boolean;
}

/** Expressions of a kind that is asked for again and again. */
const MOST_KNOWN = 4096;

export function createPathJudge(): PathJudge {
  const expressions = new Map<readonly string[] | string, (path: string) => boolean>();
  const prefilters = new Map<string, (path: string) => boolean>();

  /** @param patterns the same list is the same question */
  function matches(patterns: readonly string[] | string, path: string): boolean {
    let test = expressions.get(patterns);
    if (test === undefined) {
      const { test: run } = anyOf(typeof patterns === 'string' ? [patterns] : patterns);
      expressions.set(patterns, (test = remembered((text) => run(asBytes(text)))));
    }
    return test(path);
  }

  function isFiltered({ prefilter }: ForeignRule, path: string): boolean {
    if (prefilter === undefined) return false;
    let test = prefilters.get(prefilter);
    if (test === undefined) {
      const filter = filterOf(prefilter);
      prefilters.set(prefilter, (test = remembered((text) => filter({ finding: {}, path: asBytes(text) }))));
    }
    return test(path);
  }

  const isPath = ({ paths }: AllowList, path: string): boolean => paths.length > 0 && matches(paths, path);
  const isCommits = (list: AllowList, commits: readonly string[]): boolean =>
    list.commits.length > 0 && commits.length > 0 && commits.every((commit) => list.commits.includes(commit));

  return {
    // its own file is full of what it looks for
    fits: ({ file, path: pattern }, path) => path !== file && (pattern === undefined || matches(pattern, path)),
    isLeftOut: (rule, path) =>
      isFiltered(rule, path) || rule.allow.some((list) => list.condition === 'or' && isPath(list, path)),
    leftOutAt({ rule: { foreign }, foreign: facts }, path) {
      if (foreign === undefined || facts === undefined) return undefined;
      if (isFiltered(foreign, path)) return saying(foreign, 'prefilter');
      const list = foreign.allow.find((one, number) =>
        one.condition === 'or'
          ? isPath(one, path)
          : one.commits.length === 0 && facts.awaits.includes(number) && isPath(one, path),
      );
      return list === undefined ? undefined : saying(foreign, list.description);
    },
    leftOutIn({ rule: { foreign }, foreign: facts }, path, commits) {
      if (foreign === undefined || facts === undefined) return undefined;
      const list = foreign.allow.find(
        (one, number) =>
          isCommits(one, commits) &&
          (one.condition === 'or' || (facts.awaits.includes(number) && (one.paths.length === 0 || isPath(one, path)))),
      );
      return list === undefined ? undefined : saying(foreign, list.description);
    },
    leavesOut(list, { value }, path, commits) {
      const text = value.expose('judge').toString('latin1');
      const lower = text.toLowerCase();
      const says: (boolean | undefined)[] = [
        list.paths.length === 0 ? undefined : isPath(list, path),
        list.commits.length === 0 ? undefined : isCommits(list, commits),
        list.regexes.length === 0 ? undefined : list.target === 'secret' && matches(list.regexes, text),
        list.stopwords.length === 0 ? undefined : list.stopwords.some((word) => lower.includes(word)),
      ];
      const told = says.filter((one) => one !== undefined);
      return list.condition === 'and' ? told.every(Boolean) : told.some(Boolean);
    },
  };
}

function saying({ file }: ForeignRule, description: string): string {
  return description === '' ? `by ${file}` : `by ${file}: ${description}`;
}

function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      if (known.size === MOST_KNOWN) known.clear();
      known.set(text, (answer = test(text)));
    }
    return answer;
  };
}
