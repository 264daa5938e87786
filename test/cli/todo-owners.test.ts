/** Whose work it is and what the team has already said of it, from outside: CODEOWNERS, exemptions, pages far away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';

function repoWith(files: Readonly<Record<string, string>>): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('api/app.env', `JWT_SECRET=${jwtSecret('owned')}\nSITE_PASSWORD=${password('owned')}\n`);
  for (const [path, text] of Object.entries(files)) repo.write(path, text);
  repo.commit('start');
  return repo;
}
const run = (repo: Repo, ...args: readonly string[]): Ended => runCli(args, { cwd: repo.dir });

test('who owns the files is said beside the owner that the runbook names', () => {
  const page = '# Rotation\n\nOwner: platform team\n\n## JWT_SECRET\n\n1. Generate\n2. Deploy\n';
  const repo = repoWith({ '.github/CODEOWNERS': '* @org/all\n/api/ @org/api ada@example.org\n', 'docs/rotation.md': page });
  const { stdout } = run(repo, 'todo');
  assert.match(stdout, /^- Owner: platform team$/m);
  assert.match(stdout, /^- Owners of its files: `@org\/api`, `ada@example\.org` \(CODEOWNERS\)$/m);
  const json = JSON.parse(run(repo, 'todo', '--format', 'json').stdout) as { tasks: { codeowners: string[] }[] };
  assert.deepEqual(json.tasks[0]?.codeowners, ['@org/api', 'ada@example.org']);
});

test('a page with owners of its own is not told to name one', () => {
  const page = '# Rotation\n\n## JWT_SECRET\n\n1. Generate\n2. Deploy\n';
  assert.match(run(repoWith({ 'docs/rotation.md': page }), 'runbook', 'check').stdout, /names no owner/);
  const owned = repoWith({ 'docs/rotation.md': page, CODEOWNERS: 'docs/ @org/docs\n' });
  assert.doesNotMatch(run(owned, 'runbook', 'check').stdout, /names no owner/);
});

test('"not rotatable" and "not a secret" come up where the value leaked', () => {
  const page = '# Secrets\n\n| Name | Rotation |\n|---|---|\n| `JWT_SECRET` | not yet rotatable |\n| `SITE_PASSWORD` | not a secret |\n';
  const repo = repoWith({ 'docs/secrets.md': `${page}\nRotate the rest.\n` });
  const { stdout } = run(repo, 'todo');
  assert.match(stdout, /⚠ the runbook says that it cannot be rotated; it leaked all the same.*L5/);
  assert.match(stdout, /⚠ the runbook calls it no secret; if that is so, burnlist accept --false-positive.*L6/);
  assert.match(run(repo, 'runbook', 'check').stdout, /! the runbook says that it cannot be rotated.*\(docs\/secrets\.md:5\)/);
});

test('a page that only says where it moved to leads to the page, whatever that one is called', () => {
  const repo = repoWith({
    'docs/rotation.md': '# Rotation\n\nThis page has moved to [the handbook](../handbook/access.md).\n',
    'handbook/access.md': '# Access\n\n## JWT_SECRET\n\n1. Generate\n2. Deploy\n',
  });
  assert.match(run(repo, 'todo').stdout, /handbook\/access\.md#jwt_secret/);
});

test('an entry of the ledger that is for nothing here is said, and changes no status', () => {
  const entry = `- {id: ${'a'.repeat(26)}, status: rotated, name: OLD_KEY, on: 2025-01-01, evidence: seen}\n`;
  const repo = repoWith({ '.burnlist/ledger.yaml': entry });
  const { status, stdout } = run(repo, 'audit');
  assert.equal(status, 1);
  assert.match(stdout, /1 entry of the ledger is for no secret that is here: aaaaaa \(OLD_KEY\); gone from history, or of elsewhere/);
  assert.match(run(repo, 'verify', '--current', 'api/app.env').stdout, /^! 1 entry of the ledger/m);
});
