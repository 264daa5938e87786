/** What V8 compiled when burnlist was built makes the hook faster, and nothing else: it may be missing or of another node. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { makeFolder, makeRepo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const caches = (dist: string): string[] =>
  readdirSync(join(dist, 'packed')).filter((name) => name.endsWith('.cache')).map((name) => join(dist, 'packed', name));

test('the hook says the same with what was compiled ahead, without it, and with what does not fit', () => {
  const folder = makeFolder();
  const dist = join(folder, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const repo = makeRepo();
  repo.write('.env', `JWT_SECRET=${jwtSecret('ahead')}\n`);
  repo.write('.burnlist/config.yaml', 'marks: honour\n');
  repo.write('packed.gz', gzipSync(`JWT_SECRET=${jwtSecret('packed')}\n`));
  repo.git('add', '.');
  const hook = (): unknown => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'burnlist.cjs'), 'staged', '--as-of', '2026-01-01'], {
      cwd: repo.dir,
      encoding: 'utf8',
    });
    assert.equal(status, 1, stderr);
    return { stdout, stderr };
  };

  assert.equal(caches(dist).length, 3);
  const whole = hook();
  for (const path of caches(dist)) {
    const bytes = readFileSync(path);
    for (const other of [bytes.subarray(0, bytes.length >> 1), Buffer.alloc(bytes.length), Buffer.alloc(0)]) {
      writeFileSync(path, other);
      assert.deepEqual(hook(), whole);
    }
    rmSync(path);
    assert.ok(!existsSync(path));
    assert.deepEqual(hook(), whole);
  }
});
