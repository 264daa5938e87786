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

test('check: a secret in the runbook itself is dangerous: 1, with the line and without the value', () => {
  const value = password('in the page');
  const repo = repoWith('A=1\n', `${PAGE}\n\`\`\`sh\nexport ADMIN_PASSWORD='${value}'\n\`\`\`\n`);
  const { status, stdout } = run(repo, 'check');
  assert.equal(status, 1);
  assert.match(stdout, /^ {2}docs\/secrets\.md:13 {2}a secret stands here \(ADMIN_PASSWORD\).*\(dangerous\)$/m);
  assert.ok(!stdout.includes(value));
});

test('init takes names, found or not, and kinds', () => {
  const repo = repoWith('A=1\n');
  const { stdout } = run(repo, 'init', 'GITHUB_TOKEN', 'STRIPE_KEY', 'aws-access-key');
  assert.match(stdout, /^## Rotating GITHUB_TOKEN$[^]*^## Rotating STRIPE_KEY$[^]*^## Rotating aws-access-key$/m);
  assert.match(stdout, /GitHub's endpoint for leaked credentials/);
  assert.equal(run(repo, 'init').stdout, 'Every name has a section: burnlist runbook check\n');
});

test('anything else is 2', () => {
  const repo = repoWith('A=1\n');
  for (const args of [[], ['mend'], ['check', 'X'], ['check', '--runbook', 'nowhere.md'], ['init', '--format', 'json']]) {
    const { status, stdout, stderr } = run(repo, ...args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^burnlist: [^\n]+\n$/);
  }
});
