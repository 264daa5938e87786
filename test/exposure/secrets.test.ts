/** Occurrences of one value → the secret: what is the worst, the strongest, the first of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeSecret } from '../../src/exposure/secrets.ts';
import { SecretValue } from '../../src/secret-value.ts';
import type { Occurrence, Secret } from '../../src/model.ts';
import { ARN, DATABASE, GITHUB, occurrence, random, rule } from '../report/reports.ts';

function secretOf(...occurrences: readonly Occurrence[]): Secret {
  const first = { commit: 'c'.repeat(40), date: '2026-01-01', author: 'Ada' };
  const value = new SecretValue(Buffer.from(random(40)));
  return makeSecret({
    id: 'x',
    value,
    occurrences,
    reach: ['tag', 'head', 'dangling'],
    holders: { refs: [], refCount: 0 },
    first,
    last: first,
    asOf: '2026-01-31',
  });
}

test('rule and confidence are those of the strongest occurrence, class and nature those of the worst', () => {
  const {
    rule: own,
    confidence,
    nature,
    exposure,
  } = secretOf(
    occurrence({
      rule: rule({ specificity: 90 }),
      confidence: 'low',
      nature: 'hash',
      class: 'unattached',
      inHead: false,
    }),
    occurrence({ rule: GITHUB, confidence: 'high', nature: 'weak', class: 'uncommitted', inHead: true }),
  );
  assert.deepEqual(
    [own.id, confidence, nature, exposure.class, exposure.inHead],
    ['github-token', 'high', 'weak', 'unattached', true],
  );
});

test('one value under two names is one secret with two names, each with its kind', () => {
  const { names } = secretOf(
    occurrence({ name: 'JWT_SECRET' }),
    occurrence({ name: 'JWT_SECRET' }),
    occurrence({ name: 'DB_PASSWORD', rule: DATABASE }),
  );
  assert.deepEqual(
    names.map(({ name, kind }) => `${name} ${kind}`),
    ['JWT_SECRET jwt-secret', 'DB_PASSWORD database-password'],
  );
});

test('that a value was found again where no rule sees it is no name and no task of its own', () => {
  const { name: _name, ...nameless } = occurrence({ rule: rule({ name: 'password', kind: 'password' }) });
  const again = { ...nameless, rule: rule({ name: 'followed value', specificity: 0, followed: { via: [] } }) };
  assert.deepEqual(secretOf(nameless, again).names.map(({ name }) => name), ['password']);
  assert.deepEqual(secretOf(again).names.map(({ name }) => name), ['followed value']);
});

test('without a name it is called by its address, and without one by its rule', () => {
  const { name: _name, ...nameless } = occurrence({ rule: ARN });
  assert.deepEqual(
    secretOf(nameless).names.map(({ name }) => name),
    ['AWS ARN'],
  );
  const url = { ...nameless, rule: DATABASE, user: 'app', host: 'db.internal', database: 'shop' };
  assert.deepEqual(
    secretOf(url, nameless).names.map(({ name }) => name),
    ['app@db.internal/shop'],
  );
});

test('names of places that are mere guesses come last, however specific their rule', () => {
  const page = occurrence({ rule: DATABASE, name: 'DATABASE_URL', confidence: 'low' });
  const names = (...places: readonly Occurrence[]): readonly string[] => secretOf(...places).names.map(({ name }) => name);
  const compose = occurrence({ rule: rule({ specificity: 1 }), name: 'MYSQL_PASSWORD', confidence: 'medium' });
  assert.deepEqual(names(page, compose), ['MYSQL_PASSWORD', 'DATABASE_URL']);
  assert.deepEqual(names({ ...page, confidence: 'medium' }, compose), ['DATABASE_URL', 'MYSQL_PASSWORD']);
});

test('reach is sorted, worst first, and days count to the day of the report', () => {
  const { exposure } = secretOf(occurrence());
  assert.deepEqual(exposure.reach, ['head', 'tag', 'dangling']);
  assert.equal(exposure.days, 30);
});
