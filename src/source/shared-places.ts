/**
 * Pack indexes that send two objects to one place of their pack. The object that stands where nobody is sent to is then
 * read by nobody, and git prints another under its id without a word.
 */
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filesOfPacks } from './object-folders.ts';
import type { Unreadable } from './repository.ts';
import type { Repository } from './repository.ts';

/** What git itself finds wrong with an index it has said when it listed the objects. */
export async function sharedPlaces(repository: Repository): Promise<Unreadable[]> {
  const gaps: Unreadable[] = [];
  for (const index of filesOfPacks(join(repository.commonDir, 'objects'), '.idx')) {
    if (!haveTwins(await placesIn(repository, index))) continue;
    const why = `${basename(index)} says of several objects that they stand at one place of their pack`;
    gaps.push({ what: 'object store', why });
  }
  return gaps;
}

async function placesIn({ git, objectFormat }: Repository, index: string): Promise<Float64Array> {
  const { child, ended } = git.start(['show-index', `--object-format=${objectFormat}`]);
  let places = new Float64Array(1 << 10);
  let count = 0;
  let held = '';
  child.stdout.on('data', (piece: Buffer) => {
    const lines = (held + piece.toString('latin1')).split('\n');
    held = lines.pop()!;
    for (const line of lines) {
      if (count === places.length) {
        const larger = new Float64Array(count * 2);
        larger.set(places);
        places = larger;
      }
      places[count++] = Number.parseInt(line, 10); // offset SP id SP (CRC32)
    }
  });
  await pipeline(createReadStream(index), child.stdin).catch(() => {}); // git need not read all of it, nor any
  await ended;
  return places.subarray(0, count).sort();
}

/** @param places ascending */
function haveTwins(places: Float64Array): boolean {
  return places.some((place, at) => place === places[at - 1]);
}
