/** Heads of stores and keys in binary, one behind the other: none of them may take all that follows for its own. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { judgeAt } from '../../src/detect/claims/judge.ts';
import { der, javaKeyStore, pkcs12 } from '../support/key-stores.ts';
import { rule, scan } from './scanning.ts';

const KEY_BAG = '060b2a864886f70d010c0a0102';

/** By rule, heads that say they are as long as it looks. */
const HEADS: Readonly<Record<string, readonly string[]>> = {
  'pkcs12-file': [`3082f0f002010330 82fe0006092a864886f70d010701a0${KEY_BAG}`],
  'java-keystore': ['feedfeed00000002 000000010000000100 05616c696173', 'cececece00000002 000000010000000100 05616c696173'],
  'private-key-der': [
    '30821e00020100300d 06092a864886f70d0101010500 04',
    '30821e003040 06092a864886f70d01050d30',
    '30821e00020100 028201010 0',
    `308201000201010420 ${'11'.repeat(32)}a0`,
  ],
};

for (const [id, heads] of Object.entries(HEADS)) {
  test(`many heads of a ${id} are taken for hardly more bytes than there are`, () => {
    for (const head of heads) {
      const one = Buffer.from(head.replaceAll(' ', ''), 'hex');
      // a number in each makes it another value
      const all = Array.from({ length: 1000 }, (_, index) => Buffer.concat([one, Buffer.from(String(index).padStart(6, '0'))]));
      const crafted = Buffer.concat(all);
      let taken = 0;
      for (const literal of rule(id).literals) {
        const bytes = Buffer.from(literal, 'latin1');
        for (let at = crafted.indexOf(bytes); at >= 0; at = crafted.indexOf(bytes, at + 1)) {
          const { claims } = judgeAt(crafted, at, rule(id), true, true);
          for (const { start, end } of claims) taken += end - start;
        }
      }
      assert.ok(taken <= 2 * crafted.length, `${head}: ${taken} of ${crafted.length} bytes`);
    }
  });
}

test('stores and keys that stand one behind the other are all found', () => {
  const key = [{ tag: 1, alias: 'app' }] as const;
  const pairs = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ed25519'),
  ];
  const encoded = pairs.map(({ privateKey }) => privateKey.export({ type: 'pkcs8', format: 'der' }));
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'x' };
  const sealed = pairs.slice(0, 2).map(({ privateKey }) => privateKey.export({ type: 'pkcs8', format: 'der', ...cipher }));
  const older = pairs[0]!.privateKey.export({ type: 'pkcs1', format: 'der' });
  const whole = [pkcs12('one', 'a'), javaKeyStore('two', 'b', key), pkcs12('three', 'c'), ...encoded, ...sealed, older];
  const { findings } = scan(Buffer.concat(whole.flatMap((part) => [part, der(0x05)])));
  assert.deepEqual(
    findings.map(({ start, end }) => end - start).sort(),
    whole.map(({ length }) => length).sort(),
  );
});

test('a picture that is made of the first byte of a store is none, and too dense for nothing', () => {
  const grey = Buffer.alloc(5000, 0xce);
  assert.deepEqual(scan(grey), { findings: [], setAside: [], limits: [] });
  const store = javaKeyStore('behind grey', 'b', [{ tag: 1, alias: 'app' }]);
  assert.equal(scan(Buffer.concat([grey, store])).findings.length, 1);
});
