import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters } from '../support/secrets.ts';
import { namedValues as found, scan } from './scanning.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const KEY = characters('settings', ALNUM, 32);
/** Chosen by hand, put together here so that this file holds no password. */
const CHOSEN = ['Winter', '2024', '!x'].join('');

test('a setting may have no operator: a line of its own, a word before the name, a user beside it', () => {
  for (const text of [
    `credentials {\n  username 'ci'\n  password '${CHOSEN}'\n}\n`,
    `set(SIGNING_PASSWORD "${CHOSEN}")\n`,
    `setenv ORACLE_PASSWORD ${CHOSEN}\n`,
    `set -gx DB_PASSWORD ${CHOSEN}\n`,
    `poll imap.corp.net username "app" password "${CHOSEN}"\n`,
    `  proxy_set_header X-Auth-Password "${CHOSEN}";\n`,
    `01 WS-PASSWORD PIC X(12) VALUE '${CHOSEN}'.\n`,
    `config:\n  shop:dbPassword: ${CHOSEN}\n`,
    `<AdministratorPassword>\n  <Value>${CHOSEN}</Value>\n`,
    `set :deploy_password, '${CHOSEN}'\n`,
    `env.put(Context.SECURITY_CREDENTIALS, "${CHOSEN}");\n`,
    `set thePassword to "${CHOSEN}"\n`,
    `Connect-VIServer -Server vc -Password '${CHOSEN}'\n`,
    `(setq smtpmail-password "${CHOSEN}")\n`,
    `{ adminPassword:: '${CHOSEN}' }\n`,
    `Password : constant String := "${CHOSEN}";\n`,
    `ldap_default_authtok = ${CHOSEN}\n`,
    `set default wpa2-pre-shared-key=${CHOSEN}\n`,
  ])
    assert.deepEqual(found(text), [CHOSEN], text);
});

test('two names and a text between them are no setting', () => {
  for (const text of [
    `print password "${CHOSEN} or another"\n`,
    `  password "must be longer"\n`,
    'urn:k8s:secret:database-of-the-shop\n',
    'set password "$password"\n',
    "  password 'required|min:8'\n",
    'use Test::More;\npass "utf8_decode_ok";\n',
    'error: read:secret: something1\n',
    `at x: shop:dbPassword: ${CHOSEN}\n`,
  ])
    assert.deepEqual(found(text), [], text);
});

test('of names that are given values at once the last has the last', () => {
  for (const text of [
    `USER, PASSWORD = "app", "${CHOSEN}"\n`,
    `x = 1\nhost, user, password = 'db', 'app', '${CHOSEN}'\n`,
    `\tuser, password := "app", "${CHOSEN}"\n`,
    `local user, password = "app", "${CHOSEN}" -- of the shop\n`.replace(/ --.*/, ''),
  ])
    assert.deepEqual(found(text), [CHOSEN], text);
  assert.deepEqual(found(`connect(\n  url, password="${CHOSEN}", host="db")\n`), [CHOSEN]);
  assert.deepEqual(found('user, password = read(config)\n'), []);
});

test('a value may stand before a long name', () => {
  const name = 'REPORTING_SERVICE_API_KEY';
  assert.deepEqual(found(`[{"value": "${KEY}${KEY}", "name": "${name}"}]`), [KEY + KEY]);
});

test('a password that was drawn from all signs is no code, with a bracket in it or not', () => {
  const drawn = `u5%2-C&5C(dY?PQ${characters('drawn', ALNUM, 3)}`;
  assert.deepEqual(found(`bind_password = ${drawn}\n`), [drawn]);
  assert.deepEqual(found('password = decode(Value&mask%2?1:0)\n'), []);
});

test('of passwords that a generator drew from all signs most are found whole without quotes, and what a program says there is none', () => {
  const drawn = Array.from({ length: 300 }, (_, i) => characters(`of all ${i}`, `${ALNUM}!@#$%^&*()-_=+.,:;?`, 16));
  for (const place of ['DB_PASSWORD=§\n', '[db]\npassword = §\n', 'db:\n  password: §\n']) {
    const whole = drawn.filter((value) => found(place.replace('§', () => value)).includes(value));
    assert.ok(whole.length > 0.85 * drawn.length, `${place}: ${whole.length}`);
  }
  const programs = [
    'Get($cfg1).Db->Pw!', '$this->Db1->Pw()', '$(cat /run/Db1?x!)', '$PW1$Db2', 'Db1.Get(A1!x)',
    'decode(Value&mask%2?1:0)', 'Opts[:Db1]||Fallback!', 'Ab1.Cd2&&Ef3!', '${Db1:?unset!}', 'user.Password1', 'oauth2.Token',
    'sha256.New()', '#{Db1}!%Ab', 'cfg.Db1?.Pw!',
  ];
  for (const value of programs) {
    for (const place of ['DB_PASSWORD=§\n', 'password = §\n', '  password: §\n', 'password = §;\n'])
      assert.deepEqual(found(place.replace('§', () => value)), [], place.replace('§', () => value));
  }
});

