import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outOfScopeLine, seen } from '../../src/report/gaps.ts';
import { SEEN } from './reports.ts';

test('what is not looked at is counted by its noun, whatever stands behind it', () => {
  const gap = (what: string, count: number) => ({ what, why: 'why', count });
  const tried = gap('values not tried with every key (limit webhook-steps)', 5164);
  const outOfScope = [tried, gap('archives (limit archives)', 1), gap('object', 2), gap('packed files', 1)];
  assert.equal(
    outOfScopeLine({ ...SEEN, outOfScope }, (text) => text),
    'not looked at: 5,164 values not tried with every key (limit webhook-steps), 1 archive (limit archives), 2 objects, ' +
      '1 packed file (why)',
  );
});

test('what is packed and stays closed is no matter of scope: the verdict names it', () => {
  const gap = (what: string, count: number) => ({ what, why: 'damaged, as in a.zip', count });
  const verdict = (...outOfScope: ReturnType<typeof gap>[]) => seen({ ...SEEN, outOfScope });
  assert.equal(verdict(), 'everything was seen');
  assert.equal(verdict(gap('submodules', 1)), 'everything in scope was seen');
  assert.equal(verdict(gap('submodules', 1), gap('packed files', 1)), 'everything was seen but 1 packed file');
  assert.equal(verdict(gap('packed files', 1200)), 'everything was seen but 1,200 packed files');
});
