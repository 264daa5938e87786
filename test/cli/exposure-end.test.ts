/** A rotation in the ledger closes the window of exposure; a value that comes back opens it again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFolder, makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

interface Seen {
  readonly id: string;
  readonly status: string;
  readonly exposure: { readonly first: { readonly commit: string }; readonly end: string | null; readonly days: number };
}

const line = `JWT_SECRET=${jwtSecret('a')}\n`;

function only(cwd: string, command: string, ...args: readonly string[]): Seen {
  const { stdout } = runCli([command, '--format', 'json', '--as-of', '2026-01-01', ...args], { cwd });
  const { secrets } = JSON.parse(stdout) as { secrets: Seen[] };
  assert.equal(secrets.length, 1);
  return secrets[0]!;
}

/** Committed on 2025-03-02 and taken out, with an entry of the ledger made then. */
function rotated(on: string, status = 'rotated'): Repo {
  const repo = makeRepo();
  repo.write('a.env', line);
  repo.commit('secret', { date: '2025-03-02T00:00:00Z' });
  repo.git('rm', '--quiet', 'a.env');
  const at = repo.commit('out', { date: '2025-03-03T00:00:00Z' });
  const { id } = only(repo.dir, 'audit');
  repo.write('.burnlist/ledger.yaml', `- {id: ${id}, status: ${status}, at: ${at}, on: ${on}}\n`);
  repo.commit('ledger', { date: '2025-04-02T00:00:00Z' });
  return repo;
}

test('a rotation ends it, and days are counted to it', () => {
  const repo = rotated('2025-04-01');
  for (const command of ['audit', 'sweep']) {
    const { id, status, exposure } = only(repo.dir, command);
    assert.deepEqual([status, exposure.end, exposure.days], ['rotated', '2025-04-01', 30]);
    const { stdout } = runCli([command, '--explain', id], { cwd: repo.dir });
    assert.match(stdout, /^ +since +2025-03-02 → 2025-04-01, 30 days$/m);
  }
});

test('what was only taken over into the ledger is open', () => {
  const { exposure } = only(rotated('2025-04-01', 'known').dir, 'audit');
  assert.deepEqual([exposure.end, exposure.days], [null, 305]);
});

test('it is open again when the value comes back, from the first day on', () => {
  const repo = rotated('2025-04-01');
  repo.write('b.env', line);
  repo.commit('back', { date: '2025-05-01T00:00:00Z' });
  const { status, exposure } = only(repo.dir, 'audit');
  assert.deepEqual([status, exposure.end, exposure.days], ['open', null, 305]);
  assert.match(runCli(['audit', '--as-of', '2026-01-01'], { cwd: repo.dir }).stdout, /2025-03-02 → open, 305 days/);
  assert.equal(only(repo.dir, 'audit', '--range', 'HEAD~1..HEAD').exposure.end, null);
});

test('of two repositories the later rotation ends it, and one without keeps it open', () => {
  const folder = repoAt(makeFolder());
  const here = (name: string, from: Repo): Repo => {
    folder.git('clone', '--quiet', `file://${from.dir}`, name);
    return repoAt(`${folder.dir}/${name}`);
  };
  here('one', rotated('2025-04-01'));
  here('two', rotated('2025-05-01'));
  const { exposure } = only(folder.dir, 'sweep', '.');
  assert.deepEqual([exposure.end, exposure.days], ['2025-05-01', 60]);
  const three = here('three', rotated('2025-06-01'));
  three.git('rm', '--quiet', '-r', '.burnlist');
  three.commit('no ledger');
  assert.equal(only(folder.dir, 'sweep', '.').exposure.end, null);
});
