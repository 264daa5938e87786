import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { entriesBehind } from '../../../src/detect/assignment/list-entries.ts';
import { password } from '../../support/secrets.ts';
import { scan, valueOf } from '../scanning.ts';

/** Put together here so that this file holds no password. */
const [FIRST, SECOND] = [['Copper', '7310', '?'].join(''), ['Walnut', '2931', '!'].join('')];

const found = (text: string): string[] => scan(text).findings.map(valueOf);

test('all entries of a list of passwords are passwords', () => {
  for (const text of [
    `PASSWORDS = ["${FIRST}", "${SECOND}"]`,
    `passwords = (\n  '${FIRST}',\n  '${SECOND}',\n)\n`,
    `{"passwords":["${FIRST}","${SECOND}"]}`,
    `passwords:\n  - ${FIRST}\n  - "${SECOND}"\nusers:\n  - name-of-somebody\n`,
    `PASSWORDS=("${FIRST}" "${SECOND}")\n`,
  ])
    assert.deepEqual(found(text), [FIRST, SECOND], text);
});

test('keys of a list may have names of their own', () => {
  const [one, other] = [password('first of a list'), password('second of a list')];
  const map = `const apiKeys = { prod: "${one}", test: "${other}" };`;
  for (const text of [`API_KEYS = {\n  'prod' => '${one}',\n  'test' => '${other}'\n}`, map])
    assert.deepEqual(found(text).filter((value) => value.length === one.length), [one, other], text);
});

test('an entry that is no value ends the list, and so does what is not seen to its end', () => {
  assert.deepEqual(found(`passwords = ["${FIRST}", getPassword(), "${SECOND}"]`), [FIRST]);
  const text = `["${FIRST}", "${SECOND}"`;
  const first = { start: 2, end: 2 + FIRST.length };
  assert.equal(entriesBehind(text, first, true).length, 0, 'nothing closes the list');
  assert.equal(entriesBehind(`${text}]`, first, true).length, 1);
  assert.equal(entriesBehind(`${text}]`.slice(0, -2), first, false).length, 0);
});

test('entries lie one behind the other, whatever stands there', () => {
  const pieces = ['"', "'", '`', ',', ' ', '\n', '- ', ']', ')', ':', '=>', 'abcd', 'x'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 32 }), fc.boolean(), (parts, endsUnit) => {
      const text = `"first${parts.join('')}`;
      let least = 6;
      for (const { start, end } of entriesBehind(text, { start: 1, end: 6 }, endsUnit)) {
        assert.ok(start > least && end > start && end <= text.length, JSON.stringify(text));
        least = end;
      }
    }),
    { numRuns: 2000 },
  );
});
