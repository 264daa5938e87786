/** Files in UTF-16, as PowerShell's `>` writes them, through every command: as if they were UTF-8, with `via` to say so. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { characters, githubToken } from '../support/secrets.ts';
import { auditBoth, packsRead } from './both-engines.ts';

interface Occurrence {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly via: readonly string[];
  readonly versions: number;
}
interface Secret {
  readonly id: string;
  readonly occurrences: readonly Occurrence[];
}

const SECRET = characters('utf-16 cli', '0123456789abcdef', 64);
const LINES = `# übung 😀\r\nname = 1\r\nJWT_SECRET=${SECRET}\r\n`;
const little = (text: string): Buffer => Buffer.from(text, 'utf16le');
const big = (text: string): Buffer => little(text).swap16();
const FILES: Readonly<Record<string, Buffer>> = {
  'big-marked.txt': big(`\ufeff${LINES}`),
  'big.txt': big(LINES),
  'marked.txt': little(`\ufeff${LINES}`),
  'plain.txt': little(LINES),
};

function write(repo: Repo): void {
  for (const [path, content] of Object.entries(FILES)) repo.write(path, content);
}

function json(repo: Repo, ...args: readonly string[]): Secret[] {
  return (JSON.parse(runCli([...args, '--format', 'json'], { cwd: repo.dir }).stdout) as { secrets: Secret[] }).secrets;
}

function said(secrets: readonly Secret[]): unknown[] {
  return secrets.flatMap(({ occurrences }) => occurrences.map(({ path, line, column, via }) => [path, line, column, ...via])).sort();
}

const PLACES = Object.keys(FILES).map((path) => [path, 3, 'JWT_SECRET='.length + 1, 'utf-16']);

test('the hook, scan, audit, a range and a sweep find them, all the same secret', () => {
  const repo = makeRepo();
  const start = repo.commit('start');
  write(repo);
  repo.write('utf-8.txt', LINES);
  const scanned = json(repo, 'scan');
  assert.equal(scanned.length, 1);
  repo.remove('utf-8.txt');
  repo.git('add', '--all');
  const ways: Readonly<Record<string, Secret[]>> = { scan: json(repo, 'scan'), staged: json(repo, 'staged') };
  repo.commit('in UTF-16');
  const all = {
    ...ways,
    audit: json(repo, 'audit'),
    range: json(repo, 'audit', '--range', `${start}..HEAD`),
    sweep: json(repo, 'sweep', '.'),
  };
  for (const [way, secrets] of Object.entries(all)) {
    assert.deepEqual(secrets.map(({ id }) => id), [scanned[0]!.id], way);
    assert.deepEqual(said(secrets), PLACES, way);
  }
});

test('standard input is read so, and text says through what', () => {
  const repo = makeRepo();
  write(repo);
  const [{ id } = { id: '' }] = json(repo, 'scan', '.');
  const { status, stdout } = runCli(['scan', '-', '--explain', id], { cwd: repo.dir, input: FILES['plain.txt']! });
  assert.equal(status, 1);
  assert.match(stdout, /through utf-16/);
  assert.ok(!stdout.includes(SECRET));
});

test('a mark in such a file lets a commit through, and a change without a new secret is silent', () => {
  const repo = makeRepo();
  repo.commit('start');
  const hook = (text: string): Ended => {
    repo.write('set.txt', little(text));
    repo.git('add', '--all');
    return runCli(['staged'], { cwd: repo.dir });
  };
  const token = githubToken('utf-16 mark');
  assert.equal(hook(`token: ${token}\r\n`).status, 1);
  const allowed = `token: ${token} # burnlist:allow github-token a test\r\n`;
  assert.deepEqual(hook(allowed), { status: 0, stdout: '', stderr: '' });
  repo.commit('allowed');
  assert.deepEqual(hook(`first\r\n${allowed}`), { status: 0, stdout: '', stderr: '' });
  assert.equal(hook(`${allowed}JWT_SECRET=${SECRET}\r\n`).status, 1);
});

test('both engines agree on versions that were made from each other, in and out of UTF-16', () => {
  const repo = makeRepo();
  const filler = Array.from({ length: 120 }, (_, n) => `line ${n} of the settings ä 漢\r\n`);
  const forms = [little, big, (text: string): Buffer => Buffer.from(text), (text: string): Buffer => little(`\ufeff${text}`)];
  for (let version = 0; version < 24; version++) {
    filler[(version * 7) % 120] = version % 3 === 0 ? `token: ${githubToken(`utf-16 ${version}`)}\r\n` : `changed ${version}\r\n`;
    if (version === 9) filler[60] = LINES;
    if (version === 15) filler[60] = 'gone\r\n';
    if (version % 5 === 4) filler[61] = '# gitleaks:allow\r\n';
    const text = filler.join('');
    repo.write('settings.txt', little(text));
    repo.write('turning.txt', forms[version >> 1 & 3]!(text));
    // what shells that know nothing of each other add
    repo.write('mixed.txt', Buffer.concat([little(text), Buffer.from(version % 2 === 0 ? `\n${text}` : 'x\n')]));
    repo.commit(`version ${version}`);
  }
  repo.git('repack', '-adfq', '--depth=50', '--window=50');
  assert.equal(packsRead(repo), 1);
  assert.match(repo.git('verify-pack', '--verbose', ...packs(repo)), /^chain length = [1-9]/m);
  const { report } = auditBoth(repo, [1, 2]);
  assert.equal(report.secrets.length, 9);
  assert.equal(report.coverage.complete, true);
});

/** Indexes of its packs. */
function packs(repo: Repo): string[] {
  const folder = join(repo.dir, '.git/objects/pack');
  return readdirSync(folder).filter((file) => file.endsWith('.idx')).map((file) => join(folder, file));
}

test('a value that is followed is one place of a file in UTF-16, in whatever form it stands there', () => {
  const repo = makeRepo();
  repo.write('kept.txt', `JWT_SECRET=${SECRET}\n`);
  repo.write('plain.txt', little(`the words were\r\n${SECRET}\r\n`));
  repo.write('coded.txt', little(`text\r\n${Buffer.from(SECRET).toString('base64')}\r\n`));
  repo.commit('all');
  // in base64 it is a token of its own as well, as it is in UTF-8
  const secret = json(repo, 'audit', '--trace').find(({ occurrences }) => occurrences.some(({ path }) => path === 'kept.txt'));
  assert.deepEqual(said([secret!]), [
    ['coded.txt', 2, 1, 'utf-16', 'base64'],
    ['kept.txt', 1, 12],
    ['plain.txt', 2, 1, 'utf-16'],
  ]);
});
