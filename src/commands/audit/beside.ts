/**
 * What a sweep reads beside the object store: work trees with what git ignores and does not know yet; git's own files
 * (configuration, messages that are being written, hooks, logs, recorded resolutions); LFS objects that are here.
 */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readFiles } from '../../source/files.ts';
import { isGitFolder } from '../../source/find-repositories.ts';
import { foldersWithLogs, logsInTablesOr, reflogEntries } from '../../source/reflogs.ts';
import { goneWorkTrees, standingIn, workTreesOf } from '../../source/work-trees.ts';
import { openFileScan } from '../engine/file-scan.ts';
import { readLfsObjects } from './lfs-objects.ts';
import { dockerfilesOnDisk, imagesOnDisk, isArchive, risksOnDisk } from './risks.ts';
import { searchedBefore } from './searched-before.ts';
import type { FileScan } from '../engine/file-scan.ts';
import type { Gap, Risk } from '../../model.ts';
import type { FileSink } from '../../source/files.ts';
import type { Repository } from '../../source/repository.ts';
import type { Standing, WorkTree } from '../../source/work-trees.ts';
import type { Beside, BesideFile, StoreSeen } from './store-seen.ts';

/** Of git's own folder: read as names of refs, or binary. */
const READ_OTHERWISE = new Set(['refs', 'packed-refs', 'reftable', 'index', 'shallow']);
/** Of what stands in these folders only the rest is read here: objects, and stores of submodules, are read as such. */
const READ_IN_PART: ReadonlyMap<string, RegExp> = new Map([
  ['objects/pack', /^(?:pack-[0-9a-f]+\.(?:pack|idx|rev|bitmap|mtimes)|multi-pack-index.*)$/],
  ['objects/info', /^commit-graphs?$/],
  ['lfs', /^objects$/],
]);

type Place = Pick<BesideFile, 'where' | 'class' | 'reach' | 'own'>;

/** @param met folders in which a sweep came across the repository */
export async function readBeside(
  store: StoreSeen,
  environment: Readonly<Record<string, string | undefined>>,
  met: readonly string[],
): Promise<Beside> {
  const { repository, detectors, collector } = store;
  const files: BesideFile[] = [];
  const failed: Gap[] = [];
  const risks: Risk[] = [];
  const unlooked: Gap[] = [];
  const isSearched = searchedBefore(store);
  let bytes = 0;

  function read(run: (scan: FileScan, sink: Pick<FileSink, 'unreadable' | 'special'>) => void, placeOf: (path: string) => Place): void {
    const scan = openFileScan(detectors, collector, (what, path, placed, whole) => {
      const place = placeOf(path);
      const log = place.where === 'reflog' ? whole : undefined;
      const entries = log && reflogEntries(log, placed.map(({ finding }) => finding.position.line));
      const where = what === 'name' ? 'file-name' : place.where;
      files.push({ ...place, where, path, placed, ...(entries === undefined ? {} : { entries }) });
    });
    run(scan, {
      unreadable: (path, why) => void failed.push({ what: 'file', why: `${path}: ${why}`, count: 1 }),
      special: () => {},
    });
    bytes += scan.bytes;
  }

  const trees = workTreesOf(repository, met);
  for (const tree of trees) {
    const standing = await standingIn(tree.top, environment).catch((error: Error): Standing => {
      failed.push({ what: 'work tree', why: `git does not say what it ignores: ${error.message}`, count: 1 });
      return { isTracked: () => false, isIgnored: () => false };
    });
    const archives: string[] = [];
    const dockerfiles = dockerfilesOnDisk(tree.prefix);
    const weigh = (path: string): void => {
      const own = path.slice(tree.prefix.length);
      const facts = { isTracked: standing.isTracked(own), isIgnored: standing.isIgnored(own) };
      risks.push(...risksOnDisk(path, facts));
      if (isArchive(own) && !facts.isTracked && !facts.isIgnored) archives.push(own);
    };
    read(
      (scan, rest) =>
        readWorkTree(tree, {
          ...scan,
          ...rest,
          named(path, name) {
            weigh(path);
            dockerfiles.named(path);
            scan.named(path, name);
          },
          whole(path, content) {
            // those of HEAD are judged with its tree
            if (!standing.isTracked(path.slice(tree.prefix.length))) dockerfiles.whole(path, content);
            if (isSearched(path, content)) bytes += content.length;
            else scan.whole(path, content);
          },
          open(path) {
            if (!standing.isTracked(path.slice(tree.prefix.length))) dockerfiles.open(path);
            return scan.open(path);
          },
        }),
      (path) => placeInTree(path, tree, standing),
    );
    const ofDockerfiles = dockerfiles.end();
    risks.push(...ofDockerfiles.risks, ...(await imagesOnDisk(tree, archives)));
    unlooked.push(...ofDockerfiles.gaps);
  }
  const prefix = repository.top === undefined ? '' : '.git/';
  read((scan, rest) => {
    readGitFiles(repository.commonDir, prefix, { ...scan, ...rest });
    readLogsInTables(repository, prefix, scan);
  }, placeInGit);
  const lfs = await readLfsObjects(store, `${prefix}lfs/objects/`);
  return {
    files: [...files, ...lfs.files],
    failed: [...failed, ...lfs.failed],
    outOfScope: [...gapOf(goneWorkTrees(repository.commonDir, trees)), ...unlooked],
    risks,
    bytes: bytes + lfs.bytes,
    lfs: lfs.pointers,
  };
}

