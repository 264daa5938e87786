/** What is below Done and came back says so, once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withReturns } from '../../src/report/todo-returned.ts';

const why = 'was rotated, and came back with 4f1c9d0a2b on 2026-11-28';

test('of a map of keys any that came back opens the entry again, and no other entry', () => {
  const map = ['### 1. jwt_secrets: rotated', '', '- Ids: `aaaa`, `bbbb`', ''];
  const key = ['### 2. FERNET_KEY: rotated', '', '- Id: `cccc`', ''];
  const [title = '', ...rest] = map;
  for (const id of ['aaaa', 'bbbb']) {
    const said = [title, '', `**Open again**: ${why}`, ...rest, ...key];
    assert.deepEqual(withReturns([...map, ...key], new Map([[id, why]])), said);
    assert.deepEqual(withReturns(said, new Map([[id, why]])), said, 'once');
  }
  assert.deepEqual(withReturns([...map, ...key], new Map([['dddd', why]])), [...map, ...key]);
});

test('what is closed and has a task again is open again, also where the ledger no longer says why', () => {
  const entry = ['### FERNET_KEY · Fernet key · P0: rotated on 2026-11-20', '', '- Id: `cccc`', ''];
  const open = (title: string, id = 'cccc') => withReturns(entry, new Map(), [{ title, ids: [id] }]);
  const [title = '', ...rest] = entry;
  assert.deepEqual(open('FERNET_KEY · Fernet key'), [title, '', '**Open again**: it has a task above', ...rest]);
  assert.deepEqual(open('OLD_KEY · Fernet key'), entry, 'another use of the value');
  assert.deepEqual(open('FERNET_KEY · Fernet key', 'dddd'), entry, 'another value of that name');
});
