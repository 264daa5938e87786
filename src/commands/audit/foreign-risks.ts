/** Rules of other scanners that are about a path alone: what they find is a file, and no value. */
import type { Risk, Rule } from '../../model.ts';

/** @param paths files of HEAD, or of what is scanned */
export async function risksByPath(rules: readonly Rule[], paths: readonly string[]): Promise<Risk[]> {
  const own = rules.filter(({ foreign }) => foreign !== undefined && foreign.regex === undefined && !foreign.isHelper);
  if (own.length === 0) return [];
  const { createPathJudge } = await import('../../detect/foreign/at-path.ts');
  const judge = createPathJudge();
  return own.flatMap(({ id, foreign }) =>
    paths
      .filter((path) => judge.fits(foreign!, path) && !judge.isLeftOut(foreign!, path))
      .map((path) => ({ rule: id, path, advice: `is a file that a rule of ${foreign!.file} is about` })),
  );
}
