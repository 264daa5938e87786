/** Risks: files and lines without a value that will hold one, or take one along. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';

function risks(repo: Repo, command: string, ...args: readonly string[]): { all: string[]; status: number | null } {
  const { status, stdout } = runCli([command, '--format', 'json', ...args], { cwd: repo.dir });
  const { risks: list } = JSON.parse(stdout) as { risks: { rule: string; path: string; advice: string }[] };
  return { status, all: list.map(({ rule, path }) => `${rule} ${path}`) };
}

test('the tree of HEAD: a tracked .env, what a Dockerfile bakes in, a whole folder without .dockerignore', () => {
  const repo = makeRepo();
  repo.write('.env', 'A=1\n');
  repo.write('Dockerfile', 'FROM a\nARG NPM_TOKEN\nCOPY . .\n');
  repo.write('web/Dockerfile.dev', 'COPY . /app\n');
  repo.write('web/.dockerignore', '.env\n');
  repo.commit('start');
  const { status, all } = risks(repo, 'audit');
  assert.deepEqual(all, ['tracked-env-file .env', 'dockerfile-arg Dockerfile', 'dockerfile-copy-all Dockerfile']);
  assert.equal(status, 0);
  assert.equal(risks(repo, 'audit', '--fail-on', 'risks').status, 1);
  const { stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.match(stdout, /risk: Dockerfile: line 2: ARG NPM_TOKEN stays in the image's history/);
  repo.write('.dockerignore', '.env\n');
  repo.git('rm', '--quiet', '--cached', '.env');
  repo.write('.gitignore', '.env\n');
  repo.commit('mend');
  assert.deepEqual(risks(repo, 'audit').all, ['dockerfile-arg Dockerfile']);
});

test('the many lines of a Dockerfile do not hide what else is at risk, and what is left out can be seen', () => {
  const repo = makeRepo();
  repo.write('Dockerfile', 'FROM a\nARG A_TOKEN\nARG B_TOKEN\nARG C_TOKEN\nENV D_TOKEN=$D\n');
  repo.commit('start');
  repo.write('.env', 'A=1\n');
  const { stdout } = runCli(['sweep', '.'], { cwd: repo.dir });
  const shown = stdout.split('\n').filter((line) => /^ {2}(?:risk:|\d+ more risks)/.test(line));
  assert.deepEqual(shown.map((line) => /^ {2}(?:risk: \S+(?: line \d)?|.*)/.exec(line)![0]), [
    '  risk: Dockerfile: line 2',
    '  risk: Dockerfile: line 5',
    '  risk: .env:',
    '  2 more risks (--format json has them)',
  ]);
});

test('a range: an .env that it adds, as long as its end has it', () => {
  const repo = makeRepo();
  const base = repo.commit('start');
  repo.write('.env', 'A=1\n');
  repo.write('api/.env', 'A=1\n');
  repo.commit('settings');
  const { all, status } = risks(repo, 'audit', '--range', `${base}..HEAD`, '--fail-on', 'risks');
  assert.deepEqual([all, status], [['tracked-env-file .env', 'tracked-env-file api/.env'], 1]);
  repo.remove('.env');
  repo.commit('untracked');
  assert.deepEqual(risks(repo, 'audit', '--range', `${base}..HEAD`).all, ['tracked-env-file api/.env']);
  repo.remove('api/.env');
  repo.commit('that too');
  const { status: clean } = risks(repo, 'audit', '--range', `${base}..HEAD`, '--fail-on', 'risks');
  assert.equal(clean, 0);
});

test('the disk: an .env that git would add, settings of production', () => {
  const repo = makeRepo();
  repo.write('.gitignore', '.env.production\nlocal/\n');
  repo.commit('start');
  repo.write('api/.env', 'A=1\n');
  repo.write('.env.production', 'A=1\n');
  repo.write('.env.example', 'A=1\n');
  repo.write('local/.env', 'A=1\n');
  assert.deepEqual(risks(repo, 'sweep').all, ['production-env-file .env.production', 'untracked-env-file api/.env']);
  assert.deepEqual(risks(repo, 'audit').all, []);
});

test('the disk of a sweep: Dockerfiles that git does not know', () => {
  const repo = makeRepo();
  repo.write('Dockerfile', 'ARG NPM_TOKEN\n');
  repo.commit('start');
  repo.write('web/Dockerfile', 'ARG API_TOKEN\nCOPY . .\n');
  repo.write('api/Dockerfile', 'COPY . .\n');
  repo.write('api/.dockerignore', '.env\n');
  assert.deepEqual(risks(repo, 'sweep').all, [
    'dockerfile-arg Dockerfile',
    'dockerfile-arg web/Dockerfile',
    'dockerfile-copy-all web/Dockerfile',
  ]);
  assert.deepEqual(risks(repo, 'audit').all, ['dockerfile-arg Dockerfile']);
  repo.write('web/Dockerfile', `ARG API_TOKEN\n${'# more\n'.repeat(3_000_000)}`);
  const { coverage } = JSON.parse(runCli(['sweep', '--format', 'json'], { cwd: repo.dir }).stdout);
  assert.deepEqual(coverage.outOfScope.filter(({ what }: { what: string }) => what.includes('dockerfile')), [
    { what: 'Dockerfiles (limit dockerfile-bytes)', why: 'too large to be looked at for risks', count: 1 },
  ]);
});

test('files without git: settings of production, Dockerfiles', () => {
  const folder = makeFolder();
  const written = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  mkdirSync(join(folder, 'web'));
  written('.env', 'A=1\n');
  written('.env.production', 'A=1\n');
  written('Dockerfile', 'FROM a\nENV API_TOKEN=$TOKEN\nCOPY . .\n');
  written('web/Dockerfile', 'COPY . .\n');
  written('web/.dockerignore', '.env\n');
  const scanned = (...args: readonly string[]): string[] => {
    const { stdout, status } = runCli(['scan', '--format', 'json', '--fail-on', 'risks', ...args], { cwd: folder });
    const all = (JSON.parse(stdout) as { risks: { rule: string; path: string }[] }).risks.map(({ rule, path }) => `${rule} ${path}`);
    assert.equal(status, all.length === 0 ? 0 : 1);
    return all;
  };
  const ofTop = ['dockerfile-copy-all Dockerfile', 'dockerfile-env Dockerfile'];
  assert.deepEqual(scanned(), ['production-env-file .env.production', ...ofTop]);
  // what stands beside a file that is named is not looked at
  assert.deepEqual(scanned('Dockerfile'), ['dockerfile-env Dockerfile']);
  assert.deepEqual(scanned('web', '.env'), []);
  written('.dockerignore', '.env\n');
  assert.deepEqual(scanned(folder).map((risk) => risk.replace(`${folder}/`, '')), [
    'production-env-file .env.production',
    'dockerfile-env Dockerfile',
  ]);
  written('Dockerfile', `ARG API_TOKEN\n${'# more\n'.repeat(3_000_000)}`);
  const { coverage } = JSON.parse(runCli(['scan', '--format', 'json', 'Dockerfile'], { cwd: folder }).stdout);
  assert.deepEqual(coverage.outOfScope, [
    { what: 'Dockerfiles (limit dockerfile-bytes)', why: 'too large to be looked at for risks', count: 1 },
  ]);
});

test('a Dockerfile too large to be one is counted', () => {
  const repo = makeRepo();
  repo.write('Dockerfile', `ARG API_TOKEN\n${'# more\n'.repeat(3_000_000)}`);
  repo.commit('large');
  const { coverage } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout);
  assert.deepEqual(coverage.outOfScope, [
    { what: 'Dockerfiles (limit dockerfile-bytes)', why: 'too large to be looked at for risks', count: 1 },
  ]);
});

test('archives and Dockerfiles that are more than are looked at are counted', () => {
  const repo = makeRepo();
  for (let number = 0; number < 103; number++) repo.write(`data/${number}.tar`, `${number}`);
  for (let number = 0; number < 502; number++) repo.write(`${number}/Dockerfile`, 'FROM a\n');
  repo.commit('many');
  const { stdout } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  const { coverage } = JSON.parse(stdout) as { coverage: { outOfScope: { what: string; count: number }[] } };
  const counts = coverage.outOfScope.map(({ what, count }) => `${count} ${what}`);
  assert.deepEqual(counts, ['2 Dockerfiles (limit dockerfiles)', '3 archives (limit archives)']);
  const said = 'not looked at: 2 Dockerfiles (limit dockerfiles), 3 archives (limit archives)';
  assert.ok(runCli(['audit'], { cwd: repo.dir }).stdout.includes(said));
});
