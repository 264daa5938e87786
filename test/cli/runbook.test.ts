/** `runbook check` and `runbook init` from outside. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret, password } from '../support/secrets.ts';

const PAGE = '# Secrets\n\nOwner: us\n\n## Rotating JWT_SECRET\n\n1. Generate\n2. Deploy\n3. Verify\n4. Revoke the old one\n';

function repoWith(env: string, runbook = PAGE): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('a.env', env);
  repo.write('docs/secrets.md', runbook);
  repo.commit('start');
  return repo;
}
const run = (repo: Repo, ...args: readonly string[]): Ended => runCli(['runbook', ...args], { cwd: repo.dir });

test('check: every name has a section, with score and reason: 0', () => {
  const { status, stdout, stderr } = run(repoWith(`JWT_SECRET=${jwtSecret('check')}\n`), 'check');
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /^1 runbook: docs\/secrets\.md$/m);
  assert.match(stdout, /^ {2}JWT_SECRET {2}docs\/secrets\.md#rotating-jwt_secret {2}100 {2}the name stands in the heading$/m);
  assert.match(stdout, /^1 name · 0 compromised without a section · 0 to mend$/m);
});

test('check: a compromised name without a section is 1, and init drafts what is missing', () => {
  const repo = repoWith(`JWT_SECRET=${jwtSecret('check')}\nDATABASE_URL=${databaseUrl('check').url}\n`);
  const { status, stdout } = run(repo, 'check');
  assert.equal(status, 1);
  assert.match(stdout, /^ {2}DATABASE_URL {2}NO SECTION \(database-url\): burnlist runbook init drafts one$/m);
  const drafted = run(repo, 'init');
  assert.equal(drafted.status, 0);
  assert.match(drafted.stdout, /^## Rotating DATABASE_URL$/m);
  assert.ok(!drafted.stdout.includes('JWT_SECRET'));
  repo.write('docs/databases.md', `# Rotation of databases\n\n${drafted.stdout}`);
  const again = run(repo, 'check');
  assert.deepEqual([again.status, /DATABASE_URL {2}.*docs\/databases\.md#/.test(again.stdout)], [0, true]);
});

test('a to-do of ours is no runbook, wherever it lies', () => {
  const repo = repoWith(`JWT_SECRET=${jwtSecret('check')}\n`);
  const linked = (): string => /docs\/\S+#\S+/.exec(runCli(['audit'], { cwd: repo.dir }).stdout)?.[0] ?? '';
  const [before, checked] = [linked(), run(repo, 'check').stdout];
  const todo = runCli(['todo', '--format', 'markdown=docs/incident-1.md'], { cwd: repo.dir });
  assert.deepEqual([todo.status, before], [0, 'docs/secrets.md#rotating-jwt_secret']);
  assert.equal(run(repo, 'check').stdout, checked, 'not committed');
  repo.commit('keep the list');
  assert.equal(linked(), before);
  assert.equal(run(repo, 'check').stdout, checked);
});

test('check: a warning about files names them', () => {
  const page = `${PAGE}\nKeep production secrets out of \`.env\` files.\n`;
  const { stdout } = run(repoWith(`JWT_SECRET=${jwtSecret('check')}\n`, page), 'check');
  assert.match(stdout, /! production secrets do not belong into files, says the runbook; it stood in a\.env \(docs\/secrets\.md:12\)/);
});

test('check: a secret in the runbook itself is dangerous: 1, with the line and without the value', () => {
  const value = password('in the page');
  const repo = repoWith('A=1\n', `${PAGE}\n\`\`\`sh\nexport ADMIN_PASSWORD='${value}'\n\`\`\`\n`);
  const { status, stdout } = run(repo, 'check');
  assert.equal(status, 1);
  assert.match(stdout, /^ {2}docs\/secrets\.md:13 {2}a secret stands here \(ADMIN_PASSWORD\).*\(dangerous\)$/m);
  assert.ok(!stdout.includes(value));
});

test('check: a page is looked at as it stands, committed or not, also one that is named', () => {
  const value = password('being written');
  const repo = repoWith('A=1\n');
  const written = `${PAGE}\n\`\`\`sh\nexport ADMIN_PASSWORD='${value}'\n\`\`\`\n`;
  const line = /:13 {2}a secret stands here \(ADMIN_PASSWORD\).*\(dangerous\)$/m;
  repo.write('docs/secrets.md', written);
  repo.write('page.txt', written);
  repo.write('docs/rotation-new.md', written.replaceAll('JWT_SECRET', 'OTHER_SECRET'));
  for (const args of [['check'], ['check', '--runbook', 'page.txt']]) {
    const { status, stdout } = run(repo, ...args);
    assert.equal(status, 1, stdout);
    assert.match(stdout, line);
    assert.ok(!stdout.includes(value));
  }
  assert.match(run(repo, 'check').stdout, /docs\/rotation-new\.md:13 {2}a secret/);
  repo.commit('the secret is in history now');
  repo.remove('docs/rotation-new.md');
  repo.write('docs/secrets.md', PAGE);
  const { stdout } = run(repo, 'check');
  assert.doesNotMatch(stdout, /stands here/);
});

test('check: a terminal width is kept, with every word of the wide page', () => {
  const env = `JWT_SECRET=${jwtSecret('check')}\nDATABASE_URL=${databaseUrl('check').url}\n`;
  const { dir } = repoWith(env, PAGE.replace('Owner: us\n', ''));
  const check = (COLUMNS: string): string => runCli(['runbook', 'check'], { cwd: dir, env: { COLUMNS } }).stdout;
  const narrow = check('60');
  for (const line of narrow.split('\n')) assert.ok(line.length <= 60, line);
  assert.deepEqual(narrow.split(/\s+/), check('').split(/\s+/));
});

test('init takes names, found or not, and kinds', () => {
  const repo = repoWith('A=1\n');
  const { stdout } = run(repo, 'init', 'GITHUB_TOKEN', 'STRIPE_KEY', 'aws-access-key');
  assert.match(stdout, /^## Rotating GITHUB_TOKEN$[^]*^## Rotating STRIPE_KEY$[^]*^## Rotating aws-access-key$/m);
  assert.match(stdout, /GitHub's endpoint for leaked credentials/);
  assert.match(stdout, /^## Rotating STRIPE_KEY\n\n<!-- Drafted by burnlist from its rules for payment-key:/m);
  assert.match(run(repo, 'init', 'OUR_OWN_VALUE').stdout, /from its rules for generic-secret:/);
  assert.equal(run(repo, 'init').stdout, 'Every name has a section: burnlist runbook check\n');
});

test('a binding or a page that is not there is 2 in every command, leak or not, with its line', () => {
  const repo = repoWith('A=1\n');
  const commands = [['audit'], ['todo'], ['runbook', 'check'], ['verify', '--current', 'a.env'], ['accept', '--all-existing']];
  const slips: readonly (readonly [string, string])[] = [
    ['runbooks: [docs/*.md]\nbind: { JWT_SECRET: docs/secrets.md#gone }\n', '2:21: bind.JWT_SECRET: docs/secrets.md has no section #gone'],
    ['bind:\n  jwt-secret: docs/other.md#x\n', '2:15: bind.jwt-secret: docs/other.md is no runbook that was read'],
    ['runbooks:\n  - docs/gone.md\n', '2:5: runbooks[0]: no file docs/gone.md'],
  ];
  for (const [config, message] of slips) {
    repo.write('.burnlist/config.yaml', config);
    repo.commit('configure');
    for (const args of commands) {
      const { status, stderr } = runCli(args, { cwd: repo.dir });
      assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
      assert.ok(stderr.startsWith(`burnlist: .burnlist/config.yaml:${message}`), stderr);
    }
  }
  repo.write('.burnlist/config.yaml', 'bind: { JWT_SECRET: docs/secrets.md#rotating-jwt_secret }\n');
  repo.commit('mend');
  for (const args of commands) assert.notEqual(runCli(args, { cwd: repo.dir }).status, 2, args.join(' '));
});

test('values that only a rule of the team knows are masked in a page from outside as well', () => {
  const repo = repoWith(`JWT_SECRET=${jwtSecret('own')}\n`);
  const value = `acme_${password('own')}`;
  repo.write('.burnlist/rules.yaml', OWN_RULE);
  repo.write('.burnlist/config.yaml', 'rules: [.burnlist/rules.yaml]\n');
  const other = makeRepo();
  other.write('ops.md', `# Ops\n\n## Rotating JWT_SECRET\n\n1. Generate it, the one before was ${value}\n2. Deploy\n`);
  const { status, stdout } = runCli(['todo', '--runbook', `${other.dir}/ops.md`], { cwd: repo.dir });
  assert.equal(status, 0);
  assert.match(stdout, /Generate it, the one before was ••••/);
  assert.ok(!stdout.includes(value));
});

const OWN_RULE = `provider: acme
rules:
  - id: acme-token
    name: Acme token
    kind: generic-secret
    source: https://acme.example/docs
    literals: ['acme_']
    before: 8
    after: 48
    pattern: '(?<value>acme_[A-Za-z0-9]{19})(?![A-Za-z0-9])'
    confidence: high
    generated: true
    examples:
      match: ['«acme_{alnum:19}»']
      skip: ['acme_short']
`;

test('anything else is 2', () => {
  const repo = repoWith('A=1\n');
  for (const args of [[], ['mend'], ['check', 'X'], ['check', '--runbook', 'nowhere.md'], ['init', '--format', 'json']]) {
    const { status, stdout, stderr } = run(repo, ...args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^burnlist: [^\n]+\n$/);
  }
});

test('check: a name with several values is one line, and a step that keeps them alive is said once for all names', () => {
  const env = ['one', 'two', 'three'].map((name) => `JWT_SECRET=${jwtSecret(name)}\n`);
  const named = PAGE.replace('Rotating JWT_SECRET', 'Rotating JWT_SECRET and SESSION_SECRET');
  const page = named.replace('2. Deploy', '2. Deploy; old tokens stay valid until they expire');
  const repo = repoWith(`${env[0]}SESSION_SECRET=${jwtSecret('session')}\n`, page);
  for (const line of env.slice(1)) {
    repo.write('a.env', line);
    repo.commit('another');
  }
  const { stdout } = run(repo, 'check');
  assert.equal(stdout.match(/^ {2}JWT_SECRET /gm)?.length, 1, stdout);
  assert.match(stdout, /^2 names · 0 compromised without a section · /m);
  const overlap = stdout.match(/keeps the old .* valid, and no section says/g) ?? [];
  assert.equal(overlap.length, 1);
  assert.match(overlap[0] ?? '', /JWT_SECRET.*SESSION_SECRET|SESSION_SECRET.*JWT_SECRET/);
});

test('check: what no commit has is no 1 without a section', () => {
  const repo = repoWith('DEBUG=1\n');
  repo.gitWith(`DATABASE_URL=${databaseUrl('loose').url}\n`, 'hash-object', '-w', '--stdin');
  const { status, stdout } = run(repo, 'check');
  assert.match(stdout, /^1 name · 0 compromised without a section, and 1 known, settled or in no branch · 0 to mend$/m);
  assert.equal(status, 0);
});

test('check: what was adopted and has no section is counted apart, and is no 1', () => {
  const repo = repoWith(`DATABASE_URL=${databaseUrl('check').url}\n`);
  assert.match(run(repo, 'check').stdout, /^1 name · 1 compromised without a section · /m);
  assert.equal(runCli(['accept', '--all-existing'], { cwd: repo.dir }).status, 0);
  const { status, stdout } = run(repo, 'check');
  assert.match(stdout, /^1 name · 0 compromised without a section, and 1 known, settled or in no branch · 0 to mend$/m);
  assert.equal(status, 0);
});
