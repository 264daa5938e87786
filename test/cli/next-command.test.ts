/** The line that a report ends with, pasted where its command was run: it runs, and is about the same repositories and runbooks. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, makeFolder, makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const BINARY = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));

/** Two repositories in a folder that is none, and a page beside them. */
function shops(): Repo {
  const folder = repoAt(makeFolder());
  folder.write("the page's.md", '# Rotation\n\n## Rotating JWT_SECRET\n\n1. Ask Ada for a new one\n2. Deploy\n');
  for (const name of ['web shop', 'api']) {
    folder.write(`${name}/app.env`, `JWT_SECRET=${jwtSecret(name)}\n`);
    const repo = repoAt(join(folder.dir, name));
    repo.git('init', '--quiet', '--initial-branch=main', '--template=');
    repo.commit('start');
  }
  return folder;
}

/** What the line says, run by a shell; the list that it wrote. */
function pasted(folder: Repo, args: readonly string[]): { readonly line: string; readonly list: string } {
  const { stdout } = runCli(args, { cwd: folder.dir });
  const [, line = ''] = /^ {2}next: (.*)$/m.exec(stdout) ?? [];
  const script = `burnlist() { "$NODE" "$BINARY" "$@"; }; ${line}`;
  const env = { ...cleanEnvironment(), NODE: process.execPath, BINARY };
  const ended = spawnSync('bash', ['-c', script], { cwd: folder.dir, env, encoding: 'utf8' });
  assert.equal(ended.status, 0, `${line}\n${ended.stderr}`);
  const list = readFileSync(join(folder.dir, 'ROTATION.md'), 'utf8');
  folder.remove('ROTATION.md');
  return { line, list };
}

test('of an audit of another folder, with a runbook of its own', () => {
  const folder = shops();
  const { line, list } = pasted(folder, ['audit', 'web shop', '--runbook', "the page's.md"]);
  assert.equal(line, "burnlist todo 'web shop' --runbook 'the page'\\''s.md' --format markdown=ROTATION.md");
  assert.match(list, /^# Rotation to-do · web shop · /);
  assert.match(list, / · Ask Ada for a new one /);
});

test('of a sweep: once more with a report, asked the same, and the list from that; or from the report that it wrote', () => {
  const folder = shops();
  const asked = ['sweep', 'web shop', 'api', '--suspect', 'JWT_*', '--runbook', "the page's.md"];
  const { line, list } = pasted(folder, asked);
  assert.match(line, /^burnlist sweep 'web shop' api --suspect 'JWT_\*' --format json=sweep\.json; burnlist todo sweep\.json --runbook /);
  assert.match(list, /^\*\*2 secrets to rotate/m);
  assert.match(list, /Ask Ada for a new one/);
  const saved = pasted(folder, [...asked, '--format', 'text', '--format', 'json=mine.json']);
  assert.match(saved.line, /^burnlist todo mine\.json --runbook /);
  assert.match(saved.list, /^\*\*2 secrets to rotate/m);
});

/** Who has no burnlist on the PATH: it is started by a file, and that is what is to be typed again. */
function nextLine(repo: Repo, start: readonly [command: string, ...args: string[]], more: NodeJS.ProcessEnv = {}): string {
  const env = { ...cleanEnvironment(), ...more };
  const [command, ...args] = start;
  const { stdout, stderr } = spawnSync(command, [...args, 'audit'], { cwd: repo.dir, env, encoding: 'utf8' });
  const [, line] = /^ {2}next: (.*)$/m.exec(stdout) ?? [];
  assert.ok(line !== undefined, stderr);
  const again = spawnSync('sh', ['-c', line], { cwd: repo.dir, env: cleanEnvironment(), encoding: 'utf8' });
  assert.equal(again.status, 0, `${line}\n${again.stderr}`);
  assert.match(readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8'), /^# Rotation to-do/);
  repo.remove('ROTATION.md');
  return line;
}

test('of a burnlist that is not on the PATH: the file that was started, from where one stands', () => {
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('started by its file')}\n`);
  repo.commit('start');
  const todo = 'todo --format markdown=ROTATION.md';
  assert.equal(nextLine(repo, [process.execPath, BINARY]), `node ${BINARY} ${todo}`);
  repo.link("it's here/cli.cjs", BINARY);
  assert.equal(nextLine(repo, [process.execPath, "it's here/cli.cjs"]), `node 'it'\\''s here/cli.cjs' ${todo}`);

  // npx and scripts of packages put folders on the PATH that no shell of a person has
  const installed = 'node_modules/.bin';
  repo.link(`${installed}/burnlist`, BINARY);
  const PATH = [join(repo.dir, installed), process.env.PATH].join(delimiter);
  assert.equal(nextLine(repo, [`${installed}/burnlist`], { PATH }), `${installed}/burnlist ${todo}`);

  // and so does pre-commit with an environment of its own
  const own = makeFolder('bin');
  repoAt(own).link('burnlist', BINARY);
  const ofHook = { PATH: [own, process.env.PATH].join(delimiter), PRE_COMMIT: '1' };
  assert.equal(nextLine(repo, [join(own, 'burnlist')], ofHook), `${join(own, 'burnlist')} ${todo}`);
});

test('of one that npm starts in the folder of its package: the path from where the person stands', () => {
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('started by npm')}\n`);
  repo.commit('start');
  repo.link('tool/dist/burnlist.cjs', BINARY);
  const line = nextLine(repo, [process.execPath, join(repo.dir, 'tool/dist/burnlist.cjs')], { INIT_CWD: repo.dir });
  assert.equal(line, 'node tool/dist/burnlist.cjs todo --format markdown=ROTATION.md');
});

test('in a narrow terminal, too, a command stands on one line', () => {
  const folder = shops();
  const { stdout } = runCli(['audit', 'web shop', '--runbook', "the page's.md"], { cwd: folder.dir, env: { COLUMNS: '40' } });
  assert.match(stdout, /^ {2}next: burnlist todo .* --format markdown=ROTATION\.md$/m);
});
