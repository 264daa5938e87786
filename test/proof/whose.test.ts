/** What tokens say of themselves, when documented rules have ended them, and values that belong together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, characters, githubToken, password } from '../support/secrets.ts';
import { details, found, proved } from './found.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const DIGITS = '0123456789';
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const whose = (value: string): readonly string[] => details(proved(found(value))[0], 'decoded');

test('tokens say whose they are', () => {
  const random = bytes('routable', 16);
  const route = Buffer.from('o:1\nu:2k\np:z');
  const length = Buffer.from([random.length]);
  const gitlab = (payload: Buffer): string =>
    `glpat-${payload.toString('base64url')}.01.0z${characters('g', DIGITS, 7)}`;
  const bot = characters('bot', '123456789', 18);
  const cases: readonly (readonly [string, string])[] = [
    [
      `xoxb-123456789012-${characters('s', DIGITS, 12)}-${characters('s', ALNUM, 24)}`,
      'of Slack workspace 123456789012',
    ],
    [
      `https://hooks.slack.com/services/T0AB12CD3/B0AB12CD4/${characters('h', ALNUM, 24)}`,
      'of Slack workspace T0AB12CD3, webhook B0AB12CD4',
    ],
    [
      `${Buffer.from(bot).toString('base64url')}.${characters('d', ALNUM, 6)}.${characters('e', ALNUM, 38)}`,
      `of Discord bot ${bot}`,
    ],
    [
      `${characters('t', '123456789', 10)}:AA${characters('u', ALNUM, 33)}`,
      `of Telegram bot ${characters('t', '123456789', 10)}`,
    ],
    [gitlab(Buffer.concat([route, random, length])), 'of GitLab organization 1, user 92, project 35'],
    [gitlab(Buffer.concat([random, route, length])), 'of GitLab organization 1, user 92, project 35'],
    [
      `sntrys_${json({ iat: 1, org: 'acme', region_url: 'https://us.sentry.io' })}_x`,
      'of Sentry organization acme, at https://us.sentry.io',
    ],
    [`glc_${json({ o: '42', n: 'ci', k: 'x', m: { r: 'eu' } })}`, 'of Grafana Cloud organization 42, named ci'],
    [`ops_${json({ signInAddress: 'acme.1password.com', secretKey: 'x' })}`, 'of 1Password account acme.1password.com'],
    [`sk.${json({ u: 'acme', a: 'x' }).replaceAll('=', '')}.${characters('m', ALNUM, 22)}`, 'of Mapbox user acme'],
  ];
  for (const [value, expected] of cases) assert.deepEqual(whose(value), [expected], expected);
});

test('a shared access signature of Azure Storage has account, rights and end from its URL, and ends', () => {
  const signature = `${characters('s', ALNUM, 43)}%3D`;
  const url = (end: string, and = '&'): string =>
    ['https://acme.blob.core.windows.net/a?sv=2023-11-03', `se=${end}T00%3A00%3A00Z`, 'sr=c', 'sp=rl', `sig=${signature}`].join(and);
  const told = (text: string) =>
    proved(found(signature, { rule: { kind: 'azure-sas' } }), found(text, { rule: { kind: 'azure-sas-url', anchor: true } }));
  for (const and of ['&', '&amp;']) {
    const [valid] = told(url('2031-01-01', and));
    assert.deepEqual(details(valid, 'decoded'), ['of Azure Storage account acme, rights rl, valid until 2031-01-01']);
    assert.deepEqual(details(valid, 'expired'), []);
  }
  const [ended] = told(url('2024-01-01'));
  assert.deepEqual(details(ended, 'decoded'), ['of Azure Storage account acme, rights rl']);
  assert.deepEqual(details(ended, 'expired'), ['expired on 2024-01-01']);
  assert.deepEqual(told(url('2024-01-01').replace(signature, `${characters('o', ALNUM, 43)}%3D`))[0]?.proofs, []);
});

test('the key of a Google service account has the name that stands next behind it in its file', () => {
  const key = { path: 'sa.json', line: 5, rule: { kind: 'google-service-account' } };
  const name = (who: string, path: string, line: number) =>
    found(`${who}@acme-1.iam.gserviceaccount.com`, { path, line, rule: { kind: 'google-account-name', anchor: true } });
  const others = [name('above', 'sa.json', 2), name('far', 'sa.json', 60), name('elsewhere', 'other.json', 6)];
  const secret = (): ReturnType<typeof found> => found(bytes('google', 64), key);
  assert.deepEqual(proved(secret(), ...others)[0]?.proofs, []);
  const told = proved(secret(), ...others, name('second', 'sa.json', 20), name('ci', 'sa.json', 6));
  assert.deepEqual(details(told[0], 'decoded'), ['of service account ci@acme-1.iam.gserviceaccount.com']);
});

test('an ARN says what it reveals', () => {
  const arn = (rest: string): readonly string[] => {
    const [service, region, resource] = rest.split('|');
    const value = `arn:aws:${service}:${region}:${characters('a', '456789', 12)}:${resource}`;
    return details(proved(found(value, { rule: { id: 'aws-arn', kind: 'aws-arn', nature: 'identifier' } }))[0], 'decoded');
  };
  assert.match(arn('secretsmanager|eu-west-1|secret:prod/db-x1')[0]!, /^names a secret of Secrets Manager: .* \(eu-west-1\)$/);
  assert.match(arn('kms|us-east-1|key/abc')[0]!, /^names a KMS key/);
  assert.match(arn('iam||role/deploy')[0]!, /^names an IAM role: its trust policy decides who can assume it$/);
  assert.match(arn('s3||bucket/x')[0]!, /public/);
  assert.deepEqual(arn('logs|eu-west-1|log-group:x'), []);
});

test('a PyPI token says for which projects it is', () => {
  const head = Buffer.from([2, 1, 8]);
  const token = (caveat: string): string =>
    `pypi-${Buffer.concat([head, Buffer.from(`pypi.org${characters('p', ALNUM, 36)}${caveat}`), bytes('sig', 32)]).toString('base64url')}`;
  assert.deepEqual(whose(token('{"version": 1, "permissions": {"projects": ["burn", "list"]}}')), [
    'for PyPI project burn, list',
  ]);
  assert.deepEqual(whose(token('[1, ["burn"]]')), ['for PyPI project burn']);
  assert.deepEqual(whose(token('{"version": 1, "permissions": "user"}')), ['for all PyPI projects of its user']);
});

test('what only looks like a token that tells says nothing', () => {
  const wrong = [
    `xoxb-12-${'a'.repeat(24)}`,
    `sntrys_${json([1])}_x`,
    `glc_eyJ!`,
    `glpat-${'A'.repeat(40)}.01.0z1234567`,
  ];
  for (const value of wrong) assert.deepEqual(whose(value), [], value.slice(0, 8));
});

test('a checksum that fits is a proof, one that does not or is none is no proof', () => {
  const rule = {
    rule: { id: 'github-token', name: 'GitHub token', provider: 'github', checks: ['github-checksum' as const] },
  };
  const told = (checksum: boolean, over = rule): readonly string[] =>
    details(proved(found(githubToken('a'), { ...over, evidence: { checksum } }))[0], 'checksum');
  assert.deepEqual(told(true), ['the checksum inside it fits: issued as a GitHub token']);
  assert.deepEqual(told(false), []);
  assert.deepEqual(told(true, { rule: { ...rule.rule, checks: [] } }), []);
});

test('tokens whose longest life is over are expired, from days after their commit on', () => {
  const token = (prefix: string, first: string): readonly string[] =>
    details(proved(found(prefix + characters(prefix, 'ABCDEFGHJKLMNPQRSTUVWXYZ234567', 16), { first }))[0], 'expired');
  assert.match(token('ghs_', '2026-11-19')[0] ?? '', /^in a commit of 2026-11-19, and GitHub installation tokens/);
  assert.deepEqual(token('ghs_', '2026-11-20'), []);
  assert.deepEqual(token('ghp_', '2020-01-01'), []);
  assert.match(token(['AS', 'IA'].join(''), '2026-11-18')[0] ?? '', /36 hours/);
  assert.match(token('xoxe.xoxb-1-', '2026-11-01')[0] ?? '', /twelve hours/);
});

test('near-copies of chosen values are related, other values are not', () => {
  const chosen = (value: string) => found(value, { evidence: { strength: 'mixed' } });
  const secrets = ['Summer2024!', 'summer2025', 'Winter2024!', 'ab1', 'ab2'].map(chosen);
  const told = proved(...secrets);
  assert.deepEqual(told[1]?.related, [['near copy', secrets[0]]]);
  for (const at of [2, 3, 4]) assert.deepEqual(told[at]?.related, []);
});

test('generated values are near-copies in other case, and cut', () => {
  const whole = characters('whole', ALNUM, 40);
  const secrets = [whole, whole.toUpperCase(), whole.slice(0, 20), characters('else', ALNUM, 40)].map((text) =>
    found(text),
  );
  const told = proved(...secrets);
  assert.deepEqual(new Set(told[0]?.related.map(([, other]) => other)), new Set([secrets[1], secrets[2]]));
  assert.deepEqual(told[3]?.related, []);
});

test('passwords of one user on one host are related, and a user name that is a secret itself', () => {
  const url = (name: string, user: string, host: string) => found(password(name), { place: { user, host } });
  const token = found(githubToken('user'));
  const secrets = [
    url('a', 'app', 'db.corp.net:5432'),
    url('b', 'app', 'DB.corp.net:5432'),
    url('c', 'app', 'other.corp.net'),
    url('d', githubToken('user'), 'github.com'),
    token,
  ];
  const told = proved(...secrets);
  assert.deepEqual(told[0]?.related, [['same account', secrets[1]]]);
  assert.deepEqual(told[2]?.related, []);
  assert.deepEqual(told[3]?.related, [['password of', token]]);
  assert.deepEqual(told[4]?.related, [['user of', secrets[3]]]);
});
