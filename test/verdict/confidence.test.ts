import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asideAt, confidenceAt, fileType, isTryingOut, provedConfidence } from '../../src/verdict/confidence.ts';
import { characters, databaseUrl, githubToken, jsonWebToken, jwtSecret, password, pemKey } from '../support/secrets.ts';
import { scan } from '../detect/scanning.ts';
import { occurrence, secret } from '../report/reports.ts';
import type { Confidence, Where } from '../../src/model.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Put together here, so that this file holds no password: one that was chosen, a word, and one with digits in it. */
const CHOSEN = ['Summer', '2024', '!'].join('');
const WORD = ['our', 'station'].join('');
const MIXED = ['0ur', 'st4tion'].join('');
const PAIR = ['postgres', 'postgres'].join(':');

/** How sure the only finding of a text is at a path. */
function at(text: string, path: string, where: Where = 'blob'): Confidence | undefined {
  const [found, more] = scan(text).findings;
  assert.equal(more, undefined, text);
  return found && confidenceAt(found, path, where);
}

test('a proof makes sure, but that a word of examples signs an example says nothing', () => {
  const proofs = [{ kind: 'proven', detail: 'signs the token in tests/test_auth.py:1' }] as const;
  const weighed = (path: string, notes: readonly string[]): Confidence => {
    const { evidence } = occurrence();
    const place = occurrence({ path, nature: 'weak', evidence: { ...evidence, notes } });
    return provedConfidence(secret({ confidence: 'low', proofs, occurrences: [place] }));
  };
  const tried = ['what everybody tries first'];
  assert.equal(weighed('tests/test_auth.py', []), 'medium');
  assert.equal(weighed('tests/test_auth.py', tried), 'low');
  assert.equal(weighed('lib/python3.12/site-packages/PyJWT-2.9.0.dist-info/METADATA', tried), 'low');
  assert.equal(weighed('src/auth.py', tried), 'high');
});

test('the path says what type of file it is', () => {
  for (const [type, paths] of Object.entries({
    config: [
      '.env',
      'app/.env.production',
      'config/app.yaml',
      'Dockerfile',
      'Dockerfile.web',
      'a.tfvars',
      '.npmrc',
      'x.properties',
      'run.sh',
      'web.config',
    ],
    code: [
      'a.ts',
      'src/a.py',
      'a.pyx',
      'a.java',
      'a.vue',
      'schema.sql',
      'x.ps1',
      'lib/tasks/a.rake',
      'a.zig',
      'a.jsp',
      'A.cls',
      '0001-fix.patch',
      'a.diff',
    ],
    doc: ['README', 'README.md', 'docs/a.rst', 'a.txt', 'CHANGELOG', 'build.log'],
    translation: ['locales/en.json', 'src/i18n/de.yml', 'app_messages_en.properties', 'a.po', 'lang/en.php'],
    unknown: ['data', 'bin/run', 'a.unknownext', ''],
  }))
    for (const path of paths) assert.equal(fileType(path), type, path);
});

test('tests, examples, documentation and other people’s code are for trying out', () => {
  for (const path of [
    'test/a.ts',
    'src/__tests__/a.ts',
    'a.test.ts',
    'a_test.go',
    'test_a.py',
    'spec/a.rb',
    'docs/a.md',
    'vendor/a.go',
    'venv/lib/python3.12/site-packages/PyJWT-2.9.0.dist-info/METADATA',
    '.env.example',
    'config.template.yml',
    'fixtures/x',
    'src/androidTest/java/A.java',
    'src/LoginTest.java',
    'src/OptionsTests.cs',
    'src/login.cy.js',
    'login.feature',
  ]) {
    assert.ok(isTryingOut(path), path);
  }
  for (const path of ['src/a.ts', 'src/Latest.java', 'latest/a.ts', 'contest.py', '.env', 'deploy/prod.yaml', 'src/attestation.ts'])
    assert.ok(!isTryingOut(path), path);
});

