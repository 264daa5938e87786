/** What stands where a value should, and is none, ends no rotation and is no weak value either: it is not known. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qualityOf, type Weigh } from '../../src/plan/current/strength.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { jwtSecret } from '../support/secrets.ts';

const weigh: Weigh = { isKnown: () => false, notASecret: () => undefined, strengthOf: () => 'mixed' };
const quality = (text: string): string => qualityOf(new SecretValue(Buffer.from(text)), 'JWT_SECRET', 'jwt-secret', weigh).as;

test('sentences that say where it is, and what tools show instead of it, are no values', () => {
  for (const text of [
    'see 1Password, item Backend production', 'stored in the vault of the platform team', 'ask ada or grace for the new one',
    'siehe Tresor der Plattform, Eintrag 3', 'rotated by ada on 20 November', '********', '•••••••••••', '<redacted>', '(sensitive value)',
    '[secret]', 'Encrypted', 'xxxxxxxxxxxx',
  ])
    assert.equal(quality(text), 'elsewhere', text);
});

test('a word that a mask may have in brackets is a value without them', () => {
  for (const text of ['secret', 'hidden', 'sensitive']) assert.notEqual(quality(text), 'elsewhere', text);
});

test('passphrases, connection strings and random values are', () => {
  for (const text of [
    'correct horse battery staple gallop violet', `host=db user=app password=${jwtSecret('dsn')} options=is on`, jwtSecret('new'),
  ])
    assert.equal(quality(text), 'strong', text);
});
