/** Blobs, each scanned at the path it stands at: large ones while they come, so that memory does not grow with them. */
import type { ObjectReader } from '../../source/cat-file.ts';
import type { ChangeFinding, ChangeScan, Scanned } from './scan.ts';

export interface Version {
  readonly path: string;
  readonly id: string;
}

/**
 * @param take one call a version, in order; undefined where it is not here, cannot be read or is no blob
 */
export async function readVersions(
  reader: ObjectReader,
  scan: ChangeScan,
  versions: readonly Version[],
  take: (index: number, scanned: Scanned<ChangeFinding> | undefined, bytes: number) => void,
): Promise<void> {
  await reader.read(
    versions.map(({ id }) => id),
    (index, type, bytes) => {
      const { path, id } = versions[index]!;
      take(index, type === 'blob' ? scan.blob(path, id, bytes) : undefined, bytes.length);
    },
    (index) => take(index, undefined, 0),
    (index) => {
      const unit = scan.open(versions[index]!.path, versions[index]!.id);
      let size = 0;
      return {
        push(piece) {
          size += piece.length;
          unit.push(piece);
        },
        end: () => take(index, unit.end(), size),
      };
    },
  );
}
