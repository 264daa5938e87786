/** Values in names and pages that are only quoted: no output shows them, in no format, on no stream, in no error. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { githubToken, jwtSecret, pemKey } from '../support/secrets.ts';

const FORMATS = [[], ['--format', 'json'], ['--format', 'markdown'], ['--explain']];

/** Runs it in every format and holds that the value is in none; gives back the JSON one. */
function shownBy(args: readonly string[], cwd: string, value: string, formats = FORMATS): Shown {
  for (const format of formats) {
    const { status, stdout, stderr } = runCli([...args, ...format], { cwd });
    assert.equal((stdout + stderr).includes(value), false, [...args, ...format].join(' '));
    assert.notEqual(status, 2, stderr);
  }
  return JSON.parse(runCli([...args, '--format', 'json'], { cwd }).stdout) as Shown;
}

interface Shown {
  readonly secrets: readonly {
    readonly verdict: string;
    readonly exposure: { readonly reach: readonly string[] };
    readonly occurrences: readonly { readonly where: string; readonly path: string }[];
  }[];
}

const places = ({ secrets }: Shown): string[] =>
  secrets.flatMap(({ occurrences }) => occurrences.map(({ where, path }) => `${where} ${path}`)).sort();

const MASK = '••••••••';

test('scan reads the names of files and folders, below a root and in it', () => {
  const [file, folder, root] = ['file', 'folder', 'root'].map((name) => githubToken(name)) as [string, string, string];
  const dir = makeRepo({ name: root });
  dir.write(`${folder}/a.txt`, 'a\n');
  dir.write(`b/${file}.txt`, 'b\n');
  dir.link(`b/link-${githubToken('link')}`, 'nowhere');
  for (const value of [file, folder]) shownBy(['scan'], dir.dir, value, [[], ['--format', 'json'], ['--explain']]);
  const shown = JSON.parse(runCli(['scan', '--format', 'json'], { cwd: dir.dir }).stdout) as Shown;
  assert.deepEqual(places(shown), [`file-name b/link-${MASK}`, `file-name b/${MASK}.txt`, `file-name ${MASK}`]);
  const { status, stdout } = runCli(['scan', root], { cwd: join(dir.dir, '..') });
  assert.equal(status, 1);
  assert.equal(stdout.includes(root), false);
});

test('scan reads files whose names are no UTF-8', () => {
  const dir = makeFolder();
  const name = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from([0x61, 0xff, 0xfe]), Buffer.from('.env')]);
  writeFileSync(name, `JWT_SECRET=${jwtSecret('odd')}\n`);
  const { status, stdout } = runCli(['scan', '--format', 'json'], { cwd: dir });
  assert.equal(status, 1);
  assert.deepEqual(places(JSON.parse(stdout) as Shown), ['file a\ufffd\ufffd.env']);
});

/** A folder named by a token, in history from the first commit. */
function tokenFolder(value: string): Repo {
  const repo = makeRepo();
  repo.write(`conf-${value}/app.env`, 'PORT=1\n');
  repo.write(`conf-${value}/.env`, 'PORT=1\n');
  repo.commit('one');
  return repo;
}

