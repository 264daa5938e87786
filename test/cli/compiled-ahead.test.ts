/** What V8 compiled when burnlist was built makes hook and audit faster, and nothing else: it may be missing or of another node. */
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

test('hook and audit say the same with what was compiled ahead, without it, and with what does not fit', () => {
  const folder = makeFolder();
  const dist = join(folder, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const repo = makeRepo();
  repo.write('.burnlist/config.yaml', 'marks: honour\n');
  repo.commit('policy');
  repo.write('.env', `JWT_SECRET=${jwtSecret('ahead')}\n`);
  repo.write('packed.gz', gzipSync(`JWT_SECRET=${jwtSecret('packed')}\n`));
  repo.git('add', '.');
  repo.git('stash', '--quiet');
  repo.git('stash', 'apply', '--quiet', '--index');
  const said = (...args: string[]): unknown => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'burnlist.cjs'), ...args, '--as-of', '2026-01-01'], {
      cwd: repo.dir,
      encoding: 'utf8',
    });
    assert.equal(status, 1, stderr);
    return { stdout, stderr };
  };

  const ofAudit = caches(dist).filter((path) => path.endsWith('.overseen.cache'));
  const ofHook = caches(dist).filter((path) => !ofAudit.includes(path));
  assert.deepEqual([ofHook.length, ofAudit.length], [4, 4]);
  for (const [command, paths] of [['staged', ofHook], ['audit', ofAudit]] as const) {
    const whole = said(command);
    for (const path of paths) {
      const bytes = readFileSync(path);
      for (const other of [bytes.subarray(0, bytes.length >> 1), Buffer.alloc(bytes.length), Buffer.alloc(0)]) {
        writeFileSync(path, other);
        assert.deepEqual(said(command), whole);
      }
      rmSync(path);
      assert.ok(!existsSync(path));
      assert.deepEqual(said(command), whole);
    }
  }
});
