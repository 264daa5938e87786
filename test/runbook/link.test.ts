import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concerns, linkProcedures } from '../../src/runbook/link.ts';
import { page, signingSecret, versionedKeys } from './pages.ts';

const want = (name: string, kind: string) => ({ name, kind });
const JWT = want('JWT_SECRET', 'jwt-secret');
const FERNET = want('FERNET_KEY', 'fernet-key');
const DATABASE = want('DATABASE_URL', 'database-url');

const linked = (wanted: typeof JWT, ...runbooks: ReturnType<typeof page>[]) =>
  linkProcedures(wanted, runbooks).map(({ procedure, score }) => [procedure.anchor, score]);

test('each secret finds its sections, and none where there is none', () => {
  assert.deepEqual(linked(JWT, versionedKeys())[0], ['jwt-secret-rotation', 95]);
  assert.deepEqual(linked(FERNET, versionedKeys()), [['fernet-encryption-key-rotation', 90]]);
  assert.deepEqual(linked(DATABASE, versionedKeys()), []);
  assert.deepEqual(linked(JWT, signingSecret()), [
    ['rotation-procedure-jwt_secret', 100],
    ['incident-note-suspected-leak', 75],
  ]);
  assert.deepEqual(linked(FERNET, signingSecret()), []);
  assert.deepEqual(linked(DATABASE, signingSecret()), [['incident-note-suspected-leak', 38]]);
});

test('keeping secrets in AWS is no rotation of AWS keys', () => {
  const key = want('AWS_SECRET_ACCESS_KEY', 'aws-access-key');
  assert.deepEqual(linked(key, versionedKeys()), []);
  assert.deepEqual(linked(key, page(['## AWS access keys', '1. Rotate'])), [['aws-access-keys', 55]]);
});

test('key maps, plurals, config keys and environments are the same name', () => {
  const score = (name: string): unknown => linked(want(name, 'generic-secret'), signingSecret())[0]?.[1];
  for (const name of ['Jwt:Secret', 'jwtSecret', 'jwt-secret', 'JWT_SECRET_1']) assert.equal(score(name), 100, name);
  for (const name of ['JWT_SECRETS', 'jwt_secrets.v1', 'JWT_SECRETS["v2"]']) assert.equal(score(name), 92, name);
  assert.equal(linked(want('PROD_JWT_SECRET', 'generic-secret'), signingSecret())[0]?.[1], 70);
});

test('a section for the map comes before one for the key of its singular name', () => {
  const runbook = page(['# Rotation', '## JWT_SECRET', '1. Rotate', '', '## JWT secret map', 'For `JWT_SECRETS`.', '', '1. Rotate']);
  assert.equal(linked(want('jwt_secrets.v1', 'jwt-secret'), runbook)[0]?.[0], 'jwt-secret-map');
  assert.equal(linked(want('JWT_SECRET', 'jwt-secret'), runbook)[0]?.[0], 'jwt_secret');
});

test('the closer the name stands to the heading, the higher the score', () => {
  const score = (...lines: string[]): unknown =>
    linked(want('A_B_KEY', 'generic-secret'), page(['# Rotation', ...lines]))[0]?.[1];
  assert.equal(score('## `A_B_KEY`', '1. Rotate'), 100);
  assert.equal(score('## A B keys', '1. Rotate'), 95);
  assert.equal(score('## Rotation', '`A_B_KEY` is for tests.', '', '1. Rotate'), 90);
  assert.equal(score('## Rotation', '1. Rotate the `A_B_KEY`'), 75);
  assert.equal(score('## A_*', '1. Rotate'), 70);
  assert.equal(score('## A_B_KEY', '### When planned', '1. Rotate'), 95);
  assert.equal(score('## How to rotate a secret', '1. Rotate'), 30);
  assert.equal(score('## C_KEY', '1. Rotate'), undefined);
});

