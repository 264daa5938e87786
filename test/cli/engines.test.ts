/** The pack engine against the plain one, by what the audit prints: byte for byte, on stores in all the forms git gives them. */
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { picker, randomRepo } from '../support/random-repo.ts';
import { cloneRepo, repoAt, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';
import { auditBoth, objectsOf, packsRead, places } from './both-engines.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 1);

/** A commit more, with a file that changed: what follows has something to add to packs that are there. */
function goOn(repo: Repo, name: string): void {
  repo.write(`more/${name}.env`, `JWT_SECRET=${jwtSecret(name)}\n`);
  repo.commit(name);
}

/** Ways to pack a store, and how many packs there are then. */
const FORMS: Readonly<Record<string, (repo: Repo, seed: number) => number>> = {
  'one pack, random depth, window and threads'(repo, seed) {
    const pick = picker(seed + 77);
    repo.git('repack', '-adfq', `--depth=${1 + pick(60)}`, `--window=${2 + pick(30)}`, `--threads=${1 + pick(4)}`);
    return 1;
  },
  'bases named by id'(repo) {
    repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq');
    return 1;
  },
  'some objects loose, and several packs with the same objects'(repo) {
    repo.git('repack', '-q');
    goOn(repo, 'second');
    const some = repo.git('rev-list', '--objects', '--all').split('\n').filter((_, index) => index % 2 === 0);
    repo.gitWith(some.join('\n').replaceAll(/ .*$/gm, ''), 'pack-objects', '-q', join(objectsOf(repo), 'pack', 'pack'));
    repo.git('repack', '-q');
    goOn(repo, 'loose');
    return 3;
  },
  'a cruft pack'(repo) {
    repo.git('stash', 'drop', '--quiet');
    repo.git('reflog', 'expire', '--expire=now', '--all');
    repo.git('repack', '-q', '--cruft', '-d', '-f');
    return 2;
  },
  'a multi-pack-index'(repo) {
    repo.git('repack', '-q');
    goOn(repo, 'second');
    repo.git('repack', '-q');
    const [first] = readdirSync(join(objectsOf(repo), 'pack')).filter((name) => name.endsWith('.idx'));
    repo.git('multi-pack-index', 'write', `--preferred-pack=${first!}`);
    return 2;
  },
  'an alternate'(repo) {
    const other = cloneRepo(repo, '--bare');
    goOn(repo, 'own');
    repo.git('repack', '-adfq');
    writeFileSync(join(objectsOf(repo), 'info', 'alternates'), `# all of it\n${other.dir}/objects\n`);
    repo.git('repack', '-adlq');
    return 2;
  },
  'a linked worktree'(repo) {
    repo.git('repack', '-adfq');
    repo.git('worktree', 'add', '--quiet', '--detach', '../linked', 'HEAD~1');
    return 1;
  },
  'objects that were replaced'(repo) {
    const blob = repo.git('rev-list', '--objects', '--all', '--filter=object:type=blob').split('\n').at(-1)!.split(' ')[0]!;
    repo.git('replace', blob, repo.gitWith('nothing\n', 'hash-object', '-w', '--stdin'));
    repo.git('replace', '--graft', 'HEAD');
    repo.git('repack', '-adfq');
    return 1;
  },
};

for (const [form, pack] of Object.entries(FORMS)) {
  test(`the same audit: ${form}`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const repo = randomRepo(seed * 100 + form.length);
      const count = pack(repo, seed);
      assert.equal(packsRead(repo), count);
      const read = form === 'a linked worktree' ? repoAt(join(repo.dir, '../linked')) : repo;
      const { status, report } = auditBoth(read, form.startsWith('one pack') ? [1, 2] : [2]);
      assert.equal(status, 1);
      assert.ok(places(report) > 5);
    }
  });
}

test('the same audit of a repository with SHA-256', () => {
  const repo = randomRepo(5, '--object-format=sha256');
  repo.git('repack', '-adfq');
  assert.equal(packsRead(repo), 1);
  assert.equal(auditBoth(repo, [1]).status, 1);
});

test('the same audit of a shallow clone and of a partial one', () => {
  const origin = randomRepo(6);
  for (const [kind, gap] of [
    ['--depth=3', 'shallow boundary'],
    ['--filter=blob:limit=700', 'promisor objects'],
  ] as const) {
    const clone = cloneRepo(origin, kind, '--no-checkout');
    assert.ok(packsRead(clone) > 0);
    const { status, report } = auditBoth(clone, [2]);
    assert.equal(status, 3);
    assert.deepEqual(report.coverage.failed, []);
    assert.equal(report.coverage.skipped[0]?.what, gap);
  }
});
