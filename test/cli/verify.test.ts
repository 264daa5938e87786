/** `verify` from outside: an incident from leak to quiet audit, and back when the value returns. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeFolder, makeRepo, repoAt, runCli, type Ended, type Repo } from '../support/repo.ts';
import { awsPair, databaseUrl, jwtSecret, password } from '../support/secrets.ts';
import { leakedShop, OLD } from './leaked-shop.ts';

const NEW = jwtSecret('fresh');
const LEDGER = '.burnlist/ledger.yaml';

const verify = (repo: Repo, ...args: readonly string[]): Ended => runCli(['verify', ...args], { cwd: repo.dir });
const ledgerOf = (repo: Repo): string => readFileSync(join(repo.dir, LEDGER), 'utf8');

test('an incident: red, half done, green, a quiet audit, and red again when the value comes back', () => {
  const repo = leakedShop();
  const files = ['--current', 'jwt_secrets.json', '--current', '.env'];
  repo.write('jwt_secrets.json', JSON.stringify({ v1: OLD }));
  repo.write('.env', `JWT_SECRET_ID=v1\nDATABASE_URL=${databaseUrl('leaked').url}\n`);
  const red = verify(repo, ...files);
  assert.equal(red.status, 1);
  assert.match(red.stdout, /^DATABASE_URL +\w{6} {2}STILL CURRENT +\.env holds the old value at line 2$/m);
  assert.match(red.stdout, /^jwt_secrets\.v1 +\w{6} {2}STILL CURRENT /m);
  assert.match(red.stdout, /^0 of 2 closed$/m);
  assert.ok(!existsSync(join(repo.dir, LEDGER)), 'nothing to write');

  repo.write('jwt_secrets.json', JSON.stringify({ v1: OLD, v2: NEW }));
  repo.write('.env', `JWT_SECRET_ID=v2\nDATABASE_URL=${databaseUrl('fresh').url}\n`);
  const half = verify(repo, ...files);
  assert.equal(half.status, 1);
  assert.match(half.stdout, /STILL HONOURED +jwt_secrets\.json still accepts it/);
  assert.match(half.stdout, /^1 of 2 closed · ledger: \.burnlist\/ledger\.yaml \(commit it\)$/m);

  repo.write('jwt_secrets.json', JSON.stringify({ v2: NEW }));
  const green = verify(repo, ...files);
  assert.deepEqual([green.status, green.stderr], [0, '']);
  assert.match(ledgerOf(repo), /status: rotated, name: jwt_secrets\.v1, .*evidence: "ROTATED: jwt_secrets\.json holds another value"/);
  repo.commit('rotated');
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 0);
  assert.match(verify(repo, ...files).stdout, /^nothing to verify$/m);

  repo.write('old.json', JSON.stringify({ JWT_SECRET: OLD }));
  // commits of tests are old: this one has to be younger than the entry
  repo.commit('back again', { date: new Date(Date.now() + 86_400_000).toISOString() });
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 1);
  const again = verify(repo, ...files, '--current', 'old.json');
  assert.equal(again.status, 1);
  assert.match(again.stdout, /reopened: \w{6}/);
  const [entry = ''] = /^.*name: jwt_secrets\.v1, until: [\d-]{10}, .*$/m.exec(ledgerOf(repo)) ?? [];
  assert.match(entry, /was rotated on [\d-]{10}, and came back with \w+ on [\d-]{10}; REUSED: old\.json /);
  assert.match(entry, /evidence: "ROTATED: jwt_secrets\.json [^;]*; was rotated /, 'what was done and how it ended stays on record');
  repo.git('rm', '--quiet', 'old.json');
  repo.commit('out again', { date: new Date(Date.now() + 2 * 86_400_000).toISOString() });
  repo.write('.env', `JWT_SECRET=${NEW}\nDATABASE_URL=${databaseUrl('fresh').url}\n`);
  assert.equal(verify(repo, ...files).status, 0);
  const [renewed = ''] = /^.*name: "jwt_secrets\.v1, JWT_SECRET", at: .*$/m.exec(ledgerOf(repo)) ?? [];
  assert.match(renewed, /evidence: "ROTATED: [^;]*; ROTATED: [^;]*; before: ROTATED: /);
  assert.equal(renewed.split('came back').length, 2, 'each return is told once');
});

test('what was verified and is weak or nearly the old value today is open again, named or not', () => {
  const repo = leakedShop();
  const env = (jwt: string, url: string): void => repo.write('.env', `JWT_SECRETS_V1=${jwt}\nDATABASE_URL=${url}\n`);
  const old = databaseUrl('leaked').url;
  const near = old.replace('@', '1@');
  const call = ['--current', '.env', '--only', 'DATABASE_URL'];
  env(NEW, databaseUrl('fresh').url);
  assert.equal(verify(repo, ...call).status, 0);
  assert.match(ledgerOf(repo), /DATABASE_URL/);
  assert.match(verify(repo, ...call).stdout, /rotated on .*\nnothing left to verify\n$/);
  for (const [url, outcome] of [[near, 'NEAR-COPY'], [old.replace(/:[^:@]+@/, ':changeme@'), 'WEAK-NEW']] as const) {
    env(NEW, url);
    const again = verify(repo, ...call);
    assert.equal(again.status, 1, outcome);
    assert.match(again.stdout, new RegExp(`^DATABASE_URL +\\w{6} {2}${outcome} `, 'm'));
    const entry = ledgerOf(repo).split('\n').find((line) => line.includes('DATABASE_URL')) ?? '';
    assert.match(entry, new RegExp(`until: [\\d-]{10}, .*; ${outcome}: `), 'the entry says since when it does not count');
    repo.commit('keep the record');
    assert.match(runCli(['audit'], { cwd: repo.dir }).stdout, /was rotated on [\d-]{10}, and verify saw on [\d-]{10} that it is not over/);
    env(NEW, databaseUrl('fresh').url);
    assert.equal(verify(repo, ...call).status, 0);
  }
});

test('a value in no file is UNKNOWN and 1; --only narrows to one incident', () => {
  const repo = leakedShop();
  repo.write('jwt_secrets.json', JSON.stringify({ v2: NEW }));
  const { status, stdout } = verify(repo, '--current', 'jwt_secrets.json');
  assert.equal(status, 1);
  assert.match(stdout, /^DATABASE_URL .*UNKNOWN +in none of the files given: add --current FILE$/m);
  assert.equal(verify(repo, '--current', 'jwt_secrets.json', '--only', 'jwt_secrets.v1').status, 0);
  const wrong = verify(repo, '--current', 'jwt_secrets.json', '--only', OLD);
  assert.equal(wrong.status, 2);
  assert.ok(!wrong.stderr.includes(OLD), 'what was typed is not repeated');
});

test('what the ledger adopted and no file knows is one line; JSON and --only have it', () => {
  const repo = leakedShop();
  runCli(['accept', '--all-existing', '--owner', 'ada', '--reason', 'day one'], { cwd: repo.dir });
  repo.commit('adopt');
  repo.write('new.env', `SMTP_PASSWORD=${password('mail')}\n`);
  repo.commit('leak', { date: new Date().toISOString() });
  repo.remove('new.env');
  repo.commit('take it out', { date: new Date().toISOString() });
  repo.write('now.env', `SMTP_PASSWORD=${password('other mail')}\n`);
  const { status, stdout } = verify(repo, '--current', 'now.env');
  assert.equal(status, 1);
  const adopted = '… and 2 secrets that the ledger adopted: UNKNOWN, for which this ends with 1; without them:  --only';
  const [, id = ''] = /^SMTP_PASSWORD {2}(\w{6}) {2}ROTATED /.exec(stdout) ?? [];
  assert.ok(stdout.split('\n').includes(`${adopted} ${id}`), stdout);
  assert.match(stdout, /^1 of 1 closed/m);
  assert.equal(verify(repo, '--current', 'now.env', '--only', id).status, 0);
  assert.match(verify(repo, '--current', 'now.env', '--only', 'DATABASE_URL').stdout, /^DATABASE_URL +\w{6} +UNKNOWN /);
  const all = verify(repo, '--current', 'now.env', '--format', 'json').stdout;
  const json = JSON.parse(all) as { results: { name: string }[] };
  assert.deepEqual(json.results.map(({ name }) => name).sort(), ['DATABASE_URL', 'jwt_secrets.v1']);
  assert.match(verify(repo, '--current', 'now.env').stdout, /ends with 1\nnothing else is open$/m);
});

test('nothing of a value, and no folder of this machine, stands in output or ledger', () => {
  const repo = leakedShop();
  const folder = repoAt(makeFolder());
  folder.write('.env', `# was ${OLD}\nDATABASE_URL=${databaseUrl('fresh').url}\nCOOKIE=${OLD}\n`);
  const { stdout, stderr } = verify(repo, '--current', join(folder.dir, '.env'));
  const all = stdout + stderr + ledgerOf(repo);
  for (const text of [OLD, NEW, databaseUrl('leaked').password, databaseUrl('fresh').password, folder.dir])
    assert.ok(!all.includes(text));
  assert.match(stdout, /REUSED +\.env uses the old value for COOKIE, at line 3/);
});

test('the old value in a comment is said, and does not keep the task open', () => {
  const repo = leakedShop();
  const { password } = databaseUrl('leaked');
  repo.write('.env', `# it was ${password} before\nDATABASE_URL=${databaseUrl('fresh').url}\n`);
  const { status, stdout } = verify(repo, '--current', '.env', '--only', 'DATABASE_URL');
  // as the audit calls it, also where a narrow terminal has only a part of that
  for (const name of ['app @ db.internal.example.org:5432/app', 'app @ db.…/app'])
    assert.equal(verify(repo, '--current', '.env', '--only', name).status, 0, name);
  assert.equal(verify(repo, '--current', '.env', '--only', 'app @ db.…/other').status, 2);
  assert.equal(status, 0);
  assert.match(stdout.replace(/\s+/g, ' '), /ROTATED .*; stands in a comment on line 1 of \.env: take it out/);
});

test('a comment behind a new value is a comment, and no other place of the old value is passed over for it', () => {
  const repo = leakedShop();
  const { password } = databaseUrl('leaked');
  const fresh = `DATABASE_URL=${databaseUrl('fresh').url}`;
  const outcome = (text: string): string => {
    repo.git('clean', '--force', '-dx', '--quiet', '.burnlist'); // what the run before closed
    repo.write('.env', text);
    return verify(repo, '--current', '.env', '--only', 'DATABASE_URL').stdout.replace(/\s+/g, ' ');
  };
  assert.match(outcome(`${fresh} # was ${password}\n`), /ROTATED .*; stands in a comment on line 1 of \.env/);
  assert.match(outcome(`${fresh}\nA="b" // ${password}\n`), /ROTATED .*; stands in a comment on line 2/);
  assert.match(outcome(`${fresh}\nMOUNT=smb //srv/share?pass=${password}\n`), /REUSED .* holds the old value on line 2/);
  assert.match(outcome(`# was ${password}\n${fresh}\nX: [a, ${password}]\n`), /REUSED \.env holds the old value on line 3/);
  assert.match(outcome(`${fresh}\nNOTE="see # ${password} there"\n`), /REUSED \.env holds the old value on line 2/);
  assert.match(outcome(`${fresh}\nX: [a#b, ${password}]\n`), /REUSED \.env holds the old value on line 2/);
});

test('standard input, a list of access keys, JSON for programs', () => {
  const repo = makeRepo({ name: 'shop' });
  const { id, secret } = awsPair('verify');
  repo.write('aws.env', `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\n`);
  repo.commit('start');
  const list = (status: string): string =>
    JSON.stringify({ AccessKeyMetadata: [{ UserName: 'ci', AccessKeyId: id, Status: status }] });
  const run = (status: string): Ended =>
    runCli(['verify', '--current', '-', '--format', 'json'], { cwd: repo.dir, input: list(status) });
  const active = JSON.parse(run('Active').stdout);
  assert.deepEqual([active.schema, active.closed, active.open], ['burnlist/verify@1', 0, 1]);
  assert.equal(active.results[0].outcome, 'STILL HONOURED');
  const inactive = run('Inactive');
  assert.equal(inactive.status, 0);
  assert.deepEqual(
    JSON.parse(inactive.stdout).results.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]),
    [['AWS_SECRET_ACCESS_KEY', 'REMOVED']],
  );
});

test('from a saved report, without its history: by id', () => {
  const repo = leakedShop();
  runCli(['audit', '--quiet', '--format', 'json=report.json'], { cwd: repo.dir });
  const other = makeRepo();
  other.write('report.json', readFileSync(join(repo.dir, 'report.json')));
  const run = (env: string): Ended => {
    other.write('.env', env);
    return verify(other, 'report.json', '--current', '.env', '--only', 'DATABASE_URL');
  };
  assert.match(run(`DATABASE_URL=${databaseUrl('leaked').url}\n`).stdout, /STILL CURRENT/);
  const rotated = run(`DATABASE_URL=${databaseUrl('fresh').url}\n`);
  assert.equal(rotated.status, 0);
  assert.match(rotated.stdout.replace(/\s+/g, ' '), /near-copies were not looked for/);
});

test('the ledger keeps what people wrote in it; one that cannot be read is 2 and stays as it is', () => {
  const repo = leakedShop();
  const kept = `- {id: ${'a'.repeat(26)}, status: accepted, reason: "ours", owner: ada, until: 2099-01-01}\n`;
  repo.write(LEDGER, kept);
  repo.write('.env', `DATABASE_URL=${databaseUrl('fresh').url}\n`);
  assert.equal(verify(repo, '--current', '.env').status, 1);
  assert.match(ledgerOf(repo), /status: accepted, reason: ours, owner: ada/);
  repo.write(LEDGER, '- {id: x}\n');
  assert.equal(verify(repo, '--current', '.env').status, 2);
  assert.equal(ledgerOf(repo), '- {id: x}\n');
});

test('an incomplete audit is 3, and what was seen is in the ledger', () => {
  const repo = leakedShop();
  repo.write('app.env', `DATABASE_URL=${databaseUrl('leaked').url}\n`);
  repo.commit('again');
  repo.remove('app.env');
  repo.commit('out again');
  const shallow = cloneRepo(repo, '--depth=2');
  shallow.write('.env', `DATABASE_URL=${databaseUrl('fresh').url}\n`);
  const { status, stderr } = verify(shallow, '--current', '.env');
  assert.equal(status, 3);
  assert.match(stderr, /incomplete/);
  assert.match(ledgerOf(shallow), /DATABASE_URL/);
});

test('wrong use is 2, in one line, and writes nothing', () => {
  const repo = leakedShop();
  for (const args of [
    [],
    ['--current', 'nowhere.env'],
    ['--current', '.git'],
    ['--current', '.gitignore', '--only', ''],
    ['--current', '.gitignore', '--format', 'csv'],
    ['nowhere', '--current', '.gitignore'],
  ]) {
    const { status, stdout, stderr } = verify(repo, ...args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^burnlist: [^\n]+\n$/);
  }
  assert.ok(!existsSync(join(repo.dir, '.burnlist')));
});

test('files of today in UTF-16, with a byte order mark or without, are read like any other', () => {
  const repo = leakedShop();
  const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  const text = `DATABASE_URL=${databaseUrl('leaked').url}\r\nMODE=production\r\n`;
  const forms = [
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    swapped(`\ufeff${text}`),
    Buffer.from(text, 'utf16le'),
    swapped(text),
    Buffer.from(`\ufeff${text}`, 'utf8'),
  ];
  for (const bytes of forms) {
    repo.write('.env', bytes);
    const { stdout } = verify(repo, '--current', '.env', '--only', 'DATABASE_URL');
    assert.match(stdout, /^DATABASE_URL +\w{6} {2}STILL CURRENT +\.env holds the old value at line 1$/m);
  }
});
