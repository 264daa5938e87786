import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outOfScopeLine, seen, withoutRemoteLine } from '../../src/report/gaps.ts';
import { occurrence, report, secret, SEEN } from './reports.ts';

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

test('of several repositories those are named that have no remote and hold what was committed', () => {
  const [one] = report().repositories;
  const repositories = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ ...one!, name, remote: name === 'b' }));
  const { published: _none, ...exposure } = secret().exposure;
  const held = (...places: readonly number[]) => {
    const occurrences = places.map((repository) => occurrence({ repository }));
    return report({ repositories, secrets: [secret({ occurrences, exposure })] });
  };
  const line = (...places: readonly number[]) => withoutRemoteLine(held(...places), (text) => text);
  assert.equal(line(1), undefined);
  assert.equal(line(0, 1), 'no remote is named in a: whether others have this history cannot be said');
  assert.equal(line(0, 2, 3, 4, 5), 'no remote is named in a, c, d and 2 more: whether others have this history cannot be said');
});
