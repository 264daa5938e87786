/** Pages about keys that "get out" are pages about leaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBeRunbook } from '../../src/runbook/discover.ts';
import { linkProcedures } from '../../src/runbook/link.ts';
import { page } from './pages.ts';

const score = (title: string, heading: string, steps: readonly string[]): number | undefined => {
  const lines = [`# ${title}`, '', `## ${heading}`, '', ...steps];
  assert.ok(mayBeRunbook(Buffer.from(lines.join('\n'))), title);
  return linkProcedures({ name: 'JWT_SECRET', kind: 'jwt-secret' }, [page(lines, 'ops/keys.md')])[0]?.score;
};

test('a page for when a key gets out has the sections that its headings name', () => {
  const list = ['1. Generate a new one', '2. Store it', '3. Restart the API', '4. Check that login works'];
  const fresh = '- Make a fresh one with `openssl rand -hex 48`.';
  const bullets = [fresh, '- Put it in `.env`, then `systemctl restart app`.', '- Tell support.'];
  for (const title of ['When a key gets out', 'What to do when one of our keys gets out', 'A secret got out'])
    for (const steps of [list, bullets]) assert.equal(score(title, 'Token signing (`JWT_SECRET`)', steps), 100, title);
  assert.equal(score('Leaked credentials', 'Sessions: JWT_SECRET', bullets), 100);
});

test('how to get out of something is no leak', () => {
  assert.ok(!mayBeRunbook(Buffer.from('# How to get out of a stuck deployment')));
});
