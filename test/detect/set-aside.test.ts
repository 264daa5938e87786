import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { characters, databaseUrl, jwtSecret, password } from '../support/secrets.ts';
import { namedValues, scan } from './scanning.ts';
import type { SetAsideReason } from '../../src/model.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sealed = `AgB${characters('sealed', BASE64, 220)}`;

function reasons(text: string): SetAsideReason[] {
  const { findings, setAside } = scan(text);
  assert.deepEqual(
    findings.filter(({ rule }) => rule.id !== 'unnamed-token').map(({ rule }) => rule.id),
    [],
    text,
  );
  return setAside.map(({ reason }) => reason);
}

/** What asks for another value. */
const ASKING = [
  'your-secret-here',
  'YOUR_JWT_SECRET_KEY',
  '<your secret>',
  '[insert token]',
  '{secret}',
  'replace-me',
  'changeThis-please',
  'change_me_please',
  'xxxxxxxxxxxxxxxx',
  '****************',
  'abc...',
  'todo',
  'TBD',
  'none',
  'null',
  'redacted',
  '00000000000000000000',
  'example',
  'put-your-secret-here',
];
/** What people write, and keep. */
const KEPT = [
  'my-secret-key',
  'some_secret_value',
  ['super', 'secret'].join(''),
  'top-secret',
  'secret',
  ['change', 'me'].join(''),
  'abcabcabcabcabcabc',
  '1234567890',
  'DO_NOT_USE_this-one-1',
  'my-super-insecure-jwt-secret-never-use-this',
];

test('placeholders are set aside as such', () => {
  for (const value of ASKING) {
    const name = 'JWT_SECRET';
    const told = reasons(`${name}="${value}"`).map((reason) => (reason === 'reference' ? 'placeholder' : reason));
    assert.deepEqual(told, ['placeholder'], value);
  }
  for (const value of KEPT) assert.deepEqual(reasons(`API_TOKEN="${value}"`), ['placeholder'], value);
});

test('what people write and keep is a weak key of what signs, wherever it stands', () => {
  for (const value of KEPT)
    for (const text of [
      `JWT_SECRET=${value}\n`,
      `SESSION_SECRET="${value}"\n`,
      `jwt.sign(payload, '${value}')`,
      `app.use(session({ secret: '${value}' }));`,
    ]) {
      const { findings } = scan(text);
      assert.deepEqual(
        findings.map(({ nature }) => nature),
        ['weak'],
        text,
      );
      assert.ok(findings[0]?.evidence.notes.some((note) => /everybody tries first|guessable/.test(note)));
    }
});

test('references to where the secret really is are set aside as such', () => {
  for (const value of [
    '${JWT_SECRET}',
    '$JWT_SECRET',
    '${{ secrets.JWT_SECRET }}',
    '$(cat /run/secrets/jwt)',
    '%JWT_SECRET%',
    '%(secret)s',
    '%env(JWT_SECRET)%',
    '{{ .Values.jwt.secret }}',
    "<%= ENV['JWT'] %>",
    '#{ENV}',
    '@@JWT@@',
    '__JWT_SECRET__',
    '!Ref JwtSecret',
    '!secret jwt',
    'vault:secret/data/app#jwt',
    'op://vault/item/field',
    'awssm://name',
    'ref+vault://a/b',
    'env:JWT_SECRET',
    'file:/etc/jwt',
    '/run/secrets/jwt',
    'arn:aws:secretsmanager:eu-west-1:1:secret:x',
    'projects/p/secrets/jwt',
    '@Microsoft.KeyVault(SecretUri=x)',
    '{{jwt_secret}}',
    '{hex:64}',
    '@/dev/stdin',
  ]) {
    assert.deepEqual(reasons(`JWT_SECRET: "${value}"`), ['reference'], value);
  }
});

test('ciphertext is set aside as such, its plain neighbour is not', () => {
  const cipher = characters('cipher', BASE64, 60);
  for (const value of [
    `ENC[AES256_GCM,data:${cipher},iv:x,tag:y,type:str]`,
    `ENC[PKCS7,${cipher}]`,
    `ENC(${cipher})`,
    `{cipher}${cipher}`,
    `encrypted:${cipher}`,
    `vault:v1:${cipher}`,
    `AQICAH${cipher}`,
    sealed,
  ]) {
    assert.deepEqual(reasons(`db_password: "${value}"`), ['ciphertext'], value);
    const plain = jwtSecret('plain');
    assert.equal(scan(`db_password: "${value}"\njwt_secret: ${plain}\n`).findings.length, 1, value);
  }
});