test('a random value under a password name is sure, in tests and documents a little less, in translations not at all', () => {
  const text = `db_password = "${password('confidence')}"`;
  assert.equal(at(text, 'config/app.toml'), 'high');
  assert.equal(at(text, 'src/db.ts'), 'high');
  assert.equal(at(text, 'test/db.ts'), 'medium');
  assert.equal(at(text, 'README.md'), 'medium');
  assert.equal(at(text, 'locales/en.json'), 'low');
  assert.equal(at(text, '', 'commit-message'), 'medium');
});

test('a value that was chosen counts in configuration, and in code between quotes', () => {
  assert.equal(at(`password: ${CHOSEN}\n`, 'config/app.yml'), 'medium');
  assert.equal(at(`password = '${CHOSEN}'\n`, 'src/a.py'), 'medium');
  assert.equal(at(`password = '${CHOSEN}'\n`, 'test/a.py'), 'medium');
  assert.equal(at(`password = '${CHOSEN}'\n`, 'docs/a.md'), 'medium');
  assert.equal(at(`password = ${CHOSEN}\n`, 'src/a.py'), 'low');
});

test('a word without quotes is a password in configuration and a variable in code', () => {
  const text = `password: ${WORD}\n`;
  assert.equal(at(text, 'config/app.yml'), 'medium');
  assert.equal(at(text, 'deploy/inventory'), 'medium');
  assert.equal(at(text, 'src/a.ts'), 'low');
  assert.equal(at(text, 'README.md'), 'low');
  assert.equal(at(text, 'config/app.example.yml'), 'low');
  assert.equal(at(`password: '${WORD}'\n`, 'src/a.ts'), 'medium');
});

test('what everybody tries first counts where it is configured', () => {
  assert.equal(at('POSTGRES_PASSWORD: postgres\n', 'docker-compose.yml'), 'medium');
  assert.equal(at("password = 'postgres'\n", 'src/a.ts'), 'low');
  assert.equal(at(`url: postgres://${PAIR}@localhost/app\n`, 'docker-compose.yml'), 'medium');
  assert.equal(at(`postgres://${PAIR}@localhost/app\n`, 'README.md'), 'low');
});

test('URLs: a random password is sure, a word on a local host is not', () => {
  assert.equal(at(databaseUrl('confidence').url, 'src/a.ts'), 'high');
  assert.equal(at(`postgres://app:${WORD}@localhost/app`, 'src/a.ts'), 'low');
  assert.equal(at(`url = "postgres://app:${WORD}@db1:5432/app"\n`, 'deploy/app.toml'), 'medium');
  assert.equal(at(`url = "postgres://app:${WORD}@db1:5432/app"\n`, 'tests/app.toml'), 'low');
  assert.equal(at(`postgres://app:${MIXED}@db.corp.net/app`, 'src/a.ts'), 'high');
  assert.equal(at(`postgres://app:${MIXED}@db.corp.net/app`, 'docs/a.md'), 'medium');
});

test('a verified checksum stays sure, a contradicted one lowers, nothing is cleared by a path', () => {
  const token = githubToken('confidence');
  const broken = `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`;
  assert.equal(at(`x ${token}`, 'src/a.ts'), 'high');
  assert.equal(at(`x ${broken}`, 'src/a.ts'), 'medium');
  assert.equal(at(`x ${token}`, 'test/fixtures/a.txt'), 'medium');
  assert.equal(at(pemKey('confidence'), 'test/key.pem'), 'medium');
});

test('a guessable signing secret is surer in configuration than in code', () => {
  assert.equal(at(`JWT_SECRET=${CHOSEN}\n`, '.env'), 'high');
  assert.equal(at(`const jwtSecret = '${CHOSEN}'\n`, 'src/a.ts'), 'medium');
  assert.equal(at('config.jwtSecret = fallbackKey\n', 'src/a.hs'), 'low');
  assert.equal(at(`JWT_SECRET=${jwtSecret('confidence')}\n`, '.env'), 'high');
});

