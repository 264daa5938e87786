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
  assert.deepEqual([due(repo, '2025-04-01').stdout, due(repo, '2025-04-01').status], ['1 in time (next: JWT_SECRETS on 2025-05-30)\n', 0]);
});

test('a rotation that verify contradicted is none on record', () => {
  const repo = withLedger(entry('a', 'jwt_secrets.v1', '2025-03-01').replace(', evidence', ', until: 2025-03-20, evidence'));
  assert.match(due(repo, '2025-04-01').stdout, /^JWT_SECRETS {2}every 90 days, no rotation is on record/);
});

test('the configuration comes before the runbook; without a record nothing is claimed', () => {
  const repo = withLedger(entry('a', 'jwt_secrets.v1', '2025-05-01'), 'cadence: { JWT_SECRETS: 7, STRIPE_KEY: 30 }\n');
  const { status, stdout } = due(repo);
  assert.equal(status, 1);
  assert.match(stdout, /^JWT_SECRETS {2}OVERDUE since 2025-05-08.*\(\.burnlist\/config\.yaml:1\)$/m);
  assert.match(stdout, /^STRIPE_KEY {3}every 30 days, no rotation is on record/m);
  assert.match(stdout, /^1 overdue · 1 without a recorded rotation$/m);
});

test('a log of rotations counts as the ledger does; what is no log is 2', () => {
  const repo = withLedger(entry('a', 'jwt_secrets.v1', '2025-01-01'));
  repo.write('logs/jwt_rotation.log', '2025-02-01T00:00:00 rotated to v2\n2025-05-01T00:00:00 rotated to v3\n');
  repo.write('logs/other_rotation.log', '2025-05-20T00:00:00 rotated to v9\n');
  const logs = ['--current', 'logs/jwt_rotation.log', '--current', 'logs/other_rotation.log'];
  assert.deepEqual([due(repo).status, due(repo, '2025-06-01', ...logs).status], [1, 0]);
  assert.match(due(repo, '2025-07-20', ...logs).stdout, /due on 2025-07-30, last on 2025-05-01/);
  assert.equal(due(repo, '2025-06-01', '--current', 'docs/secrets.md').status, 2);
  assert.equal(runCli(['todo', '--current', 'logs/jwt_rotation.log'], { cwd: repo.dir }).status, 2);
});

test('what is overdue is said by the check of the runbooks, and is not 1 by itself', () => {
  const page = `${PAGE}3. Verify\n4. Revoke\n`;
  const repo = withLedger(entry('a', 'jwt_secrets.v1', '2025-01-01'));
  repo.write('docs/secrets.md', page);
  const { status, stdout } = runCli(['runbook', 'check', '--as-of', '2025-06-01'], { cwd: repo.dir });
  assert.equal(status, 0);
  assert.match(stdout, /docs\/secrets\.md:3 {2}JWT_SECRETS is overdue: due on 2025-04-01, last on 2025-01-01, every 90 days/);
});

test('no rhythm at all is said; with a format it is 2', () => {
  const repo = makeRepo();
  repo.commit('start');
  assert.deepEqual([due(repo).status, /no rhythm is set/.test(due(repo).stdout)], [0, true]);
  assert.equal(due(repo, '2025-06-01', '--format', 'json').status, 2);
});

