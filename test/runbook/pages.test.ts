/** What runbooks say across pages and beside their procedures: pointers, copies, exemptions, ways back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintTogether } from '../../src/runbook/lint-pages.ts';
import { linkProcedures } from '../../src/runbook/link.ts';
import { followPointers } from '../../src/runbook/pointers.ts';
import { page } from './pages.ts';
import type { Runbook } from '../../src/model.ts';

const STEPS = ['1. Generate', '2. Deploy'];
const linked = (name: string, ...runbooks: readonly Runbook[]): readonly unknown[] =>
  linkProcedures({ name, kind: 'generic-secret' }, followPointers(runbooks)).map(({ procedure, score }) => [
    procedure.runbook,
    procedure.anchor,
    score,
  ]);

test('a row or a section that sends to another page makes its section the one for the name', () => {
  const there = page(['# Users', '## Rotation of database users', ...STEPS, '', '## Rotation of the rest', ...STEPS], 'ops/users.md');
  const row = ['# Keys', '| Name | How |', '|---|---|', '| `DB_KEY` | [there](../ops/users.md#rotation-of-database-users) |'];
  const section = ['# Keys', '## `DB_KEY`', 'See [the page](/ops/users.md#rotation-of-database-users).'];
  for (const lines of [row, section])
    assert.deepEqual(linked('DB_KEY', page(lines, 'docs/keys.md'), there)[0], ['ops/users.md', 'rotation-of-database-users', 85]);
  const whole = ['# Keys', '## `DB_KEY`', 'See [the page](../ops/one.md).'];
  const one = page(['# One', '## Rotation of it', ...STEPS], 'ops/one.md');
  assert.deepEqual(linked('DB_KEY', page(whole, 'docs/keys.md'), one)[0], ['ops/one.md', 'rotation-of-it', 85]);
  const two = page(['# Two', '## Rotation of it', ...STEPS, '', '## Rotation of that', ...STEPS], 'ops/one.md');
  assert.deepEqual(linked('DB_KEY', page(whole, 'docs/keys.md'), two), [], 'a page of many sections says nothing of one');
});

test('links leave neither the repository nor Markdown', () => {
  const links = ['https://x.example/a.md', '../../../b.md', 'c.sh', '#d', '//x/e.md', './f%20f.md?x#g'];
  const lines = ['## `DB_KEY`', links.map((link) => `[to](${link})`).join(' ')];
  assert.deepEqual(
    page(lines, 'docs/keys.md').pointers.map(({ path, anchor }) => [path, anchor]),
    [['docs/f f.md', 'g']],
  );
});

test('lint: links to pages and headings that are not there, procedures that stand twice', () => {
  const links = '[x](gone.md) [y](b.md#nowhere) [z](b.md#rotating-x_key) [w](c.md#any)';
  const a = page(['# A', links, '## Rotating X_KEY', ...STEPS], 'docs/a.md');
  const b = page(['# B', '## Rotating X_KEY', ...STEPS], 'docs/b.md');
  assert.deepEqual(
    lintTogether([a, b], ['docs/c.md']).map(({ rule, text, path, isDangerous }) => [rule, text, path, isDangerous]),
    [
      ['stale-anchor', 'the link to docs/gone.md leads to no file of this version', 'docs/a.md', false],
      ['stale-anchor', 'the link to docs/b.md#nowhere leads to no heading of that page', 'docs/a.md', false],
      ['copied', '"Rotating X_KEY" is a copy of docs/a.md:3: keep one, and link to it', 'docs/b.md', false],
    ],
  );
  assert.deepEqual(lintTogether([a], undefined), [], 'without a repository nothing is known of other pages');
});

test('lint: pages that were named and have no procedure say why nothing is linked to them; one that leads to others is an index', () => {
  const idle = (path: string): Runbook => page(['# Database', '', 'It is made by the operator.'], path);
  const said = (...pages: readonly Runbook[]): readonly unknown[] =>
    lintTogether(pages, undefined).map(({ rule, text, path }) => [rule, path, text]);
  const why = 'no section replaces a secret or speaks of a leak, so nothing is linked to this page';
  assert.deepEqual(said(idle('a.md')), [['no-procedure', 'a.md', why]]);
  const five = ['a.md', 'b.md', 'c.md', 'd.md', 'e.md'].map(idle);
  assert.deepEqual(said(...five), [['no-procedure', 'a.md', `${why}; nor to b.md, c.md, d.md, …`]], 'those of a glob at once');
  assert.deepEqual(said(page(['# Index', '', 'See [keys](keys.md).'])), []);
});

test('exemptions: in headings, sentences, rows and entries, with the names they are for', () => {
  const lines = [
    '# Keys',
    '## APP_KEK — NOT YET ROTATABLE',
    'Words.',
    '## `SALT_KEY`',
    'This key cannot be rotated.',
    '| Name | Rotation |',
    '|---|---|',
    '| `SITE_KEY` | not a secret |',
    '',
    '- `OLD_KEY`: intentionally not a rotation target',
    '- `WRAP_KEY` must not be rotated without re-encrypting',
  ];
  assert.deepEqual(
    page(lines).exempt.map(({ sort, names, lines: [line] }) => [sort, names.join(), line]),
    [
      ['not-rotatable', 'APP_KEK', 2],
      ['not-rotatable', 'SALT_KEY', 5],
      ['no-secret', 'SITE_KEY', 8],
      ['not-rotatable', 'OLD_KEY', 10],
    ],
  );
});

test('a way back is its section’s own, or that of the sections beside it, and no procedure', () => {
  const own = ['## X_KEY', ...STEPS, '', '### Rollback', '- Put it back', ''];
  const lines = ['# Keys', ...own, '## Y_KEY', ...STEPS, '', '## Rollback', '1. Rotate back'];
  assert.deepEqual(
    page(lines).procedures.map(({ anchor, rollback }) => [anchor, rollback.map(({ text }) => text)]),
    [
      ['x_key', ['Put it back']],
      ['y_key', ['Rotate back']],
    ],
  );
});
