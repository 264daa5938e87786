/** Where a to-do says that a value stands, and where its links lead. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownText } from '../../src/report/markdown-text.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { renderTodo } from '../../src/report/todo.ts';
import { judged } from '../plan/judged.ts';

test('the same path in history and on the disk are told apart', () => {
  const secret = judged();
  const [place] = secret.occurrences;
  assert.ok(place !== undefined);
  const { commit, ...held } = place;
  assert.ok(commit !== undefined);
  const ignored = { ...held, class: 'ignored-file', inHead: false, introductions: [] } as const;
  const plan = makePlan({
    asOf: '2026-11-22', rotations: loadRotations(), runbooks: [], secrets: [{ ...secret, occurrences: [place, ignored] }],
  });
  const text = renderTodo(plan, { mask: (each) => each, repository: 'shop', coverageComplete: true });
  const lines = text.split('\n').filter((line) => line.startsWith(`  - \`${place.path}:`));
  assert.equal(lines.length, 2);
  assert.equal(new Set(lines).size, 2);
  assert.equal(lines.filter((line) => line.includes('on disk, in an ignored file')).length, 1);
});

test('no link has a mask in it: of a path that holds a value it is named, of an anchor the page is linked', () => {
  const text = markdownText((each) => each.replaceAll('hunter-seven', '••••••••'));
  assert.equal(text.section('Rotate it', 'docs/keys.md', 'rotate-it'), '[Rotate it](docs/keys.md#rotate-it)');
  assert.equal(text.section('Rotate it', 'docs/keys.md', 'rotate-hunter-seven'), '[Rotate it](docs/keys.md)');
  assert.equal(text.section('Rotate it', 'docs/hunter-seven.md', 'rotate-it'), 'Rotate it (`docs/••••••••.md`)');
  assert.equal(text.lines('docs/hunter-seven.md', [3, 3]), 'line 3 of `docs/••••••••.md`');
});
