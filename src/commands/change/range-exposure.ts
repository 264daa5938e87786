/** What a range added → where it stands now: in HEAD or not, and which refs have its commits. */
import { reachOfRef } from '../../exposure/reach.ts';
import { openReader } from '../../source/cat-file.ts';
import { fetchedIds } from '../../source/fetch-head.ts';
import { openChangeScan } from './scan.ts';
import { movedInHead } from './moved-in-head.ts';
import { readVersions } from './read-versions.ts';
import type { Addition } from './report.ts';
import type { Policy } from '../policy/policy.ts';
import type { Position, Reach } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';

/** Whether HEAD still holds each, and which refs have its commit: one process a commit that added something. */
export async function withExposure(
  repository: Repository,
  additions: readonly Addition[],
  policy: Policy,
): Promise<Addition[]> {
  const refs = new Map<string, string[]>();
  const fetched = new Set<string>();
  for (const commit of new Set(additions.flatMap(({ moment }) => (moment === undefined ? [] : [moment.commit])))) {
    const text = await repository.git.ask(['for-each-ref', '--format=%(refname)', `--contains=${commit}`]);
    refs.set(
      commit,
      text.split('\n').filter((name) => name !== ''),
    );
    if (await isFetched(repository, commit)) fetched.add(commit);
  }
  const atHead = await headFindings(repository, additions, policy);
  const standing = nthOf(atHead);
  const here = additions.map((addition): Addition => {
    const names = refs.get(addition.moment?.commit ?? '') ?? addition.refs ?? [];
    const headPosition = standing(addition);
    const inHead = headPosition !== undefined;
    const came: readonly Reach[] = fetched.has(addition.moment?.commit ?? '') ? ['was-on-remote'] : [];
    const reach = addition.reach ?? [...new Set([...names.map(reachOfRef), ...came])];
    return {
      ...addition,
      inHead,
      ...(inHead ? { headPosition } : {}),
      refs: names,
      reach: [...(inHead ? (['head'] as const) : []), ...(reach.length > 0 ? reach : (['dangling'] as const))],
    };
  });
  return [...here, ...(await movedInHead(repository, here, policy))];
}

/** A CI job may have what it checks out on no ref, but in the history of what it fetched. */
async function isFetched(repository: Repository, commit: string): Promise<boolean> {
  const ids = fetchedIds(repository);
  if (ids.length === 0) return false;
  return (await repository.git.ask(['rev-list', '--ignore-missing', '--max-count=1', commit, '--not', ...ids])) === '';
}

/** Of an addition that is the n-th of its value, commit and path: the n-th place in HEAD, or the last one there. */
function nthOf(atHead: ReadonlyMap<string, readonly Position[]>): (addition: Addition) => Position | undefined {
  const seen = new Map<string, number>();
  return ({ path, finding, moment }) => {
    const key = placeKey(path, finding.value.key());
    const ofCommit = `${moment?.commit}\0${key}`;
    const nth = seen.get(ofCommit) ?? 0;
    seen.set(ofCommit, nth + 1);
    const places = atHead.get(key) ?? [];
    return places[Math.min(nth, places.length - 1)];
  };
}

/** Values at their paths in HEAD, and where they stand in them. */
async function headFindings(
  repository: Repository,
  additions: readonly Addition[],
  policy: Policy,
): Promise<ReadonlyMap<string, readonly Position[]>> {
  const held = new Map<string, Position[]>();
  const paths = [...new Set(additions.filter(({ where }) => where === 'blob').map(({ path }) => path))];
  if (repository.head === null || paths.length === 0) return held;
  const scan = await openChangeScan(policy, paths);
  const reader = openReader(repository);
  try {
    const odd = await blobsAt(repository, paths.filter(hasNewline));
    const versions = paths.map((path) => ({
      path,
      id: hasNewline(path) ? (odd.get(path) ?? '') : `${repository.head}:${path}`,
    }));
    await readVersions(reader, scan, versions, (index, now) => {
      for (const { finding } of now?.found ?? []) {
        const key = placeKey(paths[index]!, finding.value.key());
        const places = held.get(key);
        if (places === undefined) held.set(key, [finding.position]);
        else places.push(finding.position);
      }
    });
  } finally {
    reader.close();
  }
  return held;
}

/** cat-file takes one name a line: what has a newline in its path is asked for by id. */
async function blobsAt({ git, head }: Repository, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const text = await git.ask(['ls-tree', '-z', '--full-tree', head!, '--', ...paths]);
  const entries = text.split('\0').flatMap((line) => {
    const [, id, path] = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return id === undefined || path === undefined ? [] : [[path, id] as const];
  });
  return new Map(entries);
}

function hasNewline(path: string): boolean {
  return path.includes('\n');
}

function placeKey(path: string, value: string): string {
  return `${value}\0${path}`;
}
