/** What is stale, missing or dangerous in a runbook, and the neighbours that are fine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lint } from '../../src/model.ts';
import { lintRunbook, scriptsIn } from '../../src/runbook/lint.ts';
import { page, signingSecret, versionedKeys } from './pages.ts';

function lints(text: readonly string[], tracked?: readonly string[], script?: string): readonly Lint[] {
  return lintRunbook({
    runbook: page(text),
    ...(tracked === undefined ? {} : { tracked }),
    ...(script === undefined ? {} : { scriptOf: () => script }),
  });
}
const rules = (found: readonly Lint[]): readonly string[] => [...new Set(found.map(({ rule }) => rule))];
const WHOLE = ['Owner: us', '1. Generate', '2. Deploy', '3. Verify the login', '4. Revoke the old one'];

test('a whole procedure has nothing to mend', () => {
  assert.deepEqual(lints(['## Rotate JWT_SECRET', ...WHOLE]), []);
});

test('what stands behind the limit of a page is said not to be read', () => {
  const start = ['# Rotation', '', '## Rotate JWT_SECRET', ...WHOLE, ''];
  const rest = `${'Nothing of use. '.repeat(64)}\n\n`.repeat(300);
  const [found, ...others] = lints([...start, rest, '## Rotate `LATE_KEY`', ...WHOLE]);
  assert.deepEqual([found?.rule, found?.isDangerous, others.length], ['page-cut', false, 0]);
  assert.ok((found?.lines[0] ?? 0) > start.length);
});

test('no verification, nothing that ends the old value, no owner: each is said of its heading', () => {
  const found = lints(['# Rotation', '', '## Rotate JWT_SECRET', '1. Generate', '2. Deploy']);
  assert.deepEqual(rules(found), ['no-verify', 'no-revoke', 'no-owner']);
  assert.ok(found.every(({ lines, path, isDangerous }) => lines[0] === 3 && path !== '' && !isDangerous));
});

test('what nearly every section of a page lacks is said once, with a count and the first places', () => {
  const section = (name: string, ...more: readonly string[]): readonly string[] => [
    `## Rotate ${name}`, 'Owner: us', '1. Generate', '2. Deploy', '3. Revoke the old one', ...more, '',
  ];
  const bare = ['A_KEY', 'B_KEY', 'C_KEY', 'D_KEY'].flatMap((name) => section(name));
  const verified = section('E_KEY', '4. Verify the login');
  const [found, ...others] = lints(['# Rotation', ...bare, ...verified]);
  assert.deepEqual([found?.rule, found?.lines, others], ['no-verify', [2, 2], []]);
  const places = '"Rotate A_KEY" (line 2), "Rotate B_KEY" (line 8), "Rotate C_KEY" (line 14), …';
  assert.equal(found?.text, `4 of 5 sections have no step that verifies the new value: ${places}`);
  const half = lints(['# Rotation', ...bare, ...['E_KEY', 'F_KEY', 'G_KEY', 'H_KEY'].flatMap((name) => section(name, '4. Verify it'))]);
  assert.deepEqual(half.map(({ lines: [line] }) => line), [2, 8, 14, 20]);
});

test('anchors that no heading has are stale; those of GitHub and of old GitLab are not', () => {
  const headings = ['## 1. Clerk — `CLERK_KEY` / `CLERK_HOOK`', ...WHOLE, ''];
  const links = (...anchors: readonly string[]): readonly string[] => anchors.map((anchor) => `[x](#${anchor})`);
  assert.deepEqual(rules(lints([...headings, ...links('1-clerk--clerk_key--clerk_hook', '1-clerk-clerk_key-clerk_hook')])), []);
  const stale = lints([...headings, ...links('rotate-clerk')]);
  assert.deepEqual([rules(stale), stale[0]?.lines[0]], [['stale-anchor'], 8]);
  assert.match(stale[0]?.text ?? '', /#rotate-clerk leads to no heading/);
});

test('history is rewritten before the value is replaced: dangerous', () => {
  const first = ['Owner: us', '1. Run git filter-repo', '2. Force-push', '3. Generate a key', '4. Revoke the old one', '5. Verify'];
  const [found] = lints(['## Rotate JWT_SECRET', ...first]);
  assert.deepEqual([found?.rule, found?.isDangerous], ['history-first', true]);
  assert.deepEqual(lints(['## Rotate JWT_SECRET', ...WHOLE, '5. Run git filter-repo']), []);
});

test('a script that is not there, and one that cannot do what the step says', () => {
  const steps = ['Owner: us', '1. Run `tools/rotate.py`: it sets `JWT_SECRET_ID` and writes `keys.json` and `var/change.log`'];
  const text = ['## Rotate JWT_SECRET', ...steps, '2. Deploy', '3. Verify', '4. Revoke the old one'];
  assert.deepEqual(rules(lints(text, ['README.md'])), ['missing-file']);
  const script = 'import os, json\nm = json.load(open("keys.json"))\nn = f"v{len(m)+1}"\nos.environ["JWT_SECRET_ID"] = n\n';
  const found = lints(text, ['tools/rotate.py'], script);
  assert.deepEqual(rules(found), ['script-differs']);
  const words = found.map((each) => each.text).join('\n');
  assert.match(words, /speaks of change\.log, the script does not/);
  assert.match(words, /sets JWT_SECRET_ID in its own process only: no running service sees it, so set it yourself/);
  assert.match(words, /counting them: after a clean-up it can overwrite the key in use/);
  assert.doesNotMatch(words, /keys\.json/);
  const good = 'open("keys.json"); open("var/change.log"); name = secrets.token_hex(4)\n';
  assert.deepEqual(lints(text, ['tools/rotate.py'], good), []);
  assert.deepEqual(scriptsIn([page(text)], ['x/tools/rotate.py', 'other.py']), ['x/tools/rotate.py']);
});

test('one file under two spellings', () => {
  const text = ['## Rotate JWT_SECRET', ...WHOLE, '', 'The log is `logs/jwt_rotation.log`.', '', 'CI keeps `jwt-rotation.log`.'];
  const [found] = lints(text);
  assert.deepEqual([found?.rule, found?.lines[0]], ['two-names', 10]);
});

test('the fixtures: what is said of them', () => {
  for (const runbook of [signingSecret(), versionedKeys()])
    assert.ok(rules(lintRunbook({ runbook })).every((rule) => ['no-owner', 'no-revoke', 'no-verify'].includes(rule)));
});
