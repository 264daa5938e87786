/** `todo` and `verify` from reports of other scanners: found again in the repository, without a value being shown. */
import assert from 'node:assert/strict';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { makeFolder, makeRepo, repoAt, runCli, type Ended, type Repo } from '../support/repo.ts';
import { characters, databaseUrl, jwtSecret, pemKey } from '../support/secrets.ts';
import { alerts, credsweeper, detectSecrets, type Found, ggshield, gitleaks, kingfisher, sarif, trufflehog } from '../reported/reports.ts';

const JWT = jwtSecret('reported');
const { url, password } = databaseUrl('reported');
/** No rule of burnlist's finds it. */
const ODD = characters('odd', 'bcdfghjk', 9);
const RUNBOOK = '# Rotation\n\n## Rotating JWT_SECRET\n\n1. Generate\n2. Deploy\n\n## Rotating FROB_KEY\n\n1. Revoke it\n';

function leaked(): { repo: Repo; commit: string; found: readonly Found[] } {
  const repo = makeRepo({ name: 'shop' });
  repo.write('docs/rotation.md', RUNBOOK);
  repo.write('app.env', `JWT_SECRET=${JWT}\nDATABASE_URL=${url}\n`);
  repo.write('code.py', `x = 1\nFROB_KEY = "${ODD}"\n`);
  const commit = repo.commit('start');
  repo.git('rm', '--quiet', 'app.env');
  repo.commit('take it out');
  const found = [
    { rule: 'generic-api-key', value: JWT, path: 'app.env', line: 1, commit },
    { rule: 'database-url', value: url, path: 'app.env', line: 2, commit },
    { rule: 'frob-key', value: ODD, path: 'code.py', line: 2, commit },
  ];
  return { repo, commit, found };
}

