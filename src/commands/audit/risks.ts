/** Findings without a value: files that runbooks want ignored and git tracks, and what images would take along. */
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { baseName } from '../../base-name.ts';
import { bakedIn } from '../../detect/dockerfile.ts';
import { HEAD_OF_IMAGE, isImage } from '../../detect/layers/image-archive.ts';
import { openReader } from '../../source/cat-file.ts';
import type { BakedIn } from '../../detect/dockerfile.ts';
import type { Gap, Risk } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';
import type { WorkTree } from '../../source/work-trees.ts';

const ENVIRONMENT_FILE = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;
const TEMPLATE =
  /\.(?:example|sample|template|dist|tmpl|defaults?|schema|test|ci)$|\.env\.(?:example|sample|template|dist)/;
const PRODUCTION = /\.env\.(?:prod|production|live)(?:\.|$)/;
const DOCKERFILE = /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.[Dd]ockerfile$/;
const IGNORE_FILE = /(?:^|\/)(?:[\w.-]+\.)?\.?dockerignore$/;
const ARCHIVE = /\.(?:tar|tar\.gz|tgz|oci)$/i;
/** A repository of examples has thousands. */
const MOST_DOCKERFILES = 500;
const MOST_ARCHIVES = 100;
const WHY = 'more of them in HEAD than are looked at for risks, or with a line feed in the path';
const OF_IMAGE = 'is the image of a container, with the settings and the history of its build: keep it in a registry';

function isEnvironmentFile(path: string): boolean {
  return ENVIRONMENT_FILE.test(path) && !TEMPLATE.test(path);
}

/** @param paths tracked files */
export function environmentFiles(paths: Iterable<string>): Risk[] {
  const risks = [...paths].filter(isEnvironmentFile).map((path) => ({
    rule: 'tracked-env-file',
    path,
    advice: `is tracked: git rm --cached it and add ${baseName(path)} to .gitignore`,
  }));
  return risks.sort(byPath);
}

interface RisksInTree {
  readonly risks: readonly Risk[];
  /** Files that were not looked at for risks. */
  readonly gaps: readonly Gap[];
}

/** What the tree of HEAD would do. @param paths its files */
export async function risksInTree({ git, head }: Repository, paths: readonly string[]): Promise<RisksInTree> {
  const onOneLine = paths.filter((path) => !path.includes('\n'));
  const dockerfiles = onOneLine.filter((path) => DOCKERFILE.test(path)).slice(0, MOST_DOCKERFILES);
  const archives = onOneLine.filter((path) => ARCHIVE.test(path)).slice(0, MOST_ARCHIVES);
  const looked = [...dockerfiles, ...archives];
  const risks: Risk[] = environmentFiles(paths);
  const ofDockerfiles = paths.filter((path) => DOCKERFILE.test(path)).length - dockerfiles.length;
  const ofArchives = paths.filter((path) => ARCHIVE.test(path)).length - archives.length;
  const gaps = [
    { what: 'Dockerfiles (limit dockerfiles)', why: WHY, count: ofDockerfiles },
    { what: 'archives (limit archives)', why: WHY, count: ofArchives },
  ].filter(({ count }) => count > 0);
  if (head === null || looked.length === 0) return { risks, gaps };
  const starts: (readonly [path: string, start: Buffer])[] = [];
  const ignores = new Set(paths.filter((path) => IGNORE_FILE.test(path)));
  const reader = openReader({ git });
  let large = 0;
  try {
    await reader.read(
      looked.map((path) => `${head}:${path}`),
      (index, type, bytes) => {
        const path = looked[index]!;
        if (type !== 'blob') return;
        if (index < dockerfiles.length) risks.push(...imageRisks(path, bakedIn(bytes.toString('utf8')), '', ignores));
        else starts.push([path, Buffer.from(bytes.subarray(0, HEAD_OF_IMAGE))]);
      },
      () => {}, // a file of HEAD that cannot be read is said where objects are
      (index) => {
        let start = Buffer.alloc(0);
        return {
          push: (piece) => void (start.length < HEAD_OF_IMAGE && (start = Buffer.concat([start, piece]))),
          end() {
            if (index < dockerfiles.length) large++;
            else starts.push([looked[index]!, start.subarray(0, HEAD_OF_IMAGE)]);
          },
        };
      },
    );
  } finally {
    reader.close();
  }
  for (const [path, start] of starts) if (await isImage(start)) risks.push({ rule: 'tracked-image', path, advice: OF_IMAGE });
  if (large > 0) gaps.push(gapOfLarge(large));
  return { risks: risks.sort(byPath), gaps };
}

