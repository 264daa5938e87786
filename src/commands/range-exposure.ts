/** What a range added → where it stands now: in HEAD or not, and which refs have its commits. */
import { reachOfRef } from '../exposure/reach.ts';
import { openReader } from '../source/cat-file.ts';
import { openChangeScan } from './change-scan.ts';
import type { Addition } from './change-report.ts';
import type { Policy } from './policy.ts';
import type { Repository } from '../source/repository.ts';

/** Whether HEAD still holds each, and which refs have its commit: one process a commit that added something. */
export async function withExposure(
  repository: Repository,
  additions: readonly Addition[],
  policy: Policy,
): Promise<Addition[]> {
  const refs = new Map<string, string[]>();
  for (const commit of new Set(additions.flatMap(({ moment }) => (moment === undefined ? [] : [moment.commit])))) {
    const text = await repository.git.ask(['for-each-ref', '--format=%(refname)', `--contains=${commit}`]);
    refs.set(
      commit,
      text.split('\n').filter((name) => name !== ''),
    );
  }
  const atHead = await headFindings(repository, additions, policy);
  return additions.map((addition) => {
    const names = refs.get(addition.moment?.commit ?? '') ?? addition.refs ?? [];
    const inHead = atHead.has(placeKey(addition.path, addition.finding.value.key()));
    const reach = addition.reach ?? [...new Set(names.map(reachOfRef))];
    return {
      ...addition,
      inHead,
      refs: names,
      reach: [...(inHead ? (['head'] as const) : []), ...(reach.length > 0 ? reach : (['dangling'] as const))],
    };
  });
}

/** Values at their paths in HEAD. */
async function headFindings(
  repository: Repository,
  additions: readonly Addition[],
  policy: Policy,
): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  const paths = [...new Set(additions.filter(({ where }) => where === 'blob').map(({ path }) => path))].filter(
    (path) => !path.includes('\n'),
  );
  if (repository.head === null || paths.length === 0) return held;
  const scan = await openChangeScan(policy, paths);
  const reader = openReader(repository.git);
  try {
    await reader.read(
      paths.map((path) => `${repository.head}:${path}`),
      (index, type, bytes) => {
        if (type !== 'blob') return;
        for (const { finding } of scan.blob(paths[index]!, '', bytes).found)
          held.add(placeKey(paths[index]!, finding.value.key()));
      },
    );
  } finally {
    reader.close();
  }
  return held;
}

function placeKey(path: string, value: string): string {
  return `${value}\0${path}`;
}
