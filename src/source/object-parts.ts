/**
 * What stands inside commits, tags and trees, by git's own formats. Nothing here trusts its input: a header that does
 * not parse is simply not there.
 *
 *   commit:  tree <id> LF  (parent <id> LF)*  author <who> LF  committer <who> LF  (<header> LF)*  LF  message
 *   tag:     object <id> LF  type <type> LF  tag <name> LF  tagger <who> LF  LF  message
 *   tree:    (<mode> SP <name> NUL <id>)*
 */
export interface Headed {
  /** Header lines as written, continuation lines joined to theirs; one without a name is all value. */
  readonly headers: readonly { readonly key: string; readonly value: Buffer }[];
  readonly message: Buffer;
}

const LF = 10;
const SPACE = 32;

export function splitHeaders(bytes: Buffer): Headed {
  const headers: { key: string; value: Buffer }[] = [];
  let at = 0;
  while (at < bytes.length && bytes[at] !== LF) {
    let end = bytes.indexOf(LF, at);
    if (end < 0) end = bytes.length;
    while (end + 1 < bytes.length && bytes[end + 1] === SPACE) {
      const next = bytes.indexOf(LF, end + 1);
      end = next < 0 ? bytes.length : next;
    }
    const space = bytes.indexOf(SPACE, at);
    const named = space > at && space < end;
    headers.push({
      key: named ? bytes.toString('latin1', at, space) : '',
      value: bytes.subarray(named ? space + 1 : at, end),
    });
    at = end + 1;
  }
  return { headers, message: bytes.subarray(Math.min(at + 1, bytes.length)) };
}

/** `Name <mail> 1700000000 +0100` */
export function readIdentity(value: Buffer): { name: string; seconds: number } {
  const text = value.toString('utf8');
  const [, who, seconds] = /^(.*?) ?(-?\d{1,15}) [-+]\d+$/s.exec(text) ?? [];
  return { name: who ?? text, seconds: Number(seconds ?? 0) };
}

/** Where the parts of a commit stand that say how it hangs together: only at its head do they count. Offsets; -1: it has none. */
export interface CommitParts {
  readonly tree: number;
  readonly parents: readonly number[];
  /** Of what stands behind `author` and `committer`, [start, end). */
  readonly author: readonly [number, number];
  readonly committer: readonly [number, number];
}

const NONE = [0, 0] as const;

export function commitParts(bytes: Buffer, hashBytes: number): CommitParts {
  const line = hashBytes * 2;
  const parents: number[] = [];
  let at = 0;
  let tree = -1;
  if (startsWith(bytes, at, 'tree ')) {
    tree = at + 5;
    at = tree + line + 1;
  }
  while (startsWith(bytes, at, 'parent ')) {
    parents.push(at + 7);
    at += 7 + line + 1;
  }
  let author: CommitParts['author'] = NONE;
  let committer: CommitParts['committer'] = NONE;
  while (at < bytes.length && bytes[at] !== LF) {
    let end = bytes.indexOf(LF, at);
    if (end < 0) end = bytes.length;
    if (author === NONE && startsWith(bytes, at, 'author ')) author = [at + 7, end];
    else if (committer === NONE && startsWith(bytes, at, 'committer ')) committer = [at + 10, end];
    if (author !== NONE && committer !== NONE) break;
    at = end + 1;
  }
  return { tree, parents, author, committer };
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Kinds of tree entries by their mode, as git sees it; leading zeros, which old programs wrote, do not count. */
export type EntryKind = 'tree' | 'blob' | 'commit';

export interface TreeVisitor {
  /** The id stands at bytes[at..]; the name at [nameStart, nameEnd). */
  (kind: EntryKind, nameStart: number, nameEnd: number, at: number): void;
}

/** Longer modes are no modes. */
const LONGEST_MODE = 12;

/** @returns false where the bytes stop being a tree */
export function walkTree(bytes: Buffer, hashBytes: number, visit: TreeVisitor): boolean {
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(SPACE, at);
    if (space < 0 || space - at > LONGEST_MODE) return false;
    const end = bytes.indexOf(0, space);
    if (end < 0 || end + 1 + hashBytes > bytes.length) return false;
    visit(kindOf(bytes, at, space), space + 1, end, end + 1);
    at = end + 1 + hashBytes;
  }
  return true;
}

/** 40000 tree · 100644 100755 120000 blob · 160000 commit of a submodule */
function kindOf(bytes: Buffer, from: number, to: number): EntryKind {
  let mode = 0;
  for (let at = from; at < to; at++) mode = (mode * 8 + (bytes[at]! - 0x30)) % 0o1000000;
  const type = mode & 0o170000;
  return type === 0o040000 ? 'tree' : type === 0o160000 ? 'commit' : 'blob';
}
