/** Tokens and keys in the forms that static analyzers are tested with, and what their benign cases hold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { characters, password } from '../support/secrets.ts';
import { scan, valueOf } from './scanning.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const TOKEN = characters('of an analyzer', LETTERS, 40);
const HEX = characters('of an analyzer', '0123456789abcdef', 40);

function blocking(path: string, text: string): readonly string[] {
  return scan(text)
    .findings.filter((one) => confidenceAt(one, path, 'file') !== 'low')
    .map(valueOf);
}

test('tokens are found in each of these forms', () => {
  for (const [path, text] of [
    ['clone.sh', `git clone https://${HEX}@git.corp.net/app.git\n`],
    ['clone.sh', `git clone https://${HEX}:x-oauth-basic@git.corp.net/app.git\n`],
    ['api.js', `const header = "Bearer ${TOKEN}";\n`],
    ['api.js', `const header = 'Bearer: ${TOKEN}';\n`],
    ['Client.cs', `private const string Auth = "${TOKEN}";\n`],
    ['Gate.java', `if ("${TOKEN}".equals(request.getToken())) {\n`],
    ['Gate.java', `return getToken().equals("${TOKEN}");\n`],
    ['Client.cs', `headers.Add("token", "${TOKEN}");\n`],
    ['.env', `API_KEYS=${TOKEN}\n`],
    ['app.js', `cookieParser.signedCookie(cookie, '${TOKEN}')\n`],
    ['sign.go', `var hs = jwt.NewHS256([]byte("${TOKEN}"))\n`],
    ['sign.c', `const char *API_TOKEN = getenv("API_TOKEN") ? getenv("API_TOKEN") : "${TOKEN}";\n`],
  ] as const)
    assert.deepEqual(blocking(path, text).filter((value) => value.includes(TOKEN) || value.includes(HEX)).length, 1, text);
});

test('what templates and formats fill in is no password', () => {
  for (const [path, text] of [
    ['azuredeploy.json', `"administratorLoginPassword": "[parameters('adminPassword')]"\n`],
    ['azuredeploy.json', `"password": "[concat(variables('prefix'), 'x1')]"\n`],
    ['main.bicep', 'administratorLoginPassword: adminPassword\n'],
    ['app.rb', 'password = "login=a&password=#$global_password"\n'],
    ['Db.cs', 'c = String.Format("Server=db;Password={0}{1}", a, b);\n'],
    ['application.yml', 'password: ${PASSWORD:defaultValue}\n'],
  ] as const)
    assert.deepEqual(blocking(path, text), [], text);
  const chosen = password('in a template');
  assert.deepEqual(blocking('main.bicep', `administratorLoginPassword: '${chosen}'\n`), [chosen]);
});

test('who reports errors to a service names a project by a key that is public', () => {
  const key = HEX.slice(0, 32);
  for (const text of [`dsn = "https://${key}@errors.corp.net/42"\n`, `dsn: https://${key}@o12.ingest.sentry.io/345\n`])
    assert.deepEqual(blocking('app.py', text), [], text);
});