test('nor does a command line, a string or a reference around a generated password hide it', () => {
  const drawn = Array.from({ length: 100 }, (_, i) => characters(`in a line ${i}`, `${ALNUM}!*-_.~`, 14));
  const places = ['- "DB_PASSWORD=§"\n', 'PGPASSWORD=§ psql -h db\n', 'sshpass -p § ssh a@b\n', 'curl -u app:§ https://api.corp.net/\n'];
  for (const place of [...places, 'DB_PASSWORD=${DB_PASSWORD:-§}\n', "curl -H 'X-Auth-Password: §' http://h/\n"]) {
    const whole = drawn.filter((value) => found(place.replace('§', () => value)).includes(value));
    assert.ok(whole.length > 90, `${place}: ${whole.length}`);
  }
  for (const text of ['run "PASSWORD=account.Password"\n', 'PASSWORD=cfg.Db1 run it\n', 'postgres://app:$DbPass1@db.corp.net/shop\n'])
    assert.deepEqual(found(text), [], text);
  for (const value of drawn.slice(0, 9).map((each) => `$,${each}`)) {
    const encoded = `DATABASE_URL=postgres://app:${encodeURIComponent(value)}@db.corp.net/shop\n`;
    assert.deepEqual(found(encoded), [value], encoded);
  }
});

test('a password with a dot in it has no members: letters around a digit, a year, a mark at its end', () => {
  const chosen = ['jos3ph.smith', ['k1ng', 'arthur!'].join('.'), ['Summer', '2024'].join('$'), ['May', 'Rain', '2021'].join('.')];
  const programs = ['cfg.v1beta2', 'params.p2p', 'mail.g00gle.com', 'i18n.login', 'Outer$1', 'Outer$12'];
  for (const place of ['DB_PASSWORD=§\n', 'password = §\n', '  password: §\n']) {
    for (const value of chosen) assert.deepEqual(found(place.replace('§', () => value)), [value]);
    for (const value of programs) assert.deepEqual(found(place.replace('§', () => value)), [], value);
  }
});

test('a pass is a ticket or a test, and a password is neither', () => {
  assert.deepEqual(found(`ANY_PASSWORD=${CHOSEN}\nFIRST_PASSWORD=${CHOSEN}\n`), [CHOSEN, CHOSEN]);
  assert.deepEqual(found(`any_pass = "${CHOSEN}"\nboardingPass: "${CHOSEN}"\n`), []);
});

test('an app password is four groups of letters, and no words', () => {
  const groups = ['snwm', 'dmbq', 'tgdh', 'wpmf'].join(' ');
  assert.deepEqual(found(`auth: { user: 'a@corp.net', pass: '${groups}' }`), [groups]);
  assert.deepEqual(found("password: 'will form with this'"), []);
});

test('the key of a place is an id, and that of an interface to places a secret', () => {
  assert.deepEqual(found(`GOOGLE_PLACE_KEY=${KEY}\nMARKET_PLACE_TOKEN=${KEY}\n`), [KEY, KEY]);
  assert.deepEqual(found(`placeKey: "${KEY}"\n`), []);
});

test('a phrase that repeats itself comes from a tool or a standard, and opens nobody’s wallet', () => {
  const LOWER = 'abcdefghijklmnopqrstuvwxyz';
  const drawn = Array.from({ length: 12 }, (_, i) => characters(`word ${i}`, LOWER, 5)).join(' ');
  const shown = [`${'test '.repeat(11)}junk`, `${'abandon '.repeat(11)}about`];
  for (const phrase of [drawn, ...shown]) {
    const expected = phrase === drawn ? [drawn] : [];
    for (const text of [`MNEMONIC=${phrase}\n`, `mnemonic: "${phrase}",\n`]) assert.deepEqual(found(text), expected, text);
  }
});

test('what stands among accounts may be an address, so that it is surely a key nowhere but where one is asked for', () => {
  const key = characters('account', '0123456789abcdef', 64);
  const sure = (text: string): string[] => scan(text).findings.map(({ rule: { confidence } }) => confidence);
  assert.deepEqual(sure(`accounts: ["0x${key}"]\n`), ['medium']);
  assert.deepEqual(sure(`const wallet = new Wallet("0x${key}");\n`), ['high']);
});

test('lists of names, rules for a value and what is encrypted are set aside', () => {
  for (const text of [
    'secrets: "deploy-key-name,registry-login-name"\n',
    "'password' => 'required|string|min:8|confirmed',\n",
    `{"token": "wcFMA${characters('pgp', ALNUM, 300)}"}`,
    'def login(password: SecretStr, user: str): ...\n',
    `INFO rotated token id=${characters('id', '0123456789abcdef', 32)}\n`,
    `anyPass:"overSome",\n`,
    'placeKey: "zzw-224@5vg-7gv-d7q"\n',
  ])
    assert.deepEqual(found(text), [], text);
});

test('what pages show to everybody is no random string in nobody’s name', () => {
  for (const text of [
    `narHash = "sha256-${characters('nar', ALNUM, 43)}="\n`,
    `loadStripe("pk_test_${characters('stripe', ALNUM, 24)}")\n`,
    `<div data-sitekey="6L${characters('site', ALNUM, 38)}">\n`,
    `{"nextPageToken":"${characters('page', ALNUM, 40)}"}\n`,
    `{"cursor": "${characters('cursor', ALNUM, 40)}"}\n`,
    `<meta name="csrf-token" content="${characters('csrf', ALNUM, 40)}">\n`,
    `"image/png": "iVBORw0KGgo${characters('png', ALNUM, 60)}"\n`,
    `https://docs.google.com/document/d/${characters('doc', ALNUM, 44)}/edit\n`,
  ])
    assert.deepEqual(scan(text).findings, [], text);
});

test('where users are looked up is no password', () => {
  for (const text of ['passwd: files systemd\n', 'passwd:         compat\n']) assert.deepEqual(scan(text).findings, [], text);
});
