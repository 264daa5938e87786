/** Logs of refs that stand in tables: the same lines as in files, and a broken table is said. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ScanError } from '../../src/errors.ts';
import { logsInTables } from '../../src/source/reftable-logs.ts';
import { fc } from '../support/property.ts';
import { type LogRecord, reftable } from '../support/reftables.ts';
import { makeFolder } from '../support/repo.ts';

const ZERO = '0'.repeat(40);
const [A, B] = ['a1'.repeat(20), 'b2'.repeat(20)];
const entry = { old: ZERO, id: A, who: 'Ada', mail: 'ada@example.org', seconds: 1_735_732_800, zone: 230, message: 'commit: é\n' };

function folderWith(...tables: readonly Buffer[]): string {
  const dir = makeFolder();
  mkdirSync(join(dir, 'reftable'));
  tables.forEach((table, at) => writeFileSync(join(dir, 'reftable', `0x${at}-0x${at}-ab.ref`), table));
  writeFileSync(join(dir, 'reftable', 'tables.list'), tables.map((_, at) => `0x${at}-0x${at}-ab.ref\n`).join(''));
  return dir;
}

const logsOf = (...tables: readonly Buffer[]): Record<string, string> =>
  Object.fromEntries([...logsInTables(folderWith(...tables))].map(([ref, log]) => [ref, log.toString('utf8')]));

test('a line says what it says in a log file, the oldest first, over all tables', () => {
  const first = reftable([{ ref: 'HEAD', update: 1, entry }], { before: Buffer.from('r\0\0\x08 refs') });
  const later = reftable([{ ref: 'HEAD', update: 300, entry: { ...entry, old: A, id: B, zone: -800, message: '' } }]);
  assert.deepEqual(logsOf(first, later), {
    HEAD:
      `${ZERO} ${A} Ada <ada@example.org> 1735732800 +0230\tcommit: é\n` +
      `${A} ${B} Ada <ada@example.org> 1735732800 -0800\t\n`,
  });
});

test('what a later table takes out is gone; a record that only says that there is a log is none', () => {
  const stash = (update: number): LogRecord => ({ ref: 'refs/stash', update, entry: { ...entry, message: String(update) } });
  const logs = logsOf(
    reftable([stash(1), stash(2), stash(3), { ref: 'refs/heads/new', update: 1, entry: { ...entry, id: ZERO } }]),
    reftable([{ ref: 'refs/stash', update: 2 }]),
  );
  assert.deepEqual(Object.keys(logs), ['refs/stash']);
  assert.deepEqual(logs['refs/stash']?.match(/\t\d/g), ['\t1', '\t3']);
});

test('ids of 64 digits, a table without logs, and no table at all', () => {
  const long = { ...entry, old: '0'.repeat(64), id: 'c3'.repeat(32) };
  assert.match(logsOf(reftable([{ ref: 'HEAD', update: 1, entry: long }], { isSha256: true }))['HEAD'] ?? '', /^0{64} (?:c3){32} Ada /);
  assert.deepEqual(logsOf(reftable([])), {});
  assert.deepEqual(logsOf(reftable([], { before: Buffer.from('r\0\0\x04') })), {});
  assert.deepEqual([...logsInTables(makeFolder())], []);
});

const records = fc.uniqueArray(
  fc.record({
    ref: fc.constantFrom('HEAD', 'refs/heads/a', 'refs/heads/ab', 'refs/stash'),
    update: fc.nat(2 ** 40),
    entry: fc.record({
      old: fc.constantFrom(ZERO, B),
      id: fc.constant(A),
      who: fc.string({ maxLength: 200 }).map((text) => text.replace(/[<>\n\0]/g, '')),
      mail: fc.constant('a@b'),
      seconds: fc.nat(),
      zone: fc.integer({ min: -1200, max: 1400 }),
      message: fc.stringMatching(/^[ -~]{0,300}$/),
    }),
  }),
  { selector: ({ ref, update }) => `${ref} ${update}`, maxLength: 40 },
);

test('every record comes back, however they are spread over blocks and tables', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 40 }), fc.nat(40), (all, perBlock, cut) => {
      const logs = logsOf(reftable(all.slice(0, cut), { perBlock }), reftable(all.slice(cut), { perBlock }));
      const expected = new Map<string, string>();
      for (const { ref, entry: of } of [...all].sort((a, b) => a.update - b.update)) {
        const zone = `${of.zone < 0 ? '-' : '+'}${String(Math.abs(of.zone)).padStart(4, '0')}`;
        const line = `${of.old} ${of.id} ${of.who} <${of.mail}> ${of.seconds} ${zone}\t${of.message}\n`;
        expected.set(ref, (expected.get(ref) ?? '') + line);
      }
      assert.deepEqual(new Map(Object.entries(logs)), expected);
    }),
    { numRuns: 60 },
  );
});

test('a table that is cut off or changed is read as it was, or said by its name, and never crashes', () => {
  const whole = reftable(
    Array.from({ length: 30 }, (_, update) => ({ ref: 'HEAD', update, entry })),
    { perBlock: 7 },
  );
  let broken = 0;
  const look = (table: Buffer): void => {
    const dir = folderWith(table);
    try {
      logsInTables(dir);
    } catch (error) {
      assert.ok(error instanceof ScanError, String(error));
      assert.equal(error.message, 'reftable/0x0-0x0-ab.ref is broken');
      broken++;
    }
  };
  for (let length = 0; length < whole.length; length += 5) look(whole.subarray(0, length));
  assert.equal(broken, Math.ceil(whole.length / 5), 'each that is cut off');
  broken = 0;
  for (let at = whole.length - 20; at < whole.length - 12; at++) {
    const changed = Buffer.from(whole);
    changed[at] = 1;
    look(changed);
  }
  assert.equal(broken, 8, 'and each that says that its logs are elsewhere');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(whole);
      changed[at] = byte;
      look(changed);
    }),
  );
});

test('what was made to be large is refused, and so is a list that leads elsewhere', () => {
  const long = { ...entry, message: 'x'.repeat(15 << 20) };
  const many = reftable(
    Array.from({ length: 18 }, (_, update) => ({ ref: 'HEAD', update, entry: long })),
    { perBlock: 1 },
  );
  assert.throws(() => logsInTables(folderWith(many)), /^ScanError: reftable\/0x0-0x0-ab\.ref holds more than 256 MiB of logs$/);
  const dir = folderWith();
  writeFileSync(join(dir, 'reftable', 'tables.list'), '../../secret.ref\n');
  assert.throws(() => logsInTables(dir), /^ScanError: reftable\/tables\.list is broken$/);
});
