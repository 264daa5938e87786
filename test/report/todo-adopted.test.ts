/** What the ledger adopted, in a to-do for something new. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged, Plan } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { renderTodoIssue } from '../../src/report/todo-issue.ts';
import { signed } from '../../src/report/todo-merge.ts';
import { renderTodo } from '../../src/report/todo.ts';
import { judged } from '../plan/judged.ts';

const OPTIONS = { mask: (text: string): string => text, repository: 'shop', coverageComplete: true };
const planOf = (secrets: readonly Judged[]): Plan =>
  makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [] });

test('what the ledger adopted is a line each behind what is new, and is counted apart; whole for who asks', () => {
  const adopted = judged({ names: ['OLD_KEY', 'OLDER_KEY'], kind: 'generic-secret', status: 'known', priority: 'P0' });
  const fresh = judged({ priority: 'P2' });
  const plan = planOf([adopted, fresh]);
  const text = renderTodo(plan, OPTIONS);
  const adoptedPart = '1 secret adopted in the ledger (1 × P0)';
  assert.ok(text.split('\n')[2]?.startsWith(`**1 secret to rotate in 1 task (1 × P2) · ${adoptedPart}`));
  const headings = (of: string): readonly string[] =>
    of.split('\n').filter((line) => line.startsWith('## ')).map((line) => line.replace(/ <!--.*/, ''));
  assert.deepEqual(headings(text).slice(0, 2), ['## 1. JWT_SECRET · JWT signing secret · P2', '## Known already, by the ledger']);
  const [line, ...more] = text.split('\n').filter((each) => each.includes('OLD'));
  assert.equal(line, `- P0 · \`${adopted.id.slice(0, 10)}\` OLDER_KEY, OLD_KEY in \`config/app.env:3\``);
  assert.deepEqual(more, [], 'and nothing else, no gap of the runbook either');
  const whole = renderTodo(plan, { ...OPTIONS, isWhole: ({ name }) => name === 'OLD_KEY' });
  assert.deepEqual(headings(whole).slice(0, 3), [
    '## 1. JWT_SECRET · JWT signing secret · P2',
    '## 2. OLD_KEY · JWT signing secret · P0',
    '## Known already, by the ledger',
  ]);
});

test('an issue has the new tasks whole, however much was adopted', () => {
  const adopted = Array.from({ length: 2000 }, (_, at) => judged({ names: [`OLD_${at}`], kind: 'generic-secret', status: 'known' }));
  const body = renderTodoIssue(planOf([...adopted, judged({ priority: 'P3' })]), OPTIONS);
  assert.ok(signed(body).length <= 65_536);
  assert.match(body, /^## 1\. JWT_SECRET [^]*\*\*record\*\*[^]*Cut here, after 1 of 1 task: /m);
});

test('of what was adopted the place in HEAD is named, and that there is none', () => {
  const [gone, both] = [judged({ names: ['GONE_KEY'], status: 'known' }), judged({ names: ['BOTH_KEY'], status: 'known' })];
  const [place] = gone.occurrences;
  const old = { ...place!, path: 'a/first.env', inHead: false };
  const stashed = judged({ names: ['STASH_KEY'], status: 'known' });
  const secrets = [
    { ...gone, occurrences: [old], exposure: { ...gone.exposure, inHead: false } },
    { ...both, occurrences: [old, place!], exposure: { ...both.exposure, inHead: true } },
    { ...stashed, occurrences: [old], exposure: { ...stashed.exposure, inHead: false, reach: ['stash' as const] } },
  ];
  const lines = renderTodo(planOf(secrets), OPTIONS).split('\n').filter((line) => line.includes('_KEY in'));
  const said = lines.map((line) => line.slice(line.search(/[A-Z]+_KEY/))).sort();
  assert.deepEqual(said, [
    'BOTH_KEY in `config/app.env:3` and 1 more place',
    'GONE_KEY in `a/first.env:3`, gone from HEAD',
    'STASH_KEY in `a/first.env:3`',
  ]);
});
