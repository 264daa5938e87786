/** `sweep --suspect`: a name with all that was ever assigned to it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters, jsonWebToken, jwtSecret } from '../support/secrets.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

interface Seen {
  readonly names: readonly { readonly name: string }[];
  readonly occurrences: readonly { readonly path: string }[];
}

function sweep(repo: Repo, ...suspects: readonly string[]): { status: number | null; secrets: Seen[] } {
  const asked = suspects.map((suspect) => `--suspect=${suspect}`);
  const { status, stdout, stderr } = runCli(['sweep', '--format=json', ...asked], { cwd: repo.dir });
  assert.ok(stdout !== '', stderr);
  return { status, secrets: JSON.parse(stdout).secrets };
}

test('a suspected name: all its values with their lifetimes, weak ones too, and what belongs to them', () => {
  const repo = makeRepo();
  const set = (line: string, date: string): string => {
    repo.write('app.env', `${line}\n`);
    return repo.commit(line.slice(0, 9), { date });
  };
  set('JWT_SECRET=hunter-two', '2025-01-01T00:00:00Z');
  set(`JWT_SECRET=${jwtSecret('second')}`, '2025-02-01T00:00:00Z');
  set('JWT_SECRET=${FROM_VAULT}', '2025-03-01T00:00:00Z');
  repo.write('config.js', `const jwtSecret = '${jwtSecret('third')}';\n`);
  repo.write('token.txt', `${jsonWebToken({ sub: 'a', exp: 1 }, jwtSecret('third'))}\n`);
  repo.write('other.env', `DATABASE_PASSWORD=${characters('x', ALPHABET, 20)}\n`);
  repo.commit('more', { date: '2025-04-01T00:00:00Z' });
  const { status, secrets } = sweep(repo, 'JWT_SECRET');
  assert.equal(status, 1);
  const named = secrets.filter(({ names }) => names.some(({ name }) => /jwt_?secret/i.test(name)));
  assert.equal(named.length, 3);
  assert.equal(secrets.length, 4);
  const { stdout } = runCli(['sweep', '--suspect', 'JWT_SECRET', '--as-of', '2025-06-01'], { cwd: repo.dir });
  const lines = stdout.split('\n').filter((line) => /^ {2}jwt_?secret .{6}: /i.test(line));
  assert.deepEqual(
    lines.map((line) => line.replace(/ .{6}:/, '').trim()),
    ['JWT_SECRET 2025-01-01 → 2025-01-01', 'JWT_SECRET 2025-02-01 → 2025-02-01', 'jwtSecret 2025-04-01 → in HEAD'],
  );
  assert.match(stdout, /not shown: 1 other secret;/);
  assert.match(runCli(['sweep', '--suspect', '*_PASSWORD'], { cwd: repo.dir }).stdout, /DATABASE_PASSWORD .{6}: 2025-04-01 → in HEAD/);
  assert.equal(sweep(repo, 'NEVER_HEARD').status, 0);
});

test('a suspected name is that name in what holds it, and in a map of several', () => {
  const repo = makeRepo();
  const value = (seed: string): string => characters(`held ${seed}`, ALPHABET, 12);
  const held = {
    'a.js': `process.env.API_PHRASE = '${value('a')}';\n`,
    'b.properties': `app.api.phrase=${value('b')}\n`,
    'c.js': `const phrase = process.env.API_PHRASE || '${value('c')}';\n`,
  };
  for (const [path, text] of Object.entries(held)) repo.write(path, text);
  repo.write('other.env', `MY_API_PHRASE=${value('other')}\n`);
  repo.write('config/jwt_secrets.json', JSON.stringify({ '2025-01': jwtSecret('k1'), '2025-02': jwtSecret('k2') }));
  repo.commit('start');
  const paths = (suspect: string): string[] =>
    sweep(repo, suspect).secrets.flatMap(({ occurrences }) => occurrences.map(({ path }) => path));
  assert.deepEqual(paths('API_PHRASE').sort(), Object.keys(held));
  assert.deepEqual(paths('JWT_SECRET'), ['config/jwt_secrets.json', 'config/jwt_secrets.json']);
});

test('of a suspected name it is said what was assigned to it and is no value, and nothing of other names', () => {
  const repo = makeRepo();
  repo.write('a.env', 'JWT_SECRET=changeme\nJWT_SECRET=${FROM_VAULT}\nJWT_SECRET=TODO\nAPI_SECRET=${FROM_VAULT}\n');
  repo.commit('start');
  const swept = runCli(['sweep', '--suspect', 'JWT_SECRET'], { cwd: repo.dir }).stdout;
  assert.match(swept, /^ {2}JWT_SECRET: also given 2 placeholders, references or pieces of code \(--explain lists what\)$/m);
  const places = runCli(['sweep', '--suspect', 'JWT_SECRET', '--explain'], { cwd: repo.dir }).stdout.match(/a\.env:\d+ .*/g);
  assert.deepEqual(places, ['a.env:3   suspected-name   JWT_SECRET', 'a.env:2   suspected-name   JWT_SECRET']);
});

