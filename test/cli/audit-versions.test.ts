/** One place over many versions: what the audit says of it is the strongest, the worst and all the names of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters, jwtSecret, password } from '../support/secrets.ts';

interface Secret {
  readonly rule: string;
  readonly kind: string;
  readonly confidence: string;
  readonly nature: string;
  readonly verdict: string;
  readonly names: readonly { readonly name: string; readonly kind: string }[];
  readonly occurrences: readonly {
    readonly where: string;
    readonly path: string;
    readonly line: number;
    readonly rule: string;
    readonly name: string | null;
    readonly nature: string;
    readonly confidence: string;
    readonly commit: string | null;
    readonly blob: string | null;
    readonly versions: number;
  }[];
  readonly rotation: readonly { readonly name: string }[];
}

function audit(repo: Repo): { status: number | null; secrets: readonly Secret[] } {
  const { status, stdout } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  return { status, secrets: JSON.parse(stdout).secrets };
}

/** A commit for each version of one file. */
function versions(path: string, ...contents: readonly string[]): { repo: Repo; commits: readonly string[] } {
  const repo = makeRepo();
  const commits = contents.map((content, index) => {
    repo.write(path, content);
    return repo.commit(`version ${index}`);
  });
  return { repo, commits };
}

test('a value that gets its keyword later is judged by the keyword, and dated by its first version', () => {
  const value = jwtSecret('a');
  const { repo, commits } = versions('notes.txt', `\nvalue ${value}\n`, `\nJWT_SECRET=${value}\n`);
  const { status, secrets } = audit(repo);
  assert.equal(status, 1);
  const [secret] = secrets;
  assert.deepEqual(
    [secret!.rule, secret!.kind, secret!.confidence, secret!.verdict],
    ['jwt-signing-secret', 'jwt-secret', 'high', 'compromised'],
  );
  const [place, ...others] = secret!.occurrences;
  assert.deepEqual(others, []);
  assert.deepEqual(
    [place!.rule, place!.name, place!.confidence, place!.line, place!.commit, place!.versions],
    ['jwt-signing-secret', 'JWT_SECRET', 'high', 2, commits[0], 2],
  );
  assert.equal(place!.blob, repo.git('rev-parse', `${commits[0]}:notes.txt`));
});

test('a keyword that is taken away leaves the secret what it was', () => {
  const value = jwtSecret('a');
  const { repo } = versions('notes.txt', `JWT_SECRET=${value}\n`, `value ${value}\n`);
  const { status, secrets } = audit(repo);
  assert.deepEqual([status, secrets[0]!.rule, secrets[0]!.confidence], [1, 'jwt-signing-secret', 'high']);
});

test('each name that a place ever had is a rotation of its own', () => {
  const value = jwtSecret('a');
  const { repo } = versions('app.env', `JWT_SECRET=${value}\n`, `SESSION_PASSWORD=${value}\n`, `JWT_SECRET=${value}\n`);
  const [secret] = audit(repo).secrets;
  assert.deepEqual(secret!.names.map(({ name }) => name).sort(), ['JWT_SECRET', 'SESSION_PASSWORD']);
  assert.deepEqual(secret!.rotation.map(({ name }) => name).sort(), ['JWT_SECRET', 'SESSION_PASSWORD']);
});

test('each account that a place ever named is a rotation of its own', () => {
  const secret = password('a');
  const url = (host: string): string => `postgresql://app:${secret}@${host}:5432/app\n`;
  const { repo } = versions('hosts.txt', url('db1.internal.example.org'), url('db2.internal.example.org'));
  assert.deepEqual(
    audit(repo)
      .secrets[0]!.names.map(({ name }) => name)
      .sort(),
    ['app@db1.internal.example.org:5432/app', 'app@db2.internal.example.org:5432/app'],
  );
});

test('the nature is the worst that any version had', () => {
  const value = `${characters('a', 'abcdefgh', 8)}1!`;
  const { repo } = versions('app.env', `JWT_SECRET=${value}\n`, `DB_PASSWORD=${value}\n`);
  const { secrets } = audit(repo);
  assert.equal(secrets.length, 1);
  assert.deepEqual([secrets[0]!.nature, secrets[0]!.occurrences[0]!.nature], ['secret', 'secret']);
});

test('what is staged over a weaker version is a place of its own', () => {
  const value = jwtSecret('a');
  const { repo } = versions('notes.txt', `value ${value}\n`);
  assert.equal(audit(repo).status, 0);
  repo.write('notes.txt', `JWT_SECRET=${value}\n`);
  repo.git('add', '.');
  const { status, secrets } = audit(repo);
  assert.deepEqual([status, secrets[0]!.rule, secrets[0]!.verdict], [1, 'jwt-signing-secret', 'compromised']);
  assert.deepEqual(
    secrets[0]!.occurrences.map(({ where, confidence }) => `${where} ${confidence}`),
    ['blob low', 'index high'],
  );
  repo.commit('commit it');
  assert.equal(audit(repo).secrets[0]!.occurrences.length, 1);
});
