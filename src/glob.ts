/**
 * In: a glob from a file that may be hostile. Out: what is wrong with it. The globs we take are those that everybody
 * reads alike: star, two stars, ?, [a-z] and {a,b}; their number is bounded, because each star is a loop in a loop.
 */

const MAX_CHARACTERS = 256;
const MAX_STARS = 6;

/** Why a text is no glob for paths of a repository, or undefined when it is one. */
export function globProblem(glob: string): string | undefined {
  if (glob.length > MAX_CHARACTERS) return `a glob has at most ${MAX_CHARACTERS} characters`;
  if (/[\p{Cc}\\]/u.test(glob)) return 'a glob has no backslashes and no control characters; separate folders with /';
  if (/^\.{0,2}\/|(^|\/)\.\.(\/|$)/.test(glob)) return 'a glob is relative to the top: no leading / or ./, no ..';
  if (/[()!|]/.test(glob)) return 'of globs only *, **, ?, [a-z] and {a,b} are read';
  if ((glob.match(/\*+/g) ?? []).length > MAX_STARS) return `a glob has at most ${MAX_STARS} stars`;
  if (/\*{3}|\*\*[^/]|[^/]\*\*/.test(glob)) return '** stands for whole folders: write it between slashes';
  return bracketProblem(glob);
}

function bracketProblem(glob: string): string | undefined {
  const rest = glob.replace(/\[[^\][/]+\]/g, '').replace(/\{[^{},/]*(?:,[^{},/]*)+\}/g, '');
  return /[[\]{}]/.test(rest) ? 'a bracket or brace of this glob has no partner, is nested or empty' : undefined;
}
