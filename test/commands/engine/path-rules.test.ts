/** What a name alone tells of rules by path: the hook reads globs, and searches twice, only where it has to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPathRules } from '../../../src/commands/engine/path-rules.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { characters } from '../../support/secrets.ts';

test('of our own rules none is about any name: source files have none by path', () => {
  const { mayFit } = openPathRules(loadBuiltInRules(), { marks: true });
  for (const name of ['app.ts', 'README.md', 'main.go', 'index.html', 'package.json', 'conf', 'Dockerfile', 'reset_password.go'])
    assert.ok(!mayFit(name), name);
  for (const name of ['mail.conf', 'site.cfg', 'jwt_secrets.json', '.msmtprc', 'db_password']) assert.ok(mayFit(name), name);
});

test('what the name alone says is never less than what the globs say', async () => {
  const paths = [['**/*.conf'], ['**/a.b'], ['**/*.tar.gz'], ['x/**/*-y.cfg'], ['**/*_password']];
  for (const globs of paths) {
    const [rule] = loadBuiltInRules().filter(({ paths: own }) => own !== undefined);
    const open = openPathRules([{ ...rule!, paths: globs }], { marks: true });
    const loaded = await open.load();
    for (const name of ['.conf', 'a.conf', 'a.b', 'a.tar.gz', 'b-y.cfg', 'other', '.tar.gz', 'db_password', '_password', 'db_password.ts'])
      if (loaded.mayFit(name)) assert.ok(open.mayFit(name), `${globs.join()} ${name}`);
  }
});

test('a step up before a path, or within, changes nothing of what fits', async () => {
  const [rule] = loadBuiltInRules().filter(({ paths }) => paths?.includes('**/*.conf'));
  const { fits } = await openPathRules([rule!], { marks: true }).load();
  for (const path of ['x.conf', './x.conf', '../x.conf', '../../etc/x.conf', 'a/../x.conf', '/etc/x.conf'])
    assert.ok(fits(rule!, path), path);
  for (const path of ['../x.conf.ts', 'x.conf/../a.ts']) assert.ok(!fits(rule!, path), path);
});

test('a rule for other paths hides nothing: only those that are for a path compete there', async () => {
  const rules = loadBuiltInRules();
  const { detector, at } = await openPathRules(rules, { marks: true }).load();
  const value = characters('vault', '0123456789abcdef', 32);
  const found = (path: string, text: string): string[] =>
    at(path, [], detector.scan(Buffer.from(text)).findings, (finding) => finding, () => {}).map(({ rule: { id } }) => id);
  // 32 hexadecimal digits are a master key in master.key, and there alone
  assert.deepEqual(found('.vault_pass', `${value}\n`), ['vault-password-file']);
  assert.deepEqual(found('config/master.key', `${value}\n`), ['rails-master-key-file']);
  assert.deepEqual(found('sip.conf', `[7001]\nsecret ${value}\n`), []);
  // both are for clients.conf, and one of them is more particular
  assert.deepEqual(found('clients.conf', `client a {\n  secret = ${value}\n}\n`), ['secret-of-client']);
});
