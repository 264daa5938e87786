/**
 * Files and folders as units, with their names. Walks everything but `.git`, honours no ignore file, follows no links: of
 * one below a folder, the text that says where it leads is read, as git keeps it. What is named itself is read whatever it
 * is: a link is followed, a pipe is read to its end. Names are bytes: one that is no UTF-8 leads to its file all the same.
 */
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'node:fs';

/** Files up to this size come in one piece. */
const WHOLE = 16 << 20;
const PIECE = 4 << 20;
const SLASH = Buffer.from('/');
const GIT = Buffer.from('.git');

export interface FileSink {
  /** A file, folder or link below the root: its own name. */
  named(path: string, name: Buffer): void;
  whole(path: string, bytes: Buffer): void;
  open(path: string): { push(piece: Buffer): void; end(): void };
  /** A link below the root: where it points to. */
  link(path: string, target: Buffer): void;
  unreadable(path: string, why: string): void;
  /** Sockets, devices, pipes below a folder: nothing that is stored. */
  special(path: string): void;
  /** Whether a folder below the root is looked into; all are without it. */
  enter?(path: Buffer, shown: string): boolean;
}

/** @param shown what stands in the report for `root`: paths below it are joined with `/` */
export function readFiles(root: string | Buffer, shown: string, sink: FileSink): void {
  const top = typeof root === 'string' ? Buffer.from(root) : root;
  const stack: { path: Buffer; shown: string }[] = [{ path: top, shown }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const isNamed = next.path === top;
    try {
      const kind = isNamed ? statSync(top) : lstatSync(next.path);
      if (kind.isDirectory()) {
        if (!isNamed && sink.enter?.(next.path, next.shown) === false) continue;
        const folder = next;
        const names = readdirSync(folder.path, { encoding: 'buffer' })
          .filter((name) => !name.equals(GIT))
          .sort((a, b) => b.compare(a));
        for (const name of names) {
          const below = `${folder.shown === '' ? '' : `${folder.shown}/`}${name.toString('utf8')}`;
          sink.named(below, name);
          stack.push({ path: Buffer.concat([folder.path, SLASH, name]), shown: below });
        }
      } else if (kind.isFile() && kind.size <= WHOLE) sink.whole(next.shown, readFileSync(next.path));
      else if (kind.isFile() || isNamed) readPieces(next.path, next.shown, sink);
      else if (kind.isSymbolicLink()) sink.link(next.shown, readlinkSync(next.path, { encoding: 'buffer' }));
      else sink.special(next.shown);
    } catch (error) {
      sink.unreadable(next.shown, (error as NodeJS.ErrnoException).code ?? (error as Error).message);
    }
  }
}

function readPieces(path: Buffer, shown: string, sink: FileSink): void {
  const file = openSync(path, 'r');
  try {
    const unit = sink.open(shown);
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE);
      const read = readSync(file, piece, 0, PIECE, null);
      if (read === 0) break;
      unit.push(piece.subarray(0, read));
    }
    unit.end();
  } finally {
    closeSync(file);
  }
}
