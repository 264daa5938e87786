/** Which rules are for a member of an archive, by its name there. */
import picomatch from 'picomatch';
import type { Rule } from '../../model.ts';

/** @param rules that have paths @returns those for a name; archives write them with either slash, and from wherever they began */
export function memberNames(rules: readonly Rule[]): (name: string) => readonly Rule[] {
  const matchers = rules.map((rule) => ({ rule, fits: picomatch([...rule.paths!], { dot: true, nonegate: true }) }));
  const fitsAny = picomatch(
    rules.flatMap(({ paths }) => paths!),
    { dot: true, nonegate: true },
  );
  return (name) => {
    const path = name.replaceAll('\\', '/').replace(/^(?:\.{0,2}\/)+/, '');
    return path !== '' && fitsAny(path) ? matchers.filter(({ fits }) => fits(path)).map(({ rule }) => rule) : [];
  };
}