test('a key whose name does not say what it opens counts in configuration, and little in code', () => {
  const key = password('unspecific');
  assert.equal(at(`KEY=${key}\n`, '.env'), 'medium');
  assert.equal(at(`const cipherKey = "${key}"\n`, 'src/a.ts'), 'high');
  assert.equal(at(`const timeoutKey = "${key}"\n`, 'src/a.ts'), 'low');
});

test('a word under a secret’s name counts in an environment file, where no variable can stand', () => {
  assert.equal(at(`COOKIE_SECRET=${WORD}\n`, '.env'), 'medium');
  assert.equal(at(`COOKIE_SECRET=${WORD}\n`, '.env.example'), 'low');
  assert.equal(at(`cookieSecret: ${WORD},\n`, 'src/a.ts'), undefined);
});

test('what reads like a name, or is only compared with a word, is low', () => {
  const name = ['new', 'password'].join('_');
  assert.equal(at(`password: "${name}"\n`, 'config/app.yml'), 'low');
  assert.equal(at(`if (password == "${WORD}") {\n`, 'src/a.ts'), 'low');
  assert.equal(at(`if (password == "${CHOSEN}") {\n`, 'src/a.ts'), 'medium');
});

test('one of several pairs in a string is a literal, although no quote is its own', () => {
  const pairs = (secret: string): string => `"Server=db;User Id=app;Password=${secret};Encrypt=yes"`;
  assert.equal(at(pairs(CHOSEN), 'src/Data.cs'), 'medium');
  assert.equal(at(`"host=db user=app password=${CHOSEN} sslmode=disable"`, 'main.go'), 'medium');
  assert.equal(at(`password=${CHOSEN}\n`, 'main.go'), 'low');
});

test('the host of an example and a host that is filled in lower, and do not clear', () => {
  assert.equal(at(`https://app:${MIXED}@api.example.com/`, 'src/a.ts'), 'low');
  assert.equal(at(`https://app:${WORD}@%HOST/`, 'src/a.ts'), 'low');
  assert.equal(at(`https://app:${MIXED}@api.corp.net/`, 'src/a.ts'), 'medium');
});

test('a token that begins like one and does not decode is less sure', () => {
  const token = jsonWebToken({ sub: 'user-1' }, jwtSecret('broken'));
  assert.equal(at(`token ${token}\n`, 'app.log'), 'high');
  assert.equal(at(`token ${token.replace(/^(.{12}).{6}/, '$1AAAAAA')}\n`, 'app.log'), 'medium');
});

test('what everybody tries first is weak where it signs or guards a host, and a guess where it is for trying out', () => {
  const first = ['super', 'secret'].join('');
  assert.equal(at(`JWT_SECRET=${first}\n`, '.env'), 'medium');
  assert.equal(at(`JWT_SECRET=${first}\n`, '.env.example'), 'low');
  assert.equal(at(`app.use(session({ secret: '${first}' }))`, 'src/app.js'), 'medium');
  assert.equal(at(`app.use(session({ secret: '${first}' }))`, 'examples/app.js'), 'low');
  assert.equal(at(`url: postgres://${PAIR}@db.corp.net/app\n`, 'config/app.yml'), 'medium');
  assert.equal(at(`postgres://${PAIR}@db.corp.net/app\n`, 'docs/a.md'), 'low');
});

test('a few words in quotes are what somebody chose in configuration, a guess in code, and none where texts are translated', () => {
  const phrase = ['purple', 'monkey', 'kettle'].join(' ');
  assert.equal(at(`DB_PASSWORD="${phrase}"\n`, '.env'), 'medium');
  assert.equal(at(`DB_PASSWORD="${phrase}"\n`, '.env.example'), 'low');
  assert.equal(at(`password = "${phrase}"\n`, 'src/app.py'), 'low');
  const [found] = scan(`password: "${phrase}"\n`).findings;
  assert.equal(asideAt(found!, 'locales/en.yml'), 'not-random');
});