test('a page says itself when secrets were rotated and are due: in columns, and in lines of their sections', () => {
  const repo = makeRepo({ name: 'shop' });
  const rows = [
    '| Secret | Owner | Rotation interval | Last rotated | Next due |',
    '|---|---|---|---|---|',
    '| `STRIPE_KEY` | pay | 90 days | 2025-01-01 | 2025-04-01 |',
    '| `SMTP_PASSWORD` | ops | – | 2025-01-05 | 2025-06-10 |',
    '| `OLD_KEY` | ops | – | 2025-01-05 | – |',
    '| `FRESH_KEY` | ops | yearly | 2025/05/01 | n/a |',
  ];
  const section = ['## Rotating API_TOKEN', '', '- **Last rotated:** 2024-12-24', '- **Next due:** 2025-05-01', ''];
  repo.write('docs/secret-rotation.md', [...rows, '', ...section, '1. Generate', '2. Deploy', ''].join('\n'));
  repo.commit('start');
  const { status, stdout } = due(repo);
  assert.equal(status, 1);
  assert.match(stdout, /^STRIPE_KEY +OVERDUE since 2025-04-01, last on 2025-01-01, every 90 days \(docs\/secret-rotation\.md:3\)$/m);
  assert.match(stdout, /^SMTP_PASSWORD +due on 2025-06-10, last on 2025-01-05 \(docs\/secret-rotation\.md:4\)$/m);
  assert.match(stdout, /^API_TOKEN +OVERDUE since 2025-05-01, last on 2024-12-24 /m);
  assert.doesNotMatch(stdout, /OLD_KEY|^FRESH_KEY/m);
  assert.match(stdout, /^2 overdue · 1 due soon · 1 in time \(next: FRESH_KEY on 2026-05-01\)$/m);
  repo.write('.burnlist/ledger.yaml', entry('a', 'STRIPE_KEY', '2025-05-20') + entry('b', 'API_TOKEN', '2025-05-20'));
  repo.commit('rotated');
  assert.equal(due(repo).status, 0);
});

test('a day may stand behind the rhythm, on the same line', () => {
  const lines = {
    A_KEY: 'Rotation: every 90 days. Last rotated: 2025-01-01.',
    B_KEY: '- **Rotation interval:** 30 days (last rotated 2025-02-02)',
    C_KEY: 'Rotate every 90 days · last rotated on 2025-01-03',
    D_KEY: '**Last rotated:** 2025-02-04, **next due:** 2025-05-04',
    E_KEY: 'Last rotated — 2025-04-05. Every 30 days.',
  };
  const repo = makeRepo({ name: 'shop' });
  const sections = Object.entries(lines).map(([name, line]) => `## Rotating ${name}\n\n${line}\n\n1. Generate\n2. Deploy\n`);
  repo.write('docs/secret-rotation.md', `# Rotation\n\n${sections.join('\n')}`);
  repo.commit('start');
  const { stdout } = due(repo);
  assert.match(stdout, /^A_KEY +OVERDUE since 2025-04-01, last on 2025-01-01, every 90 days /m);
  assert.match(stdout, /^B_KEY +OVERDUE since 2025-03-04, last on 2025-02-02, every 30 days /m);
  assert.match(stdout, /^C_KEY +OVERDUE since 2025-04-03, last on 2025-01-03, every 90 days /m);
  assert.match(stdout, /^D_KEY +OVERDUE since 2025-05-04, last on 2025-02-04/m);
  assert.match(stdout, /^E_KEY +OVERDUE since 2025-05-05, last on 2025-04-05, every 30 days /m);
});

test('a day right beside a name is when it was rotated, and no value of it', () => {
  const repo = makeRepo({ name: 'shop' });
  const rows = [
    '| Secret | Last rotated | Rotation interval |',
    '|---|---|---|',
    '| `STRIPE_KEY` | 2025-05-20 | 5 days |',
    '| `JWT_SECRET` | 2025-05-30 | 90 days |',
  ];
  repo.write('docs/secret-rotation.md', `${rows.join('\n')}\n\n## Rotating JWT_SECRET\n\n1. Generate\n2. Deploy\n`);
  repo.commit('start');
  const { status, stdout } = due(repo);
  assert.equal(status, 1);
  assert.match(stdout, /^STRIPE_KEY +OVERDUE since 2025-05-25, last on 2025-05-20, every 5 days /m);
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 0);
});

