/** AWS: the account in an id, a secret beside its id, and SMTP passwords and URLs made with a secret. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { accountOf } from '../../src/proof/aws-account.ts';
import { awsAccount, awsPair, bytes } from '../support/secrets.ts';
import { details, found, proved } from './found.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ID = {
  rule: { id: 'aws-access-key-id', kind: 'aws-access-key', provider: 'aws', nature: 'identifier' as const },
};
const KEY = { rule: { id: 'aws-secret-access-key', kind: 'aws-access-key', provider: 'aws' } };

/** An id of an account: a one, forty bits of the account, nine more and then anything. */
function idOf(account: string, rest = 'ABCDEF'): string {
  const number = (1n << 47n) | (BigInt(account) << 7n) | 0x55n;
  const digits = Array.from({ length: 10 }, (_, at) => BASE32[Number(((number << 2n) >> BigInt(45 - 5 * at)) & 31n)]);
  return `AKIA${digits.join('')}${rest}`;
}

test('the account is decoded from ids of the newer kind', () => {
  for (const account of [awsAccount('a'), awsAccount('b'), '000000000042', '999999999999'])
    assert.equal(accountOf(idOf(account)), account);
  // published examples, put together here: one of each side of the turn of the formula
  assert.equal(accountOf(`ASIA${'Y34FZKBO'}${'KMUTVV7A'}`), '609629065308');
  assert.equal(accountOf(`ASIA${'QNZGKIQY'}${'56JQ7WML'}`), '029608264753');
  assert.equal(accountOf(`AKIA${'IOSFODNN'}${'7EXAMPLE'}`), undefined);
});

test('an id says its account, and which ARN names the same', () => {
  const account = awsAccount('c');
  const arn = found(`arn:aws:iam::${account}:role/deploy`, { path: 'main.tf', line: 9 });
  const [told] = proved(found(idOf(account), ID), arn);
  assert.deepEqual(details(told, 'decoded'), [`of AWS account ${account}, which the ARN in main.tf:9 names too`]);
  assert.deepEqual(told?.related, [['same account', arn]]);
});

test('an id of an account of canary tokens is said to be one', () => {
  assert.match(details(proved(found(idOf('171436882533'), ID))[0], 'decoded')[0] ?? '', /using the key alarms/);
  assert.doesNotMatch(details(proved(found(idOf(awsAccount('d')), ID))[0], 'decoded')[0] ?? '', /alarms/);
});

test('a secret belongs to the nearest id of its file, else to the only one of its commit', () => {
  const [a, b] = [awsPair('near'), awsPair('far')];
  const at = (path: string, line: number, commit: string) => ({ path, line, place: { commit } });
  const ids = [found(a.id, { ...ID, ...at('.env', 1, 'c1') }), found(b.id, { ...ID, ...at('.env', 11, 'c1') })];
  const key = (name: string, path: string, line: number, commit: string) =>
    found(bytes(name, 30).toString('base64'), { ...KEY, ...at(path, line, commit) });
  assert.deepEqual(proved(...ids, key('1', '.env', 2, 'c1'))[2]?.related, [['key of', ids[0]]]);
  assert.deepEqual(proved(...ids, key('2', '.env', 10, 'c1'))[2]?.related, [['key of', ids[1]]]);
  assert.deepEqual(proved(...ids, key('3', '.env', 40, 'c2'))[2]?.related, []);
  assert.deepEqual(proved(...ids, key('4', 'other', 2, 'c1'))[2]?.related, []);
  assert.deepEqual(proved(ids[0]!, key('5', 'other', 2, 'c1'))[1]?.related, [['key of', ids[0]]]);
});

test('an SMTP password of SES is tied to the key it was made from', () => {
  const { secret } = awsPair('ses');
  const parts = ['11111111', 'eu-west-1', 'ses', 'aws4_request', 'SendRawEmail'];
  const sign = (key: Buffer, part: string): Buffer => createHmac('sha256', key).update(part).digest();
  const password = Buffer.concat([Buffer.from([4]), parts.reduce(sign, Buffer.from(`AWS4${secret}`))]);
  const key = found(secret, { ...KEY, path: 'a.env' });
  const smtp = found(password.toString('base64'), { path: 'mail.env', line: 5 });
  const [source, derived, other] = proved(key, smtp, found(bytes('44', 33).toString('base64')));
  assert.deepEqual(details(source, 'proven'), ['makes the SMTP password in mail.env:5 (SES, eu-west-1)']);
  assert.deepEqual(source?.related, [['source of', smtp]]);
  assert.deepEqual(derived?.related, [['derived from', key]]);
  assert.deepEqual(details(other, 'proven'), []);
});

test("of AWS's example key comes the SMTP password that others publish", () => {
  const key = found(`wJalrXUtnFEMI${'/K7MDENG/'}${'bPxRfiCYEXAMPLEKEY'}`, KEY);
  const smtp = found(`BLBM/9hSUELfq8Gw+rU1Y${'cBjkOxGbhT2XG763xVLGWL9'}`, { path: 'mail.env' });
  assert.deepEqual(details(proved(key, smtp)[0], 'proven'), ['makes the SMTP password in mail.env:1 (SES, us-east-1)']);
});

