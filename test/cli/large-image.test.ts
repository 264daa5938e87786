/** Images of containers as they lie on disks: too large to be kept in memory, in no repository or not added to one, as OCI folders. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeTar } from '../support/archives.ts';
import { makeFolder, makeRepo, runCli } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';

const LARGE = 66 << 20;
const CONFIG = JSON.stringify({ architecture: 'amd64', config: { Env: [`DB_PASSWORD=${password('image')}`] }, rootfs: {} });
const LAYER = [{ name: 'app/.env', data: `JWT_SECRET=${jwtSecret('layer')}\n` }];
const digestOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const blobOf = (data: string | Buffer): { name: string; data: string | Buffer } => ({ name: `blobs/sha256/${digestOf(data)}`, data });

/** A layer that is larger than what is kept, with its secret behind that; and a source map, which is opened as a whole. */
function largeImage(): Buffer {
  const map = { name: 'app/a.js.map', data: JSON.stringify({ sourcesContent: ['const a = 1;\n'] }) };
  const half = Buffer.alloc(LARGE / 2);
  const layer = makeTar([{ name: 'usr/lib/a.so', data: half }, { name: 'usr/lib/b.so', data: half }, map, ...LAYER]);
  return makeTar([blobOf(CONFIG), blobOf(layer), { name: 'oci-layout', data: '{"imageLayoutVersion":"1.0.0"}' }]);
}

/** Places by name, with layers and the end of the member's name; and the status. */
function swept(dir: string): { status: number | null; complete: boolean; places: Record<string, string[]> } {
  const { status, stdout, stderr } = runCli(['sweep', '--format', 'json'], { cwd: dir });
  assert.ok(stdout !== '', stderr);
  const { secrets, coverage } = JSON.parse(stdout);
  const places = secrets.map(({ names, occurrences }: any): [string, string[]] => [
    names[0].name,
    occurrences.map(({ where, path, via, member }: any) => `${where} ${path} ${via.join('>')} ${member.replace(/[0-9a-f]{64}/, '…')}`),
  ]);
  return { status, complete: coverage.complete, places: Object.fromEntries(places) };
}

test('a large image that git does not know', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing\n');
  repo.commit('start');
  repo.write('image.tar', largeImage());
  assert.deepEqual(swept(repo.dir), {
    status: 1,
    complete: true,
    places: {
      DB_PASSWORD: ['worktree image.tar tar blobs/sha256/…'],
      JWT_SECRET: ['worktree image.tar tar>tar blobs/sha256/…!app/.env'],
    },
  });
});

test('an OCI folder in no repository', () => {
  const dir = makeFolder();
  for (const { name, data } of [blobOf(CONFIG), blobOf(gzipSync(makeTar(LAYER)))]) {
    mkdirSync(dirname(join(dir, 'image', name)), { recursive: true });
    writeFileSync(join(dir, 'image', name), data);
  }
  const { secrets } = JSON.parse(runCli(['sweep', '--format', 'json'], { cwd: dir }).stdout);
  const found = secrets.flatMap(({ names, occurrences }: any) => occurrences.map(({ where, via }: any) => [names[0].name, where, ...via]));
  assert.deepEqual(found.sort(), [
    ['DB_PASSWORD', 'file'],
    ['JWT_SECRET', 'file', 'gzip', 'tar'],
  ]);
});
