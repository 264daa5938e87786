/**
 * What stands inside commits, tags and trees, by git's own formats. Nothing here trusts its input: a header that does
 * not parse is simply not there.
 *
 *   commit:  tree <id> LF  (parent <id> LF)*  author <who> LF  committer <who> LF  (<header> LF)*  LF  message
 *   tag:     object <id> LF  type <type> LF  tag <name> LF  tagger <who> LF  LF  message
 *   tree:    (<mode> SP <name> NUL <id>)*
 */
export interface Headed {
  /** Header lines as written, continuation lines joined to theirs. */
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
    if (space > at && space < end)
      headers.push({ key: bytes.toString('latin1', at, space), value: bytes.subarray(space + 1, end) });
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

export interface TreeVisitor {
  /** The id stands at bytes[at..]; the name at [nameStart, nameEnd). */
  (kind: 'tree' | 'blob' | 'symlink' | 'commit', nameStart: number, nameEnd: number, at: number): void;
}

/** @returns false where the bytes stop being a tree */
export function walkTree(bytes: Buffer, hashBytes: number, visit: TreeVisitor): boolean {
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(SPACE, at);
    if (space < 0 || space - at > 6) return false;
    const end = bytes.indexOf(0, space);
    if (end < 0 || end + 1 + hashBytes > bytes.length) return false;
    // 40000 tree · 100644 100755 blob · 120000 symbolic link · 160000 commit of a submodule
    const mode =
      bytes[at] === 0x34 ? 'tree' : bytes[at + 1] === 0x32 ? 'symlink' : bytes[at + 1] === 0x36 ? 'commit' : 'blob';
    visit(mode, space + 1, end, end + 1);
    at = end + 1 + hashBytes;
  }
  return true;
}
