import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outOfScopeLine } from '../../src/report/gaps.ts';
import { SEEN } from './reports.ts';

test('what is not looked at is counted by its noun, whatever stands behind it', () => {
  const gap = (what: string, count: number) => ({ what, why: 'why', count });
  const tried = gap('values not tried with every key (limit webhook-steps)', 5164);
  const outOfScope = [tried, gap('archives (limit archives)', 1), gap('object', 2), gap('packed files', 1)];
  assert.equal(
    outOfScopeLine({ ...SEEN, outOfScope }, (text) => text),
    'not looked at: 5,164 values not tried with every key (limit webhook-steps), 1 archive (limit archives), 2 objects, 1 packed file',
  );
});