const { repo, commit, found } = leaked();
function todo(report: string, ...more: readonly string[]): Ended {
  repo.write('report.txt', report);
  const ended = runCli(['todo', 'report.txt', '--as-of', '2025-06-01', ...more], { cwd: repo.dir });
  repo.remove('report.txt');
  for (const value of [JWT, url, password, ODD]) assert.ok(!(ended.stdout + ended.stderr).includes(value));
  return ended;
}
const headings = (text: string): readonly string[] =>
  [...text.matchAll(/^## \d+\. (.+?) <!-- task/gm)].map(([, heading]) => heading ?? '').sort();

test('what was reported has our names, exposure and sections, also where no rule of ours knows it', () => {
  for (const format of [gitleaks, trufflehog, kingfisher, detectSecrets, alerts, credsweeper, ggshield]) {
    const { status, stdout } = todo(format(format === detectSecrets ? withPassword() : found));
    assert.equal(status, 0, format.name);
    assert.deepEqual(
      headings(stdout),
      ['DATABASE_URL · database password · P2', 'FROB_KEY · generic secret · P1', 'JWT_SECRET · JWT signing secret · P2'],
      format.name,
    );
    assert.match(stdout, /reported by [\w ]+\S* \(frob-key[,)]/, format.name);
    assert.match(stdout, /^ {2}- `app\.env:1`, since `/m);
    assert.match(stdout, /docs\/rotation\.md#rotating-frob_key/);
    assert.equal(stdout.match(/burnlist verify report\.txt --only/g)?.length, 1, 'FROB_KEY, which an audit does not know');
  }
});

/** The baseline's hash of a URL is that of its password. */
function withPassword(): readonly Found[] {
  return found.map((each) => (each.value === url ? { ...each, value: password } : each));
}

test('the tasks are those of an audit: ids and boxes stay when the report is another one', () => {
  const boxes = (text: string): readonly string[] => [...text.matchAll(/(?:task|box):[0-9a-f]{10}/g)].map(([id]) => id);
  const own = boxes(runCli(['todo', '--as-of', '2025-06-01'], { cwd: repo.dir }).stdout);
  const theirs = boxes(todo(gitleaks(found.slice(0, 2))).stdout);
  assert.deepEqual(theirs, own);
});

test('SARIF of any tool: by snippet, by columns, by line, with the paths of another machine', () => {
  const results = [
    { rule: 'a-secret', uri: 'app.env', region: { startLine: 1, snippet: { text: JWT } }, commit },
    { rule: 'a-secret', uri: 'app.env', region: { startLine: 2 }, commit },
    { rule: 'a-secret', uri: 'file:///ci/build/shop/code.py', region: { startLine: 2, startColumn: 13, endColumn: 22 } },
    { rule: 'xss', uri: 'code.py', region: { startLine: 1 } },
    { rule: 'generic-7', uri: 'app.env', region: { startLine: 2 }, more: { message: { text: 'found secret' } } },
  ];
  const { stdout, stderr } = todo(sarif('some analyser', results));
  assert.deepEqual(headings(stdout).map((heading) => heading.split(' ')[0]), ['DATABASE_URL', 'FROB_KEY', 'JWT_SECRET']);
  assert.match(stderr, /report\.txt: 1 left out: not about secrets/);
});

test('columns that count from 0, or a sign too far, lead to the word that they mean, and not to a part of it', () => {
  const own = headings(runCli(['todo', '--only', 'JWT_SECRET', '--as-of', '2025-06-01'], { cwd: repo.dir }).stdout);
  for (const off of [-1, 0, 1]) {
    const region = { startLine: 1, endLine: 1, startColumn: 12 + off, endColumn: 12 + off + JWT.length, snippet: { text: 'REDACTED' } };
    const { stdout } = todo(sarif('gitleaks', [{ rule: 'some-key', uri: 'app.env', region, commit }]));
    assert.deepEqual(headings(stdout), own, `${off}`);
    assert.doesNotMatch(stdout, /not found/);
  }
});

test('what is nowhere here stands by the report alone, and says so', () => {
  const value = characters('elsewhere', 'bcdfghjk', 30);
  const elsewhere = { rule: 'acme-token', value, path: 'x/y.py', line: 7, commit: 'a'.repeat(40) };
  const { stdout, stderr } = todo(gitleaks([elsewhere]));
  assert.match(stdout, /reported by gitleaks \(acme-token\), not found in this repository/);
  assert.match(stdout, /^ {2}- `x\/y\.py:7`, since `a{10}`$/m);
  assert.match(stderr, /2 more compromised here that the report does not have/);
  const outside = repoAt(makeFolder());
  outside.write('report.json', gitleaks(found));
  const alone = runCli(['todo', 'report.json'], { cwd: outside.dir });
  assert.equal(alone.status, 0);
  assert.match(alone.stdout, /3 secrets to rotate/);
  for (const text of [JWT, url, password, ODD]) assert.ok(!alone.stdout.includes(text));
});

test('what worked when the other tool tried it is in use, whatever the ledger says', () => {
  const live = todo(trufflehog([{ ...found[0]!, isLive: true }])).stdout;
  assert.match(live, /^## 1\. JWT_SECRET · JWT signing secret · P0 /m);
  assert.match(live, /still in use today/);
  assert.match(live, /it worked when that tool tried it/);
});

test('the ledger holds: what the team calls no secret is no task', () => {
  const id = /^- Id: `(\w+)`/m.exec(todo(gitleaks([found[2]!])).stdout)?.[1];
  repo.write('.burnlist/ledger.yaml', `- {id: ${id}, status: false-positive, reason: a name, owner: ada}\n`);
  const { stdout } = todo(gitleaks([found[2]!]));
  repo.remove('.burnlist/ledger.yaml');
  assert.match(stdout, /\*\*Nothing to rotate\.\*\*/);
});

test('verify takes the same reports', () => {
  repo.write('report.json', gitleaks(found));
  repo.write('now.env', `JWT_SECRET=${jwtSecret('fresh')}\nFROB_KEY=${ODD}\n`);
  const { status, stdout } = runCli(['verify', 'report.json', '--current', 'now.env'], { cwd: repo.dir });
  for (const name of ['report.json', 'now.env', '.burnlist/ledger.yaml']) repo.remove(name);
  assert.equal(status, 1);
  assert.match(stdout, /^JWT_SECRET +\w{6} {2}ROTATED/m);
  assert.match(stdout, /^FROB_KEY +\w{6} {2}STILL CURRENT/m);
  assert.match(stdout, /^DATABASE_URL +\w{6} {2}UNKNOWN/m);
});

test('no report, an empty file, a report of nothing', () => {
  for (const text of ['{"a": 1}', 'words', '']) {
    const { status, stdout, stderr } = todo(text);
    assert.deepEqual([status, stdout], [2, ''], text);
    assert.match(stderr, /^burnlist: report\.txt: [^\n]+\n$/);
  }
  const { status, stdout } = todo('[]');
  assert.equal(status, 0);
  assert.match(stdout, /Nothing to rotate/);
});

test('a file that cannot be read as a report is called by its name, a value that was given for one is not', () => {
  repo.write('utf16.toml', 'words\n');
  assert.match(runCli(['todo', 'utf16.toml'], { cwd: repo.dir }).stderr, /^burnlist: utf16\.toml: not JSON; /);
  repo.remove('utf16.toml');
  for (const pasted of [JWT.slice(0, 12), `${characters('pasted', '0123456789abcdef', 32)}.json`]) {
    const { status, stderr } = runCli(['todo', pasted], { cwd: repo.dir });
    assert.deepEqual([status, stderr.includes(pasted.slice(0, 12))], [2, false]);
  }
});

test('as PowerShell writes it; cut off, that is said; alerts whose values are hidden are told apart by their numbers', () => {
  const utf16 = Buffer.from(`\ufeff${gitleaks(found)}`, 'utf16le');
  repo.write('report.txt', utf16);
  assert.equal(headings(runCli(['todo', 'report.txt'], { cwd: repo.dir }).stdout).length, 3);
  for (const cut of [gitleaks(found).slice(0, -40), trufflehog(found).slice(0, -40)]) {
    const { status, stderr } = todo(cut);
    assert.equal(status, 2);
    assert.equal(stderr, 'burnlist: report.txt: broken or cut off JSON; a scanner that was stopped leaves such a file\n');
  }
  const hidden = [7, 8].map((number) => ({ number, state: 'open', secret_type: 'stripe_api_key' }));
  const { stdout } = todo(JSON.stringify(hidden));
  assert.equal(headings(stdout).length, 2);
  assert.match(stdout, /reported by GitHub secret scanning \(stripe_api_key, number 7\)/);
});

test(
  'in a repository that git refuses nothing would be looked for: that is said, and no to-do printed',
  { skip: process.getuid?.() !== 0 && 'needs root' },
  () => {
    const { repo: others, found: theirs } = leaked();
    others.write('report.txt', gitleaks(theirs));
    for (const path of [others.dir, join(others.dir, '.git')]) chownSync(path, 12345, 12345);
    const { status, stdout, stderr } = runCli(['todo', 'report.txt'], { cwd: others.dir });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /another user owns it/);
  },
);

test('the to-do of a sweep says of each place in which repository it is', () => {
  const folder = makeFolder();
  for (const name of ['one', 'two']) {
    mkdirSync(join(folder, name));
    const repo = repoAt(join(folder, name));
    repo.git('init', '--quiet', '-b', 'main');
    repo.write('app.env', `JWT_SECRET=${jwtSecret(name)}\n`);
    repo.commit('start');
  }
  const saved = join(makeFolder(), 'sweep.json');
  runCli(['sweep', '.', '--format', `json=${saved}`], { cwd: folder });
  const { stdout } = runCli(['todo', saved], { cwd: folder });
  assert.match(stdout, /^# Rotation to-do · one, two · /);
  assert.match(stdout, /`one\/app\.env:1`, since/);
  assert.match(stdout, /`two\/app\.env:1`, since/);
});

test('of a key in PEM the line that it begins with is enough: it is the key that the audit knows', () => {
  const own = makeRepo({ name: 'keys' });
  own.write('deploy_key', pemKey('reported'));
  own.commit('start');
  const header = { rule: 'Private Key', value: 'BEGIN PRIVATE KEY', path: 'deploy_key', line: 1 };
  const whole = runCli(['todo', '--as-of', '2025-06-01'], { cwd: own.dir }).stdout;
  own.write('report.json', detectSecrets([header]));
  const { stdout } = runCli(['todo', 'report.json', '--as-of', '2025-06-01'], { cwd: own.dir });
  assert.deepEqual([...stdout.matchAll(/task:\w+/g)].flat(), [...whole.matchAll(/task:\w+/g)].flat());
});
