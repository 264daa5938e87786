/** What people choose, and where nothing else than a value can stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters, password } from '../support/secrets.ts';
import { namedValues, scan, valueOf } from './scanning.ts';

test('a value in XML is the one that a program reads there', () => {
  const value = ['a1B', '&', 'c9$dE'].join('');
  for (const text of [`<password>${value.replace('&', '&amp;')}</password>`, `<user password="${value.replace('&', '&amp;')}"/>`])
    assert.deepEqual(scan(text).findings.map(valueOf), [value], text);
});

test('a value ends where the text around it has quotes or another name of its own', () => {
  const value = password('within');
  for (const text of [
    `<add value="Server=db;Password=&quot;${value}&quot;;Encrypt=yes"/>`,
    `<add value="jdbc:mysql://db/app?user=app&amp;password=${value}&amp;ssl=no"/>`,
    `local password = os.getenv "OTHER" or "${value}"\n`,
    `App { password: Some("${value}".to_string()) }\n`,
  ])
    assert.deepEqual(scan(text).findings.map(valueOf), [value], text);
});

test('a word that a setter is given is a password, where it is long enough to be one', () => {
  const word = ['Thunder', 'Maple'].join('');
  assert.deepEqual(scan(`db.setPassword("${word}");`).findings.map(valueOf), [word]);
  assert.deepEqual(scan('user.set_password("psst")').findings, []);
  const [said] = scan('check.setPassword("ordinary")').findings;
  assert.deepEqual(said?.evidence.notes, ['reads like a name']);
});

test('a password on a command line may have a dot in it, where a variable has members', () => {
  const value = ['marina', 'castle'].join('.');
  assert.deepEqual(scan(`plink -ssh -pw ${value} root@host\n`).findings.map(valueOf), [value]);
  assert.deepEqual(scan('plink -ssh -pw user.password root@host\n').findings, []);
  assert.deepEqual(scan(`password = ${value}\n`).findings, []);
});

test('a name in capitals once more is a metavariable or a constant', () => {
  for (const text of ['usage: login --user NAME --password PASSWORD\n', "enum Kind { PASSWORD = 'PASSWORD' }", 'API_KEY=API_KEY\n'])
    assert.deepEqual(scan(text).findings, [], text);
});

test('durations, colours, paths, addresses and calls are no values, whatever stands before them', () => {
  for (const text of [
    '"test_setup.py::test_rejects_expired_secret": 0.1052877190001027,',
    "credential: '#ef4444',",
    "const repo = withSecrets('--object-format=sha256');",
    "pass: '\\u2713',",
    'lease_token = f"{os.getpid()}:{uuid4().hex}"',
    "ALTER ROLE app WITH LOGIN PASSWORD :'app_password';",
    '# username=/password=/domain=; a line of its own',
    'account}:secret:/acme/AD/*/shared-*',
    'removableStorageKey = `SOFTWARE\\Policies\\Acme\\Devices\\{4D36E967}`',
    'const STORAGE_KEY = "fizruk_workouts_v1";',
    '"webcredentials:eu.2acme.app",',
    "[\n  'user_reset_password', 'user_reset_2sv',\n]",
    'body = `{"password":"`+password+`"}`',
    'secret = "env(S3_SECRET_KEY)"',
    'out.match(/token=/g)?.length',
    'password: "enc:v3:c2VjcmV0"',
    'accessToken: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."',
    '| `JWT_SECRET` | Every 90 days | all sessions |\n',
    '| `JWT_SECRET` | — | yes |\n',
    '- `JWT_SECRET`: Mínimo 32 caracteres\n',
    'sed -i "s/JWT_SECRET=.*/JWT_SECRET=x/" .env',
    'client_secret = f"{ENV_PREFIX}GA4_CLIENT_SECRET"',
    'DB_PASSWORD = password("twice"); ADMIN_PASSWORD: secret("platform-db"),',
    'psql --set=runtime_password="$$RUNTIME_PASSWORD"',
    'return ("PASS", "required git hooks installed")',
    'gcloud run deploy --set-secrets="DB_PASSWORD=DB_PASSWORD:latest"',
    `ENV GPG_KEY=${characters('fingerprint', '0123456789ABCDEF', 40)}`,
    '| passwordLimiter | /home/ops/app/src/rate-limit.ts:82 |\n',
  ])
    assert.deepEqual(scan(text).findings.map(({ rule }) => rule.id), [], text);
});

