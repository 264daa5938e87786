/**
 * What the pre-push hook says → ranges, and what a push publishes beside commits: names of refs, tag objects with their
 * messages, and files that a tag points at directly.
 *
 *   <local ref> SP <local id> SP <remote ref> SP <remote id> LF
 */
import { UsageError } from '../../errors.ts';
import { reachOfRef } from '../../exposure/reach.ts';
import { splitHeaders } from '../../source/object-parts.ts';
import { isNothing, mergeBase, rangeEnds, resolveCommit } from './range-ends.ts';
import { textHeaders } from '../engine/repository-units.ts';
import type { Addition } from './report.ts';
import type { ChangeScan } from './scan.ts';
import type { Context } from '../context.ts';
import type { LeftOut } from './left-out.ts';
import type { PushedRef, RangeEnds } from './range-ends.ts';
import type { ObjectReader } from '../../source/cat-file.ts';
import type { Repository } from '../../source/repository.ts';

export async function pushedRanges(repository: Repository, context: Context): Promise<RangeEnds[]> {
  const text = (await context.readInput()).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Promise.all(lines.map((line) => endsOf(repository, line)));
}

async function endsOf(repository: Repository, line: string): Promise<RangeEnds> {
  const [, id = '', ref = '', remoteId = ''] = line.split(' ');
  if (![id, remoteId].every((text) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)))
    throw new UsageError('--pre-push: standard input is not what git gives the pre-push hook');
  if (isNothing(id)) return { revisions: undefined, base: null, notices: [] };
  const pushed = { ref, id, isNew: isNothing(remoteId) };
  const end = await resolveCommit(repository, id);
  if (end === undefined) return { revisions: undefined, base: null, notices: [], pushed };
  if (!pushed.isNew) return { ...(await rangeEnds(repository, `${remoteId}..${id}`)), pushed };
  return { revisions: [end, '--not', '--remotes'], base: await mergeBase(repository, end), notices: [], pushed };
}

export interface ScannedPush {
  readonly additions: readonly Addition[];
  readonly missing: readonly string[];
  readonly blobs: ReadonlySet<string>;
  readonly bytes: number;
}

/** So many tags may point at tags. */
const DEEPEST = 100;

/** The ref's name, and what stands between it and its commit. */
export async function scanPushed(
  { ref, id, isNew }: PushedRef,
  { git }: Repository,
  { reader, scan, leftOut }: { reader: ObjectReader; scan: ChangeScan; leftOut: LeftOut },
): Promise<ScannedPush> {
  const additions: Addition[] = [];
  const missing: string[] = [];
  const blobs = new Set<string>();
  let bytes = 0;

  function keep(found: readonly Addition[]): void {
    const whence = { reach: [reachOfRef(ref)], refs: [ref] };
    for (const addition of found) additions.push({ ...addition, ...whence });
  }
  function scanTag(content: Buffer): string | undefined {
    const { headers, message } = splitHeaders(content);
    for (const { key, value, where } of textHeaders(headers))
      keep(leftOut.of(scan.text(where, key, value), { path: '', unit: `the header ${key} of a tag` }));
    keep(leftOut.of(scan.text('tag-message', '', message), { path: '', unit: 'a tag message' }));
    return headers.find(({ key }) => key === 'object')?.value.toString('latin1');
  }
  function scanBlob(path: string, blob: string, content: Buffer): void {
    blobs.add(blob);
    bytes += content.length;
    keep(leftOut.of(scan.blob(path, blob, content), { path, blob }).map((found) => scan.addition(found)));
  }
  async function scanTree(tree: string): Promise<void> {
    const listed = (await git.ask(['ls-tree', '-r', '-z', '--full-tree', tree])).split('\0');
    const files = listed.flatMap((line) => {
      const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return blob === undefined ? [] : [{ blob, path: path! }];
    });
    await reader.read(
      files.map(({ blob }) => blob),
      (index, type, content) => {
        const { blob, path } = files[index]!;
        if (type === 'blob') scanBlob(path, blob, content);
        else missing.push(blob);
      },
      (index) => void missing.push(files[index]!.blob),
    );
  }

  if (isNew) keep(leftOut.of(scan.text('ref-name', ref, Buffer.from(ref, 'utf8')), { path: '', unit: 'a ref name' }));
  let next: string | undefined = id;
  for (let depth = 0; depth < DEEPEST && next !== undefined; depth++) {
    const at: string = next;
    next = undefined;
    let tree: string | undefined;
    await reader.read(
      [at],
      (_, type, content) => {
        if (type === 'tag') next = scanTag(content);
        else if (type === 'blob') scanBlob('', at, content);
        else if (type === 'tree') tree = at;
        else if (type === undefined) missing.push(at);
      },
      () => void missing.push(at),
    );
    if (tree !== undefined) await scanTree(tree);
  }
  if (next !== undefined) missing.push(next);
  return { additions, missing, blobs, bytes };
}