function gapOf(gone: readonly string[]): Gap[] {
  if (gone.length === 0) return [];
  const why = `git counts them and they are not here: ${gone[0]} is one;  git worktree prune  forgets those that are not locked`;
  return [{ what: 'linked worktrees (their folders are gone)', why, count: gone.length }];
}

/** A folder with a `.git` is a repository of its own, and so is a bare one. */
function readWorkTree({ top, prefix }: WorkTree, sink: FileSink): void {
  const enter = (path: Buffer): boolean => {
    const folder = path.toString('utf8');
    return !existsSync(join(folder, '.git')) && !isGitFolder(folder);
  };
  readFiles(top, prefix.replace(/\/$/, ''), { ...sink, enter });
}

function placeInTree(path: string, { prefix }: WorkTree, { isTracked, isIgnored }: Standing): Place {
  const own = path.slice(prefix.length);
  return {
    where: 'worktree',
    class: isIgnored(own) ? 'ignored-file' : 'uncommitted',
    reach: 'worktree',
    own: { path: own, isTracked: isTracked(own) },
  };
}

function readGitFiles(folder: string, prefix: string, sink: FileSink): void {
  const read = (below: string, otherwise: (name: string) => boolean): void => {
    const top = below === '' ? `${folder}/` : join(folder, below);
    if (lstatSync(top, { throwIfNoEntry: false })?.isDirectory() !== true) return;
    // in bytes: what is no UTF-8 leads to its file all the same
    for (const bytes of readdirSync(top, { encoding: 'buffer' }).sort(Buffer.compare)) {
      const name = bytes.toString('utf8');
      const path = Buffer.concat([Buffer.from(`${top}/`), bytes]);
      // what is named itself is read whatever it is, a link or a pipe; git may have thrown it away meanwhile
      const kind = lstatSync(path, { throwIfNoEntry: false });
      if (otherwise(name) || (kind?.isFile() !== true && kind?.isDirectory() !== true)) continue;
      // stores of submodules are repositories of their own; elsewhere a folder only looks like one
      const enter = (inner: Buffer): boolean => name !== 'modules' || !isGitFolder(inner.toString('utf8'));
      readFiles(path, prefix + join(below, name), { ...sink, enter });
    }
  };
  const parts = [...READ_IN_PART.keys()].map((below) => below.split('/')[0]!);
  read('', (name) => READ_OTHERWISE.has(name) || parts.includes(name));
  for (const [below, otherwise] of READ_IN_PART) read(below, (name) => otherwise.test(name));
}

/** At the paths that they have where logs are files. A table that is broken is said with the tips that it would have named. */
function readLogsInTables(repository: Repository, prefix: string, sink: Pick<FileSink, 'whole'>): void {
  for (const folder of foldersWithLogs(repository)) {
    const logs = logsInTablesOr(() => {}, folder);
    for (const [ref, log] of logs) sink.whole(prefix + join(relative(repository.commonDir, folder), 'logs', ref), log);
  }
}

/** A log of refs outlives what it logs, as history does. */
function placeInGit(path: string): Place {
  const isLog = /^(?:\.git\/)?(?:worktrees\/[^/]+\/)?logs\//.test(path);
  return isLog
    ? { where: 'reflog', class: 'committed', reach: 'reflog' }
    : { where: 'git-file', class: 'outside-git', reach: 'worktree' };
}
