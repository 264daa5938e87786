/** Several formats in one run, each whole, where it was asked for. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { githubToken, jwtSecret } from '../support/secrets.ts';

function leaked(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.git('config', 'remote.origin.url', `https://x:${githubToken('remote')}@github.com/ada/shop.git`);
  repo.write('app.env', `# settings\nJWT_SECRET=${jwtSecret('a')}\n`);
  repo.write('docs/rotation.md', '# Rotating JWT_SECRET\n\n1. Generate a new secret.\n2. Deploy it.\n3. Revoke the old one.\n');
  repo.write('gone.txt', `token: ${githubToken('gone')}\n`);
  repo.commit('start');
  repo.git('rm', '--quiet', 'gone.txt');
  repo.commit('clean up');
  return repo;
}

test('what is explained stands on standard output, and the reports that were asked for in their files', () => {
  const repo = leaked();
  repo.write('new.env', `JWT_SECRET=${jwtSecret('staged')}\n`);
  repo.git('add', 'new.env');
  const out = makeFolder();
  for (const command of [['audit'], ['scan', '.'], ['sweep', '.'], ['staged']]) {
    const file = join(out, `${command[0]}.json`);
    const { stdout } = runCli([...command, '--format', `json=${file}`, '--explain', 'JWT_SECRET'], { cwd: repo.dir });
    assert.match(stdout, /^JWT signing secret /, command[0]);
    assert.ok(JSON.parse(readFileSync(file, 'utf8')).secrets.length > 0, command[0]);
    const both = runCli([...command, '--format', 'json', '--explain', 'JWT_SECRET'], { cwd: repo.dir });
    assert.equal(both.status, 2, command[0]);
    assert.match(both.stderr, /^burnlist: --explain and --format json both go to standard output: give the report a file, as json=FILE\n$/);
  }
});

test('sarif, json and text in one run agree', () => {
  const repo = leaked();
  const out = makeFolder();
  const files = ['sarif', 'json', 'markdown', 'html'].map((format) => `--format=${format}=${join(out, format)}`);
  const { status, stdout } = runCli(['audit', ...files, '--format', 'text'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.match(stdout, /2 compromised/);
  const [log, json] = ['sarif', 'json'].map((format) => JSON.parse(readFileSync(join(out, format), 'utf8')));
  const ids = (json.secrets as { id: string }[]).map(({ id }) => id);
  const [run] = log.runs;
  assert.deepEqual(run.results.map((result: any) => result.partialFingerprints['secret/v1']), ids);
  const byRule = new Map(run.tool.driver.rules.map((rule: any) => [rule.id, rule]));
  const jwt = byRule.get('jwt-signing-secret') as { helpUri: string };
  const head = repo.git('rev-parse', 'HEAD');
  assert.equal(jwt.helpUri, `https://github.com/ada/shop/blob/${head}/docs/rotation.md#rotating-jwt_secret`);
  for (const name of ['sarif', 'json', 'markdown', 'html']) {
    const shown = readFileSync(join(out, name), 'utf8');
    for (const value of [jwtSecret('a'), githubToken('gone'), githubToken('remote')]) assert.ok(!shown.includes(value));
  }
  const page = readFileSync(join(out, 'html'), 'utf8');
  assert.match(page, /^<!doctype html>/);
  assert.match(page, new RegExp(`href="https://github.com/ada/shop/blob/${head}/docs/rotation.md#rotating-jwt_secret"`));
  for (const id of ids) assert.ok(page.includes(`id="s-${id}"`));
});

test('the same repository gives the same log, and a secret keeps its fingerprint when it moves', () => {
  const repo = leaked();
  const sarif = (): string => runCli(['audit', '--format', 'sarif', '--as-of', '2026-01-01'], { cwd: repo.dir }).stdout;
  const before = sarif();
  assert.equal(sarif(), before);
  repo.git('mv', 'app.env', 'new.env');
  repo.commit('move');
  const prints = (log: string): string[] =>
    JSON.parse(log).runs[0].results.map((result: any) => result.partialFingerprints.primaryLocationLineHash);
  assert.deepEqual(prints(sarif()), prints(before));
});

test('github annotates on standard output and adds to the summary of the job', () => {
  const repo = leaked();
  const summary = join(makeFolder(), 'summary.md');
  writeFileSync(summary, 'before\n');
  const env = { GITHUB_STEP_SUMMARY: summary };
  const { status, stdout, stderr } = runCli(['audit', '--format', 'github'], { cwd: repo.dir, env });
  assert.deepEqual([status, stderr], [1, '']);
  const lines = stdout.split('\n');
  assert.match(lines[0]!, /^::error file=app\.env,line=2,endLine=2,col=12,endColumn=\d+,title=burnlist%3A JWT signing secret P1::/);
  assert.match(lines[1]!, /^::warning title=burnlist%3A GitHub token P2::/);
  const page = readFileSync(summary, 'utf8');
  assert.match(page, /^before\n## burnlist: 2 compromised\n/);
  assert.ok(page.includes('docs/rotation.md#rotating-jwt_secret'));
  for (const value of [jwtSecret('a'), githubToken('gone'), githubToken('remote')])
    assert.ok(!`${stdout}${page}`.includes(value));
});

test('a summary that cannot be written is a failed run, a format of nobody is wrong usage', () => {
  const repo = leaked();
  const env = { GITHUB_STEP_SUMMARY: join(repo.dir, 'no', 'such', 'folder') };
  const failed = runCli(['audit', '--format', 'github'], { cwd: repo.dir, env });
  assert.equal(failed.status, 3);
  assert.match(failed.stderr, /the job summary could not be written: ENOENT/);
  assert.equal(runCli(['audit', '--format', 'xml'], { cwd: repo.dir }).status, 2);
  assert.equal(runCli(['audit', '--format', 'sarif', '--format', 'github'], { cwd: repo.dir }).status, 2);
});

test('an incomplete audit is an annotation and an unsuccessful run', () => {
  const repo = leaked();
  const shallow = makeRepo();
  shallow.git('fetch', '--quiet', '--depth=1', `file://${repo.dir}`, 'main');
  shallow.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
  const { status, stdout } = runCli(['audit', '--format', 'github'], { cwd: shallow.dir });
  assert.equal(status, 3);
  assert.match(stdout, /^::error title=burnlist%3A not everything was seen::not seen: shallow boundary/m);
  const log = JSON.parse(runCli(['audit', '--format', 'sarif'], { cwd: shallow.dir }).stdout);
  assert.equal(log.runs[0].invocations[0].executionSuccessful, false);
});

test('files and the index have these formats, too', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  const scan = JSON.parse(runCli(['scan', '--format', 'sarif', '.'], { cwd: repo.dir }).stdout);
  assert.equal(scan.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, 'a.env');
  repo.git('add', '.');
  const staged = runCli(['staged', '--format', 'github'], { cwd: repo.dir });
  assert.equal(staged.status, 1);
  assert.match(staged.stdout, /^::notice file=a\.env,line=1/);
});

test('a page of what is in files, or about to be committed, has it, and does not say that there is nothing', () => {
  const repo = leaked();
  repo.write('new.env', `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', '--all');
  const page = (...args: readonly string[]): string => runCli([...args, '--format', 'markdown'], { cwd: repo.dir }).stdout;
  for (const text of [page('scan', 'new.env'), page('staged')]) {
    assert.match(text, /^\*\*1 secret found, not known to be in history\.\*\*$/m);
    assert.match(text, /^- P\d · JWT_SECRET \(JWT signing secret\) in `new\.env:1`: /m);
    assert.doesNotMatch(text, /Nothing to rotate/);
    assert.ok(!text.includes(jwtSecret('new')));
  }
  assert.match(page('audit'), /^\*\*2 secrets to rotate in 2 tasks \(/m);
});
