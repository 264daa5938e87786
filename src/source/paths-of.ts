/** A path for each of some blobs, as history reaches them first. Blobs that no ref or reflog reaches have none. */
import type { Repository } from './repository.ts';

const LF = 10;

export async function pathsOf({ git }: Repository, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  if (ids.size === 0) return paths;
  const { child, ended } = git.start(['rev-list', '--objects', '--all', '--reflog']);
  child.stdin.end();
  let held = Buffer.alloc(0);
  child.stdout.on('data', (piece: Buffer) => {
    const bytes = Buffer.concat([held, piece]);
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      const space = bytes.indexOf(32, start);
      if (space > start && space < end) {
        const id = bytes.toString('latin1', start, space);
        if (ids.has(id) && !paths.has(id)) paths.set(id, bytes.toString('utf8', space + 1, end));
      }
      start = end + 1;
    }
    held = Buffer.from(bytes.subarray(start));
  });
  await ended;
  return paths;
}
