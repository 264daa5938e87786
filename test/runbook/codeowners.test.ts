/** GitHub's rules for CODEOWNERS: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCodeowners } from '../../src/runbook/codeowners.ts';

const ownersIn = (text: string) => {
  const ownersOf = readCodeowners(Buffer.from(text));
  return (path: string): string => ownersOf(path).join(' ');
};

test('the last line that fits decides, and one without owners takes them away', () => {
  const of = ownersIn('* @all # everybody\n*.env @ops @org/security\n/apps/ @apps\n/apps/public\n');
  assert.equal(of('README.md'), '@all');
  assert.equal(of('deep/down/app.env'), '@ops @org/security');
  assert.equal(of('apps/app.env'), '@apps');
  assert.equal(of('apps/public/app.env'), '');
});

test('tied to the top by a slash, folders, one level, two stars, blanks', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['/docs/', 'docs/a.md', 'x/docs/a.md'],
    ['docs/', 'x/docs/a.md', 'docs'],
    ['docs/*', 'docs/a.md', 'docs/deep/a.md'],
    ['/build/logs/', 'build/logs/deep/x', 'deep/build/logs/x'],
    ['**/logs', 'a/b/logs/x', 'a/logsx'],
    ['src/**/key.pem', 'src/key.pem', 'srcx/key.pem'],
    ['conf*', 'a/config/x', 'a/xconf'],
    ['/my\\ keys/', 'my keys/a', 'my/a'],
    ['a?c', 'x/abc', 'x/ac'],
    ['*', 'a/b', '']
  ];
  for (const [pattern, fits, not] of cases) {
    const of = ownersIn(`${pattern} ada@example.org\n`);
    assert.equal(of(fits), 'ada@example.org', `${pattern} ${fits}`);
    if (not !== '') assert.equal(of(not), '', `${pattern} ${not}`);
  }
});

test('what GitHub does not read is skipped', () => {
  for (const line of ['!a @x', '[Section] @x', '^[Section] @x', 'a[bc] @x', 'a nobody', '# a @x', '', '\\#a @x'])
    assert.equal(ownersIn(`a @ours\n${line}\n`)('a'), '@ours', line);
  assert.equal(readCodeowners(Buffer.alloc((3 << 20) + 1, 'a @x\n'))('a').length, 0);
});

test('no pattern makes it slow', () => {
  const of = ownersIn(`${'*a'.repeat(200)}* @x\n${'**/a/'.repeat(200)}b @y\n`);
  assert.equal(of(`${'a/'.repeat(2000)}${'a'.repeat(190)}`), '');
});