/**
 * What the images that are built of files on a disk would take along, while a scan reads them. Of a Dockerfile that is
 * named itself nobody looks at what stands beside it: what it copies is not judged.
 */
export interface DockerfilesOnDisk {
  named(path: string): void;
  whole(path: string, bytes: Buffer): void;
  /** A file that comes in pieces. */
  open(path: string): void;
  end(): RisksInTree;
}

/** @param top of the paths that are told: '', or a folder with `/` */
export function dockerfilesOnDisk(top: string): DockerfilesOnDisk {
  const baked = new Map<string, BakedIn[]>();
  const ignores = new Set<string>();
  const below = new Set<string>();
  let large = 0;
  return {
    named(path) {
      if (IGNORE_FILE.test(path)) ignores.add(path);
      else if (DOCKERFILE.test(path)) below.add(path);
    },
    whole(path, bytes) {
      if (DOCKERFILE.test(path)) baked.set(path, bakedIn(bytes.toString('utf8')));
    },
    open(path) {
      if (DOCKERFILE.test(path)) large++;
    },
    end() {
      const risks = [...baked].flatMap(([path, all]) =>
        imageRisks(path, below.has(path) ? all : all.filter(({ how }) => how !== 'copy-all'), top, ignores),
      );
      return { risks: risks.sort(byPath), gaps: large === 0 ? [] : [gapOfLarge(large)] };
    },
  };
}

function gapOfLarge(count: number): Gap {
  return { what: 'Dockerfiles (limit dockerfile-bytes)', why: 'too large to be looked at for risks', count };
}

/** An environment file that holds settings of production, on a machine that is none of production's. */
export function productionFile(path: string): Risk[] {
  if (!isEnvironmentFile(path) || !PRODUCTION.test(baseName(path))) return [];
  return [{ rule: 'production-env-file', path, advice: 'holds settings of production: keep them where production runs' }];
}

/** What a disk holds that git does not know. */
export function risksOnDisk(path: string, { isTracked, isIgnored }: { isTracked: boolean; isIgnored: boolean }): Risk[] {
  if (isTracked || !isEnvironmentFile(path)) return [];
  if (isIgnored) return productionFile(path);
  return [{ rule: 'untracked-env-file', path, advice: `git add would take it: add ${baseName(path)} to .gitignore` }];
}

/** By its name: what it holds is looked at. */
export function isArchive(path: string): boolean {
  return ARCHIVE.test(path);
}

/** Images of containers that git would add. @param paths of archives, below the top of the work tree */
export async function imagesOnDisk({ top, prefix }: WorkTree, paths: readonly string[]): Promise<Risk[]> {
  const risks: Risk[] = [];
  for (const path of paths) {
    if (!(await isImage(startOf(join(top, path))))) continue;
    const advice = `${OF_IMAGE}; git add would take it: add ${baseName(path)} to .gitignore`;
    risks.push({ rule: 'untracked-image', path: `${prefix}${path}`, advice });
  }
  return risks;
}

/** Nothing of what is no file: a folder, a pipe that nobody writes to. What cannot be read is said where files are. */
function startOf(path: string): Buffer {
  let file: number | undefined;
  try {
    if (!lstatSync(path).isFile()) return Buffer.alloc(0);
    file = openSync(path, 'r');
    const start = Buffer.alloc(HEAD_OF_IMAGE);
    return start.subarray(0, readSync(file, start));
  } catch {
    return Buffer.alloc(0);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** @param ignores the .dockerignore files that there are. @param top where a build may begin, beside the Dockerfile's folder */
function imageRisks(path: string, baked: readonly BakedIn[], top: string, ignores: ReadonlySet<string>): Risk[] {
  const folder = path.slice(0, path.length - baseName(path).length);
  const isIgnored = [`${folder}.dockerignore`, `${top}.dockerignore`, `${path}.dockerignore`].some((file) => ignores.has(file));
  return baked
    .filter(({ how }) => how !== 'copy-all' || !isIgnored)
    .map((one) => ({ rule: `dockerfile-${one.how}`, path, advice: adviceOn(one) }));
}

function adviceOn({ how, name, line }: BakedIn): string {
  if (how === 'copy-all') return `line ${line} copies the whole folder: name .env and .git in a .dockerignore`;
  const where = how === 'arg' ? `ARG ${name}` : `ENV ${name}`;
  return `line ${line}: ${where} stays in the image's history: use  RUN --mount=type=secret  or set it when it runs`;
}

function byPath(a: Risk, b: Risk): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
