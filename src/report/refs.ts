/** Which refs have a secret in their history, in words: by kind, and no more of them than people read. */
import type { Exposure } from '../model.ts';
import { counted, grouped } from './numbers.ts';

/** Masks values, spells out controls. */
type Clean = (text: string) => string;

export interface RefGroup {
  /** "14 branches of remotes". */
  readonly what: string;
  /** Without what all of the kind begin with, masked. */
  readonly names: readonly string[];
}

const KINDS: readonly (readonly [prefix: string, one: string, many: string])[] = [
  ['refs/remotes/', 'branch of a remote', 'branches of remotes'],
  ['refs/tags/', 'tag', 'tags'],
  ['refs/heads/', 'local branch', 'local branches'],
  ['refs/pull/', 'ref of a pull request', 'refs of pull requests'],
  ['', 'other ref', 'other refs'],
];
/** Names in a line of text. */
const MOST = 8;

const USUAL_BRANCH = /\/(?:main|master|trunk)$/;

/** Those of a kind, what most people clone first. A remote's HEAD is another name of one of its branches. */
function refsBelow(prefix: string, refs: readonly string[]): readonly string[] {
  const found = refs.filter((ref) => KINDS.find(([start]) => ref.startsWith(start))![0] === prefix);
  const branches = found.filter((ref) => !/^refs\/remotes\/[^/]+\/HEAD$/.test(ref));
  const usual = branches.filter((ref) => USUAL_BRANCH.test(ref) && prefix !== 'refs/tags/');
  return branches.length > 0 ? [...new Set([...usual, ...branches])] : found;
}

/** "on origin/main and 2 more"; nothing where there is none. */
export function refPhrase(refs: readonly string[], prefix: string, before: string, clean: Clean): readonly string[] {
  const found = refsBelow(prefix, refs);
  const [first] = found;
  if (first === undefined) return [];
  const more = found.length > 1 ? ` and ${grouped(found.length - 1)} more` : '';
  return [`${before}${shortName(first, prefix, clean)}${more}`];
}

export function refGroups({ refs, refCount }: Exposure, clean: Clean): readonly RefGroup[] {
  const groups = KINDS.flatMap(([prefix, one, many]): RefGroup[] => {
    const names = refsBelow(prefix, refs).map((ref) => shortName(ref, prefix, clean));
    return names.length === 0 ? [] : [{ what: counted(names.length, one, many), names }];
  });
  const more = refCount - refs.length;
  return more > 0 ? [...groups, { what: `${grouped(more)} more`, names: [] }] : groups;
}

/** "14 branches of remotes: origin/main, origin/dev and 12 more". */
export function refLines(exposure: Exposure, clean: Clean): readonly string[] {
  return refGroups(exposure, clean).map(({ what, names }) => {
    if (names.length === 0) return what;
    const more = names.length > MOST ? ` and ${grouped(names.length - MOST)} more` : '';
    return `${what}: ${names.slice(0, MOST).join(', ')}${more}`;
  });
}

/** Branches and pull requests that have it in their newest commit, told the same way. */
export function stillInLines({ stillIn = [], stillInCount = 0, ...exposure }: Exposure, clean: Clean): readonly string[] {
  return refLines({ ...exposure, refs: stillIn, refCount: stillInCount }, clean);
}

/** Masked before it is cut: a value may begin in the prefix. */
function shortName(ref: string, prefix: string, clean: Clean): string {
  const name = clean(ref);
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
