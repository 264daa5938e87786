/** Refs that have a secret in their history, as people read them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainReport } from '../../src/report/explain.ts';
import { htmlReport } from '../../src/report/html.ts';
import { reach } from '../../src/report/phrases.ts';
import { refLines, stillInLines } from '../../src/report/refs.ts';
import { report, secret } from './reports.ts';
import type { Exposure, Judged } from '../../src/model.ts';

const clean = (text: string): string => text;
const exposure = (refs: readonly string[], refCount = refs.length): Exposure => ({ ...secret().exposure, refs, refCount });
const tags = Array.from({ length: 12 }, (_, index) => `refs/tags/v${index}`);
const REMOTES = ['refs/remotes/origin/HEAD', 'refs/remotes/origin/dev', 'refs/remotes/origin/main'];

test("a remote's HEAD is no branch of its own, and what most people clone is named first", () => {
  assert.equal(reach(exposure(REMOTES), clean), 'on origin/main and 1 more');
  assert.equal(reach(exposure(['refs/remotes/origin/HEAD']), clean), 'on origin/HEAD');
});

test('refs stand by kind, a few of each by name, and none is lost', () => {
  assert.deepEqual(refLines(exposure([...REMOTES, ...tags, 'refs/heads/main', 'refs/stash'], 30), clean), [
    '2 branches of remotes: origin/main, origin/dev',
    '12 tags: v0, v1, v2, v3, v4, v5, v6, v7 and 4 more',
    '1 local branch: main',
    '1 other ref: refs/stash',
    '13 more',
  ]);
});

test('branches that still have it are told as the refs are, and that there are more than are named', () => {
  const still = { ...exposure(REMOTES), stillIn: ['refs/heads/main', 'refs/heads/old'], stillInCount: 140 };
  assert.deepEqual(stillInLines(still, clean), ['2 local branches: main, old', '138 more']);
  assert.deepEqual(stillInLines(exposure(REMOTES), clean), []);
});

test('by when it was on a remote is told apart from since when', () => {
  const cloned = secret({ exposure: { ...exposure(tags), published: { date: '2025-04-01', evidence: 'cloned from a remote' } } });
  const explained = (one: Judged): string => explainReport(report({ secrets: [one] }), one.id, { width: 100, color: false });
  assert.match(explained(cloned), /published +by 2025-04-01, cloned from a remote/);
  assert.match(explained(secret()), /published +2025-03-03, pushed to origin\/main/);
});

test('on the page a long list opens, and a card says that it does', () => {
  const page = [...htmlReport(report({ secrets: [secret({ exposure: exposure(tags) })] }), { version: '1', base: 'nowhere' })].join('');
  assert.match(page, /<details><summary>12 tags: v0, v1, v2, v3 …<\/summary><ul class="refs"><li>v0<\/li>(?:<li>v\d+<\/li>){11}<\/ul>/);
  assert.match(page, /\.secret > summary::after \{ content: 'more/);
});
