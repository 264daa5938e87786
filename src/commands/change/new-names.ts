/** Findings in names of files and folders that no touched path of a parent had. */
import { hasNewContent, oldContent } from '../../source/diff.ts';
import type { ChangeScan, Scanned } from './scan.ts';
import type { Addition } from './report.ts';
import type { Sides } from './novelty.ts';

export function newNames(sides: Sides, scan: ChangeScan): Scanned<Addition> {
  const [first = new Set<string>(), ...others] = sides.map(
    (changes) =>
      new Set(
        changes
          .filter((change) => hasNewContent(change) && oldContent(change) === undefined)
          .map(({ path }) => path),
      ),
  );
  const names = new Map<string, string>();
  for (const path of first) {
    if (!others.every((side) => side.has(path))) continue;
    for (const name of path.split('/')) if (!names.has(name)) names.set(name, path);
  }
  const scanned = [...names].map(([name, path]) => scan.text('file-name', path, Buffer.from(name, 'utf8')));
  const found = scanned.flatMap((name) => name.found);
  const limits = scanned.flatMap((name) => name.limits);
  const setAside = scanned.flatMap((name) => name.setAside);
  if (found.length === 0) return { found, limits, setAside };
  const old = new Set(
    sides.flat().flatMap((change) => (oldContent(change) === undefined ? [] : change.path.split('/'))),
  );
  const known = new Set(
    [...old]
      .flatMap((name) => scan.text('file-name', '', Buffer.from(name, 'utf8')).found)
      .map(({ finding }) => finding.value.key()),
  );
  return { found: found.filter(({ finding }) => !known.has(finding.value.key())), limits, setAside };
}
