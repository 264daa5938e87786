/** One audit by each way of reading: packs on one thread, packs on several, and git printing everything. */
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { openPackStore } from '../../src/source/packs/pack-store.ts';
import { runCli, type Ended, type Repo } from '../support/repo.ts';
import type { Repository } from '../../src/source/repository.ts';

export interface Report {
  readonly coverage: {
    readonly complete: boolean;
    readonly blobs: number;
    readonly failed: readonly { readonly what: string; readonly why: string; readonly count: number }[];
    readonly skipped: readonly { readonly what: string; readonly count: number }[];
    readonly outOfScope: readonly { readonly what: string; readonly count: number }[];
  };
  readonly secrets: readonly {
    readonly occurrences: readonly { readonly path: string; readonly line: number; readonly versions: number }[];
  }[];
}

export interface Audit {
  readonly status: number | null;
  readonly report: Report;
}

export function auditBy(repo: Repo, ...args: readonly string[]): Ended {
  return runCli(['audit', '--format', 'json', '--as-of', '2026-01-01', ...args], { cwd: repo.dir });
}

/**
 * Holds that all ways print the same bytes and end the same, with each version of each place: blob, line, column, path,
 * commit. What is not told of each version, the report without them has. @param jobs numbers of threads to read packs with
 */
export function auditBoth(repo: Repo, jobs: readonly number[]): Audit {
  const plain = auditBy(repo, '--engine', 'plain', '--all-versions');
  for (const count of jobs) {
    const packs = auditBy(repo, '--engine', 'packs', '--all-versions', '--jobs', String(count));
    assert.deepEqual({ ...packs, stdout: withoutWay(packs.stdout) }, plain, `--jobs ${count}`);
  }
  assert.notEqual(plain.stdout, '', plain.stderr);
  const folded = auditBy(repo, '--engine', 'packs', '--jobs', String(jobs[0]));
  assert.deepEqual(secretsIn(folded), secretsIn(plain));
  return { status: plain.status, report: JSON.parse(folded.stdout) as Report };
}

/** All that is said of secrets, but for where they stand: versions change nothing about it. */
function secretsIn({ stdout, status }: Ended): unknown {
  const { secrets } = JSON.parse(stdout) as { secrets: { occurrences: { versions: number }[] }[] };
  const told = secrets.map(({ occurrences, ...secret }) => ({
    ...secret,
    versions: occurrences.reduce((sum, { versions }) => sum + versions, 0),
  }));
  return { status, told };
}

/** How many objects came through git is all that may differ. */
export function withoutWay(report: string): string {
  return report.replace(/,\s*"throughGit": \d+/, '');
}

/** Where its objects are. */
export function objectsOf(repo: Repo): string {
  return join(repo.git('rev-parse', '--path-format=absolute', '--git-common-dir'), 'objects');
}

export function places({ secrets }: Report): number {
  return secrets.reduce((sum, { occurrences }) => sum + occurrences.length, 0);
}

/** How many packs the pack engine reads itself; it must not pass by leaving everything to git. */
export function packsRead(repo: Repo): number {
  const commonDir = dirname(objectsOf(repo));
  const objectFormat = repo.git('rev-parse', '--show-object-format');
  const store = openPackStore({ commonDir, objectFormat } as Repository);
  assert.ok(store !== undefined, 'the store is not read as packs');
  const { length } = store.packs;
  store.close();
  return length;
}