test('the name once more is a placeholder, but what an environment file sets under a name in capitals', () => {
  const echoed = ['database', 'password'].join('');
  const notes = (text: string): unknown => scan(text).findings.map((each) => [valueOf(each), ...each.evidence.notes]);
  assert.deepEqual(notes(`DATABASE_PASSWORD=${echoed}\n`), [[echoed, 'reads like a field']]);
  assert.deepEqual(notes('PARTNER_OAUTH_SECRET=partneroauthsecret\n'), [['partneroauthsecret', 'reads like a name']]);
  for (const text of [
    `databasePassword: '${echoed}',`,
    `exec["database_password"] = database_password\n`,
    'String CLIENT_SECRET = "client_secret";',
    'DATABASE_PASSWORD=DATABASE_PASSWORD\n',
  ])
    assert.deepEqual(notes(text), [], text);
});

test('a word in a setting that ends with its line is a secret, as low', () => {
  const word = ['bluebird', 'harbour'].join('');
  for (const text of [`duo_secret=${word}\n`, `- duo_secret=${word}\n`]) {
    const [found] = scan(text).findings;
    assert.equal(found && valueOf(found), word, text);
    assert.deepEqual(found?.evidence.notes, ['reads like a name']);
  }
  for (const text of [
    `new Client(key=cookie_key, secret=${word}\n`,
    `secret = ${word}\n`,
    `duo_secret=${word})\n`,
    'settings.secret=Secreto\n',
  ])
    assert.deepEqual(scan(text).findings, [], text);
});

test('a word that a builder is given is a password, as low; a message and the name of a field are none', () => {
  const word = ['bobs', 'kayak'].join('');
  const [found] = scan(`formLogin().user("bob").password("${word}")`).findings;
  assert.equal(found && valueOf(found), word);
  assert.deepEqual(found?.evidence.notes, ['reads like a name']);
  assert.equal(namedValues('source.setPassword("secret");').length, 1);
  for (const text of [
    't.pass("Closed")',
    'form.password("pass", "wrong")',
    'matches(PASSWORD, "malformed")',
    'new Token("a_password", "Test")',
  ])
    assert.deepEqual(scan(text).findings, [], text);
});

test('a secret that something is compared with is one, through a call or a cast too', () => {
  const word = ['hard', 'coded', 'harbour'].join('');
  for (const text of [
    `if (secret == "${word}") {`,
    `if string(pass) == "${word}" {`,
    `if (params.get("password") === '${word}') {`,
  ]) {
    const [found] = scan(text).findings;
    assert.equal(found && valueOf(found), word, text);
    assert.deepEqual(found?.evidence.notes, ['compared']);
  }
  assert.deepEqual(scan('if (secret == "client_secret") {').findings, []);
});

test('a secret is read between blanks, in groups of four, and between the braces of JSON', () => {
  const key = password('between');
  const groups = characters('groups', 'abcdefghijklmnopqrstuvwxyz234567', 32).replace(/.{4}(?=.)/g, '$& ');
  for (const [text, value] of [
    [`api_token: " ${key}${key} "`, key + key],
    [`const secret = '${groups}';`, groups],
    [`"Apitoken": "{\\"user\\":\\"root\\",\\"sig\\":\\"${key}\\"}"`, `{"user":"root","sig":"${key}"}`],
  ] as const)
    assert.deepEqual(namedValues(text), [value], text);
  assert.deepEqual(scan('const secret = "{name}";').findings, []);
});

test('what the rules of a company make of a placeholder is in use, and so is a row of digits', () => {
  for (const value of [['Change', 'Me', '123!'].join(''), ['My', 'Secret', '123!'].join(''), '111333'])
    assert.deepEqual(namedValues(`password: "${value}"`), [value]);
  for (const value of ['change_me_please', 'please-change-me-now', 'your-16-char-app-password'])
    assert.deepEqual(scan(`password: "${value}"`).findings, [], value);
});