test('a comment that shows how to call what signs gives it a guessable key for show, and a key that is none', () => {
  const key = (value: string): string => `ActiveSupport::MessageVerifier.new("${value}")`;
  const made = jwtSecret('shown');
  assert.equal(at(`verifier = ${key('different_secret')}\n`, 'lib/verifier.rb'), 'medium');
  assert.equal(at(`    # verifier = ${key('different_secret')}\n`, 'lib/verifier.rb'), 'low');
  assert.equal(at(`    # verifier = ${key(made)}\n`, 'lib/verifier.rb'), at(`verifier = ${key(made)}\n`, 'lib/verifier.rb'));
});

test('a file without a type is taken for configuration, unless it is for trying out', () => {
  assert.equal(at(`mysql://app:${WORD}@localhost/app`, 'deploy/inventory'), 'medium');
  assert.equal(at(`mysql://app:${WORD}@localhost/app`, 'tests/data/test105'), 'low');
  assert.equal(at(`"Server=db;User Id=app;Password=${['se', 'cret'].join('')};Encrypt=yes"`, ''), 'medium');
});

test('a hash of a password is a guess: nobody has the password yet', () => {
  const hash = `$2b$12$${'Qx7'.repeat(17)}Zu`;
  assert.equal(at(`password_hash: ${hash}\n`, 'config/users.yml'), 'low');
});

test('a rule that is low says so, whatever its value looks like', () => {
  assert.equal(at(`with the password \`${CHOSEN}\`.\n`, 'README.md'), 'low');
});

test('one word, or a UUID, in an environment file is low: a variable cannot stand there, a name can', () => {
  const uuid = ['3f2504e0', '4f89', '41d3', '9a0c', '0305e82c3301'].join('-');
  for (const text of [`OAUTH_TOKEN=${WORD}\n`, `CLERK_KEY=${uuid}\n`]) assert.equal(at(text, '.env'), 'low', text);
  for (const text of [`oauth_token: ${WORD}\n`, `clerk_key: ${uuid}\n`]) assert.equal(at(text, 'app.yaml'), undefined, text);
});

test('a name, a blank and chance are a setting in configuration, and talk elsewhere', () => {
  const text = `api_key ${jwtSecret('setting')}\n`;
  assert.equal(at(text, 'etc/agent.conf'), 'high');
  assert.equal(at(text, 'notes.txt'), 'low');
});

test('a random value in a list is the name’s own; handed to some call it is low, since the name is of what comes out', () => {
  const value = characters('argument', ALNUM, 32);
  assert.equal(at(`apiKey = wrapped("${value}")`, 'src/a.ts'), 'low');
  for (const text of [`apiKey = "${value}"`, `apiKey = ["${value}"]`, `apiKey = new ApiKey("${value}")`])
    assert.notEqual(at(text, 'src/a.ts'), 'low', text);
});

test('the hash of a password counts where it may be somebody’s', () => {
  const [hash] = scan(`password: $2b$12$${characters('hash', ALNUM, 53)}\n`).findings;
  assert.equal(hash?.nature, 'hash');
  for (const path of ['config/users.yml', 'src/seed.ts', '.htpasswd']) assert.equal(asideAt(hash!, path), undefined, path);
  for (const path of ['test/users.yml', 'docs/users.md', 'users.spec.ts', '_examples/users.yml'])
    assert.equal(asideAt(hash!, path), 'password-hash', path);
  assert.equal(asideAt({ ...hash!, member: 'test/users.yml' }, 'backup.zip'), 'password-hash');
});

test('where texts are translated, a word is what the field is called', () => {
  const [word] = scan(`{"app_password": "${WORD}"}`).findings;
  assert.equal(asideAt(word!, 'lang/lang.gl-es.json'), 'not-random');
  assert.equal(asideAt(word!, 'config/app.json'), undefined);
  const [chosen] = scan(`{"app_password": "${WORD}4821!"}`).findings;
  assert.equal(asideAt(chosen!, 'lang/lang.gl-es.json'), undefined);
});
