/**
 * A CODEOWNERS file in, who owns a path out, by GitHub's rules: the last line that fits decides, one without owners
 * takes ownership away, and what GitHub does not read (negation, ranges, broken lines) is skipped.
 */

export type OwnersOf = (path: string) => readonly string[];

/** Where GitHub looks, in this order; the first file that is there counts. */
export const CODEOWNERS: readonly string[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** GitHub ignores larger ones. */
const MOST_BYTES = 3 << 20;
const MOST_LINES = 20_000;
const OWNER = /^(?:@[\w.-]{1,100}(?:\/[\w.-]{1,100})?|[^\s@]{1,100}@[^\s@]{1,100})$/;

interface Line {
  /** Parts of a path; `**` is any number of them. */
  readonly parts: readonly string[];
  readonly owners: readonly string[];
}

export function readCodeowners(bytes: Buffer): OwnersOf {
  if (bytes.length > MOST_BYTES) return () => [];
  const lines = bytes.toString('utf8').split(/\r?\n/).slice(0, MOST_LINES).flatMap(lineOf).toReversed();
  return (path) => lines.find(({ parts }) => covers(parts, path.split('/')))?.owners ?? [];
}

function lineOf(text: string): readonly Line[] {
  // a blank in a path is written with a backslash
  const [pattern = '', ...words] = text.replace(/(?:^|\s)#.*$/, '').trim().split(/(?<!\\)\s+/);
  const owners = words.filter((word) => OWNER.test(word));
  if (pattern === '' || owners.length < words.length || /^[!^]|\[|\\#/.test(pattern)) return [];
  return [{ parts: partsOf(pattern.replaceAll('\\ ', ' ')), owners }];
}

/** As in .gitignore: a slash before the end ties it to the top, a folder stands for all below it, `docs/*` for one level. */
function partsOf(pattern: string): readonly string[] {
  const plain = pattern.replace(/^\/|\/$/g, '');
  const isTied = pattern.startsWith('/') || plain.includes('/');
  const isOneLevel = isTied && /(?:^|\/)\*$/.test(pattern);
  const end = pattern.endsWith('/') ? ['*', DEEP] : isOneLevel ? [] : [DEEP];
  return [...(isTied ? [] : [DEEP]), ...plain.split('/'), ...end];
}

const DEEP = '**';

function covers(parts: readonly string[], path: readonly string[]): boolean {
  return matches(parts, path, DEEP, (part, name) => part === name || matches([...part], [...name], '*', isLetter));
}

const isLetter = (sign: string, letter: string): boolean => sign === '?' || sign === letter;

/** Whether signs fit a list, where a star stands for any number of things. Steps back to the last star only: never slow. */
function matches(
  signs: readonly string[],
  list: readonly string[],
  star: string,
  fits: (sign: string, item: string) => boolean,
): boolean {
  let [sign, at, lastStar, from] = [0, 0, -1, 0];
  while (at < list.length) {
    if (signs[sign] === star) [lastStar, from, sign] = [sign, at, sign + 1];
    else if (sign < signs.length && fits(signs[sign]!, list[at]!)) [sign, at] = [sign + 1, at + 1];
    else if (lastStar < 0) return false;
    else [sign, at, from] = [lastStar + 1, from + 1, from + 1];
  }
  return signs.slice(sign).every((rest) => rest === star);
}