test('an old folder that is named by a token is masked where the hook and a range quote it', () => {
  const value = githubToken('folder');
  const repo = tokenFolder(value);
  repo.write(`conf-${value}/app.env`, `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', '--all');
  assert.deepEqual(places(shownBy(['staged'], repo.dir, value)), [`index conf-${MASK}/app.env`]);
  repo.commit('two');
  const ranged = shownBy(['audit', '--range', 'HEAD~1..HEAD'], repo.dir, value);
  assert.deepEqual(places(ranged), [`blob conf-${MASK}/app.env`]);
});

test('refs that are named by tokens are masked in a range', () => {
  const values = ['branch', 'tag'].map((name) => githubToken(name));
  const repo = makeRepo();
  repo.commit('one');
  repo.write('app.env', `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.commit('two');
  repo.git('branch', `fix-${values[0]}`);
  repo.git('tag', `v-${values[1]}`);
  for (const value of values) shownBy(['audit', '--range', 'HEAD~1..HEAD'], repo.dir, value);
});

test('a staged file or folder that is named by a token is found and masked by the audit', () => {
  const [file, folder] = ['staged file', 'staged folder'].map((name) => githubToken(name)) as [string, string];
  const repo = makeRepo();
  repo.commit('one');
  repo.write(`${folder}/${file}.env`, `JWT_SECRET=${jwtSecret('staged')}\n`);
  repo.write(`${folder}/other.txt`, 'other\n');
  repo.git('add', '--all');
  for (const value of [file, folder]) shownBy(['audit'], repo.dir, value);
  const shown = shownBy(['audit'], repo.dir, file);
  assert.deepEqual(places(shown), [`file-name ${MASK}`, `file-name ${MASK}/${MASK}.env`, `index ${MASK}/${MASK}.env`]);
  assert.deepEqual([...new Set(shown.secrets.map(({ verdict }) => verdict))], ['uncommitted']);
  repo.commit('two');
  const committed = shownBy(['audit'], repo.dir, file);
  assert.deepEqual(
    places(committed).map((place) => place.split(' ')[0]),
    ['blob', 'file-name', 'file-name'],
  );
});

test('a broken ref that is named by a token is masked, in coverage and in errors', () => {
  const value = githubToken('broken');
  const repo = makeRepo();
  repo.commit('one');
  writeFileSync(join(repo.dir, `.git/refs/heads/${value}`), 'junk\n');
  shownBy(['audit'], repo.dir, value);
  for (const args of [
    ['audit', '--range', `${value}..HEAD`],
    ['audit', '--policy-from', value],
    ['audit', `no/such/${value}`],
    ['scan', value],
    ['todo', value],
    ['staged', '--message', `${value}.txt`],
    [value],
    ['audit', `--${value}`],
  ]) {
    const { status, stdout, stderr } = runCli(args, { cwd: repo.dir });
    assert.equal(status, 2);
    assert.equal((stdout + stderr).includes(value), false, `${args[0]}: ${stderr}`);
  }
});

test('a reason or owner that holds a token does not carry it into the ledger', () => {
  const value = githubToken('reason');
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('one');
  runCli(['accept', '--all-existing', '--reason', `see ${value}`, '--owner', value], { cwd: repo.dir });
  const ledger = runCli(['scan', '.burnlist'], { cwd: repo.dir });
  assert.equal(ledger.status, 0, ledger.stdout);
});

/** A page whose steps hold values that stand nowhere else. */
function runbook(token: string, key: string): string {
  return [
    '# Secrets',
    '',
    '## Rotating JWT_SECRET',
    '',
    `1. curl -H "Authorization: token ${token}" https://api.example.org/ and note ${token.slice(0, 20)}`,
    '2. Put this into place:',
    '',
    '   ```',
    ...key
      .trimEnd()
      .split('\n')
      .map((line) => `   ${line}`),
    '   ```',
    '',
    '3. Restart the api',
    '',
  ].join('\n');
}

test('values in a runbook are in no to-do, wherever it comes from, and lines keep their numbers', () => {
  const token = githubToken('runbook');
  const key = pemKey('runbook');
  const body = key.split('\n')[1]!;
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('one');
  const outside = makeFolder();
  writeFileSync(join(outside, 'rotation.md'), runbook(token, key));
  runCli(['audit', '--format', 'json=report.json'], { cwd: repo.dir });
  for (const args of [
    ['todo', '--runbook', `${outside}/rotation.md`],
    ['todo', 'report.json', '--runbook', `${outside}/rotation.md`],
    ['audit', '--runbook', `${outside}/rotation.md`],
    ['audit', '--format', 'markdown', '--runbook', `${outside}/rotation.md`],
  ]) {
    const { stdout, stderr } = runCli(args, { cwd: repo.dir });
    for (const value of [token, token.slice(0, 20), body])
      assert.equal((stdout + stderr).includes(value), false, args.join(' '));
    if (!args.includes('audit')) assert.match(stdout, /Restart the api .*line 14\b/);
  }

  // committed and saved without values: the page is read where one stands
  repo.write('docs/rotation.md', runbook(token, key));
  repo.commit('two');
  runCli(['audit', '--format', 'json=report.json'], { cwd: repo.dir });
  const { stdout } = runCli(['todo', 'report.json'], { cwd: repo.dir });
  assert.match(stdout, /Restart the api/);
  for (const value of [token, body]) assert.equal(stdout.includes(value), false);
});

test('a value in the prose of a runbook is masked, also where Markdown would read its signs as emphasis', () => {
  // too short to be found without a name
  const [one, two, three] = ['a', 'b', 'c'].map((name) => jwtSecret(name).replace(/[+/=]/g, '').slice(0, 6));
  const value = `_${one}-_${two}_-${three}_`;
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${value}\n`);
  repo.commit('leak');
  repo.git('rm', '--quiet', 'app.env');
  repo.write('docs/rotation.md', `# Rotation\n\n## Rotate JWT_SECRET\n\n1. Take ${value} out of the vault\n2. Restart the api\n`);
  repo.commit('runbook');
  for (const args of [['todo'], ['todo', '--format', 'json'], ['audit', '--format', 'markdown'], ['runbook', 'check']]) {
    const { stdout, stderr } = runCli(args, { cwd: repo.dir });
    for (const piece of [one!, two!, three!]) assert.equal((stdout + stderr).includes(piece), false, args.join(' '));
    if (args[0] === 'todo') assert.match(stdout, /out of the vault/);
  }
});
