/** Files, with their names, through the detectors: what `scan` does with what is named, and a sweep with work trees. */
import { baseName } from '../../base-name.ts';
import type { Collector, Placed } from './collect.ts';
import type { Detectors } from './detectors.ts';
import type { SetAside, UnitFindings } from '../../model.ts';
import type { FileSink } from '../../source/files.ts';

export interface FileScan extends Omit<FileSink, 'unreadable' | 'special' | 'enter'> {
  readonly files: number;
  readonly bytes: number;
}

/**
 * @param found what stands in a file, or in its name: told only of those that hold something, with the content where it
 * was read in one piece
 */
export function openFileScan(
  { content, text, byPath }: Detectors,
  collector: Collector,
  found: (where: 'content' | 'name', path: string, placed: readonly Placed[], whole?: Buffer) => void,
): FileScan {
  let files = 0;
  let bytes = 0;
  const detectorsAt = (path: string): (typeof content)[] =>
    byPath.mayFit(baseName(path)) ? [content, byPath.detector] : [content];

  function keep(path: string, plain: UnitFindings, own: UnitFindings | undefined, whole?: Buffer): void {
    files++;
    const all = collector.add(plain, path);
    const fromPath = own === undefined ? [] : collector.add(byPath.fitting(own, { path }), path);
    const leave = (aside: SetAside): void => void collector.add({ findings: [], limits: [], setAside: [aside] }, path);
    const placed = byPath.at(path, all, fromPath, ({ finding }) => finding, leave);
    if (placed.length > 0) found('content', path, placed, whole);
  }

  return {
    get files() {
      return files;
    },
    get bytes() {
      return bytes;
    },
    named(path, name) {
      if (!text.mayHold(name)) return;
      const placed = collector.add(text.scan(name), path);
      if (placed.length > 0) found('name', path, placed);
    },
    link(path, target) {
      const placed = collector.add(content.scan(target), path);
      if (placed.length > 0) found('content', path, placed);
    },
    whole(path, whole) {
      bytes += whole.length;
      const [plain, own] = detectorsAt(path).map((detector) => detector.scan(whole));
      keep(path, plain!, own, whole);
    },
    open(path) {
      const scans = detectorsAt(path).map((detector) => detector.open());
      return {
        push(piece) {
          bytes += piece.length;
          for (const unit of scans) unit.push(piece);
        },
        end: () => keep(path, scans[0]!.end(), scans[1]?.end()),
      };
    },
  };
}