const SCOPE = ['20130524', 'us-east-1', 's3', 'aws4_request'];
const URL_RULE = { path: 'curl.sh', line: 4, rule: { kind: 'aws-presigned-url', anchor: true as const } };

function presigned(id: string, signature: string): string {
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${[id, ...SCOPE].join('%2F')}`,
    'X-Amz-Date=20130524T000000Z',
    'X-Amz-Expires=86400',
    'X-Amz-SignedHeaders=host',
    `X-Amz-Signature=${signature}`,
  ];
  return `https://examplebucket.s3.amazonaws.com/test.txt?${query.join('&')}`;
}

test('the presigned URL of the documentation is proved by the secret of the documentation', () => {
  const secret = ['wJalrXUtnFEMI/K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
  const id = `AKIA${'IOSFODNN'}${'7EXAMPLE'}`;
  const signature = ['aeeed9bbccd4d02ee5c0109b86d86835', 'f995330da4c265957d157751f604d404'].join('');
  const key = found(secret, { ...KEY, path: 'far/away.env' });
  for (const separator of ['&', '&amp;']) {
    const url = presigned(id, signature).replaceAll('&', separator);
    const [signer, named] = proved(key, found(id, { ...ID, path: 'other.env' }), found(url, URL_RULE));
    assert.deepEqual(details(signer, 'proven'), ['signed the URL in curl.sh:4 (on 2013-05-24, for 86400 s)']);
    assert.equal(signer?.related[0]?.[0], 'key of');
    assert.deepEqual(details(named, 'proven'), ['with the secret in far/away.env:1 it signed the URL in curl.sh:4']);
  }
  const other = found(awsPair('other').secret, KEY);
  assert.deepEqual(proved(other, found(presigned(id, signature), URL_RULE))[0]?.proofs, []);
  assert.deepEqual(proved(key, found('https://x.test/?X-Amz-Signature=1', URL_RULE))[0]?.proofs, []);
});

const FORM = { path: 'form.html', line: 7, rule: { kind: 'aws-post-policy', anchor: true as const } };

test('the upload form of the documentation is proved by the secret of the documentation', () => {
  const secret = ['wJalrXUtnFEMI/K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
  const id = `AKIA${'IOSFODNN'}${'7EXAMPLE'}`;
  const policy = Buffer.from(
    [
      '{ "expiration": "2015-12-30T12:00:00.000Z",',
      '  "conditions": [',
      '    {"bucket": "sigv4examplebucket"},',
      '    ["starts-with", "$key", "user/user1/"],',
      '    {"acl": "public-read"},',
      '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
      '    ["starts-with", "$Content-Type", "image/"],',
      '    {"x-amz-meta-uuid": "14365123651274"},',
      '    {"x-amz-server-side-encryption": "AES256"},',
      '    ["starts-with", "$x-amz-meta-tag", ""],',
      '',
      `    {"x-amz-credential": "${id}/20151229/us-east-1/s3/aws4_request"},`,
      '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
      '    {"x-amz-date": "20151229T000000Z" }',
      '  ]',
      '}',
    ].join('\r\n'),
  ).toString('base64');
  const signature = ['8afdbf4008c03f22c2cd3cdb72e4afbb', '1f6a588f3255ac628749a66d7f09699e'].join('');
  const form = (signed: string): string => `${policy}">\n<input name="X-Amz-Signature" value="${signed}`;
  const key = found(secret, { ...KEY, path: 'far/away.env' });
  const [signer, named] = proved(key, found(id, { ...ID, path: 'other.env' }), found(form(signature), FORM));
  assert.deepEqual(details(signer, 'proven'), ['signed the upload form in form.html:7 (until 2015-12-30)']);
  assert.deepEqual(details(named, 'proven'), ['with the secret in far/away.env:1 it signed the upload form in form.html:7']);
  const wrong = signature.replace(/^8/, '9');
  assert.deepEqual(details(proved(key, found(form(wrong), FORM))[0], 'proven'), []);
  assert.deepEqual(details(proved(found(awsPair('other').secret, KEY), found(form(signature), FORM))[0], 'proven'), []);
});

test('an upload form of the second version is signed with the secret itself', () => {
  const { secret } = awsPair('second');
  const conditions = [{ bucket: 'b' }, ['eq', '$key', 'a/b']];
  const policy = Buffer.from(JSON.stringify({ expiration: '2026-01-02T03:04:05Z', conditions })).toString('base64');
  const signature = createHmac('sha1', secret).update(policy).digest('base64');
  const escaped = `${policy.replaceAll('/', '\\/')}", "signature": "${signature}`;
  const [signer] = proved(found(secret, KEY), found(escaped, FORM));
  assert.deepEqual(details(signer, 'proven'), ['signed the upload form in form.html:7 (until 2026-01-02)']);
});