test('documented examples are set aside, and stay so under looser rules', () => {
  const secret = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
  assert.deepEqual(reasons(`AWS_SECRET_ACCESS_KEY=${secret}\n`), ['documentation']);
  assert.deepEqual(reasons(`aws_access_key_id = ${'AKIA'}IOSFODNN7EXAMPLE\n`), ['documentation']);
  assert.deepEqual(reasons('role: arn:aws:iam::123456789012:role/x\n'), ['documentation']);
});

test('digests, expressions and values that could be anything have their own reasons', () => {
  const hex = characters('sha', '0123456789abcdef', 40);
  assert.deepEqual(reasons(`password: sha256:${hex}${hex}\n`), ['integrity-hash']);
  assert.deepEqual(reasons('password = user.password\n'), ['expression']);
  assert.deepEqual(reasons('password: boolean\n'), ['expression']);
  for (const text of [
    'self.password = password\n',
    'self.password = friendly_token\n',
    '@password = pass\n',
    'cfg.Password = pass\n',
    '  c.basicAuthPassword = password\n',
    'MQ_PASSWORD = ROOT + "."\n',
    'request({ user: name, password: password }).then(done)\n',
    '// password: letters, digits and at least one sign\n',
  ])
    assert.deepEqual(reasons(text), ['expression'], text);
  assert.deepEqual(reasons('password="BBBBBBBBBBBBBBBBBBBB"\n'), ['placeholder']);
  assert.deepEqual(reasons('api_token: main-branch\n'), ['not-random']);
  assert.deepEqual(reasons(`gAAAAA${'B'.repeat(120)}`), ['not-well-formed']);
});

test('what only says that a password stands there is a placeholder, and one that somebody chose is not', () => {
  for (const value of ['foo', 'bar', 'pwd']) assert.deepEqual(reasons(`password: ${value}\n`), ['placeholder'], value);
  for (const value of ['some-password', 'my_secret_pw', 'the password'])
    assert.deepEqual(reasons(`password = "${value}"\n`), ['placeholder'], value);
  // put together here so that this file holds no password
  const pair = ['admin', 'letters'].join(':');
  assert.deepEqual(reasons(`postgres://${pair}@db:port/app\n`), ['placeholder']);
  const chosen = ['my', 'sunshine'].join('-');
  for (const text of [`password: ${['my', 'password'].join('')}\n`, `password = "${chosen}"\n`, `postgres://${pair}@db:5432/app\n`])
    assert.equal(scan(text).findings.length, 1, text);
});

test('what everybody tries first is a public default as a password, and a placeholder as any other secret', () => {
  for (const value of ['password', 'changeme', 'admin', 'postgres', 'qwerty', '123456', 'aaaaaa']) {
    assert.deepEqual(
      scan(`POSTGRES_PASSWORD: ${value}\n`).findings.map(({ nature }) => nature),
      ['public-default'],
      value,
    );
    assert.deepEqual(reasons(`API_TOKEN: ${value}\n`), ['placeholder'], value);
  }
});

test('what is given to everybody is a public default in a header too, and what a shell falls back to is no reference', () => {
  const pair = Buffer.from('foo:bar').toString('base64');
  assert.deepEqual(scan(`Authorization: Basic ${pair}\n`).findings.map(({ nature }) => nature), ['public-default']);
  assert.equal(scan(`DB_PASSWORD: \${config:-${password('falls back')}}\n`).findings.length, 1);
  assert.deepEqual(reasons('DB_PASSWORD: ${config:database.password}\n'), ['reference']);
  const value = password('in braces');
  for (const text of [
    `DB_PASSWORD=\${DB_PASSWORD-${value}}\n`,
    `DB_PASSWORD=\${DB_PASSWORD:=${value}}\n`,
    `DB_PASSWORD: \${DB_PASSWORD:-\${PGPASSWORD:-${value}}}\n`,
    `spring.datasource.password=\${DB_PW:\${PG_PW:${value}}}\n`,
    `psql "postgres://app:\${PG:-${value}}@db.corp.net/x"\n`,
    `postgres://\${DB_USER:-app}:\${DB_PW:-${value}}@db.corp.net/x\n`,
  ])
    assert.deepEqual(scan(text).findings.map((one) => one.value.expose('judge').toString()), [value], text);
  for (const text of ['DB_PASSWORD: ${db-password}\n', 'DB_PASSWORD=${A:-$OTHER}\n', 'postgres://app:${PG:?unset}@db.corp.net/x\n'])
    assert.deepEqual(reasons(text), ['reference'], text);
});

