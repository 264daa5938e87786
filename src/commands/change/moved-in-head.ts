/** What a range added and HEAD no longer holds at its path → the places where HEAD holds it: files that moved since. */
import { openReader } from '../../source/cat-file.ts';
import { hasNewContent } from '../../source/diff.ts';
import { changesOf } from '../../source/range-changes.ts';
import { openChangeScan } from './scan.ts';
import type { Addition } from './report.ts';
import type { Policy } from '../policy/policy.ts';
import type { Repository } from '../../source/repository.ts';

/**
 * Read is only what HEAD has and the commit that added the value has not.
 * @param additions all of the range, with what HEAD holds at their paths
 */
export async function movedInHead(
  { git, head }: Repository,
  additions: readonly Addition[],
  policy: Policy,
): Promise<Addition[]> {
  const gone = new Map<string, Addition>();
  for (const addition of additions) {
    const key = addition.finding.value.key();
    if (addition.where === 'blob' && addition.inHead !== true && !gone.has(key)) gone.set(key, addition);
  }
  const commits = [...new Set([...gone.values()].flatMap(({ moment }) => moment?.commit ?? []))];
  if (head === null || commits.length === 0) return [];
  const sides = (await changesOf(git, [{ commit: head, parents: commits }])).flatMap((change) => change.sides);
  const versions = [
    ...new Map(sides.flatMap(({ changes }) => changes.filter(hasNewContent).map((one) => [one.path, one.newId]))),
  ];
  const scan = await openChangeScan(
    policy,
    versions.map(([path]) => path),
  );
  const known = new Set(additions.map(({ path, finding }) => `${finding.value.key()}\0${path}`));
  const moved: Addition[] = [];
  const reader = openReader({ git });
  try {
    await reader.read(
      versions.map(([, id]) => id),
      (index, type, bytes) => {
        const [path, id] = versions[index]!;
        if (type !== 'blob') return;
        for (const found of scan.blob(path, id, bytes).found) {
          const key = found.finding.value.key();
          const before = gone.get(key);
          if (before === undefined || known.has(`${key}\0${path}`)) continue;
          moved.push({ ...before, ...scan.addition(found), inHead: true, reach: ['head', ...(before.reach ?? [])] });
        }
      },
      () => undefined,
    );
  } finally {
    reader.close();
  }
  return moved;
}
