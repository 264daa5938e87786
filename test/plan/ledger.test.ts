import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { readLedgerLines } from '../../src/plan/ledger-lines.ts';
import { mergeLedger, parseLedger, renderLedger } from '../../src/plan/ledger.ts';
import { UsageError } from '../../src/errors.ts';
import type { LedgerEntry } from '../../src/model.ts';

const FILE = '.burnlist/ledger.yaml';
const A = 'a'.repeat(26);
const B = 'b'.repeat(26);

function failure(text: string): string {
  try {
    parseLedger(FILE, text);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return error.message;
  }
  return assert.fail('was read without complaint');
}

const letters = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((list) => list.join(''));
const words = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.string({ minLength: 1 }),
  fc.constantFrom('true', '~', '- x', 'a: b', '#', '*a', '\u0085', '\u2028', '🔑\u{e0001}'),
);
const days = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const common = { id: letters('abcdefghijklmnopqrstuvwxyz234567', 26), at: letters('0123456789abcdef', 40), on: days };
const PLAIN = { noNullPrototype: true };
const entries: fc.Arbitrary<LedgerEntry> = fc.oneof(
  fc.record({ ...common, status: fc.constant('known' as const), name: words }, PLAIN),
  fc.record({ ...common, status: fc.constant('rotated' as const), evidence: words }, PLAIN),
  fc.record({ ...common, status: fc.constant('accepted' as const), reason: words, owner: words, until: days }, PLAIN),
  fc.record({ ...common, status: fc.constant('false-positive' as const), reason: words, owner: words }, PLAIN),
);

test('what is written is read back the same, whatever people write into reasons', () => {
  fc.assert(
    fc.property(fc.uniqueArray(entries, { selector: (entry) => entry.id }), (list) => {
      const text = renderLedger(list);
      assert.deepEqual(parseLedger(FILE, text), mergeLedger([], list));
      assert.equal(renderLedger(parseLedger(FILE, text)), text);
    }),
  );
});

test('lines as we write them are read without a YAML parser, with the same result', () => {
  fc.assert(
    fc.property(fc.array(entries), (list) => {
      const text = renderLedger(list);
      const quick = readLedgerLines(text);
      if (quick !== undefined) assert.deepEqual(quick, parseLedger(FILE, text));
      // Only characters beyond the first plane are escaped in a way that JSON does not know.
      else assert.match(text, /\\U00[01]/);
    }),
  );
});

test('lines that are not exactly ours are left to the YAML parser', () => {
  const line = `- {id: ${A}, status: known, on: 2026-11-22}`;
  assert.equal(readLedgerLines(`# x\n${line}\n`)?.length, 1);
  const strange = [`${line} `, ` ${line}`, `${line}\r`, `${line} # why`, '- {}', '-', 'x', '======='];
  const changed = [
    line.replace('known', '"known"'),
    line.replace(', on', ',on'),
    line.replace('22}', '99}'),
    line.replace('on:', 'no:'),
    line.replace(A, 'a'),
    line.replace('}', ', name: x, name: y}'),
    line.replace('}', ', __proto__: x}'),
  ];
  for (const other of [...strange, ...changed]) {
    assert.equal(readLedgerLines(other), undefined, other);
  }
});

