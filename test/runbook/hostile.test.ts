import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
import type { Step } from '../../src/model.ts';
import { page } from './pages.ts';
import { workFromNow } from '../support/work.ts';

const nested = (depth: number): string => `${' '.repeat(Math.min(depth * 2, 400))}- rotate`;
const HEAD = '# Rotation of JWT_SECRET\n\n';

const PAGES: Readonly<Record<string, string>> = {
  'ten thousand nested lists': Array.from({ length: 10_000 }, (_, at) => nested(at)).join('\n'),
  'lists nested on one line': `${'1. '.repeat(60_000)}rotate`,
  'a huge table': `|a|b|\n|-|-|\n${'|JWT_SECRET|x|\n'.repeat(15_000)}`,
  'a wide table': `${'|a'.repeat(2000)}|\n${'|-'.repeat(2000)}|\n${'|\n'.repeat(5000)}`,
  'a heading a line': '## 1. Rotate JWT_SECRET\n'.repeat(9_000),
  'a heading and a step a line': '## A_KEY\n1. Rotate\n'.repeat(9_000),
  'brackets without end': '['.repeat(100_000),
  'stars without end': '**a_b '.repeat(30_000),
  'quotes in quotes': `${'>'.repeat(100_000)} rotate`,
  'one word without end': `1. ${'A_'.repeat(100_000)}KEY`,
  'one line of spaces': `1. rotate${' '.repeat(200_000)}x:`,
  'alternating lists': '- rotate\n\n1) rotate\n\n'.repeat(9_000),
  'more than is read': 'rotate the key\n'.repeat(100_000),
};

for (const [what, text] of Object.entries(PAGES)) {
  test(`${what}: read in bounded time, into bounded procedures`, () => {
    const work = workFromNow();
    const runbook = page(HEAD + text);
    linkProcedures({ name: 'JWT_SECRET', kind: 'jwt-secret' }, [runbook]);
    assert.ok(work() < 10, `${work()} s`);
    for (const procedure of runbook.procedures) {
      assert.ok(count(procedure.steps) <= 200);
      assert.ok(procedure.targets.length <= 10_000);
    }
  });
}

test('what moves a cursor or turns the direction of text does not come out of a page', () => {
  const step = '1. Rotate\u0007 \u009b31m it\u0000\n   ```\n   a\u001bb\n   ```\n';
  const runbook = page(`## Rotate \u001b[2JJWT_SECRET\u202e\n${step}`);
  assert.doesNotMatch(JSON.stringify(runbook), /\\u00[01]|[\u007f-\u009f\u202a-\u202e]/);
  assert.equal(runbook.procedures.length, 1);
});

test('bytes that are no text are no runbook', () => {
  const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 256));
  assert.deepEqual(page(bytes.toString('latin1')).procedures, []);
});

test('a value behind the limit of a text is cut between words, never inside one', () => {
  const word = 'x'.repeat(37);
  const [only] = page(`## Rotate A_KEY\n1. ${`${word} `.repeat(1000)}`).procedures;
  const words = only?.steps[0]?.text.split(' ') ?? [];
  assert.ok(words.length > 10 && words.length < 1000);
  assert.ok(words.every((each) => each === word || each === '…'));
});

function count(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + 1 + count(step.children), 0);
}
