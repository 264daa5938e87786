import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marksBeside } from '../../../src/detect/search/marks.ts';
import { createDetector } from '../../../src/detect/unit.ts';
import { missedMarks } from '../../../src/missed-mark.ts';
import { occurrence } from '../../report/reports.ts';
import { fc } from '../../support/property.ts';
import { githubToken, password } from '../../support/secrets.ts';
import { PLAIN, scan } from '../scanning.ts';
import type { Mark } from '../../../src/model.ts';

const token = githubToken('marks');
const marks = (text: string) => scan(text).findings.map(({ mark }) => mark);

test("burnlist's mark names a rule or a kind and may give a reason", () => {
  assert.deepEqual(marks(`t: ${token} # burnlist:allow github-token revoked in May`), [
    { line: 1, covers: 'near', rules: ['github-token'], reason: 'revoked in May' },
  ]);
  assert.deepEqual(marks(`t: ${token} <!-- burnlist:allow github-token für später -->`), [
    { line: 1, covers: 'near', rules: ['github-token'], reason: 'für später' },
  ]);
  assert.deepEqual(marks(`t: ${token} /* burnlist:allow github-token */`), [
    { line: 1, covers: 'near', rules: ['github-token'] },
  ]);
});

test('a mark for another rule, for none, or for an unknown one does not count', () => {
  for (const mark of [
    'burnlist:allow aws-arn',
    'burnlist:allow',
    'burnlist:allow no-such-rule',
    'burnlist:allowed github-token',
    'burnlist:allow-github-token',
  ]) {
    assert.deepEqual(marks(`t: ${token} # ${mark}`), [undefined], mark);
  }
});

test('a mark beside a finding that it does not cover is told, unless another covers it', () => {
  const missed = (text: string) => scan(text).findings.map((found) => found.missed);
  const nothing = (rules: readonly string[], line = 1) => [{ line, covers: 'nothing', rules }];
  assert.deepEqual(missed(`t: ${token} # burnlist:allow no-such-rule`), nothing(['no-such-rule']));
  assert.deepEqual(missed(`t: ${token} # burnlist:allow aws-arn`), nothing(['aws-arn']));
  assert.deepEqual(missed(`t: ${token} # burnlist:allow ${'y'.repeat(49)}`), nothing([]));
  assert.deepEqual(missed(`t: ${token} # burnlist:allow ${password('pasted')}`), nothing([]), 'it may be a value');
  assert.deepEqual(missed(`a\n# burnlist:allow\nt: ${token}`), nothing([], 2));
  assert.deepEqual(missed(`t: ${token} # burnlist:allow-github-token`), nothing([]));
  assert.deepEqual(missed(`t: ${token} # burnlist:allowed github-token`), [undefined]);
  assert.deepEqual(missed(`# burnlist:allow\n\nt: ${token}`), [undefined]);
  assert.deepEqual(missed(`# burnlist:allow aws-arn\nt: ${token} # burnlist:allow github-token`), [undefined]);
  assert.deepEqual(missed(`t: ${token} # burnlist:allow aws-arn gitleaks:allow`), [undefined]);
});

test('a mark counts on the same line and for the line below, no farther and not upwards', () => {
  const mark = '# burnlist:allow github-token';
  assert.equal(marks(`${mark}\nt: ${token}`)[0]?.line, 1);
  assert.deepEqual(marks(`${mark}\n\nt: ${token}`), [undefined]);
  assert.deepEqual(marks(`t: ${token}\n${mark}`), [undefined]);
  assert.equal(marks(`t: ${token}${' '.repeat(5000)}${mark}`)[0]?.line, 1);
});

/** Lines of a text that burnlist is to let pass: 1 for each that holds the token. */
function letPass(lines: readonly string[]): number[] {
  const { findings } = scan(lines.map((line) => line.replace('TOKEN', token)).join('\n'));
  return findings.filter(({ mark }) => mark !== undefined).map(({ position }) => position.line);
}

