import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters } from '../support/secrets.ts';
import { namedValues as found, rule, scan, valueOf } from './scanning.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const alnum = (name: string, length: number): string => characters(name, ALNUM, length);
const hex = (name: string, length: number): string => characters(name, '0123456789abcdef', length);
/** Chosen by hand, put together here so that this file holds no password. */
const CHOSEN = ['Winter', '2024', '!x'].join('');

test('words before a key say who made it: it looks no less random', () => {
  for (const prefix of ['rpl_live_', 'acme_prod_', 'key_live_', 'tok-prod-', 'mycompany_api_', 'svc.', 'pk-proj-'])
    for (const key of [hex(prefix, 48), alnum(prefix, 24)])
      assert.deepEqual(found(`API_TOKEN=${prefix}${key}\n`), [prefix + key], prefix);
  const [words] = scan('API_TOKEN=acme_prod_deployment_environment\n').findings;
  assert.deepEqual(words?.evidence.notes, ['reads like a name']);
});

test('a key of dotted parts is no member of anything', () => {
  for (const value of [
    `xoxe.xoxp-1-${alnum('slack', 120)}`,
    `SG.${alnum('id', 22)}.${alnum('mail', 43)}`,
    `${alnum('a', 10)}.${alnum('b', 30)}.${alnum('c', 20)}`,
    `hvs.CAES${alnum('vault', 90)}`,
  ])
    assert.deepEqual(found(`auth_token: ${value}\n`), [value]);
  assert.deepEqual(found('auth_token: settings.security.authTokenOfService\n'), []);
});

test('a value of up to a kilobyte is read behind a name', () => {
  for (const length of [260, 884, 1000]) {
    const value = alnum(`long ${length}`, length);
    assert.deepEqual(found(`service_token: ${value}\n`), [value]);
    assert.deepEqual(found(`const serviceToken = "${value}";\n`), [value]);
  }
});

test('a password may begin like a reference', () => {
  for (const first of ['$', '%', '(', '{', '&', '*', '!', '<', '#']) {
    const value = `${first}Kj2!mm${characters(first, ALNUM, 6)}z`;
    assert.deepEqual(found(`{"password": "${value}"}`), [value]);
  }
  assert.deepEqual(found(`password = "(${CHOSEN})"\n`), [`(${CHOSEN})`]);
});

test('quotes within quotes are not part of the value', () => {
  const value = alnum('quoted', 32);
  for (const text of [`'"${value}"'`, `"'${value}'"`, `'${value}'`, `"${value}"`, value])
    assert.deepEqual(found(`SECRET_KEY=${text}\n`), [value], text);
  assert.deepEqual(found(`password: '"${CHOSEN}"'\n`), [CHOSEN]);
});

test('strings that are put together are one value, and it is said', () => {
  const [first, second] = [alnum('first', 20), alnum('second', 20)];
  for (const text of [
    `const apiSecret = "${first}" + "${second}";`,
    `$apiSecret = '${first}' . '${second}';`,
    `String apiSecret = "${first}"\n    + "${second}";`,
    `api_secret = ("${first}"\n              "${second}")`,
    `api_secret = "${first}" \\\n  "${second}"`,
    `api_secret = "${first}" & "${second}"`,
  ]) {
    assert.deepEqual(found(text), [first + second], text);
    assert.deepEqual(scan(text).findings[0]?.evidence.notes, ['put together from several strings'], text);
  }
  assert.deepEqual(found(`const apiSecret = "${first}" + 9 + "${second}";`), [`${first}9${second}`]);
  const open = scan(`const apiSecret = "${first}" + suffix;`).findings;
  assert.deepEqual(open.map(valueOf), [first]);
  assert.deepEqual(open[0]?.evidence.notes, ['goes on in code: only its beginning is known']);
  for (const text of [
    `api_secret: "${first}"\n"other": "x"\n`,
    `api_secret = "${first}"\nx = 1\n`,
    `{"api_secret":"${first}","b":"c"}`,
    `+ "api_secret" = "${first}"\n+ "other" = "${second}"\n`,
  ])
    assert.deepEqual(found(text), [first], text);
});

test('strings in which nothing is escaped end with what opened them', () => {
  const value = `${alnum('raw', 20)}"x`;
  for (const text of [
    `let api_token = r#"${value}"#;`,
    `let apiToken = #"${value}"#`,
    `std::string api_token = R"(${value})";`,
    `std::string api_token = R"raw(${value})raw";`,
    `local api_token = [[${value}]]`,
    `api_token = [==[${value}]==]`,
  ])
    assert.deepEqual(found(text), [value], text);
  assert.deepEqual(found('password = [[:alnum:]]{12,20}\n'), []);
  assert.deepEqual(found(`api_token = [["${alnum('raw', 20)}"]]\n`), []); // a list in a list
});