test('a word that begins with an article is no article: mysql, app, theme', () => {
  for (const value of ['mysql-north-password', 'app_north_secret', 'theme-north-secret'])
    assert.deepEqual(namedValues(`client_secret: "${value}"`), [value]);
  for (const value of ['my-north-secret', 'mysecret', 'the_secret', 'a-secret', 'X-Amz-Credential'])
    assert.deepEqual(scan(`client_secret: "${value}"`).findings, [], value);
});

test('letters and digits under the name of a token or key may be one, where no variable can stand', () => {
  const value = ['kX', '4', 'bc', '7T'].join('');
  const settings = [`API_TOKEN=${value}\n`, `app:\n  api_key: ${value}\n  port: 80\n`, `[app]\napi_key = ${value}\n`];
  for (const text of [`auth_token = "${value}";`, ...settings]) {
    const [found] = scan(text).findings;
    assert.ok(found !== undefined, text);
    assert.deepEqual([valueOf(found), found.evidence.notes], [value, ['short for a key']], text);
  }
  const letters = characters('letters', 'bcfghjkqvwxz', 14);
  const typed = ['sdsal', 'jasb', 'dasdd', 'sadsa'].join(''); // without looking
  for (const each of [letters, typed]) assert.deepEqual(namedValues(`auth_token = "${each}";`), [each]);
  assert.deepEqual(scan('auth_token = "authenticationservice";').findings, []);
  for (const text of ['token: "variable-2"', 'auth_token = token1', 'api_key: v1', 'auth_token = "refreshtoken2"', 'token = "type2-token"'])
    assert.deepEqual(scan(text).findings, [], text);
});

test('what is chosen with care is as good under the name of a token', () => {
  const value = ['Thunder', '2024', '!'].join('');
  assert.deepEqual(scan(`auth_token: "${value}"`).findings.map(({ evidence }) => evidence.notes), [[]]);
});

test('a word that a form is given for a new password may be one, a text of the form is none', () => {
  const word = ['thunder', 'maple'].join('');
  const [found] = scan(`{ newPassword: '${word}' }`).findings;
  assert.deepEqual([found && valueOf(found), found?.evidence.notes], [word, ['reads like a field']]);
  for (const text of ["{ newPassword: 'Neues' }", "{ newPassword: 'newPassword' }", "new_password: 'new password'"])
    assert.deepEqual(namedValues(text), [], text);
});

test('digits among its letters make a password of what begins like a field, and a dot between keys makes no member', () => {
  for (const value of [['@m', '4', 'rble'].join(''), ['k3j9', 'x2pd.', '4h', 'd9kk33kd9sksl1'].join('')])
    assert.deepEqual(namedValues(`db:\n  password: ${value}\n`), [value]);
  for (const value of ['@password', '@password1', '@ESXI1_PASSWORD'])
    assert.deepEqual(namedValues(`db:\n  password: ${value}\n`), [], value);
});

test('what is shared is no digest, and a pre-shared key is found in every syntax', () => {
  const hex = characters('shared', '0123456789abcdef', 32);
  assert.deepEqual(namedValues(`shared_secret = "${hex}"`), [hex]);
  const value = password('wireless');
  for (const text of [`psk = "${value}"`, `{"psk": "${value}"}`, `<psk>${value}</psk>`]) assert.deepEqual(namedValues(text), [value], text);
  assert.deepEqual(namedValues(`sha256_key = "${hex}"`), []);
});

test('a value may end like a word that joins two', () => {
  const word = ['kestrel', 'moor'].join('');
  for (const text of [
    `Environment="DB_PASSWORD=${word}"\n`,
    `set "DB_PASSWORD=${word}"\n`,
    `curl -d 'user=app&password=${word}' https://corp.net/\n`,
  ])
    assert.deepEqual(scan(text).findings.map(valueOf), [word], text);
});

