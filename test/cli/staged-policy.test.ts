/** The hook and what the team has decided: marks, allow-list, ledger; what is blocked at all; formats and modes. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { awsAccount, awsPair, characters, jwtSecret, password } from '../support/secrets.ts';

const SILENT = { status: 0, stdout: '', stderr: '' };

function staged(repo: Repo, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ReturnType<typeof runCli> {
  return runCli(['staged', ...args], { cwd: repo.dir, env });
}

/** A new repository with these files staged. */
function withStaged(files: Readonly<Record<string, string>>): Repo {
  const repo = makeRepo();
  for (const [path, content] of Object.entries(files)) repo.write(path, content);
  repo.git('add', '--all', '--force');
  return repo;
}

test('a mark on the line or the line above lets a value pass', () => {
  const line = `JWT_SECRET=${jwtSecret('a')}`;
  const repo = withStaged({
    'same.env': `${line} # burnlist:allow jwt-signing-secret used in tests\n`,
    'above.env': `# burnlist:allow jwt-signing-secret used in tests\n${line}\n`,
    'kind.env': `${line} # burnlist:allow jwt-secret used in tests\n`,
    'other.env': `${line} # gitleaks:allow\n`,
    'third.env': `${line} # pragma: allowlist secret\n`,
  });
  assert.deepEqual(staged(repo), SILENT);
});

test('a mark for another rule, without a rule, or out of reach lets nothing pass', () => {
  const line = (name: string): string => `JWT_SECRET=${jwtSecret(name)}`;
  const repo = withStaged({
    'another.env': `${line('a')} # burnlist:allow github-token used in tests\n`,
    'nameless.env': `${line('b')} # burnlist:allow\n`,
    'below.env': `${line('c')}\n# burnlist:allow jwt-signing-secret\n`,
    'far.env': `# burnlist:allow jwt-signing-secret\n\n${line('d')}\n`,
  });
  const { stderr } = staged(repo);
  assert.match(stderr, /^burnlist: 4 secrets /);
  const said = stderr.replace(/\s+/g, ' ');
  assert.match(said, /The mark on line 1 of another\.env is for github-token and does not cover jwt-signing-secret\./);
  assert.match(said, /The mark on line 1 of nameless\.env names no rule and does not cover jwt-signing-secret\./);
  assert.doesNotMatch(said, /of (?:below|far)\.env/);
  repo.commit('all the same');
  const report = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout);
  const reasons = report.secrets.map((secret: { reasons: string[] }) => secret.reasons[0]).sort();
  assert.deepEqual(
    reasons.filter((reason: string) => reason.startsWith('the mark')),
    ['another.env is for github-token', 'nameless.env names no rule'].map(
      (said) => `the mark on line 1 of ${said} and does not cover jwt-signing-secret`,
    ),
  );
});

test('the allow-list of the index counts, and that of the working tree does not', () => {
  const repo = withStaged({
    'tests/a.env': `JWT_SECRET=${jwtSecret('a')}\n`,
    'b.env': `JWT_SECRET=${jwtSecret('b')}\n`,
  });
  repo.write('.burnlist/config.yaml', 'allow:\n  - { path: "**", reason: everything }\n');
  assert.match(staged(repo).stderr, /^burnlist: 2 secrets /);
  repo.write('.burnlist/config.yaml', 'allow:\n  - { path: "tests/**", rule: jwt-signing-secret, reason: made up }\n');
  repo.git('add', '.burnlist');
  assert.match(staged(repo).stderr, /^burnlist: 1 secret [^]* b\.env:1 /);
});

test('a configuration or ledger with a slip stops the commit with file, line and column', () => {
  const repo = withStaged({ 'a.txt': 'a\n', '.burnlist/config.yaml': 'disable: []\nalow: []\n' });
  const slip = staged(repo);
  assert.equal(slip.status, 2);
  assert.match(slip.stderr, /^burnlist: \.burnlist\/config\.yaml:2:1: .*allow[^\n]*\n$/);
  const other = withStaged({ 'a.txt': 'a\n', '.burnlist/ledger.yaml': '- { id: x, status: known }\n' });
  assert.equal(staged(other).status, 2);
});

test('a policy file that the index names and the store lost is no missing policy', () => {
  for (const change of ['staged', 'committed', 'message'] as const) {
    const repo = withStaged({
      '.burnlist/config.yaml': 'marks: honour\n',
      '.burnlist/rules.txt': 'x\n',
      'a.txt': 'a\n',
    });
    const blob = repo.git('rev-parse', ':.burnlist/config.yaml');
    if (change !== 'staged') repo.commit('start');
    repo.write('b.txt', 'b\n');
    repo.git('add', 'b.txt');
    const args = change === 'message' ? ['--message', 'b.txt'] : [];
    assert.deepEqual(staged(repo, args), SILENT);
    const object = `${repo.dir}/.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`;
    chmodSync(object, 0o644);
    writeFileSync(object, 'junk');
    assert.equal(staged(repo, args).status, 3, change);
    rmSync(object);
    const { status, stderr } = staged(repo, args);
    assert.equal(status, 3, change);
    assert.match(
      stderr,
      /^burnlist: the policy cannot be read: \.burnlist\/config\.yaml is missing or corrupt[^\n]*\n$/,
    );
  }
  const other = withStaged({ '.burnlist/notes.txt': 'x\n' });
  other.commit('start');
  other.write('b.txt', 'b\n');
  other.git('add', 'b.txt');
  assert.deepEqual(staged(other), SILENT);
});