test('a quote that nobody closed takes nothing from the value', () => {
  assert.deepEqual(found(`DB_PASSWORD="${CHOSEN}\nDB_HOST=db\n`), [CHOSEN]);
  assert.deepEqual(found(`password: '${CHOSEN}\n`), [CHOSEN]);
  assert.deepEqual(found(`password = "${CHOSEN} and more\n`), []);
  assert.deepEqual(found(`password = "${CHOSEN}\n${CHOSEN}"\n`), []);
});

test('a value may stand before its name, and whose password it is behind the word', () => {
  for (const text of [
    `{"value": "${CHOSEN}", "name": "DB_PASSWORD"}`,
    `[{"Value":"${CHOSEN}","Key":"DB_PASSWORD"}]`,
    `<add value="${CHOSEN}" key="DbPassword" />`,
    `password.nexus=${CHOSEN}\n`,
    `PASSWORD_ADMIN=${CHOSEN}\n`,
    `- **Password:** ${CHOSEN}\n`,
  ])
    assert.deepEqual(found(text), [CHOSEN], text);
  for (const text of ["SET password_encryption = 'scram-sha-256'", `{"value": "${CHOSEN}", "other": "DB_PASSWORD"}`])
    assert.deepEqual(found(text), [], text);
});

test('a parameter of CloudFormation has a default behind whatever else is said of it', () => {
  for (const lines of [
    ['NoEcho: true', 'Type: String'],
    ['Type: String', 'NoEcho: true', 'MinLength: 8'],
    ['NoEcho: true'],
  ]) {
    const text = `Parameters:\n  DbPassword:\n${lines.map((line) => `    ${line}\n`).join('')}    Default: ${CHOSEN}\n`;
    assert.deepEqual(found(text), [CHOSEN], text);
  }
  assert.deepEqual(found(`"DbPassword": { "NoEcho": "true", "Type": "String", "Default": "${CHOSEN}" }`), [CHOSEN]);
});

test('words in a row are a passphrase, a sentence is none', () => {
  const words = ['correct', 'horse', 'battery', 'staple', 'hook', 'garden'];
  for (const text of [words.join(' '), words.join('-')]) {
    assert.deepEqual(found(`passphrase: "${text}"\n`), [text]);
    assert.deepEqual(found(`SESSION_SECRET="${text}"\n`), [text]);
  }
  assert.deepEqual(found('password: "must have at least eight letters"\n'), []);
  assert.deepEqual(found('secret: my-app-database-secret\n'), []);
});

test('a few words in quotes may be what somebody chose, unless they speak of passwords', () => {
  const phrase = ['purple', 'monkey', 'kettle'].join(' ');
  for (const [name, text] of [['password', phrase], ['key_passphrase', phrase], ['passphrase', `What is the ${phrase}?`]])
    assert.deepEqual(scan(`${name} = "${text}"\n`).findings.map(({ evidence }) => evidence.notes), [['reads like a name']], text);
  for (const text of ['Enter the passphrase', 'is too short', 'purple monkey failed'])
    assert.deepEqual(found(`passphrase = "${text}"\n`), [], text);
  for (const text of [`What is the ${phrase}?`, `${phrase}, please`, 'Purple monkey kettle'])
    assert.deepEqual(found(`password = "${text}"\n`), [], text);
});

test('what counts when a variable is not set is the value, whatever the variable is called', () => {
  const value = alnum('fallback', 32);
  for (const text of [
    `secret: process.env.S ?? '${value}',`,
    `const apiSecret = process.env['X'] || "${value}";`,
    `api_secret = os.getenv("X", "${value}")`,
    `api_secret = os.environ.get('X') or '${value}'`,
    `SECRET_KEY = config('X', default='${value}')`,
  ])
    assert.deepEqual(found(text), [value], text);
  assert.deepEqual(found('password = hash("password", "salt")\n'), []);
});

test('what a password is compared with is one, by an operator or a call', () => {
  for (const text of [
    `if (password == "${CHOSEN}")`,
    `password.equals("${CHOSEN}")`,
    `if (strcmp(password, "${CHOSEN}") == 0)`,
    `hmac.compare_digest(password, "${CHOSEN}")`,
  ])
    assert.deepEqual(found(text), [CHOSEN], text);
});

