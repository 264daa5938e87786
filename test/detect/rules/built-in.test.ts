import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExamples } from '../../../src/detect/rules/examples.ts';
import { checkRule } from '../../../src/detect/rules/check.ts';
import { awsAccount, awsPair, jwtSecret, password } from '../../support/secrets.ts';
import { RULES, scan, valueOf } from '../scanning.ts';

for (const each of RULES) {
  test(`the rule ${each.id} finds its examples and leaves its near misses`, () => {
    assert.deepEqual(checkExamples(each, RULES), []);
    assert.ok(each.examples.match.length > 0 && each.examples.skip.length > 0);
  });
}

test('every built-in rule fits its window and takes linear time', () => {
  for (const each of RULES)
    assert.deepEqual(
      checkRule(each).filter((problem) => !problem.startsWith('after: a match has no longest length')),
      [],
      each.id,
    );
});

test('a rule that names a whole secret keeps less of it public than hidden', () => {
  for (const { id, publicPrefix } of RULES) assert.ok(publicPrefix <= 12, id);
});

test('parts of a URL are percent-decoded and named', () => {
  const secret = `${password('url')}@:/`;
  const [found] = scan(
    `DATABASE_URL=postgres://hms:${encodeURIComponent(secret)}@db.corp.net:5432/hms?sslmode=require\n`,
  ).findings;
  assert.equal(found && valueOf(found), secret);
  assert.deepEqual(
    [found?.name, found?.user, found?.host, found?.database],
    ['DATABASE_URL', 'hms', 'db.corp.net:5432', 'hms'],
  );
});

test('escapes in quoted values are resolved', () => {
  const secret = jwtSecret('escaped');
  const escaped = secret.replace(/[A-F]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
  const [found] = scan(`{"JWT_SECRET": "${escaped}"}`).findings;
  assert.equal(found && valueOf(found), secret);
});

test('an ARN with a real account is an identifier, a key id too, the key beside it a secret', () => {
  const { id, secret } = awsPair('rules');
  const { findings } = scan(`role = "arn:aws:iam::${awsAccount('rules')}:role/deploy"\n${id},${secret}\n`);
  assert.deepEqual(
    findings.map(({ rule, nature }) => [rule.id, nature]),
    [
      ['aws-arn', 'identifier'],
      ['aws-access-key-id', 'identifier'],
      ['aws-secret-beside-id', 'secret'],
    ],
  );
});

test('values with bytes that are no ASCII are kept as they are', () => {
  const secret = `pä$$wörd-${password('utf')}`;
  const [found] = scan(`db_password: "${secret}"\n`).findings;
  assert.equal(found && valueOf(found), secret);
});