test('each name has a rhythm of its own, also where two share their words; what is recorded of one says nothing of the other', () => {
  const ledger = entry('a', 'JWT_SECRET', '2025-05-30') + entry('b', 'jwt_secrets.v1', '2025-01-01');
  const { status, stdout } = due(withLedger(ledger, 'cadence: { JWT_SECRET: 10, jwt_secrets.v1: 90 }\n'));
  assert.equal(status, 1);
  assert.match(stdout, /^jwt_secrets\.v1 +OVERDUE since 2025-04-01, last on 2025-01-01, every 90 days /m);
  assert.match(stdout, /^JWT_SECRET +due on 2025-06-09, last on 2025-05-30, every 10 days /m);
  assert.match(stdout, /^1 overdue · 1 due soon$/m);
});

test('two rows of a page that share their words are two', () => {
  const repo = makeRepo({ name: 'shop' });
  const head = ['| Secret | Rotation interval | Last rotated |', '|---|---|---|'];
  const rows = [...head, '| `JWT_SECRET` | 30 days | 2025-01-01 |', '| `jwt_secrets.v1` | 30 days | 2025-05-10 |'];
  repo.write('docs/secret-rotation.md', `${rows.join('\n')}\n\n## Rotating API_TOKEN\n\n1. Generate\n2. Deploy\n`);
  repo.commit('start');
  const { stdout } = due(repo);
  assert.match(stdout, /^JWT_SECRET +OVERDUE since 2025-01-31/m);
  assert.match(stdout, /^jwt_secrets\.v1 +due on 2025-06-09/m);
});

test('the rhythm of a kind is that of each name of it, and is shown so', () => {
  const ledger = entry('a', 'SESSION_SECRET', '2025-01-01') + entry('b', 'JWT_SECRET', '2025-05-30');
  const { stdout } = due(withLedger(ledger, 'cadence: { jwt-secret: 90, JWT_SECRET: 10, database-url: 30 }\n'));
  assert.match(stdout, /^SESSION_SECRET +OVERDUE since 2025-04-01, last on 2025-01-01, every 90 days /m);
  assert.match(stdout, /^JWT_SECRET +due on 2025-06-09, last on 2025-05-30, every 10 days /m);
  assert.match(stdout, /^database-url +every 30 days, no rotation is on record/m);
  assert.doesNotMatch(stdout, /^jwt-secret/m);
});

test('a rhythm that is no number says in what it counts', () => {
  const { status, stderr } = due(withLedger('', 'cadence: { JWT_SECRET: 90d }\n'));
  assert.equal(status, 2);
  assert.match(stderr, /config\.yaml:1:\d+: cadence\.JWT_SECRET: must be a whole number of days from 1 to 3650$/m);
});

test('a rhythm for a name that nothing here has says so, with the one that may be meant; the status is that of what is due', () => {
  const cadence = 'cadence: { JWT_SECRETZ: 7, stripe-keyy: 9, FROB_KEY: 7, OLD_TOKEN: 7, jwt-secret: 30 }\n';
  const repo = withLedger(entry('a', 'OLD_TOKEN', '2025-05-30'), cadence);
  const { status, stdout } = due(repo);
  assert.equal(status, 0);
  const row = (name: string): string => stdout.split('\n').find((line) => line.startsWith(`${name} `)) ?? '';
  assert.match(row('JWT_SECRETZ'), /every 7 days, no rotation is on record; nothing here has that name: did you mean JWT_SECRETS\? \(/);
  assert.match(row('stripe-keyy'), /did you mean stripe-key\?/);
  assert.match(row('FROB_KEY'), /no rotation is on record; nothing here has that name \(/);
  assert.doesNotMatch(row('OLD_TOKEN') + row('jwt-secret'), /nothing here/);
  repo.write('app.ts', 'export const key = settings.frobKey;\n');
  repo.commit('code');
  assert.doesNotMatch(due(repo).stdout.split('\n').find((line) => line.startsWith('FROB_KEY')) ?? '', /nothing here/);
});
