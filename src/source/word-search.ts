/** Whether a name stands in a file that git tracks, however it is spelled there: FOO_KEY, fooKey, `foo-key`. */
import type { Git } from './git.ts';

/** @param words of the name, letters and digits only @param besides a folder that does not count */
export async function isNamedInFiles(git: Git, words: readonly string[], besides: string): Promise<boolean> {
  const pattern = `(^|[^[:alnum:]])${words.join('[^[:alnum:]]?')}s?([^[:alnum:]]|$)`;
  // by commit, not by file: attributes of the work tree may name programs that turn files into text
  const { child, ended } = git.start(['grep', '-I', '-i', '-E', '-l', '-z', '--full-name', '--no-textconv', '-e', pattern, 'HEAD']);
  child.stdin.end();
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const { status } = await ended;
  // a store with gaps: nothing is claimed
  if (status !== 0 && status !== 1) return true;
  const files = Buffer.concat(pieces).toString('utf8').split('\0').filter((file) => file !== '');
  return files.some((file) => !file.startsWith(`HEAD:${besides}/`));
}
