/** Code of today in, the names and values that detection sees in it out: what leaked from code is compared with that. */
import { createCollector } from '../engine/collect.ts';
import { createDetectors } from '../engine/detectors.ts';
import { openFileScan } from '../engine/file-scan.ts';
import { nameAt } from '../engine/path-rules.ts';
import type { CurrentFile } from './current-files.ts';
import type { Entry } from '../../plan/current/entry.ts';
import type { Rule } from '../../model.ts';

/** Of files that no format was seen in; a document stays one. */
export async function withCode(files: readonly CurrentFile[], rules: readonly Rule[]): Promise<readonly CurrentFile[]> {
  if (!files.some(isCode)) return files;
  const detectors = await createDetectors(rules, false);
  return files.map((file) => {
    if (!isCode(file)) return file;
    const entries: Entry[] = [];
    const scan = openFileScan(detectors, createCollector(), (_, path, placed) => {
      for (const { finding } of placed) {
        const name = nameAt(finding, path) ?? finding.name;
        if (name === undefined || finding.via.length > 0) continue;
        entries.push({ path: [name], value: finding.value, place: `line ${finding.position.line}` });
      }
    });
    scan.whole(file.source.label, file.bytes);
    return entries.length === 0 ? file : { ...file, source: { ...file.source, kind: 'code', entries, notes: [] } };
  });
}

function isCode({ source }: CurrentFile): boolean {
  return source.kind === 'text' && source.isDocument !== true;
}
