import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { nameAt, readAssignment } from '../../../src/detect/assignment/assignment.ts';
import { mayAssign } from '../../../src/detect/assignment/may-assign.ts';
import { PIECES } from './assigning.ts';

test('what a first look at the bytes turns away, the grammar turns away too', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const bytes = Buffer.from(text, 'latin1');
      for (const hit of hitsOf(text)) {
        if (mayAssign(bytes, hit, bytes.length)) continue;
        const named = nameAt(text, hit, true);
        assert.equal(named && readAssignment(text, named, true, true), undefined, JSON.stringify({ text, hit }));
      }
    }),
    { numRuns: 20_000 },
  );
});

test('names that are only passed on end at the first look', () => {
  for (const text of [
    'f(token, options)',
    'return token;',
    'if (token) {',
    '(token.length) x',
    'a token of trust',
    'password</b>',
  ]) {
    assert.equal(mayAssign(Buffer.from(text), hitsOf(text)[0]!, text.length), false, text);
  }
});

function hitsOf(text: string): number[] {
  return [...text.matchAll(/token|password/gi)].map((match) => match.index);
}
