/** What the ledger says of a secret, how long, and what overtakes it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOf, type Settled, type Standing, type StatusQuestion } from '../../src/verdict/status.ts';
import type { Introduction, LedgerEntry, Mark, Occurrence, Status } from '../../src/model.ts';
import { settledWithKey } from '../../src/verdict/with-key.ts';
import { occurrence } from '../report/reports.ts';

const ON = '2026-03-10';

interface Case {
  readonly entry?: LedgerEntry;
  readonly came?: Partial<Introduction>;
  readonly standing?: Standing;
  readonly onRef?: boolean;
  readonly asOf?: string;
  readonly occurrences?: readonly Occurrence[];
}

const status = (asked: Case): string => told(asked).status;

function told({
  entry,
  came = {},
  standing = 'before',
  onRef = true,
  asOf = '2026-06-01',
  occurrences,
}: Case): Settled {
  const introduction = { commit: 'c'.repeat(40), date: '2026-03-11', author: 'Ada', ...came };
  const question: StatusQuestion = {
    occurrences: occurrences ?? [occurrence({ introductions: [introduction] })],
    entry,
    asOf,
    standing: () => standing,
    onRef: () => onRef,
    isBoundary: () => false,
  };
  return statusOf(question);
}

const entry = (over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: 'x',
  status: 'known',
  at: 'a'.repeat(40),
  on: ON,
  ...over,
});

test('without an entry a secret is open', () => {
  assert.equal(status({}), 'open');
});

test('an entry ends with its last day', () => {
  const accepted = entry({ status: 'accepted', until: '2026-06-01' });
  assert.equal(status({ entry: accepted, standing: 'after' }), 'accepted');
  assert.equal(status({ entry: accepted, asOf: '2026-06-02' }), 'open');
});

test('accepted and false positives hold wherever the value stands', () => {
  for (const decided of ['accepted', 'false-positive'] as const)
    assert.equal(status({ entry: entry({ status: decided }), standing: 'after' }), decided);
});

test('a known or rotated value reopens with a reachable commit that came later and is new', () => {
  for (const decided of ['known', 'rotated'] as const) {
    const made = entry({ status: decided });
    assert.equal(status({ entry: made, standing: 'before' }), decided);
    assert.equal(status({ entry: made, standing: 'after' }), 'open');
    assert.equal(status({ entry: made, standing: 'beside' }), 'open');
    assert.equal(status({ entry: made, standing: 'after', onRef: false }), decided);
    assert.equal(status({ entry: made, standing: 'after', came: { date: '2026-03-09' } }), decided);
    assert.equal(status({ entry: made, standing: 'later', came: { date: '2026-03-09' } }), 'open');
    assert.equal(status({ entry: made, standing: 'after', came: { moved: 'as-often' } }), decided);
  }
});

test('a rotation that verify contradicted does not count from that day on', () => {
  const made = entry({ status: 'rotated', until: '2026-04-02' });
  assert.equal(status({ entry: made, standing: 'before', asOf: '2026-04-01' }), 'rotated');
  for (const asOf of ['2026-04-02', '2026-05-01']) assert.equal(status({ entry: made, standing: 'before', asOf }), 'open');
});

test('an entry of a day that is yet to come, wherever on earth, says nothing of what is known or rotated', () => {
  for (const settled of ['known', 'rotated'] as const) {
    const on = (day: string): string => status({ entry: entry({ status: settled, on: day }), asOf: '2026-05-31' });
    assert.equal(on('2026-05-31'), settled);
    assert.equal(on('2026-06-01'), settled, 'it is that day already in Auckland, while UTC has the day before');
    assert.equal(on('2026-06-02'), 'open');
  }
});

test('of the day itself, only what is in the history of the commit of the entry or older than it was there', () => {
  for (const [standing, wanted] of [
    ['before', 'known'],
    ['older', 'known'],
    ['beside', 'open'],
    ['unknown', 'open'],
    ['after', 'open'],
  ] as const) {
    assert.equal(status({ entry: entry(), standing, came: { date: ON } }), wanted, standing);
  }
});

test('without the commit of the entry the day decides', () => {
  assert.equal(status({ entry: entry(), standing: 'unknown' }), 'open');
  assert.equal(status({ entry: entry(), standing: 'unknown', came: { date: '2026-03-09' } }), 'known');
  const { at: _at, ...dayOnly } = entry();
  assert.equal(status({ entry: dayOnly, standing: 'before' }), 'open');
});

test('of a rotated value each further place is new, of a known one only where no touched path had it', () => {
  const came = { moved: 'more-often' } as const;
  assert.equal(status({ entry: entry({ status: 'rotated' }), standing: 'after', came }), 'open');
  assert.equal(status({ entry: entry(), standing: 'after', came }), 'known');
});

test('what the team has settled is said with its day, its end and who answers for it', () => {
  const said = (over: Partial<LedgerEntry>): string =>
    told({ entry: entry(over) }).reasons.join();
  const accepted = { status: 'accepted', on: '2025-05-02', until: '2027-01-01', owner: 'Bob', reason: 'opens the sandbox' } as const;
  assert.equal(said(accepted), 'accepted on 2025-05-02 until 2027-01-01 by Bob: opens the sandbox');
  assert.equal(
    said({ status: 'rotated', on: '2025-05-02', evidence: 'ROTATED: prod.env holds another value' }),
    'rotated on 2025-05-02: prod.env holds another value',
  );
  assert.equal(said({ status: 'known', on: '2025-05-02' }), 'known since the ledger took it over, 2025-05-02');
});

test('marks accept a secret when each of its places carries one', () => {
  const mark: Mark = { line: 3, covers: 'near', rules: [], reason: 'made up' };
  assert.equal(status({ occurrences: [occurrence({ mark }), occurrence({ mark })] }), 'accepted');
  assert.equal(status({ occurrences: [occurrence({ mark }), occurrence()] }), 'open');
});

test('what a key opens follows the key that the team accepted or knows to be none, unless its own entry says otherwise', () => {
  const related = [
    { id: 'key', how: 'wrapped by' as const },
    { id: 'other', how: 'same key' as const },
  ];
  const after = (own: Status, key: Status | undefined, kind = 'ansible-vault', more: { byMark?: true } = {}): string =>
    settledWithKey({ related, rule: { ...occurrence().rule, kind } }, { status: own, reasons: [] }, (id) =>
      id === 'key' && key !== undefined ? { status: key, reasons: ['a key for tests'], ...more } : undefined,
    ).status;
  for (const key of ['accepted', 'false-positive'] as const) assert.equal(after('open', key), key);
  for (const key of ['open', 'known', 'rotated', 'still-current', undefined] as const) assert.equal(after('open', key), 'open');
  for (const own of ['known', 'rotated', 'still-current', 'false-positive'] as const) assert.equal(after(own, 'accepted'), own);
  for (const kind of ['private-key', 'keystore']) assert.equal(after('open', 'accepted', kind), 'open');
  assert.equal(after('open', 'accepted', 'ansible-vault', { byMark: true }), 'open');
});

test('a further place reopens an entry, unless a mark allows it there', () => {
  const mark: Mark = { line: 3, covers: 'near', rules: [], reason: 'made up' };
  const introductions = [{ commit: 'c'.repeat(40), date: '2026-03-11', author: 'Ada' }];
  const places = (over: Partial<Occurrence>): readonly Occurrence[] => [occurrence(), occurrence({ introductions, ...over })];
  for (const known of ['known', 'rotated'] as const) {
    const asked = { entry: entry({ status: known }), standing: 'after' as const };
    assert.equal(status({ ...asked, occurrences: places({}) }), 'open');
    assert.equal(status({ ...asked, occurrences: places({ mark }) }), known);
  }
});
