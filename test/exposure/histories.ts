/** Random histories for exposure: real repositories with merges, moves, copies and deletions, the same for one seed. */
import { readFileSync } from 'node:fs';
import { makeRepo, type Repo } from '../support/repo.ts';

export interface RandomHistory {
  readonly repo: Repo;
  /** Ids of all commits, reachable or not. */
  readonly commits: readonly string[];
}

type Files = ReadonlyMap<string, string>;
type Pick = (below: number) => number;

const PATHS = ['a', 'b', 'dir/a', 'dir/b', 'dir/sub/c', 'other/a'];
/** Letters are the values that count; a content without one is of no interest. */
const CONTENTS = ['x', 'x x', 'y', 'x y', 'y x y', 'z', '-', '- -', 'x -', 'z z -'];
const KINDS = ['heads', 'tags', 'remotes/origin', 'notes', 'pull'];

/**
 * A repository of 4 to 16 commits; each file's content is a list of values.
 * @param write what stands in the file for such a list
 */
export function randomHistory(seed: number, write: (values: string) => string = String): RandomHistory {
  const pick = picker(seed);
  const repo = makeRepo({ args: ['--bare'] });
  const count = 4 + pick(13);
  const trees: Files[] = [];
  const stream: string[] = [];
  for (let index = 0; index < count; index++) {
    const parents = index === 0 || pick(12) === 0 ? [] : parentsFor(index, pick);
    const files = changed(
      parents.map((parent) => trees[parent]!),
      pick,
    );
    trees.push(files);
    stream.push(commitText(index, parents, new Map([...files].map(([path, values]) => [path, write(values)])), pick));
  }
  for (const kind of KINDS) stream.push(`reset refs/${kind}/r${pick(3)}\nfrom :${1 + pick(count)}\n\n`);
  stream.push(`reset refs/heads/main\nfrom :${count}\n\n`);
  repo.gitWith(stream.join(''), 'fast-import', '--quiet', '--force', `--export-marks=${repo.dir}/marks`);
  repo.git('update-ref', '-d', 'refs/heads/work');
  const marks = readFileSync(`${repo.dir}/marks`, 'utf8').matchAll(/^:\d+ ([0-9a-f]+)$/gm);
  return { repo, commits: Array.from(marks, ([, id]) => id!) };
}

/** Blob → what stands in it, for all blobs of a repository. */
export function blobsOf(repo: Repo): ReadonlyMap<string, string> {
  const listed = repo.git('cat-file', '--batch-all-objects', '--batch-check').matchAll(/^(\w+) blob \d+$/gm);
  const output = `${repo.gitWith(Array.from(listed, ([, id]) => `${id}\n`).join(''), 'cat-file', '--batch')}\n`;
  const blobs = new Map<string, string>();
  for (let at = 0; at < output.length;) {
    const [head, id, size] = /^(\w+) blob (\d+)\n/.exec(output.slice(at, at + 100))!;
    const start = at + head.length;
    blobs.set(id!, output.slice(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return blobs;
}

/** One, two or three different commits; mostly the latest. */
function parentsFor(index: number, pick: Pick): number[] {
  const wanted = [1, 1, 1, 2, 2, 3][pick(6)]!;
  const parents = new Set<number>();
  for (let tries = 0; tries < wanted; tries++) parents.add(Math.max(0, index - 1 - pick(pick(3) === 0 ? index : 2)));
  return [...parents];
}

/** The files of the parents, with a few edits, moves, copies and deletions. */
function changed(parents: readonly Files[], pick: Pick): Files {
  const files = new Map(parents.flatMap((parent) => [...parent].filter(() => parents.length === 1 || pick(4) > 0)));
  for (let edits = pick(4); edits > 0; edits--) {
    const path = PATHS[pick(PATHS.length)]!;
    const other = PATHS[pick(PATHS.length)]!;
    const content = files.get(path);
    const what = pick(5);
    if (what < 2 || content === undefined) files.set(path, CONTENTS[pick(CONTENTS.length)]!);
    else if (what === 2) files.delete(path);
    else files.set(other, content);
    if (what === 3 && other !== path) files.delete(path);
  }
  return files;
}

/** Dates jump back and forth and repeat, so that only parents can be relied on. */
function commitText(index: number, parents: readonly number[], files: Files, pick: Pick): string {
  const [first, ...others] = parents;
  const message = `commit ${index}`;
  return [
    `reset refs/heads/work\n\ncommit refs/heads/work\nmark :${index + 1}\n`,
    `committer Ada <ada@example.org> ${1740000000 + pick(6) * 86400} +0000\ndata ${message.length}\n${message}\n`,
    ...(first === undefined ? [] : [`from :${first + 1}\n`]),
    ...others.map((parent) => `merge :${parent + 1}\n`),
    'deleteall\n',
    ...Array.from(files, ([path, content]) => `M 100644 inline ${path}\ndata ${content.length}\n${content}\n`),
    '\n',
  ].join('');
}

function picker(seed: number): Pick {
  let state = seed * 2654435761;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
