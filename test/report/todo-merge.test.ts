/** Written again, a to-do keeps what people made of it: ticks, notes, wording, order, sections; and ends in Done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import type { Judged, Runbook } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { isTodo, mergeTodo, signed, workedOn } from '../../src/report/todo-merge.ts';
import { tickOf } from '../../src/report/todo-parts.ts';
import { renderTodo } from '../../src/report/todo.ts';
import { judged } from '../plan/judged.ts';
import { signingSecret, versionedKeys } from '../runbook/pages.ts';

const rotations = loadRotations();
const jwt = judged();
const database = judged({ names: ['DATABASE_URL'], kind: 'database-url', priority: 'P1' });
const FACTS = {
  asOf: '2026-11-22',
  closed: new Map<string, string>(),
  returned: new Map<string, string>(),
  asked: new Set<string>(),
  listed: new Set<string>(),
  mask: (text: string): string => text,
};

const fresh = (secrets: readonly Judged[], runbooks: readonly Runbook[] = [signingSecret()]): string =>
  renderTodo(makePlan({ asOf: '2026-11-22', secrets, runbooks, rotations }), {
    mask: (text) => text,
    repository: 'shop',
    coverageComplete: true,
  });
const taskId = (secret: Judged): string =>
  makePlan({ asOf: '2026-11-22', secrets: [secret], runbooks: [], rotations }).tasks[0]?.id ?? '';

const both = fresh([jwt, database]);
const first = signed(both);
const merge = (now: string, old: string, closed = FACTS.closed): string => mergeTodo(now, old, { ...FACTS, closed });
const lineWith = (text: string, words: string): string => {
  const found = text.split('\n').find((line) => line.includes(words));
  assert.ok(found, words);
  return found;
};

test('nothing was changed: nothing changes, byte for byte', () => {
  assert.equal(merge(both, first), first);
  assert.ok(isTodo(first) && !isTodo(both) && !isTodo('# My notes\n'));
});

test('ticks stay, of boxes and of boxes below boxes', () => {
  const ticked = first
    .replace(lineWith(first, 'Generate another secret'), (line) => line.replace('[ ]', '[x]'))
    .replace(lineWith(first, 'refresh works'), (line) => line.replace('[ ]', '[X]'));
  const again = merge(both, ticked);
  assert.match(lineWith(again, 'Generate another secret'), /^- \[x\]/);
  assert.match(lineWith(again, 'refresh works'), /^ {2}- \[x\]/);
  assert.equal(merge(both, again), again);
});

test('notes stay below the line that they were written below, paragraphs and all', () => {
  const box = lineWith(first, 'Deploy the new configuration');
  const below = `${box}\n  done on staging, see\n\n  the log of Tuesday`;
  const noted = first.replace(box, below).replace('**To do**', 'Lead: Grace\n\n**To do**');
  const again = merge(both, noted);
  assert.ok(again.includes(`${below}\n`));
  assert.ok(again.includes('Lead: Grace'));
  assert.equal(merge(both, again), again);
});

test('what came back stays below Done, which says once that it is open again', () => {
  const closed = new Map([[taskId(jwt), 'rotated on 2026-11-22: .env holds another value']]);
  const over = merge(fresh([database]), first, closed);
  const why = 'was rotated, and came back with 0123456789 on 2026-11-24';
  const facts = { ...FACTS, returned: new Map([[jwt.id, why]]) };
  const back = mergeTodo(both, over, facts);
  const done = back.split('\n## Done\n')[1] ?? '';
  assert.match(done, /^\n### .*: rotated on 2026-11-22: .env holds another value\n\n\*\*Open again\*\*: was rotated, and came back with /);
  assert.ok(!over.includes('Open again'));
  assert.equal(mergeTodo(both, back, facts), back);
  const twice = mergeTodo(both, merge(fresh([database]), back, closed), facts);
  assert.equal(twice.split('**Open again**').length, 3, 'each entry tells of its own return');
});

test('boxes that people moved stay where they are, and their own wording too', () => {
  const a = lineWith(first, 'Update the place it is read from');
  const b = lineWith(first, 'Deploy the new configuration');
  const moved = first.replace(a, '@').replace(b, a).replace('@', b.replace('Deploy the new', 'Deploy OUR new'));
  const again = merge(both, moved);
  assert.ok(again.indexOf('Deploy OUR new') < again.indexOf('Update the place it is read from'));
  assert.equal(again.split('Deploy').length, first.split('Deploy').length, 'not there twice');
  assert.equal(merge(both, again), again);
});

test('a task that is over moves to Done with day and evidence, its ticks and notes with it', () => {
  const box = lineWith(first, 'Generate another secret');
  const worked = first.replace(box, `${box.replace('[ ]', '[x]')}\n  by Ada`);
  const closed = new Map([[taskId(jwt), 'rotated on 2026-11-22: .env holds another value']]);
  const again = merge(fresh([database]), worked, closed);
  const done = again.slice(again.indexOf('\n## Done\n'));
  assert.match(done, /^### JWT_SECRET · JWT signing secret · P0: rotated on 2026-11-22: \.env holds another value$/m);
  assert.match(done, /^- \[x\] \*\*generate\*\* · Generate another secret .*\n {2}by Ada$/m);
  assert.ok(!again.slice(0, again.indexOf('\n## Done\n')).includes('JWT_SECRET ·'));
  assert.equal(merge(fresh([database]), again), again, 'and stays there');
});

test('of a task that is over Done says which boxes nobody ticked', () => {
  const closed = new Map([[taskId(jwt), 'rotated']]);
  const boxes = signed(fresh([jwt])).split('\n').filter((line) => tickOf(line));
  assert.ok(boxes.length > 4);
  const [generate = '', ...rest] = boxes;
  const done = (text: string): string => merge(fresh([database]), text, closed).split('\n## Done\n')[1] ?? '';
  const phases = new Set(rest.flatMap((line) => /\*\*(.+?)\*\*/.exec(line)?.[1] ?? []));
  const said = `**${rest.length} of ${boxes.length} boxes were not ticked** when it was closed: ${[...phases].join(', ')}`;
  assert.ok(done(first.replace(generate, generate.replace('[ ]', '[x]'))).includes(`: rotated\n\n${said}\n\n`));
  assert.ok(!done(first.replaceAll('- [ ]', '- [x]')).includes('not ticked'));
});

