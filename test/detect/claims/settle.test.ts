import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { settle } from '../../../src/detect/claims/settle.ts';
import { type Claim } from '../../../src/detect/claims/claim.ts';
import { awsPair, githubToken, jsonWebToken, jwtSecret, pemKey } from '../../support/secrets.ts';
import { rule, scan } from '../scanning.ts';

const ids = (text: string): string[] => scan(text).findings.map((found) => found.rule.id);

test('the more specific rule keeps the bytes', () => {
  assert.deepEqual(ids(`auth_token: ${githubToken('claims')}`), ['github-token']);
  assert.deepEqual(ids(`jwt_secret: ${jwtSecret('claims')}`), ['jwt-signing-secret']);
  assert.deepEqual(ids(`access_token = "${jsonWebToken({ sub: '1' }, 'k')}"`), ['json-web-token']);
  assert.deepEqual(ids(`private_key: |\n${pemKey('claims').replace(/^/gm, '  ')}`), ['private-key']);
  const { id, secret } = awsPair('claims');
  assert.deepEqual(ids(`aws_access_key_id=${id}\naws_secret_access_key=${secret}\n`), [
    'aws-access-key-id',
    'aws-secret-access-key',
  ]);
});

test('what a specific rule set aside does not come back as a find of a looser one', () => {
  const { findings, setAside } = scan(
    `AWS_SECRET_ACCESS_KEY="${['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/')}"`,
  );
  assert.deepEqual(findings, []);
  assert.deepEqual(
    setAside.map(({ rule: { id } }) => id),
    ['aws-secret-access-key'],
  );
});

const claim = (id: string, start: number, end: number): Claim => ({
  rule: rule(id),
  start,
  end,
  print: 0,
  nature: 'secret',
  value: Buffer.from('x'),
  evidence: { form: 'token', strength: 'word', notes: [] },
});
const claims = fc
  .array(
    fc.tuple(
      fc.constantFrom('github-token', 'named-secret', 'named-password', 'private-key'),
      fc.nat(60),
      fc.integer({ min: 1, max: 25 }),
    ),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map(([id, start, size]) => claim(id, start, start + size)).sort((a, b) => a.start - b.start || a.end - b.end),
  );

test('of claims that overlap, only those stay that no overlapping one outranks, whether or not that one stays', () => {
  fc.assert(
    fc.property(claims, (list) => {
      const kept = new Set(settle(list));
      for (const one of list) {
        const overlapping = list.filter((other) => other !== one && other.start < one.end && other.end > one.start);
        const beaten = overlapping.some(({ rule: other }) => other.specificity > one.rule.specificity);
        if (beaten) assert.ok(!kept.has(one));
        if (overlapping.length === 0) assert.ok(kept.has(one));
      }
    }),
  );
});

test('a token that is known by its form has the name it is assigned to, where that says more than the form', () => {
  const names = (text: string): unknown[] => scan(text).findings.map(({ rule: { id }, name }) => [id, name]);
  const token = githubToken('named');
  assert.deepEqual(names(`GITHUB_TOKEN=${token}\n`), [['github-token', 'GITHUB_TOKEN']]);
  assert.deepEqual(names(`headers["deployToken"] = "Bearer ${token}"\n`), [['github-token', 'deployToken']]);
  assert.deepEqual(names(`token: ${token}\n`), [['github-token', undefined]]);
  assert.deepEqual(names(`curl ${token}\n`), [['github-token', undefined]]);
});

test('claims that do not overlap do not matter to each other', () => {
  fc.assert(
    fc.property(claims, claims, (left, right) => {
      const moved = right.map((one) => ({ ...one, start: one.start + 1000, end: one.end + 1000 }));
      assert.deepEqual(settle([...left, ...moved]), [...settle(left), ...settle(moved)]);
    }),
  );
});

test('the same span is one finding, of the stronger evidence', () => {
  const weak = claim('named-secret', 5, 9);
  const strong: Claim = { ...weak, evidence: { ...weak.evidence, strength: 'random' } };
  assert.deepEqual(settle([weak, strong]), [strong]);
  assert.deepEqual(settle([strong, weak]), [strong]);
  assert.equal(settle([weak, { ...weak }]).length, 1);
});

test('what a rule is too particular for is left to one that is less so, and a documented example to none', () => {
  const rare: Claim = { ...claim('aws-secret-access-key', 5, 45), setAside: 'not-random' };
  const named = claim('named-secret', 5, 45);
  assert.deepEqual(settle([rare, named]), [named]);
  assert.deepEqual(settle([named, rare]), [named]);
  const documented: Claim = { ...rare, setAside: 'documentation' };
  assert.deepEqual(settle([documented, named]), [documented]);
});