test('every secret is one line, sorted by id, and nothing in it acts upon a terminal', () => {
  const text = renderLedger([
    { id: B, status: 'known', name: 'JWT_SECRET', on: '2026-11-22' },
    { id: A, status: 'accepted', reason: 'demo\n\u001b[31mred\u202e', owner: 'ann', until: '2027-01-31' },
  ]);
  const [header, first, second, end] = text.split('\n');
  assert.match(header ?? '', /^# /);
  const reason = '"demo\\n\\u001b[31mred\\u202e"';
  assert.equal(first, `- {id: ${A}, status: accepted, reason: ${reason}, owner: ann, until: 2027-01-31}`);
  assert.equal(second, `- {id: ${B}, status: known, name: JWT_SECRET, on: 2026-11-22}`);
  assert.equal(end, '');
});

test('an empty file and one with nothing but comments hold no entries', () => {
  assert.deepEqual(parseLedger(FILE, ''), []);
  assert.deepEqual(parseLedger(FILE, renderLedger([])), []);
});

test('after a merge that left an id twice the stricter entry counts, in either order', () => {
  const known = `- {id: ${A}, status: known, on: 2026-11-01}`;
  const accepted = `- {id: ${A}, status: accepted, reason: r, owner: o, until: 2027-06-01}`;
  const sooner = `- {id: ${A}, status: accepted, reason: r, owner: o, until: 2027-02-01}`;
  const rotated = `- {id: ${A}, status: rotated, on: 2026-11-02}`;
  const never = `- {id: ${A}, status: false-positive, reason: r, owner: o}`;
  const counts = (...lines: string[]): LedgerEntry | undefined => {
    const found = parseLedger(FILE, lines.join('\n'));
    assert.deepEqual(parseLedger(FILE, lines.toReversed().join('\n')), found);
    assert.equal(found.length, 1);
    return found[0];
  };
  assert.equal(counts(never, rotated, accepted, known)?.status, 'known');
  assert.equal(counts(never, rotated, accepted)?.status, 'accepted');
  assert.equal(counts(never, rotated)?.status, 'rotated');
  assert.equal(counts(accepted, sooner)?.until, '2027-02-01');
  const contradicted = rotated.replace('}', ', until: 2026-12-01}');
  assert.equal(counts(rotated, contradicted)?.until, '2026-12-01', 'what ends is stricter than what does not');
});

test('a new decision replaces the old one, but adopting in bulk replaces nothing', () => {
  const old: LedgerEntry[] = [
    { id: B, status: 'known', on: '2026-01-01' },
    { id: A, status: 'rotated', on: '2026-01-01' },
  ];
  const merged = mergeLedger(old, [
    { id: A, status: 'known', on: '2026-02-02' },
    { id: B, status: 'false-positive', reason: 'r', owner: 'o' },
  ]);
  assert.deepEqual(
    merged.map(({ id, status }) => [id, status]),
    [
      [A, 'rotated'],
      [B, 'false-positive'],
    ],
  );
});

test('conflict markers are named with their line', () => {
  const text = `# x\n<<<<<<< HEAD\n- {id: ${A}, status: known, on: 2026-11-01}\n=======\n>>>>>>> topic\n`;
  assert.match(failure(text), /^\.burnlist\/ledger\.yaml:2:1: git left a merge conflict here: /);
});

test('an entry that cannot be answered for is refused with its place', () => {
  assert.equal(
    failure(`\n- {id: ${A}, status: accepted, reason: r, until: 2027-01-01}`),
    `${FILE}:2:3: [0]: an entry with status "accepted" needs "owner"`,
  );
  assert.match(failure(`- {id: ${A}, status: rotated}`), /needs "on"/);
  assert.match(failure(`- {id: ${A}, status: false-positive, owner: o}`), /needs "reason"/);
  assert.match(failure(`- {id: ${A}}`), /needs "status"/);
  assert.match(failure('- {status: known, on: 2026-01-01}'), /needs "id"/);
});

test('wrong ids, days, words and keys are refused with what would be right', () => {
  assert.match(failure('- {id: abc, status: known, on: 2026-01-01}'), /:1:8: \[0\]\.id: must be a full id/);
  assert.match(failure(`- {id: ${A}, status: known, on: 2026-02-30}`), /\[0\]\.on: must be a day/);
  assert.match(failure(`- {id: ${A}, status: knwon, on: 2026-02-03}`), /unknown value "knwon", did you mean "known"\?/);
  assert.match(failure(`- {id: ${A}, stauts: known}`), /unknown key "stauts", did you mean "status"\?/);
  assert.match(failure(`- {id: ${A}, status: known, at: HEAD}`), /must be a full commit id/);
  assert.match(failure('entries: []'), /must be a list/);
});
