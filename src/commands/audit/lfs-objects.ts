/**
 * LFS objects that are here. git holds a pointer whose bytes follow from the content, so the pointer's blob is known by
 * its id: what the content holds then stands wherever history has the pointer.
 */
import { basename, join } from 'node:path';
import { existsSync } from 'node:fs';
import { readFiles } from '../../source/files.ts';
import { idOf } from '../../source/object-id.ts';
import type { Placed } from '../engine/collect.ts';
import type { BesideFile, StoreSeen } from './store-seen.ts';
import type { Gap, UnitFindings } from '../../model.ts';

export interface LfsObjects {
  /** Of which no pointer was found. */
  readonly files: readonly BesideFile[];
  readonly failed: readonly Gap[];
  readonly bytes: number;
  /** Pointers whose content was read. */
  readonly pointers: number;
}

/** @param shown what stands before the names of objects in a report */
export async function readLfsObjects(store: StoreSeen, shown: string): Promise<LfsObjects> {
  const { repository, objects, detectors, collector, blobs } = store;
  const folder = join(repository.commonDir, 'lfs', 'objects');
  const files: BesideFile[] = [];
  const failed: Gap[] = [];
  let bytes = 0;
  let pointers = 0;
  if (!existsSync(folder)) return { files, failed, bytes, pointers };

  function keep(path: string, size: number, found: UnitFindings): void {
    bytes += size;
    const pointer = objects.findHex(pointerBlob(basename(path), size, repository.objectFormat));
    if (pointer >= 0) pointers++;
    const placed = collector.add(found, path).map(throughLfs);
    if (placed.length === 0) return;
    if (pointer >= 0) blobs.set(pointer, { plain: [...(blobs.get(pointer)?.plain ?? []), ...placed], byPath: [] });
    else files.push({ where: 'git-file', path, class: 'outside-git', reach: 'worktree', placed });
  }
  readFiles(folder, shown.replace(/\/$/, ''), {
    named: () => {},
    whole: (path, content) => keep(path, content.length, detectors.content.scan(content)),
    open(path) {
      const scan = detectors.content.open();
      let size = 0;
      return {
        push(piece) {
          size += piece.length;
          scan.push(piece);
        },
        end: () => keep(path, size, scan.end()),
      };
    },
    link: () => {},
    unreadable: (path, why) => void failed.push({ what: 'LFS object', why: `${path}: ${why}`, count: 1 }),
    special: () => {},
  });
  return { files, failed, bytes, pointers };
}

function throughLfs({ value, finding }: Placed): Placed {
  return { value, finding: { ...finding, via: ['lfs', ...finding.via] } };
}

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md : the lines of a pointer, in their one order. */
function pointerBlob(id: string, size: number, objectFormat: 'sha1' | 'sha256'): string {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize ${size}\n`;
  return idOf(objectFormat, 'blob', Buffer.from(pointer));
}
