/** A key is found whatever chance made of it: one that begins like an option, or has an `xXxX` in it, is a key as well. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, characters } from '../support/secrets.ts';
import { superLinear } from '../../src/detect/rules/backtracking.ts';
import { ALGORITHM } from '../../src/detect/checks/not-literal.ts';
import { scan } from './scanning.ts';

const HEX = '0123456789abcdef';
const DIGITS = '0123456789';
const BASE62 = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz${DIGITS}`;

const FORMS: Readonly<Record<string, (name: string) => string>> = {
  'a signing key in base64url': (name) => `JWT_SECRET=${bytes(name, 32).toString('base64url')}\n`,
  'the same in quotes': (name) => `const jwtSecret = '${bytes(name, 48).toString('base64url')}';\n`,
  'the same that begins like an option': (name) => `JWT_SECRET=-${bytes(name, 32).toString('hex')}\n`,
  'one between two signs, like a name that is put together': (name) => `JWT_SECRET=+${characters(name, BASE62, 46)}+\n`,
  'letters and hexadecimal digits': (name) => `TWILIO_API_KEY=SK${characters(name, HEX, 32)}\n`,
  'a webhook': (name) =>
    `W=https://discord.com/api/webhooks/${characters(`${name} id`, DIGITS, 18)}/${bytes(name, 51).toString('base64url')}\n`,
};

for (const [what, make] of Object.entries(FORMS)) {
  test(`${what}: all of three hundred`, () => {
    const names = Array.from({ length: 300 }, (_, index) => `${what} ${index}`);
    const missed = names.filter((name) => scan(make(name)).findings.every(({ nature }) => nature !== 'secret'));
    assert.deepEqual(missed, []);
  });
}

test('what nobody left to chance is no key, though its form is right', () => {
  const zeros = (count: number): string => '0'.repeat(count);
  const texts = [`sk_live_${zeros(24)}`, `hf_${zeros(34)}`, `glpat-${zeros(20)}`];
  texts.push(`https://discord.com/api/webhooks/${zeros(18)}/${zeros(68)}`);
  for (const text of texts) assert.deepEqual(scan(`K=${text}\n`).findings.filter(({ nature }) => nature === 'secret'), [], text);
});

test('a value made of names of algorithms takes no longer than others', () => {
  assert.equal(superLinear(ALGORITHM.source, 'i', 512), undefined);
  assert.ok(ALGORITHM.test(`${'sha-'.repeat(60)}256`));
});
