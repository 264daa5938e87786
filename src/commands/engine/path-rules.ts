/** Rules whose evidence is a path: which blobs they are tried in, and where their findings count. */
import { baseName } from '../../base-name.ts';
import { joinByPath } from '../../detect/claims/by-path.ts';
import { printOf } from '../../detect/print-of.ts';
import { createDetector } from '../../detect/unit.ts';
import { asideAt, pathWithin } from '../../verdict/confidence.ts';
import type { Detector } from '../../detect/unit.ts';
import type { Foreign } from './foreign.ts';
import type { Finding, Rule, SetAside, UnitFindings } from '../../model.ts';

interface PathRules {
  /** Something by this file name may fit; cheap, for every name of every tree. */
  mayFit(name: string): boolean;
  /** What deciding needs; the hook does without it for nearly every commit. */
  load(): Promise<LoadedPathRules>;
}

export interface LoadedPathRules {
  readonly detector: Detector;
  /** Something by this file name fits one of the paths as far as a name can tell. */
  mayFit(name: string): boolean;
  fits(rule: Rule, path: string): boolean;
  /**
   * What the rules by path came to in a file, less the limits and candidates of those that are not for it: all of them are
   * tried in whatever file one of them is for.
   * @param where its path, or the names that it has somewhere, as far as they can tell
   */
  fitting(own: UnitFindings, where: { readonly path: string } | { readonly names: Iterable<string> }): UnitFindings;
  /**
   * What of a unit counts at a path: of the rules for all paths, and of those whose evidence is the path.
   * @param leave takes what is set aside because of the path
   */
  at<T>(
    path: string,
    plain: readonly T[],
    own: readonly T[],
    finding: (item: T) => Finding,
    leave: (aside: SetAside) => void,
  ): readonly T[];
}

/** `*.conf`, `*_password`: told without reading the glob, which the hook could not afford. */
const ENDING = /^\*[\w.-]+$/;

/** `../x.conf`, `./x.conf`: no glob fits a step up or to where one is. */
const STEP = /(?:^|\/)\.{1,2}(?=\/)/g;

/** @param foreign rules of other scanners, where there are any */
export function openPathRules(rules: readonly Rule[], options: { marks: boolean }, foreign?: Foreign): PathRules {
  const own = rules.filter(({ paths }) => paths !== undefined);
  // the last part of a glob decides whether a name can fit
  const lastParts = own.flatMap(({ paths }) => paths!).map((glob) => baseName(glob));
  const names = new Set(lastParts);
  const endings = lastParts.filter((name) => ENDING.test(name)).map((name) => name.slice(1));
  const anyName = lastParts.some((name) => /[*?[\]{}]/.test(name) && !ENDING.test(name));
  return {
    mayFit: (name) => anyName || names.has(name) || endings.some((ending) => name.endsWith(ending)),
    async load() {
      const { default: picomatch } = await import('picomatch');
      const matchers = new Map(own.map((rule) => [rule, picomatch([...rule.paths!], { dot: true, nonegate: true })]));
      const named = new Map(own.map((rule) => [rule, picomatch(rule.paths!.map((glob) => baseName(glob)), { dot: true, nonegate: true })]));
      const fitsName = lastParts.length === 0 ? () => false : picomatch(lastParts, { dot: true, nonegate: true });
      const fits = (rule: Rule, path: string): boolean => matchers.get(rule)?.(path.replace(STEP, '')) === true;
      return {
        detector: createDetector(own, { ...options, layers: false }),
        mayFit: fitsName,
        fits,
        fitting({ findings, limits, setAside }, where) {
          const mayBe = (rule: Rule): boolean =>
            'path' in where ? fits(rule, where.path) : [...where.names].some((name) => named.get(rule)!(name));
          const byId = new Map(own.map((rule) => [rule.id, rule]));
          return {
            findings,
            limits: limits.filter(({ rule }) => rule === undefined || mayBe(byId.get(rule)!)),
            setAside: setAside.filter(({ rule }) => mayBe(rule)),
          };
        },
        at(path, plain, fromPath, finding, leave) {
          const standing = foreign === undefined ? plain : foreign.standing(path, plain, finding);
          const fitting = fromPath.filter((item) => fits(finding(item).rule, path));
          return countingAt(path, joinByPath(standing, fitting, finding), finding, leave);
        },
      };
    },
  };
}

/** @param leave takes what is set aside because of the path */
export function countingAt<T>(
  path: string,
  items: readonly T[],
  finding: (item: T) => Finding,
  leave: (aside: SetAside) => void,
): readonly T[] {
  return items.filter((item) => {
    const one = finding(item);
    const reason = asideAt(one, path);
    if (reason === undefined) return true;
    const { rule, start, end, name, position, value } = one;
    const print = printOf(value.expose('judge'));
    leave({ rule, reason, start, end, print, position, ...(name === undefined ? {} : { name }) });
    return false;
  });
}

/** In a key map the file names the secret too: jwt_secrets.v1. */
export function nameAt({ rule, name, member }: Finding, path: string): string | undefined {
  if (rule.paths === undefined || name === undefined) return name;
  return `${baseName(pathWithin(path, member)).replace(/\.[a-z]+$/i, '')}.${name}`;
}
