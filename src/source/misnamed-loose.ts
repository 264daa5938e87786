/**
 * Loose objects whose content is not what their ids say. Of a range git itself walks commits and compares trees, and
 * takes both as they are; so all loose ones are held against their ids.
 */
import { join } from 'node:path';
import { readObjects } from './cat-file.ts';
import { gitFailure } from './git.ts';
import { looseIds } from './object-folders.ts';
import { MISNAMED } from './object-id.ts';
import type { Git } from './git.ts';
import type { Repository } from './repository.ts';

/** @param blobs ids of those to look at as well: others serve no walk @returns ids */
export async function misnamedLoose(
  repository: Repository,
  blobs: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const { git, commonDir, objectFormat } = repository;
  const loose = looseIds(join(commonDir, 'objects'), objectFormat === 'sha256' ? 32 : 20);
  const misnamed = new Set<string>();
  if (loose.length === 0) return misnamed;
  const read = [...(await otherThanBlobs(git, loose)), ...loose.filter((id) => blobs.has(id))];
  await readObjects(repository, read.length, (index) => read[index]!, {
    object: () => {},
    open: () => ({ push: () => {}, end: () => {} }),
    missing: () => {},
    unreadable: (index, why) => void (why === MISNAMED && misnamed.add(read[index]!)), // of others git says it itself
  });
  return misnamed;
}

async function otherThanBlobs(git: Git, ids: readonly string[]): Promise<string[]> {
  const check = ['cat-file', '--buffer', '--batch-check=%(objectname) %(objecttype)'];
  const { child, ended } = git.start(check);
  let answers = '';
  child.stdout.on('data', (piece: Buffer) => (answers += piece.toString('latin1')));
  child.stdin.end(ids.map((id) => `${id}\n`).join(''));
  const { status, stderr } = await ended;
  if (status !== 0) throw gitFailure(check, stderr);
  return answers.split('\n').flatMap((line) => /^([0-9a-f]+) (?:commit|tree|tag)$/.exec(line)?.[1] ?? []);
}
