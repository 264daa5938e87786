/** `todo --due` from outside: rhythms of runbook and configuration against the ledger. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';

const PAGE = '# Secrets\n\n## Rotating JWT_SECRETS\n\nRotate every 90 days.\n\n1. Generate\n2. Deploy\n';
const entry = (letter: string, name: string, on: string): string =>
  `- {id: ${letter.repeat(26)}, status: rotated, name: ${name}, on: ${on}, evidence: "seen"}\n`;

function withLedger(ledger: string, config = ''): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('docs/secrets.md', PAGE);
  if (ledger !== '') repo.write('.burnlist/ledger.yaml', ledger);
  if (config !== '') repo.write('.burnlist/config.yaml', config);
  repo.commit('start');
  return repo;
}
const due = (repo: Repo, asOf = '2025-06-01', ...args: readonly string[]): Ended =>
  runCli(['todo', '--due', '--as-of', asOf, ...args], { cwd: repo.dir });

test('overdue is 1, due soon is shown and 0, in time is counted', () => {
  const repo = withLedger(entry('a', 'jwt_secrets.v1', '2025-01-01') + entry('b', 'jwt_secrets.v2', '2025-03-01'));
  const late = due(repo);
  assert.equal(late.status, 1);
  assert.match(late.stdout, /^JWT_SECRETS {2}OVERDUE since 2025-05-30, last on 2025-03-01, every 90 days \(docs\/secrets\.md:3\)$/m);
  const soon = due(repo, '2025-05-20');
  assert.deepEqual([soon.status, /due on 2025-05-30/.test(soon.stdout)], [0, true]);
  assert.deepEqual([due(repo, '2025-04-01').stdout, due(repo, '2025-04-01').status], ['1 in time\n', 0]);
});

test('the configuration comes before the runbook; without a record nothing is claimed', () => {
  const repo = withLedger(entry('a', 'jwt_secrets.v1', '2025-05-01'), 'cadence: { JWT_SECRETS: 7, STRIPE_KEY: 30 }\n');
  const { status, stdout } = due(repo);
  assert.equal(status, 1);
  assert.match(stdout, /^JWT_SECRETS {2}OVERDUE since 2025-05-08.*\(\.burnlist\/config\.yaml\)$/m);
  assert.match(stdout, /^STRIPE_KEY {3}every 30 days, no rotation is on record/m);
  assert.match(stdout, /^1 overdue · 1 without a recorded rotation$/m);
});

test('no rhythm at all is said; with a format it is 2', () => {
  const repo = makeRepo();
  repo.commit('start');
  assert.deepEqual([due(repo).status, /no rhythm is set/.test(due(repo).stdout)], [0, true]);
  assert.equal(due(repo, '2025-06-01', '--format', 'json').status, 2);
});
