/** What a name alone tells of rules by path: the hook reads globs, and searches twice, only where it has to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPathRules } from '../../../src/commands/engine/path-rules.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';

test('of our own rules none is about any name: source files have none by path', () => {
  const { mayFit } = openPathRules(loadBuiltInRules(), { marks: true });
  for (const name of ['app.ts', 'README.md', 'main.go', 'index.html', 'package.json', 'conf', 'Dockerfile']) assert.ok(!mayFit(name), name);
  for (const name of ['mail.conf', 'site.cfg', 'jwt_secrets.json', '.msmtprc']) assert.ok(mayFit(name), name);
});

test('what the name alone says is never less than what the globs say', async () => {
  const paths = [['**/*.conf'], ['**/a.b'], ['**/*.tar.gz'], ['x/**/*-y.cfg']];
  for (const globs of paths) {
    const [rule] = loadBuiltInRules().filter(({ paths: own }) => own !== undefined);
    const open = openPathRules([{ ...rule!, paths: globs }], { marks: true });
    const loaded = await open.load();
    for (const name of ['.conf', 'a.conf', 'a.b', 'a.tar.gz', 'b-y.cfg', 'other', '.tar.gz'])
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
