/** Settings and arguments that take more than one line, or more than a name, a sign and a value. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters } from '../support/secrets.ts';
import { namedValues as found, scan } from './scanning.ts';

/** Put together here, so that this file holds no password. */
const CHOSEN = ['Winter', '2024', '!x'].join('');
const KEY = characters('over lines', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 32);

const FORMS: readonly string[] = [
  '- name: DB_PASSWORD\n  value: |-\n    §\n',
  '- name: DB_PASSWORD\n\n  value: §\n',
  '- name: DB_PASSWORD\n  description: of the shop\n  value: §\n',
  '- name: DB_PASSWORD\n  type: text\n  value: §\n',
  '- name: DB_PASSWORD\n  required: true\n  sensitive: true\n  value: §\n',
  '- name: DB_PASSWORD\n  secret: true\n  default: §\n',
  '- name: DB_PASSWORD\n  masked: true\n  value: §\n',
  '- key: DB_PASSWORD\n  val: §\n',
  'command:\n  - "--password"\n  - "§"\n',
  'variables:\n  DB_PASSWORD:\n    description: "of the shop"\n    value: "§"\n',
  'MasterUserPassword: !Sub "§"\n',
  'password: {{ given | default("§") }}\n',
  'password: "{{ lookup(\'env\', \'DB\') | default(\'§\', true) }}"\n',
  '{"name": "password", "type": "string", "value": "§"}\n',
  '{"adminPassword": {\n  "type": "securestring",\n  "defaultValue": "§"\n}}\n',
  '<soap:password>§</soap:password>\n',
  'db.password=\\\n  §\n',
  'password = var.given != "" ? var.given : "§"\n',
  'password = coalesce(var.given, "§")\n',
  'DB_PASSWORD=${1:-§}\n',
  'DB_PASSWORD="${DB_PASSWORD:-"§"}"\n',
  'private static final String PASSWORD\n    = "§";\n',
  'const given = process.env.DB_PASSWORD\n  || "§";\n',
  'flag.StringVar(&given, "password", "§", "of the shop")\n',
  'config.set("db", "password", "§")\n',
  'Password string `default:"§"`\n',
  'Password string `env:"DB_PASSWORD" envDefault:"§"`\n',
  'password = os.getenv(\n    "DB_PASSWORD",\n    "§",\n)\n',
  "parser.add_argument('-p', '--password', type=str, default='§', help='of the shop')\n",
  'New-LocalUser ops -Password §\n',
];

test('a password is found behind more than a name and a sign', () => {
  for (const form of FORMS) assert.deepEqual(found(form.replaceAll('§', CHOSEN)), [CHOSEN], form);
});

test('so is what a machine made', () => {
  for (const form of FORMS) assert.ok(found(form.replaceAll('§', KEY)).includes(KEY), form);
});

test('where a variable, a reference or nothing stands there, nothing is found', () => {
  for (const text of [
    '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: x\n',
    '- name: DB_PASSWORD\n  description: of the shop\n- name: OTHER\n  value: word1234\n',
    'password: {{ given | default(other) }}\n',
    'password = given ? other.value : third\n',
    'DB_PASSWORD=${1:-$2}\n',
    'DB_PASSWORD="${DB_PASSWORD:-"$1"}"\n',
    'String PASSWORD\n    = read();\n',
    'Password string `json:"password"`\n',
    'config.get("db", "password")\n',
    'New-LocalUser ops -Password $given\n',
    'compose: ${SECRET:name}\n',
    '"PT": "Portugal", "PW": "Palau", "PY": "Paraguay"\n',
  ])
    assert.deepEqual(found(text), [], text);
});

test('a short name is one in quotes and alone on its line, and of a machine or a page none', () => {
  for (const text of ['$pw = "§"\n', 'PW : §\n', 'psw: §\n', 'String userPsw = "§";\n', '<pw>§</pw>\n', 'app --pw §\n'])
    assert.deepEqual(found(text.replaceAll('§', CHOSEN)), [CHOSEN], text);
  for (const text of ['psw = flags;\n', 'width.pw = 12\n', 'pw: 100\n', 'cpu.psw = cpu.psw | 4\n']) assert.deepEqual(found(text), [], text);
});

test('what counts where a variable is not set is a secret, and so is what an image is given', () => {
  for (const text of ['@Value("${client.secret:§}")\n', 'ENV CLIENT_SECRET §\n', 'X=${CLIENT_SECRET:-§}\n'])
    assert.deepEqual(found(text.replaceAll('§', 'sunflowers')), ['sunflowers'], text);
});

test('a word with a dot and a number is a password in an environment, and a member in a program', () => {
  const dotted = ['sun', 'flower42'].join('.');
  assert.deepEqual(found(`DB_PASSWORD=${dotted}\n`), [dotted]);
  for (const text of [`password = ${dotted}\n`, 'DB_PASSWORD=config.password1\n', 'DB_PASSWORD=settings.php\n'])
    assert.deepEqual(found(text), [], text);
});

test('a word with a number is a key on a line of settings', () => {
  for (const text of ['api_key: §\n', '[a]\ntoken = §\n'])
    assert.deepEqual(found(text.replaceAll('§', 'sunflower42')), ['sunflower42'], text);
  for (const value of ['base64', 'sha256', 'key2', 'variable']) assert.deepEqual(found(`api_key: ${value}\n`), [], value);
});

test('two letters in turn are a password, as one program is called', () => {
  const inTurn = ['od', 'oo'].join('');
  assert.deepEqual(found(`DB_PASSWORD=${inTurn}\n`), [inTurn]);
  assert.deepEqual(found(`DB_PASSWORD=${'x'.repeat(3)}y\n`), []);
});

test('what its name says is a password no rule of a tracker or a desk claims', () => {
  for (const name of ['CONFLUENCE_POSTGRES_PASSWORD', 'ZENDESK_DB_PASSWORD'])
    assert.deepEqual(scan(`${name}=${KEY}\n`).findings.map(({ rule }) => rule.id), ['named-password'], name);
  assert.deepEqual(scan(`JIRA_API_TOKEN=${KEY}\n`).findings.map(({ rule }) => rule.id), ['shortcut-token']);
});
