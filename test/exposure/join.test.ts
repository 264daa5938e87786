/** One value in several repositories: what may be said of all of them at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinSecrets } from '../../src/exposure/join.ts';
import { makeSecret } from '../../src/exposure/secrets.ts';
import { SecretValue } from '../../src/secret-value.ts';
import type { Holders } from '../../src/exposure/reach.ts';
import type { Exposure, Moment, Secret } from '../../src/model.ts';
import { occurrence, random } from '../report/reports.ts';

const VALUE = new SecretValue(Buffer.from(random(40)));
const on = (day: string): Moment => ({ commit: day.replaceAll('-', '').repeat(5), date: day, author: 'Ada' });

interface Facts {
  /** Absent: outside of git. */
  readonly first?: string;
  readonly removed?: string;
  readonly oddDate?: string;
  readonly traced?: boolean;
  readonly stillIn?: Holders;
}

function found({ first, removed, oddDate, traced = true, stillIn }: Facts): Secret {
  return makeSecret({
    id: 'x',
    value: VALUE,
    occurrences: [occurrence()],
    reach: ['head'],
    holders: { refs: [], refCount: 0 },
    first: first === undefined ? undefined : on(first),
    last: first === undefined ? undefined : on(first),
    removed: removed === undefined ? undefined : on(removed),
    oddDate,
    traced,
    stillIn,
    asOf: '2026-11-22',
  });
}

function joined(...all: readonly Facts[]): Exposure {
  const parts = all.map((facts, repository) => ({ repository, home: `r${repository}`, secrets: [found(facts)] }));
  const [secret, ...others] = joinSecrets(parts, '2026-11-22');
  assert.deepEqual(others, []);
  return secret!.exposure;
}

test('it is out of all of them when it is out of the last', () => {
  const gone = { first: '2025-01-01', removed: '2025-02-01' };
  assert.equal(joined(gone, { first: '2025-03-01' }).removed, undefined);
  assert.equal(joined({ first: '2025-03-01' }, gone).removed, undefined);
  assert.deepEqual(joined(gone, { first: '2025-03-01', removed: '2025-04-01' }).removed, { ...on('2025-04-01'), home: 'r1' });
});

test('what is odd of a date is said where that date is', () => {
  const shallow = { first: '2025-06-01', oddDate: 'it may be older' };
  assert.equal(joined(shallow, { first: '2025-03-01' }).oddDate, undefined);
  assert.equal(joined({ first: '2025-09-01' }, shallow).oddDate, 'it may be older');
});

test('a value is traced only where every repository that holds it was looked into', () => {
  const day = { first: '2025-06-01' };
  assert.equal(joined(day, day).traced, true);
  assert.equal(joined(day, { ...day, traced: false }).traced, undefined);
  const loose = { traced: false };
  assert.equal(joined(day, loose).traced, true);
  assert.equal(joined(loose, loose).traced, undefined);
});

test('whose commit it is that first held it is said, as a commit is of one of them', () => {
  const { first, last } = joined({ first: '2025-03-01' }, { first: '2025-01-01' });
  assert.deepEqual([first?.date, first?.home, last?.date, last?.home], ['2025-01-01', 'r1', '2025-03-01', 'r0']);
});

test('branches that still have it are counted over all of them, those of one name once', () => {
  const main = { first: '2025-01-01', stillIn: { refs: ['refs/heads/main'], refCount: 1 } };
  const many = { first: '2025-01-01', stillIn: { refs: ['refs/heads/main', 'refs/heads/old'], refCount: 120 } };
  const { stillIn, stillInCount } = joined(main, many, { first: '2025-01-01' });
  assert.deepEqual([stillIn, stillInCount], [['refs/heads/main', 'refs/heads/old'], 120]);
});