/** The ledger's line for the only secret that is staged. */
function ledgerLine(repo: Repo, status: string): string {
  const { secrets } = JSON.parse(staged(repo, ['--format', 'json']).stdout);
  return `- { id: ${secrets[0].id}, ${status} }\n`;
}

test('what the ledger accepts passes until the day after it runs out', () => {
  const repo = withStaged({ 'a.env': `JWT_SECRET=${jwtSecret('a')}\n` });
  const entry = 'status: accepted, reason: a test, owner: ada, until: 2026-06-30, on: 2026-01-01';
  repo.write('.burnlist/ledger.yaml', ledgerLine(repo, entry));
  repo.git('add', '--all');
  assert.deepEqual(staged(repo, ['--as-of', '2026-06-30']), SILENT);
  assert.equal(staged(repo, ['--as-of', '2026-07-01']).status, 1);
});

test('a new place of a known or rotated value is refused, that of a false positive is not', () => {
  const repo = withStaged({ 'a.env': `JWT_SECRET=${jwtSecret('a')}\n` });
  const expected = { known: 1, rotated: 1, 'false-positive': 0 };
  for (const [status, exit] of Object.entries(expected)) {
    repo.write(
      '.burnlist/ledger.yaml',
      ledgerLine(repo, `status: ${status}, reason: r, owner: ada, on: 2026-01-01, evidence: e`),
    );
    repo.git('add', '--all');
    assert.equal(staged(repo).status, exit, status);
  }
});

test('an ARN with a real account id is refused, one from documentation or of AWS itself is not', () => {
  const real = withStaged({ 'main.tf': `role = "arn:aws:iam::${awsAccount('a')}:role/deploy"\n` });
  const { status, stderr } = staged(real);
  assert.equal(status, 1);
  assert.match(stderr, /^burnlist: 1 identifier /);
  const known = ['111122223333', '123456789012', '444455556666', 'aws'];
  const documented = withStaged({ 'main.tf': known.map((id) => `role = "arn:aws:iam::${id}:role/x"\n`).join('') });
  assert.deepEqual(staged(documented), SILENT);
});

test('where the configuration names the AWS accounts of the team, ARNs of others are accepted, secret keys of none', () => {
  const config = `aws: {accounts: ['${awsAccount('ours')}']}\n`;
  const having = (content: string): Repo => withStaged({ '.burnlist/config.yaml': config, 'main.tf': content });
  const arn = (account: string): string => `role = "arn:aws:iam::${account}:role/deploy"\n`;
  assert.equal(staged(having(arn(awsAccount('ours')))).status, 1);
  const theirs = having(arn(awsAccount('theirs')));
  assert.deepEqual(staged(theirs), SILENT);
  theirs.commit('start');
  const [found] = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: theirs.dir }).stdout).secrets;
  assert.deepEqual([found.verdict, found.reasons[0]], [
    'accepted',
    'its AWS account is none of aws.accounts in the configuration',
  ]);
  assert.doesNotMatch(runCli(['todo'], { cwd: theirs.dir }).stdout, /Identifiers to move/);
  const { id, secret } = awsPair('theirs');
  assert.equal(staged(having(`aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`)).status, 1);
});

test('a key id alone may be committed, its secret key may not', () => {
  const { id, secret } = awsPair('a');
  assert.deepEqual(staged(withStaged({ 'aws.ini': `aws_access_key_id = ${id}\n` })), SILENT);
  assert.equal(
    staged(withStaged({ 'aws.ini': `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n` })).status,
    1,
  );
});

test('a guessable signing secret is refused as weak; a well-known pair on a local host is not even shown', () => {
  const weak = withStaged({ 'app.env': `JWT_SECRET=${characters('a', 'abcdefgh', 8)}1!\n` });
  assert.equal(JSON.parse(staged(weak, ['--format', 'json']).stdout).secrets[0].nature, 'weak');
  assert.equal(staged(weak).status, 1);
  const local = withStaged({ 'app.env': 'DATABASE_URL=postgres://postgres:postgres@localhost:5432/app\n' });
  assert.deepEqual(staged(local), SILENT);
});

