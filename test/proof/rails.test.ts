/** Keys of Rails, tied to what they sealed and signed. The sealing is made here, as the source of Rails has it. */
import assert from 'node:assert/strict';
import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import { splitAnchors } from '../../src/proof/anchors.ts';
import { createBudget } from '../../src/proof/budget.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import { wrappingKeys } from '../../src/proof/wrapping-keys.ts';
import { bytes, jwtSecret, password } from '../support/secrets.ts';
import { anchor, found, proved, proven } from './found.ts';

function rails(key: Buffer, text: string): string {
  const iv = bytes(`iv of ${text}`, 12);
  const cipher = createCipheriv(`aes-${(key.length * 8) as 128 | 256}-gcm`, key, iv);
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return [sealed, iv, cipher.getAuthTag()].map((part) => part.toString('base64')).join('--');
}

test('a master key of Rails opens its credentials, and a changed byte does not', () => {
  const key = bytes('rails', 16);
  const sealed = rails(key, 'aws: 1');
  assert.deepEqual(proven(key.toString('hex'), sealed, 'rails-credentials'), [
    'opens the Rails credentials in sealed.txt:2',
  ]);
  assert.deepEqual(proven(bytes('other', 16).toString('hex'), sealed, 'rails-credentials'), []);
  const [body = '', ...rest] = sealed.split('--');
  const changed = Buffer.from(body, 'base64').map((byte) => byte ^ 1);
  const other = [Buffer.from(changed).toString('base64'), ...rest].join('--');
  assert.deepEqual(proven(key.toString('hex'), other, 'rails-credentials'), []);
});

/** As the key generator of Rails makes it: before version 7, and since. */
const railsKey = (secret: string, purpose: string, hash: string, length = 64): Buffer => pbkdf2Sync(secret, purpose, 1000, length, hash);
const railsSign = (key: Buffer | string, text: string, hash: string): string =>
  `${text}--${createHmac(hash, key).update(text).digest('hex')}`;

test('secret_key_base of Rails signs cookies and ids, made with the hash of any version', () => {
  const secret = jwtSecret('rails');
  const envelope = Buffer.from(JSON.stringify({ _rails: { message: 'BAhpLw==', exp: null, pur: 'blob_id?>' } })).toString('base64');
  const sealed = Buffer.from(`${bytes('cbc', 48).toString('base64')}--${bytes('iv', 16).toString('base64')}`).toString('base64');
  for (const made of ['sha1', 'sha256'])
    for (const hash of ['sha1', 'sha256'])
      for (const [purpose, text] of [
        ['signed cookie', envelope],
        ['signed encrypted cookie', sealed],
        ['ActiveStorage', envelope],
        ['active_record/signed_id', envelope.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')],
        ['active_record/token_for', envelope],
        ['signed_global_ids', envelope.replaceAll('+', '-').replaceAll('/', '_')],
        ['turbo/signed_stream_verifier_key', Buffer.from('"messages"').toString('base64')],
      ] as const) {
        const message = railsSign(railsKey(secret, purpose, made), text, hash);
        const said = ['signs the Rails message in sealed.txt:2'];
        assert.deepEqual(proven(secret, message, 'rails-signed'), said, `${purpose} ${made} ${hash}`);
        assert.deepEqual(proven(secret, encodeURIComponent(message), 'rails-signed'), said);
        assert.deepEqual(proven(jwtSecret('other'), message, 'rails-signed'), []);
        assert.deepEqual(proven(secret, message.replace(/.$/, (last) => (last === '0' ? '1' : '0')), 'rails-signed'), []);
      }
  assert.deepEqual(proven(secret, railsSign(secret, envelope, 'sha1'), 'rails-signed'), ['signs the Rails message in sealed.txt:2']);
  for (const text of [railsSign(railsKey(secret, 'another purpose', 'sha1'), envelope, 'sha1'), `${envelope}--${'0'.repeat(50)}`, '--'])
    assert.deepEqual(proven(secret, text, 'rails-signed'), []);
});

test('secret_key_base of Rails opens its encrypted cookies, and what is in them is no secret by itself', () => {
  const secret = jwtSecret('rails');
  for (const made of ['sha1', 'sha256']) {
    const cookie = rails(railsKey(secret, 'authenticated encrypted cookie', made, 32), 'a session');
    const said = ['opens the encrypted Rails cookie in sealed.txt:2'];
    assert.deepEqual(proven(secret, cookie, 'rails-encrypted'), said);
    assert.deepEqual(proven(secret, encodeURIComponent(cookie), 'rails-encrypted'), said);
    assert.equal(proved(found(secret), found(cookie, anchor('rails-encrypted'))).length, 1);
    assert.deepEqual(proven(jwtSecret('other'), cookie, 'rails-encrypted'), []);
    const changed = (cookie[0] === 'A' ? 'B' : 'A') + cookie.slice(1);
    for (const text of [changed, cookie.slice(0, -4), 'QUJD'])
      assert.deepEqual(proven(secret, text, 'rails-encrypted'), []);
  }
});

test('what keys are made from is paid once for all texts, the likely name first, and said when it is too much', () => {
  const secret = jwtSecret('rails');
  const named = found(secret, { place: { name: 'SECRET_KEY_BASE' } });
  const others = Array.from({ length: 20 }, (_, index) => found(password(`other ${index}`)));
  const key = railsKey(secret, 'signed cookie', 'sha256');
  const cookies = Array.from({ length: 30 }, (_, index) =>
    found(railsSign(key, Buffer.from(`{"user":${index}}`).toString('base64'), 'sha1'), anchor('rails-signed', `${index}.http`)),
  );
  const stranger = found(railsSign('another key', 'eyJ1c2VyIjoxfQ==', 'sha1'), anchor('rails-signed', 'stranger.http'));
  const told = (limit: number): readonly [details: readonly string[], gaps: readonly (readonly [string, number])[]] => {
    const { secrets, anchors } = splitAnchors([...others, named, ...cookies, stranger]);
    const proofs = createProofs();
    wrappingKeys(secrets, anchors, proofs, () => createBudget(limit));
    return [proofs.told(named).proofs.map(({ detail }) => detail), proofs.gaps.map(({ what, count }) => [what, count])];
  };
  const all = ['signs the Rails message in 0.http:2 and 29 more'];
  assert.deepEqual(told(120_000), [all, []]);
  assert.deepEqual(told(60_000), [all, [['values not tried with every key (limit rails-message-steps)', 1]]]);
});
