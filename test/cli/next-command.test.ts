/** The line that a report ends with, pasted where its command was run: it runs, and is about the same repositories and runbooks. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, makeFolder, repoAt, runCli, type Repo } from '../support/repo.ts';
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