test('what --fail-on names is what is refused and shown', () => {
  const repo = withStaged({ 'app.env': 'DATABASE_URL=postgres://postgres:postgres@localhost:5432/app\n' });
  const { status, stderr } = staged(repo, ['--fail-on', 'public-default']);
  assert.equal(status, 1);
  assert.match(stderr, /app\.env:1/);
  repo.write('b.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  assert.deepEqual(staged(repo, ['--fail-on', 'none']), SILENT);
});

test('a list that was made for audits leaves the hook as it is', () => {
  const repo = withStaged({
    '.burnlist/config.yaml': 'failOn: [compromised, P1]\n',
    'app.env': `JWT_SECRET=${jwtSecret('a')}\n`,
  });
  assert.equal(staged(repo).status, 1);
  repo.write('app.env', 'DATABASE_URL=postgres://postgres:postgres@localhost:5432/app\n');
  repo.git('add', '.');
  assert.deepEqual(staged(repo), SILENT);
});

test('a tracked .env gets one line and does not stop the commit, unless asked to', () => {
  const repo = withStaged({ '.env': 'MODE=test\n', '.env.example': 'MODE=\n' });
  const { status, stdout, stderr } = staged(repo);
  assert.deepEqual([status, stdout], [0, '']);
  assert.match(stderr, /^burnlist: \.env: [^\n]+\n$/);
  assert.equal(staged(repo, ['--fail-on', 'risks']).status, 1);
  repo.commit('start');
  repo.write('.env', 'MODE=live\n');
  repo.git('add', '.');
  assert.deepEqual(staged(repo), SILENT);
});

test('a key map is known by its file name, in whatever folder, and is nothing under another name', () => {
  const map = JSON.stringify({ v1: jwtSecret('1').slice(0, 12), v2: jwtSecret('2') });
  const { status, stderr } = staged(withStaged({ 'config/deep/jwt_secrets.json': map }));
  assert.equal(status, 1);
  assert.match(stderr, /^burnlist: 2 secrets [^]*jwt_secrets\.v1 /);
  assert.deepEqual(
    staged(withStaged({ 'config/colours.json': JSON.stringify({ v1: jwtSecret('1').slice(0, 12) }) })),
    SILENT,
  );
});

test('a report that was asked for is written also when nothing is staged, and names its repository', () => {
  for (const head of [true, false]) {
    const repo = makeRepo({ name: 'shop' });
    if (head) repo.commit('one');
    const { status, stdout } = staged(repo, ['--format', 'json', '--format', 'json=../report.json']);
    assert.equal(status, 0);
    const report = JSON.parse(stdout) as { repositories: unknown; secrets: unknown };
    const id = head ? repo.git('rev-parse', 'HEAD') : null;
    assert.deepEqual(report.repositories, [
      { name: 'shop', head: id, shallow: false, partial: false, remote: false, objectFormat: 'sha1' },
    ]);
    assert.deepEqual(report.secrets, []);
    assert.equal(readFileSync(`${repo.dir}/../report.json`, 'utf8'), stdout);
  }
});

test('under pre-commit, nothing staged is no success, except inside a commit', () => {
  const repo = withStaged({ 'a.txt': 'a\n' });
  repo.commit('start');
  const { status, stdout, stderr } = staged(repo, [], { PRE_COMMIT: '1' });
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /^burnlist: nothing was staged[^\n]+--from-ref[^\n]+\n$/);
  assert.deepEqual(staged(repo, [], { PRE_COMMIT: '1', GIT_INDEX_FILE: `${repo.dir}/.git/index` }), SILENT);
});

test('under pre-commit with two refs that range is scanned, and not the index', () => {
  const repo = withStaged({ 'a.txt': 'a\n' });
  const from = repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  const to = repo.commit('secret');
  const { status, stdout } = staged(repo, [], { PRE_COMMIT: '1', PRE_COMMIT_FROM_REF: from, PRE_COMMIT_TO_REF: to });
  assert.equal(status, 1);
  assert.match(stdout, /JWT_SECRET/);
  const none = staged(repo, [], { PRE_COMMIT: '1', PRE_COMMIT_FROM_REF: to, PRE_COMMIT_TO_REF: to });
  assert.equal(none.status, 0);
});

test('JSON is a report by the schema, on standard output or in a file', () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: false, formats: { date: true } }).compile(schema);
  const repo = withStaged({ 'a.env': `JWT_SECRET=${jwtSecret('a')}\n`, '.env': 'MODE=test\n' });
  const { status, stdout } = staged(repo, ['--format', 'json', '--format', 'json=report.json']);
  assert.equal(status, 1);
  assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
  const report = JSON.parse(stdout);
  assert.equal(readFileSync(`${repo.dir}/report.json`, 'utf8'), stdout);
  assert.deepEqual([report.secrets[0].verdict, report.secrets[0].occurrences[0].where], ['uncommitted', 'index']);
  assert.equal(report.risks[0].path, '.env');
  assert.ok(!stdout.includes(jwtSecret('a')));
});

test('--explain shows the chain for an id that the refusal names', () => {
  const repo = withStaged({ 'a.env': `JWT_SECRET=${password('a')}\n` });
  const [, id] = /--explain ([a-z2-7]+)/.exec(staged(repo).stderr) ?? [];
  assert.notEqual(id, undefined);
  const { status, stdout } = staged(repo, ['--explain', id!]);
  assert.equal(status, 1);
  assert.match(stdout, /jwt-signing-secret[^]*a\.env:1/);
  assert.ok(!stdout.includes(password('a')));
  assert.equal(staged(repo, ['--explain', 'aaaaaaaa']).status, 2);
});