test('passwords keep the signs that end others: an at sign in a URL, a semicolon in the braces of ODBC', () => {
  const value = `${alnum('first', 9)}@${alnum('last', 9)}`;
  assert.deepEqual(found(`https://ci:${value}@git.corp.net/app.git`), [value]);
  assert.deepEqual(found(`postgres://app:${value}@db.corp.net/app?from=a@b`), [value]);
  assert.deepEqual(found(`Driver={x};UID=sa;PWD={a;${CHOSEN}};`), [`a;${CHOSEN}`]);
});

test('functions that sign take their key as an argument', () => {
  const key = alnum('argument', 32);
  for (const text of [
    `jwt.sign({ sub: user.id, exp: later() }, '${key}', { expiresIn: '1h' });`,
    `jwt.verify(header.split(' ')[1], '${key}', next)`,
    `jsonwebtoken.sign({ sub: id }, "${key}")`,
    `sign({ sub: id }, '${key}', { algorithm: 'HS256' })`,
    `jwt.encode({'a': 1}, '${key}', algorithm='HS256')`,
    `app.use(cookieParser('${key}'))`,
    `createHmac('sha256', '${key}')`,
    `app.use(session({ resave: false, secret: '${key}' }))`,
    `app.use(cookieSession({ name: 's', keys: ['${key}'] }))`,
    `expressJwt({\n  secret: '${key}',\n  algorithms: ['HS256'],\n})`,
  ])
    assert.deepEqual(found(text), [key], text);
});

test('a key in a section for JSON Web Tokens is one of theirs, beside whatever it stands', () => {
  const key = alnum('section', 40);
  for (const text of [
    `jwt:\n  secret: ${key}\n`,
    `jwt:\n  issuer: acme\n  ttl: 1h\n  secret: ${key}\n`,
    `auth:\n  jwt:\n    issuer: acme\n    secret: "${key}"\n`,
    `jwt: { expires: 1h, secret: '${key}' }`,
    `"jwt": {\n  "expiresIn": "1h",\n  "secret": "${key}"\n}`,
    `[jwt]\nissuer = "x"\nsecret = "${key}"\n`,
  ])
    assert.deepEqual(
      scan(text).findings.map((one) => [one.rule.kind, valueOf(one)]),
      [['jwt-secret', key]],
      text,
    );
  const apart = scan(`jwt:\n  issuer: acme\ndatabase:\n  secret: ${key}\n`).findings;
  assert.deepEqual(
    apart.map((one) => one.rule.kind),
    ['generic-secret'],
  );
});

test('the private half of a PuTTY key is one value, its public half is none', () => {
  const line = (name: string, length = 64): string => characters(name, `${ALNUM}+/`, length);
  const file = (encryption: string, end: string): string =>
    [
      'PuTTY-User-Key-File-2: ssh-rsa',
      `Encryption: ${encryption}`,
      'Comment: made for a test',
      'Public-Lines: 2',
      line('public 1'),
      line('public 2'),
      'Private-Lines: 2',
      line('private 1'),
      line('private 2', 40),
      `Private-MAC: ${hex('mac', 40)}`,
      '',
    ].join(end);
  const body = Buffer.from(line('private 1') + line('private 2', 40), 'base64');
  for (const end of ['\n', '\r\n']) {
    const { findings } = scan(file('none', end));
    assert.deepEqual(
      findings.map((one) => [one.rule.id, one.evidence.notes]),
      [['putty-key', ['key body']]],
    );
    assert.deepEqual(findings[0]?.value.expose('judge'), body);
  }
  const [encrypted] = scan(file('aes256-cbc', '\n'), [rule('putty-key')]).findings;
  assert.deepEqual(encrypted?.evidence.notes, ['encrypted key body']);
});

test('bodies of signatures, certificates and lock files hold no random strings in nobody’s name', () => {
  const lines = Array.from({ length: 6 }, (_, i) => characters(`body ${i}`, `${ALNUM}+/`, 64)).join('\n');
  for (const text of [
    `-----BEGIN PGP SIGNATURE-----\n\n${lines}\n-----END PGP SIGNATURE-----\n`,
    `-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\n${lines}\n`,
    `-----BEGIN PKCS7-----\n${lines}\n-----END PKCS7-----\n`,
    `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`,
    `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`,
    `    "h1:${characters('h1', `${ALNUM}+/`, 43)}=",\n`,
    `    "zh:${hex('zh', 64)}",\n`,
  ])
    assert.deepEqual(
      scan(text).findings.filter(({ rule: { anchor } }) => anchor !== true),
      [],
      text,
    );
});
