import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { awsAccount } from '../support/secrets.ts';
import { fc } from '../support/property.ts';
import { redact } from '../../src/report/redact.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { rule } from './reports.ts';

const secret = (text: string): SecretValue => new SecretValue(Buffer.from(text));
const random = (length: number): string => randomBytes(length).toString('hex').slice(0, length);
const token = (publicPrefix: number) => rule({ generated: true, publicPrefix });

test('a generated value shows its public prefix and four more characters', () => {
  const value = random(36);
  assert.equal(redact(secret(`tok_${value}`), token(4)), `tok_${value.slice(0, 4)}••••`);
});

test('a short generated value shows its prefix only', () => {
  assert.equal(redact(secret(`tok_${random(15)}`), token(4)), 'tok_••••');
});

test('a chosen value shows nothing, not even its length', () => {
  const chosen = rule({ generated: false, publicPrefix: 4 });
  assert.equal(redact(secret(random(9)), chosen), redact(secret(random(90)), chosen));
  assert.equal(redact(secret(random(40)), chosen), '••••••••');
});

test('an ARN shows whose it is, and not the resource', () => {
  const head = `arn:aws:secretsmanager:eu-west-1:${awsAccount('redacted')}:`;
  assert.equal(redact(secret(`${head}secret:prod/db-${random(6)}`), token(12)), `${head}••••`);
  const bucket = random(20);
  assert.equal(redact(secret(`arn:aws:s3:::${bucket}`), token(12)), `arn:aws:s3::${`:${bucket}`.slice(0, 4)}••••`);
});

test('bytes that are no printable ASCII are never shown', () => {
  assert.equal(redact(new SecretValue(Buffer.alloc(400, 0x1b)), token(0)), '••••');
  assert.equal(redact(new SecretValue(Buffer.alloc(400, 0xe9)), token(3)), '••••');
  const container = Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(200)]);
  assert.equal(redact(new SecretValue(container), token(0)), '••••');
});

test('a prefix as long as the value does not give the value away', () => {
  const value = random(20);
  assert.equal(redact(secret(value), token(20)), '••••••••');
});

test('never more than a quarter of what stands behind the prefix is shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1') }), fc.nat(12), (value, prefix) => {
      const shown = redact(secret(value), token(prefix)).replaceAll('•', '');
      assert.ok(value.startsWith(shown));
      const behind = Math.max(0, shown.length - prefix);
      assert.ok(behind <= 4 && (shown === '' || behind * 4 <= value.length - prefix));
    }),
  );
});
