/** Blobs through `git cat-file`, every byte of them. */
import { readObjects } from '../../source/cat-file.ts';
import { isLfsPointer } from './lfs.ts';
import type { Detector } from '../../detect/unit.ts';
import type { UnitFindings } from '../../model.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { Repository, Unreadable } from '../../source/repository.ts';

export interface BlobSink {
  found(blob: number, found: UnitFindings): void;
  /** A blob is done. */
  done(bytes: number, isLfsPointer: boolean): void;
  unreadable(gap: Unreadable): void;
}

export async function scanBlobs(
  repository: Repository,
  objects: ObjectTable,
  list: Int32Array,
  detector: Detector,
  sink: BlobSink,
): Promise<void> {
  if (list.length === 0) return;
  const lose = (index: number, why: string): void =>
    sink.unreadable({ what: 'blob', why: `${objects.hex(list[index]!)}: ${why}` });
  await readObjects(repository, list.length, (index) => objects.hex(list[index]!), {
    object(index, _type, bytes) {
      sink.found(list[index]!, detector.scan(bytes));
      sink.done(bytes.length, isLfsPointer(bytes));
    },
    open(index) {
      const scan = detector.open();
      let read = 0;
      return {
        push(piece) {
          read += piece.length;
          scan.push(piece);
        },
        end() {
          sink.found(list[index]!, scan.end());
          sink.done(read, false);
        },
      };
    },
    missing: (index) => lose(index, 'missing'),
    unreadable: lose,
  });
}