test('words have the letters of every language that has cases, and a label of a form is no password', () => {
  const [word, mixed] = [['müller', 'gärten'].join(''), ['straßen', '2024'].join('')];
  for (const value of [word, mixed, ['парус', 'ник'].join('')])
    assert.deepEqual(scan(`password = "${value}"\n`).findings.map(valueOf), [value]);
  assert.deepEqual(scan(`password = "${word}"\n`).findings[0]?.evidence.notes, ['reads like a field']);
  assert.deepEqual(scan(`DB_PASSWORD=${word}\n`).findings[0]?.evidence.notes, []);
  assert.equal(scan(`password: ${mixed}\n`).findings[0]?.evidence.strength, 'mixed');
  for (const label of ['Contraseña', 'Contraseña:', 'Contraseña*', 'Oublié?', 'Пароль', 'Lösenord', '密码', 'パスワード', 'mot de passé'])
    assert.deepEqual(scan(`password: '${label}'`).findings, [], label);
});

test('options of commands take what is written, and a variable has a sign', () => {
  const word = ['kestrel', 'moor'].join('');
  for (const text of [
    `app --secret_key=${word} --port 80\n`,
    `app --secret_key ${word}\n`,
    `app --api_token ${word} up\n`,
    `app --auth.secret=${word}\n`,
  ])
    assert.deepEqual(scan(text).findings.map(valueOf), [word], text);
  for (const text of [
    'app --secret_key=$KEY\n',
    'app --secret_key SECRET_KEY\n',
    'app --api_token string   the token\n',
    `docker build --secret ${word} .\n`,
  ])
    assert.deepEqual(scan(text).findings, [], text);
});

test('what signs may be a word in settings of YAML, and no name of a secret', () => {
  const word = ['kestrel', 'moor'].join('');
  for (const text of [`signing_key: ${word}\n`, `session_secret: ${word}\n`])
    assert.deepEqual(scan(text).findings.map(valueOf), [word], text);
  for (const text of [`secret: ${word}\n`, 'app_secret: service_app_secret\n', `signing_key: ${word},\n`])
    assert.deepEqual(scan(text).findings, [], text);
});

test('what is escaped for a URL is a password as any other', () => {
  const word = ['kestrel', 'moor'].join('');
  for (const value of [`${word}%123`, `${word}%2024x`, `P%40${word}7`])
    assert.deepEqual(scan(`password: "${value}"\n`).findings.map((one) => [valueOf(one), one.evidence.notes]), [[value, []]]);
});

test('what a string of PHP fills in is no literal, and a dollar in a brace alone fills in nothing', () => {
  const word = ['kestrel', 'moor'].join('');
  for (const variable of ['$i', '$user->name', "$row['id']", '$row[0]'])
    assert.deepEqual(scan(`'password' => "${word}{${variable}}",`).findings, [], variable);
  for (const [text, value] of [
    [`DB_PASSWORD='${word}{$42'\n`, `${word}{$42`],
    [`password = "${word}{$x9"\n`, `${word}{$x9`],
    [`'password' => '${word}{$i}7',`, `${word}{$i}7`],
  ] as const)
    assert.deepEqual(namedValues(text), [value], text);
});

test('a list of ciphers gives nothing to what it rules out, and a sign before a name takes nothing from it', () => {
  for (const text of ['ciphers = HIGH:!aNULL:!PSK:!RC4\n', 'ciphers HIGH:!PSK:+DES;\n']) assert.deepEqual(scan(text).findings, [], text);
  const value = password('behind a sign');
  for (const text of [`Welcome!Password: ${value}\n`, `throw Error('Failed!password:${value}')`, `foo: !password:${value}\n`])
    assert.deepEqual(namedValues(text), [value], text);
});

test('a directory says of a hash that it is one, however short, and that of DES is whole', () => {
  assert.deepEqual(scan('userPassword: {SSHA}abcdef\n').findings, []);
  const hash = `{CRYPT}${characters('des', './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 13)}`;
  assert.deepEqual(scan(`userPassword: ${hash}\n`).findings.map((one) => [valueOf(one), one.nature]), [[hash, 'hash']]);
});

test('only what explains the form of a URL is left out beside the host of an example', () => {
  const word = ['kestrel', 'moor'].join('');
  for (const pair of [`alice:${word}`, 'alice:secret', `user:${word}`, `:${word}`])
    assert.equal(scan(`https://${pair}@example.com/\n`).findings[0]?.evidence.notes[0], 'host of an example', pair);
  for (const pair of ['user:password', 'username:secret', ':password'])
    assert.deepEqual(scan(`https://${pair}@example.com/\n`).findings, [], pair);
});