test('marks of other scanners count for any rule, where they do there', () => {
  for (const mark of [
    'gitleaks:allow',
    'betterleaks:allow',
    'trufflehog:ignore',
    'pragma: allowlist secret',
    'pragma:allowlist secret',
    'pragma: whitelist secret',
    'secretlint-disable-line',
    'secretlint-disable-line @secretlint/secretlint-rule-github -- made for tests',
    'ggignore',
  ]) {
    assert.deepEqual(marks(`t: ${token} // ${mark}`), [{ line: 1, covers: 'line', rules: [] }], mark);
    assert.deepEqual(letPass(['TOKEN', `TOKEN // ${mark}`, 'TOKEN']), [2], mark);
  }
  for (const mark of ['pragma: allowlist nextline secret', 'secretlint-disable-next-line'])
    assert.deepEqual(letPass(['TOKEN', `TOKEN // ${mark}`, 'TOKEN', 'TOKEN']), [3], mark);
  assert.deepEqual(letPass(['TOKEN', 'TOKEN // kingfisher:ignore', 'TOKEN', 'TOKEN']), [2, 3]);
});

test('a block of secretlint lasts until it is enabled again, or to the end', () => {
  const block = ['TOKEN', '// secretlint-disable', 'TOKEN', 'x', 'TOKEN', '// secretlint-enable', 'TOKEN'];
  assert.deepEqual(letPass(block), [3, 5]);
  assert.deepEqual(letPass(block.slice(0, 5)), [3, 5]);
  assert.deepEqual(letPass([...block, '/* secretlint-disable @secretlint/secretlint-rule-github */', 'TOKEN']), [3, 5, 9]);
});

test('marks can be switched off', () => {
  const [found] = createDetector(PLAIN, { marks: false }).scan(Buffer.from(`t: ${token} # gitleaks:allow`)).findings;
  assert.equal(found?.mark, undefined);
});

test('of many marks it is the first beside a finding that is for it, whatever stands elsewhere', () => {
  const rule = { id: 'github-token', kind: 'token' };
  const someLine = fc.integer({ min: 1, max: 12 });
  const someMark = fc.record({
    line: someLine,
    covers: fc.constantFrom('line', 'next-line', 'near', 'from', 'to', 'nothing'),
    rules: fc.constantFrom([], ['github-token'], ['token'], ['aws-arn']),
  });
  fc.assert(
    fc.property(fc.array(someMark, { maxLength: 12 }), someLine, fc.integer({ min: 0, max: 3 }), (some, first, more) => {
      const all = some.sort((a, b) => a.line - b.line) as Mark[];
      const last = first + more;
      const reach = ({ line, covers }: Mark): boolean =>
        (covers !== 'next-line' && covers !== 'from' && covers !== 'to' && line >= first && line <= last) ||
        (covers !== 'line' && covers !== 'from' && covers !== 'to' && line === first - 1);
      const block = all.filter(({ line, covers }) => line <= first && (covers === 'from' || covers === 'to')).at(-1);
      const beside = all.filter(reach);
      const fits = ({ covers, rules }: Mark): boolean => covers !== 'nothing' && (rules.length === 0 || !rules.includes('aws-arn'));
      const other = beside[0] && { ...beside[0], covers: 'nothing' };
      assert.deepEqual(marksBeside(all)(rule, first, last), block?.covers === 'from' ? block : (beside.find(fits) ?? other));
    }),
  );
});

test('a secret in many places tells of three marks, and how many more there are', () => {
  const missed = { line: 1, covers: 'nothing', rules: [] } as const;
  const places = Array.from({ length: 9 }, (_, at) => occurrence({ path: `${at >> 1}.env`, missed }));
  assert.deepEqual(missedMarks(places.slice(0, 4)).length, 2);
  assert.match(missedMarks(places)[3]!, /^2 more marks do not cover /);
  assert.equal(missedMarks(places).length, 4);
});
