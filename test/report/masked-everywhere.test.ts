/** Which values are masked wherever they stand: what is secret and stands nowhere by chance. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged } from '../../src/model.ts';
import { MASK, createMasker, valuesIn } from '../../src/report/mask.ts';
import { GITHUB, occurrence, random, secret } from './reports.ts';

const maskOf = (...secrets: readonly Judged[]): ((text: string) => string) => createMasker(valuesIn({ secrets }));

/** A value that its characters alone do not betray, found so. */
const word = (value: string, over: Partial<Judged> = {}): Judged => {
  const evidence = { form: 'quoted', strength: /\d/.test(value) ? 'mixed' : 'word', notes: [] } as const;
  return { ...secret({ value }), occurrences: [occurrence({ evidence })], ...over };
};

test('a word that somebody took for a password stays readable where it is the name of something', () => {
  for (const confidence of ['high', 'medium', 'low'] as const) {
    const mask = maskOf(word('juice-shop', { confidence }), word('password', { confidence }));
    assert.equal(mask('juice-shop/src/database password.ts'), 'juice-shop/src/database password.ts');
  }
});

test('what was only guessed masks no path, unless a machine made it', () => {
  const place = `lib/insecurity.ts:${'2'.repeat(2)}`;
  const made = random(30);
  const mask = maskOf(word(place, { confidence: 'low' }), secret({ value: made, confidence: 'low' }));
  assert.equal(mask(`${place} ${made}`), `${place} ${MASK}`);
});

test('what is public, a hash or only a name is not masked in other places', () => {
  for (const nature of ['public-default', 'identifier', 'hash'] as const) {
    const value = random(30);
    assert.equal(maskOf(secret({ value, nature }))(`a/${value}`), `a/${value}`);
  }
});

test('a chosen password, a passphrase and a token of a machine are masked wherever they stand', () => {
  const chosen = `Summer-${random(3)}-2`;
  const phrase = ['correct', 'horse', 'battery', 'staple'].join('');
  const token = `ghp_${'a'.repeat(36)}`;
  const mask = maskOf(
    word(chosen, { confidence: 'medium', nature: 'weak' }),
    word(phrase, { confidence: 'medium' }),
    word(token, { confidence: 'low', rule: GITHUB }),
  );
  for (const value of [chosen, phrase, token]) assert.equal(mask(`a/${value}/b`), `a/${MASK}/b`);
});
