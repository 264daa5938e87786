/** `scan`: what is named is read whatever it is; below a folder only what is stored there. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, makeFolder, makeRepo, runCli } from '../support/repo.ts';
import { githubToken } from '../support/secrets.ts';

const TOKEN = githubToken('a');
const BINARY = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));

/** A folder beside another one that holds a secret. */
function beside(): { folder: string; secrets: string } {
  const folder = makeFolder();
  const secrets = makeFolder();
  mkdirSync(join(secrets, 'sub'));
  writeFileSync(join(secrets, 'sub/a.txt'), `token: ${TOKEN}\n`);
  return { folder, secrets };
}

function places(stdout: string): string[] {
  const { secrets } = JSON.parse(stdout) as { secrets: { occurrences: { path: string }[] }[] };
  return secrets.flatMap(({ occurrences }) => occurrences.map(({ path }) => path)).sort();
}

test('a link that is named is followed, to a file and to a folder; one below a folder is not', () => {
  const { folder, secrets } = beside();
  symlinkSync(join(secrets, 'sub/a.txt'), join(folder, 'file'));
  symlinkSync(secrets, join(folder, 'folder'));
  for (const [name, found] of [
    ['file', ['file']],
    ['folder', ['folder/sub/a.txt']],
    ['folder/', ['folder/sub/a.txt']],
    ['.', []],
  ] as const) {
    const { status, stdout } = runCli(['scan', name, '--format', 'json'], { cwd: folder });
    assert.deepEqual([status, places(stdout)], [found.length, found], name);
  }
  symlinkSync('nowhere', join(folder, 'broken'));
  assert.equal(runCli(['scan', 'broken'], { cwd: folder }).status, 2);
});

test('where a link leads is text that is read, and no way that is followed', () => {
  const { folder, secrets } = beside();
  symlinkSync(secrets, join(folder, 'away'));
  symlinkSync(`../${TOKEN}`, join(folder, 'said'));
  const { status, stdout } = runCli(['scan', '--format', 'json'], { cwd: folder });
  assert.deepEqual([status, places(stdout)], [1, ['said']]);
});

const noShell = spawnSync('bash', ['-c', 'test -e /dev/fd/0']).status === 0 ? false : 'needs bash and /dev/fd';

test('a pipe that is named is read to its end, in pieces; one below a folder is counted', { skip: noShell }, () => {
  const { folder, secrets } = beside();
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const shell = (command: string): ReturnType<typeof runCli> => {
    const env = { ...cleanEnvironment(), NODE: process.execPath, BINARY, FILE: join(secrets, 'sub/a.txt') };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  for (const command of [
    `(head -c 6000000 /dev/zero; cat "$FILE") > pipe 2> /dev/null &
     "$NODE" "$BINARY" scan pipe --format json; status=$?; kill $! 2> /dev/null; exit $status`,
    '"$NODE" "$BINARY" scan <(cat "$FILE") --format json',
    '"$NODE" "$BINARY" scan /dev/fd/5 --format json 5< "$FILE"',
    'cat "$FILE" | "$NODE" "$BINARY" scan /dev/stdin --format json',
  ]) {
    const { status, stdout, stderr } = shell(command);
    assert.equal(status, 1, `${command}: ${stderr}`);
    assert.equal(places(stdout).length, 1, command);
  }
  const { status, stdout } = runCli(['scan', '--format', 'json'], { cwd: folder });
  assert.deepEqual([status, JSON.parse(stdout).coverage.outOfScope[0].count], [0, 1]);
});

test('a settings file of many short words is seen whole', () => {
  const words = Array.from({ length: 400 }, (_, n) => `k${n} = v ${n}`).join('\n');
  const names = ['setup.cfg', 'app.conf', 'app.ini', '.npmrc'];
  const there = makeFolder();
  for (const name of names) writeFileSync(join(there, name), `${words}\n`);
  const { status, stdout } = runCli(['scan', '--format', 'json', ...names], { cwd: there });
  assert.deepEqual([status, JSON.parse(stdout).coverage.skipped], [0, []]);
});

test('a rule by path says nothing of files that are none of its own, whichever command reads them', () => {
  const repo = makeRepo();
  const quotes = Array.from({ length: 80 }, (_, n) => `k${n} = "v:a", "x:b", "y:c", "z"`).join('\n');
  const seen = (...args: readonly string[]): unknown[] => {
    const { stdout } = runCli([...args, '--format', 'json'], { cwd: repo.dir });
    const { coverage } = JSON.parse(stdout) as { coverage: { skipped: { what: string; count: number }[] } };
    return coverage.skipped.map(({ what, count }) => [what, count]);
  };
  const others = ['app.conf', 'app.cfg', 'local.ini', 'lighttpd.conf'];
  for (const name of others) repo.write(`etc/${name}`, `# ${name}\n${quotes}\n`);
  const base = repo.commit('settings');
  repo.write('staged.conf', `# staged\n${quotes}\n`);
  repo.git('add', 'staged.conf');
  for (const args of [['scan', '.'], ['audit'], ['audit', '--engine', 'plain'], ['sweep'], ['staged']])
    assert.deepEqual(seen(...args), [], args.join(' '));
  repo.write('deploy/jwt_secrets.json', `{${'"":"",'.repeat(200)}"v1": "x"}`);
  repo.commit('its own');
  for (const args of [['scan', '.'], ['audit'], ['audit', '--range', `${base}..HEAD`]])
    assert.deepEqual(seen(...args), [['too-dense', 1]], args.join(' '));
  assert.deepEqual(seen('sweep'), [['too-dense', 2]], 'in the store and in the work tree');
});