test('a secret that comes back is a new task with open boxes; what was done before stays in Done', () => {
  const over = merge(fresh([database]), first.replaceAll('- [ ]', '- [x]'), new Map([[taskId(jwt), 'rotated']]));
  const again = merge(both, over);
  const [open = '', done = ''] = again.split('\n## Done\n');
  assert.match(lineWith(open, 'Generate another secret'), /^- \[ \]/);
  assert.match(done, /- \[x\] \*\*generate\*\*/);
});

test('a box that the runbook no longer asks for goes to Done when somebody worked on it, and only then', () => {
  const other = fresh([jwt, database], [versionedKeys()]);
  const box = lineWith(first, 'Update the place it is read from');
  const again = merge(other, first.replace(box, box.replace('[ ]', '[x]')));
  assert.match(again, /### No longer asked for: JWT_SECRET[^\n]*\n\n- \[x\] \*\*store\*\* · Update the place/);
  assert.ok(!again.includes('Deploy the new configuration'));
});

test('sections that people wrote stay', () => {
  const own = first.replace('## 2. ', '## Who is on call\n\nGrace until Friday.\n\n## 2. ');
  const again = merge(both, own);
  assert.ok(again.includes('## Who is on call\n\nGrace until Friday.\n'));
  assert.equal(merge(both, again), again);
});

test('what people paste is masked as everything else', () => {
  const value = jwt.value.expose('judge').toString();
  const again = mergeTodo(both, `${first}\nit was ${value}\n`, { ...FACTS, mask: (text) => text.replaceAll(value, '••••') });
  assert.ok(!again.includes(value) && again.includes('it was ••••'));
});

test('whatever people add, in whatever place: every line survives, and writing twice is writing once', () => {
  const note = fc.stringMatching(/^[ ]{0,4}(?:note|- item|> said|## own|```) [a-z]{3,12}$/);
  const edits = fc.array(fc.record({ at: fc.nat(), note, tick: fc.nat() }), { maxLength: 12 });
  const plans = [both, fresh([database]), fresh([jwt, database], [versionedKeys()]), fresh([])];
  fc.assert(
    fc.property(edits, fc.constantFrom(...plans), (all, now) => {
      const lines = first.split('\n');
      for (const { at, note: text, tick } of all) {
        const box = tick % lines.length;
        if (tickOf(lines[box] ?? '')) lines[box] = (lines[box] ?? '').replace('[ ]', '[x]');
        lines.splice(at % lines.length, 0, text);
      }
      const again = merge(now, lines.join('\n'));
      const left = again.split('\n');
      for (const { note: text } of all) assert.ok(left.includes(text), text);
      assert.equal(merge(now, again), again);
    }),
    { numRuns: 200 },
  );
});

test('a task that is asked for and was cut away stays where it was, with what people made of it', () => {
  const ticked = first.replace(lineWith(first, 'Generate another secret'), (line) => `${line.replace('[ ]', '[x]')}\n  by Ada`);
  const asked = new Set([jwt, database].map(taskId));
  const again = mergeTodo(fresh([database]), ticked, { ...FACTS, asked });
  assert.match(lineWith(again, 'Generate another secret'), /^- \[x\]/);
  assert.ok(again.includes('  by Ada') && !again.includes('## Done'));
  assert.match(merge(fresh([database]), ticked), /no longer found on/, 'what nobody asks for is over');
  assert.match(mergeTodo(fresh([database]), again, { ...FACTS, asked }), /^- \[x\].*Generate another secret.*\n {2}by Ada$/m);
});

test('a task that has become a line goes without a word, and whoever worked on one is known', () => {
  assert.deepEqual([...workedOn(first)], []);
  const facts = { ...FACTS, asked: new Set([jwt, database].map(taskId)), listed: new Set([taskId(database)]) };
  const again = mergeTodo(fresh([jwt]), first, facts);
  assert.ok(!again.includes('DATABASE_URL') && !again.includes('## Done'));
  const ticked = first.replace(lineWith(first, 'Generate another secret'), (line) => line.replace('[ ]', '[x]'));
  assert.deepEqual([...workedOn(ticked)], [taskId(jwt)]);
  assert.deepEqual([...workedOn(first.replace('## 2. ', '## 2. (Grace) '))].length, 1);
});
