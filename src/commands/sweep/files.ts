/** Files of a swept folder that stand in no repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadBuiltInRules } from '../../detect/rules/built-in.ts';
import { fingerprint } from '../../detect/fingerprint.ts';
import { holdersOf } from '../../exposure/reach.ts';
import { makeSecret } from '../../exposure/secrets.ts';
import { isGitFolder } from '../../source/find-repositories.ts';
import { readFiles } from '../../source/files.ts';
import { NOTHING_ALLOWED } from '../policy/allowance.ts';
import { createCollector } from '../engine/collect.ts';
import { describer } from '../audit/describe.ts';
import { createDetectors } from '../engine/detectors.ts';
import { openFileScan } from '../engine/file-scan.ts';
import { gapsOfLimits } from '../audit/limits.ts';
import { placesSetAside } from '../audit/unit-paths.ts';
import type { Following } from './following.ts';
import type { SetAsidePlace } from '../audit/unit-paths.ts';
import type { Coverage, Gap, Occurrence, Secret, SetAsideReason } from '../../model.ts';

export interface LooseFiles {
  readonly secrets: readonly Secret[];
  readonly coverage: Coverage;
  readonly setAside: readonly { readonly reason: SetAsideReason; readonly count: number }[];
  readonly asidePlaces: readonly SetAsidePlace[];
}

/** @param shown what stands before paths below the folder; '' for nothing */
export async function sweepFiles(
  roots: readonly { readonly path: string; readonly shown: string }[],
  following: Following,
  asOf: string,
): Promise<LooseFiles> {
  const detectors = await createDetectors([...loadBuiltInRules(), ...following.rules], true);
  const collector = createCollector();
  const { describe } = describer(NOTHING_ALLOWED);
  const places = new Map<number, Occurrence[]>();
  const failed: Gap[] = [];
  const scan = openFileScan(detectors, collector, (what, path, placed) => {
    for (const { value, finding } of placed) {
      const own = places.get(value) ?? [];
      const described = describe(finding, what === 'name' ? 'file-name' : 'file', path);
      const rest = { repository: -1, versions: 1, inHead: false, class: 'outside-git', introductions: [] } as const;
      places.set(value, [...own, { ...described, ...rest }]);
    }
  });
  const enter = (bytes: Buffer): boolean => {
    const folder = bytes.toString('utf8');
    return !existsSync(join(folder, '.git')) && !isGitFolder(folder);
  };
  for (const { path, shown } of roots) {
    readFiles(path, shown, {
      ...scan,
      enter,
      unreadable: (file, why) => void failed.push({ what: 'file', why: `${file}: ${why}`, count: 1 }),
      special: () => {},
    });
  }
  const secrets: Secret[] = [];
  for (const [number, occurrences] of places) {
    if (!collector.holds(number)) continue;
    const value = collector.values[number]!;
    const id = await fingerprint(value);
    const holders = holdersOf([]);
    secrets.push(makeSecret({ id, value, occurrences, reach: ['worktree'], holders, first: undefined, last: undefined, asOf }));
  }
  const limits = collector.limits.map(({ unit, limit: { what } }) => ({ what, path: String(unit ?? '') }));
  const { skipped, outOfScope } = await gapsOfLimits(limits, undefined);
  const { files: blobs, bytes } = scan;
  return {
    secrets,
    coverage: {
      complete: failed.length + skipped.length === 0,
      commits: 0,
      blobs,
      bytes,
      skipped,
      failed,
      outOfScope: [...outOfScope, ...collector.gaps()],
    },
    setAside: collector.setAside(),
    asidePlaces: placesSetAside(new Map(), collector),
  };
}