test('credentials in URLs: references, examples and defaults', () => {
  assert.deepEqual(reasons('postgres://${DB_USER}:${DB_PASSWORD}@db/app'), ['reference']);
  assert.deepEqual(reasons('https://{{user}}:{{password}}@host.corp.net/'), ['reference']);
  assert.deepEqual(reasons('postgres://user:password@example.com/db'), ['documentation']);
  assert.deepEqual(reasons('https://oauth:x-oauth-basic@git.corp.net/'), ['placeholder']);
  const pair = ['postgres', 'postgres'].join(':');
  const [local] = scan(`postgres://${pair}@localhost:5432/app`).findings;
  assert.deepEqual(
    [local?.nature, local?.user, local?.host, local?.database],
    ['public-default', 'postgres', 'localhost:5432', 'app'],
  );
  assert.ok(local?.evidence.notes.includes('well-known pair on a local host'));
  assert.equal(scan(databaseUrl('aside').url).findings[0]?.nature, 'secret');
});

test('a well-known pair is a default where only this machine or a compose file knows the host, and weak elsewhere', () => {
  for (const [user, password] of [
    ['postgres', 'postgres'],
    ['root', 'root'],
    ['admin', ['admin', '123'].join('')],
    ['app', ['Passw', '0rd'].join('')],
  ])
    for (const [host, nature] of [
      ['localhost', 'public-default'],
      ['127.0.0.1', 'public-default'],
      ['db', 'public-default'],
      ['db.prod.corp.net', 'weak'],
      ['10.4.5.6', 'weak'],
      ['db.svc.cluster.local', 'weak'],
    ])
      assert.deepEqual(
        scan(`mysql://${user}:${password}@${host}:3306/app`).findings.map((found) => found.nature),
        [nature],
        `${user} at ${host}`,
      );
});

test('hashes of passwords are found as hashes, by their form alone', () => {
  const crypt = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const some = (length: number): string => characters(`hash ${length}`, crypt.slice(2), length);
  for (const hash of [
    `$2b$12$${some(53)}`,
    `$6$${some(8)}$${some(86)}`,
    `$apr1$${some(8)}$${some(22)}`,
    `$argon2id$v=19$m=65536,t=3,p=4$${some(22)}$${some(43)}`,
    `pbkdf2_sha256$260000$${some(22)}$${some(43)}=`,
    `{SSHA}${some(32)}`,
    `SCRAM-SHA-256$4096:${some(24)}$${some(43)}=:${some(43)}=`,
  ])
    for (const text of [`root:${hash}:19000:0`, `password = '${hash}'`, `"password_hash": "${hash}"`]) {
      const found = scan(text).findings.map(({ nature, value }) => [nature, value.expose('judge').toString()]);
      assert.deepEqual(found, [['hash', hash]], text);
    }
  const md5 = characters('md5', '0123456789abcdef', 32);
  assert.equal(scan(`ALTER ROLE app PASSWORD 'md5${md5}';`).findings[0]?.nature, 'hash');
});

test('characters in a row under the name of a key are low and not set aside; the pair that explains a URL is', () => {
  for (const [path, text] of [
    ['config.rb', `config.consumer_secret = "${'abcdefghijklmnopqrstuvwxyz'.slice(0, 20)}"\n`],
    ['config.py', `SECRET_KEY = "${'B'.repeat(20)}"\n`],
  ] as const) {
    const { findings } = scan(text);
    assert.deepEqual(findings.map((one) => confidenceAt(one, path, 'file')), ['low'], text);
  }
  const urls = ['localhost', 'db', 'proxy_url'].map((host) => `url: postgres://user:${'password'}@${host}/app`);
  for (const text of [`consumer_secret = "${'0'.repeat(20)}"`, ...urls]) assert.deepEqual(reasons(text), ['placeholder'], text);
  assert.deepEqual(reasons(`https://user:${'password'}@example.com/`), ['documentation']);
});

test('whether there is a password is not one, what was drawn by chance is', () => {
  assert.deepEqual(namedValues('MONGO_NO_PASSWORD=yes\n'), []);
  const value = password('of mongo');
  assert.deepEqual(namedValues(`MONGO_NO_PASSWORD=${value}\n`), [value]);
});

test('a quarter that a text speaks of, the key of a text and a URL with a part in brackets are not sure', () => {
  for (const text of ['Password: Q3-2024 policy\n', `# url: mysql://user:${'password'}@host[:port]/name\n`])
    assert.equal(reasons(text).length, 1, text);
  const { findings } = scan("const desKey = 'help.section4';\n");
  assert.deepEqual(findings.map((one) => confidenceAt(one, 'crypt.js', 'file')), ['low']);
});