test('what was assigned to a suspected name makes the status 1, whatever is in it', () => {
  const url = (password: string, host: string): string => `postgres://app:${password}@${host}/x`;
  const assigned = {
    'code.js': `const SETUP = "${url('sunny', 'db.example.com')}";\n`,
    'known.env': `SETUP=${url('hunter2', 'db:5432')}\n`,
  };
  for (const [path, text] of Object.entries(assigned)) {
    const repo = makeRepo();
    repo.write(path, text);
    repo.commit('start');
    assert.equal(runCli(['sweep', '--suspect', 'SETUP'], { cwd: repo.dir }).status, 1, path);
  }
});

test('of a URL that was assigned to a suspected name the password is the secret, once, with its host', () => {
  const repo = makeRepo();
  const secret = (name: string): string => characters(name, ALPHABET, 20);
  repo.write('local.env', `DATABASE_URL=postgres://shop:${secret('local')}@localhost:5432/shop\n`);
  repo.write('Dockerfile', `FROM scratch\nENV DATABASE_URL postgres://shop:${secret('image')}@localhost:5432/shop\n`);
  repo.write('app.json', `{"DATABASE_URL": "jdbc:postgresql://db.corp.net/shop?user=shop&password=${secret('jdbc')}"}\n`);
  repo.write('odd.env', `DATABASE_URL=x-${secret('odd')}\n`);
  repo.commit('start');
  const { secrets } = sweep(repo, 'DATABASE_URL');
  assert.deepEqual(
    secrets.map(({ names, occurrences: [one] }) => `${one!.path} ${names.map(({ name }) => name).join()}`).sort(),
    ['Dockerfile DATABASE_URL', 'app.json DATABASE_URL', 'local.env DATABASE_URL', 'odd.env DATABASE_URL'],
  );
  assert.match(runCli(['sweep', '--suspect', 'DATABASE_URL'], { cwd: repo.dir }).stdout, /shop @ localhost:5432\/shop/);
});

test('what a report of ours says of a name is no value of it, in whatever format; a list of names and values is', () => {
  const repo = makeRepo();
  repo.write('.env', `JWT_SECRET=${jwtSecret('told')}\n`);
  repo.commit('start');
  const formats = ['json', 'sarif', 'text', 'markdown', 'html', 'github'];
  runCli(['sweep', ...formats.map((format) => `--format=${format}=report-${format}`)], { cwd: repo.dir });
  const listed = characters('listed', ALPHABET, 9);
  repo.write('settings.json', `[{"name": "JWT_SECRET", "value": "${listed}"}]\n`);
  repo.write('keys.js', `store("JWT_SECRET", "${listed}2");\n`);
  const { secrets } = sweep(repo, 'JWT_SECRET');
  const paths = secrets.flatMap(({ occurrences }) => occurrences.map(({ path }) => path));
  assert.deepEqual(paths.sort(), ['.env', 'keys.js', 'settings.json']);
});
