/** What the hook advises for what is packed: there is no line for a mark, so a path is allowed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeZip } from '../support/archives.ts';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const ADVICE = 'It has no place for a mark: name its path under allow: in .burnlist/config.yaml, with a reason.';
const line = (name: string): string => `JWT_SECRET=${jwtSecret(name)}\n`;

function hook(repo: Repo): { status: number | null; text: string } {
  repo.git('add', '.');
  const { status, stderr } = runCli(['staged', '--no-color'], { cwd: repo.dir });
  return { status, text: stderr.replace(/\s+/g, ' ') };
}

test('a secret in an archive: the advice works, and speaks of no line', () => {
  const repo = makeRepo();
  repo.write('samples.zip', makeZip([{ name: 'app.env', data: line('packed') }]));
  const refused = hook(repo);
  assert.equal(refused.status, 1);
  assert.ok(refused.text.includes(`A test value? ${ADVICE}`), refused.text);
  assert.ok(!refused.text.includes('on the line'));
  repo.write('.burnlist/config.yaml', 'allow:\n  - path: samples.zip\n    reason: made for the tests\n');
  assert.deepEqual(hook(repo), { status: 0, text: '' });
});

test('beside one on a line, each has its own advice; what is encoded on a line can carry a mark', () => {
  const repo = makeRepo();
  repo.write('samples.zip', makeZip([{ name: 'app.env', data: line('packed') }]));
  repo.write('app.env', line('plain'));
  const both = hook(repo).text;
  assert.ok(both.includes('on the line.') && both.includes(`One where no comment can stand? ${ADVICE}`), both);
  repo.remove('samples.zip');
  repo.write('app.env', `data: ${Buffer.from(line('encoded')).toString('base64')}\n`);
  const encoded = hook(repo).text;
  assert.ok(encoded.includes('on the line.') && !encoded.includes(ADVICE), encoded);
});

test('in JSON, which has no comments, the advice is the same, and works', () => {
  const repo = makeRepo();
  repo.write('settings.json', `${JSON.stringify({ JWT_SECRET: jwtSecret('in JSON') })}\n`);
  const refused = hook(repo);
  assert.ok(refused.text.includes(`A test value? ${ADVICE}`) && !refused.text.includes('on the line'), refused.text);
  repo.write('.burnlist/config.yaml', 'allow:\n  - path: settings.json\n    reason: made for the tests\n');
  assert.deepEqual(hook(repo), { status: 0, text: '' });
});
