/** Repositories that keep refs and their logs in tables, as git 3 does by default: nothing of their logs is overlooked. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { reftable } from '../support/reftables.ts';
import { cloneRepo, makeFolder, makeRepo, type Repo, runCli } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';

const DAY = 1_736_208_000; // 2025-01-07

/** A repository whose first try of a commit only a table of logs remembers, as one that was pushed. */
function amended(message: string): { readonly repo: Repo; readonly table: string } {
  const repo = makeRepo({ name: 'shop' });
  repo.write('app.env', `JWT_SECRET=${jwtSecret('amended')}\n`);
  const id = repo.commit('start', { date: '2025-01-05T00:00:00Z' });
  repo.write('app.env', 'JWT_SECRET=\n');
  repo.git('add', 'app.env');
  repo.git('commit', '--quiet', '--amend', '--message=start');
  rmSync(join(repo.dir, '.git', 'logs'), { recursive: true });
  mkdirSync(join(repo.dir, '.git', 'reftable'));
  const table = join(repo.dir, '.git', 'reftable', '0x1-0x1-ab.ref');
  const entry = { old: '0'.repeat(40), id, who: 'Ada', mail: 'ada@example.org', seconds: DAY, zone: 0 };
  writeFileSync(
    table,
    reftable([
      { ref: 'refs/remotes/origin/main', update: 1, entry: { ...entry, message: 'update by push' } },
      { ref: 'HEAD', update: 2, entry: { ...entry, message } },
    ]),
  );
  writeFileSync(join(repo.dir, '.git', 'reftable', 'tables.list'), '0x1-0x1-ab.ref\n');
  return { repo, table };
}

test('what only a log in a table remembers was on a remote, since the day of the push', () => {
  const { repo } = amended('commit: start');
  const { status, stdout } = runCli(['audit', '--as-of', '2025-02-01'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.match(stdout, / JWT_SECRET .* gone from HEAD, was in app\.env$/m);
  assert.match(stdout, /^ +2025-01-05 → open, 27 days · was on a remote · published 2025-01-07$/m);
});

test('a sweep reads what such a log says, at the place where it would stand in a file', () => {
  const leaked = password('reftable');
  const { repo } = amended(`commit: use password=${leaked}`);
  const { status, stdout } = runCli(['sweep', '--format', 'json', '--as-of', '2025-02-01'], { cwd: repo.dir });
  assert.equal(status, 1);
  const { secrets } = JSON.parse(stdout) as { secrets: { occurrences: { where: string; path: string; line: number }[] }[] };
  const places = secrets.flatMap(({ occurrences }) => occurrences.map(({ where, path, line }) => `${where} ${path}:${line}`));
  assert.ok(places.includes('reflog .git/logs/HEAD:1'), places.join('\n'));
  assert.ok(!stdout.includes(leaked));
});

test('a table that is broken makes the audit incomplete, and is named', () => {
  const { repo, table } = amended('commit: start');
  writeFileSync(table, Buffer.alloc(200, 'REFT'));
  for (const command of ['audit', 'sweep']) {
    const { status, stdout } = runCli([command], { cwd: repo.dir });
    assert.equal(status, 3);
    assert.match(stdout, /^ {2}could not be read: reflogs: reftable\/0x1-0x1-ab\.ref is broken$/m);
  }
});

const probe = makeRepo().tryGit('init', '--quiet', '--ref-format=reftable', makeFolder());
const skip = probe.status === 0 ? false : 'this git has no tables of refs: they came with git 2.45';

test('real tables say what real log files say', { skip }, () => {
  const reports = ['files', 'reftable'].map((format) => {
    const repo = makeRepo({ name: 'shop', args: [`--ref-format=${format}`] });
    repo.write('a', 'a\n');
    repo.commit('start');
    repo.write('app.env', `JWT_SECRET=${jwtSecret('stashed')}\n`);
    repo.git('add', 'app.env');
    repo.git('stash', '--quiet');
    repo.write('app.env', `JWT_SECRET=${jwtSecret('stashed later')}\n`);
    repo.git('add', 'app.env');
    repo.git('stash', '--quiet');
    repo.write('b.env', `JWT_SECRET=${jwtSecret('amended')}\n`);
    repo.commit('two');
    repo.git('rm', '--quiet', 'b.env');
    repo.git('commit', '--quiet', '--amend', '--allow-empty', '--message=two');
    return ['audit', 'sweep'].map((command) => runCli([command, '--as-of', '2025-02-01'], { cwd: repo.dir }).stdout);
  });
  const [[audit = '', sweep = ''] = [], [audited, swept] = []] = reports;
  assert.match(audit, /in a stash[^]*in a stash[^]*in a reflog/);
  assert.equal(audited, audit);
  assert.equal(withoutSizes(swept ?? ''), withoutSizes(sweep));
});

/** A sweep reads git's own files, which are not as large as each other. */
function withoutSizes(report: string): string {
  return report.replace(/[\d.]+ (?:bytes|KB)/, '');
}

test('a clone of such a repository, too, knows what was fetched and when', { skip }, () => {
  const from = makeRepo();
  from.write('app.env', `JWT_SECRET=${jwtSecret('cloned')}\n`);
  from.commit('start');
  const reports = ['files', 'reftable'].map((format) => {
    const clone = cloneRepo(from, `--ref-format=${format}`);
    return runCli(['audit', '--as-of', '2099-01-01'], { cwd: clone.dir }).stdout;
  });
  assert.match(reports[0] ?? '', /on origin\/main · published by /);
  assert.equal(reports[1], reports[0]);
});
