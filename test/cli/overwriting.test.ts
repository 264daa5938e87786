/** What a report is written over, and what it is not: 2, one line, nothing lost. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const RUNBOOK = '# Rotating JWT_SECRET\n\n1. Generate a new secret.\n2. Deploy it.\n3. Revoke the old one.\n';

function leaked(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('app.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.write('docs/rotation.md', RUNBOOK);
  repo.write('.burnlist/config.yaml', 'marks: honour\n');
  repo.commit('start');
  return repo;
}

function refused(repo: Repo, args: readonly string[], file: string, said: RegExp): void {
  const before = readFileSync(join(repo.dir, file));
  const { status, stdout, stderr } = runCli(args, { cwd: repo.dir });
  assert.deepEqual([status, stdout], [2, ''], `${args.join(' ')}: ${stderr}`);
  assert.match(stderr, /^burnlist: [^\n]+; choose another name\n$/);
  assert.match(stderr, said);
  assert.ok(readFileSync(join(repo.dir, file)).equals(before), args.join(' '));
}

test('what a command reads, what decides, and what is no report of ours is not written over', () => {
  const repo = leaked();
  runCli(['audit', '--format', 'json=report.json'], { cwd: repo.dir });
  writeFileSync(join(repo.dir, 'today.env'), `JWT_SECRET=${jwtSecret('b')}\n`);
  symlinkSync('app.env', join(repo.dir, 'link'));
  const isRead = /: this file is read here;/;
  refused(repo, ['scan', 'app.env', '--format', 'json=app.env'], 'app.env', isRead);
  refused(repo, ['scan', 'app.env', '--format', 'json=link'], 'app.env', isRead);
  refused(repo, ['scan', '.', '--format', 'json=app.env'], 'app.env', /no report of burnlist/);
  refused(repo, ['audit', '--runbook', 'docs/rotation.md', '--format', 'sarif=./docs/rotation.md'], 'docs/rotation.md', isRead);
  refused(repo, ['todo', 'report.json', '--format', 'json=report.json'], 'report.json', isRead);
  refused(repo, ['todo', '--runbook', 'docs/rotation.md', '--format', 'markdown=docs/rotation.md'], 'docs/rotation.md', isRead);
  refused(repo, ['verify', '--current', 'today.env', '--format', 'json=today.env'], 'today.env', isRead);
  const config = '.burnlist/config.yaml';
  for (const command of ['audit', 'staged', 'sweep'])
    refused(repo, [command, '--format', `text=${config}`], config, /keep their own files there/);
  refused(repo, ['audit', '--format', 'text=docs/rotation.md'], 'docs/rotation.md', /no report of burnlist/);
});

test('a report is written over one of ours, whatever the formats, and over nothing', () => {
  const repo = leaked();
  writeFileSync(join(repo.dir, 'empty'), '');
  assert.equal(runCli(['audit', '--format', 'json=empty'], { cwd: repo.dir }).status, 1);
  const formats = ['text', 'json', 'sarif', 'github', 'markdown', 'html'];
  for (const command of ['audit', 'scan']) {
    for (const [index, format] of [...formats, formats[0]!].entries()) {
      const { status, stderr } = runCli([command, '--format', `${format}=out`], { cwd: repo.dir });
      assert.equal(status, 1, `${format} over ${formats[index - 1]}: ${stderr}`);
    }
  }
  writeFileSync(join(repo.dir, 'app.env'), `JWT_SECRET=${jwtSecret('b')}\n`);
  for (const args of [['todo', 'csv'], ['todo', 'json'], ['verify', 'text'], ['verify', 'json'], ['verify', 'text']]) {
    const more = args[0] === 'verify' ? ['--current', 'app.env'] : [];
    assert.equal(runCli([args[0]!, ...more, '--format', `${args[1]}=out`], { cwd: repo.dir }).status, 0, args.join(' '));
  }
  repo.write('new.env', `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', '--all');
  for (let run = 0; run < 2; run++)
    assert.equal(runCli(['staged', '--format', 'text=out'], { cwd: repo.dir }).status, 1);
});

test('what people write stays, however alike it looks', () => {
  const repo = leaked();
  const texts = [
    'burnlist: settings of ours\n',
    'My notes\n3 of 5 closed by Grace\n',
    'Open points · as of 2026-11-01\n\n- one\n',
    `<!doctype html>${'<footer>'.repeat(50_000)}`,
  ];
  for (const text of texts) {
    writeFileSync(join(repo.dir, 'notes'), text);
    refused(repo, ['audit', '--format', 'json=notes'], 'notes', /no report of burnlist/);
  }
});

test('a report is written again where it was written, and a link to itself is no place', () => {
  const repo = leaked();
  mkdirSync(join(repo.dir, '.burnlist'), { recursive: true });
  for (let run = 0; run < 2; run++) {
    assert.equal(runCli(['audit', '--format', 'json=.burnlist/report.json'], { cwd: repo.dir }).status, 1);
    assert.equal(runCli(['todo', '--format', 'markdown=.burnlist/TODO.md'], { cwd: repo.dir }).status, 0);
  }
  symlinkSync('loop', join(repo.dir, 'loop'));
  const { status, stderr } = runCli(['audit', '--format', 'json=loop'], { cwd: repo.dir });
  assert.deepEqual([status, stderr], [2, 'burnlist: --format json=loop: cannot be written (ELOOP); choose another name\n']);
});

test('a to-do with what people added is only written by the command that keeps it', () => {
  const repo = leaked();
  const write = (...args: readonly string[]): number | null =>
    runCli([...args, '--format', 'markdown=ROTATION.md'], { cwd: repo.dir }).status;
  assert.deepEqual([write('todo'), write('audit'), write('todo')], [0, 1, 0]);
  appendFileSync(join(repo.dir, 'ROTATION.md'), '\nwaits for Grace\n');
  refused(repo, ['audit', '--format', 'markdown=ROTATION.md'], 'ROTATION.md', /holds what people added/);
  refused(repo, ['todo', '--format', 'json=ROTATION.md'], 'ROTATION.md', /holds what people added/);
  assert.equal(write('todo'), 0);
  assert.match(readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8'), /waits for Grace/);
});