test('families link kinds without a name, providers count a little more', () => {
  const sections = ['## Postgres users', '## GitHub', '## SMTP passwords'];
  const runbook = page(['# Rotation', ...sections.flatMap((heading) => [heading, '1. Rotate'])]);
  assert.deepEqual(linked(DATABASE, runbook), [['postgres-users', 50]]);
  assert.deepEqual(linked(want('', 'github-token'), runbook), [['github', 55]]);
  assert.deepEqual(linked(want('DB_PASSWORD', 'password'), runbook), [['postgres-users', 50]]);
  assert.deepEqual(linked(want('WIKI_PASSWORD', 'password'), runbook), []);
});

test('a leak section for any secret is linked, an incident of another sort is not', () => {
  const any = page(['## A secret leaked', '1. Revoke it'], 'docs/a.md');
  assert.deepEqual(linked(FERNET, any), [['a-secret-leaked', 40]]);
  const outage = page(['## Incident: memory leak', '1. Restart the server'], 'docs/b.md');
  assert.deepEqual(linked(FERNET, outage), []);
});

test('a binding by name or kind comes before every score', () => {
  const bindings = new Map([['DATABASE_URL', 'docs/versioned-keys.md#fernet-encryption-key-rotation']]);
  const [first] = linkProcedures(DATABASE, [signingSecret(), versionedKeys()], bindings);
  assert.equal(first?.procedure.anchor, 'fernet-encryption-key-rotation');
  assert.deepEqual([first?.score, first?.reason], [100, 'bound to it in the configuration']);
  const byKind = new Map([['jwt-secret', './docs/signing-secret.md#incident-note-suspected-leak']]);
  const [bound] = linkProcedures(JWT, [signingSecret()], byKind);
  assert.equal(bound?.procedure.anchor, 'incident-note-suspected-leak');
});

test('a conditional step is for the secrets of its condition only', () => {
  assert.equal(concerns('If DB creds leaked, rotate the user.', JWT), false);
  assert.equal(concerns('If DB creds leaked, rotate the user.', DATABASE), true);
  assert.equal(concerns('If in doubt, ask.', JWT), true);
  assert.equal(concerns('Rotate the DB user.', JWT), true);
});

test('the scheme of a URL says which product it is for, where the name does not', () => {
  const steps = ['', '1. Set a new password', '2. Restart the services', ''];
  const runbook = page([
    '# Rotation', '## Rotate the Redis password', ...steps, '## Rotate the Postgres password', ...steps,
    '## Rotate the MySQL password', ...steps, '## MongoDB', '### Rotate', ...steps, '## Rotate RabbitMQ credentials', ...steps,
  ]);
  const section = (name: string, scheme: string) =>
    linkProcedures({ name, kind: 'database-url', scheme }, [runbook]).map(({ procedure }) => procedure.anchor);
  assert.deepEqual(section('DATABASE_URL', 'postgresql+asyncpg'), ['rotate-the-postgres-password']);
  assert.deepEqual(section('DB_URL', 'mysql'), ['rotate-the-mysql-password']);
  assert.deepEqual(section('DB_URL', 'mariadb'), ['rotate-the-mysql-password']);
  assert.deepEqual(section('STORE_URI', 'mongodb+srv'), ['rotate']);
  assert.deepEqual(section('CELERY_BROKER_URL', 'rediss'), ['rotate-the-redis-password']);
  assert.deepEqual(section('CELERY_BROKER_URL', 'amqp'), ['rotate-rabbitmq-credentials']);
  assert.deepEqual(section('BUS_URL', 'kafka'), []);
});

test('RDS runs several engines, and where a password is kept is no engine', () => {
  const runbook = (heading: string) => page(['# Rotation', heading, '', '1. Set a new password', '2. Restart the services']);
  for (const heading of ['## Rotate the RDS password', '## Rotate the database password (GitHub secret)'])
    for (const scheme of ['postgres', 'mysql'])
      assert.equal(linkProcedures({ name: 'DATABASE_URL', kind: 'database-url', scheme }, [runbook(heading)]).length, 1, heading);
});

test('a step for the product of the URL is for its secret', () => {
  const broker = { name: 'CELERY_BROKER_URL', kind: 'database-url' };
  assert.equal(concerns('If the Redis password leaked, flush the queues', { ...broker, scheme: 'redis' }), true);
  assert.equal(concerns('If the Redis password leaked, flush the queues', { ...broker, scheme: 'amqp' }), false);
});
