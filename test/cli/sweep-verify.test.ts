/** A sweep's report, verified: what the sweep saw in use in one file is not ended by another one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../support/repo.ts';
import { databaseUrl } from '../support/secrets.ts';
import { makeTeam } from './sweep-places.ts';

test('what a file of another repository still held is rotated when that file says so', () => {
  const team = makeTeam();
  const jobs = team.repo('jobs');
  const verify = (...files: readonly string[]) =>
    runCli(['verify', 'sweep.json', ...files.flatMap((file) => ['--current', file])], { cwd: team.dir });
  const env = (name: string): string => `DATABASE_URL=${databaseUrl(name).url}\n`;
  for (const repo of [team.api, jobs]) {
    repo.write('.gitignore', '*.env\n');
    repo.commit('ignore');
  }
  team.api.write('.env', env('old'));
  team.api.git('add', '--force', '.env');
  team.api.commit('leak');
  team.api.git('rm', '--quiet', '--cached', '.env');
  team.api.commit('take it out', { add: false });
  team.api.write('.env', env('new'));
  jobs.write('prod.env', env('old'));
  assert.equal(runCli(['sweep', '--format', 'json=sweep.json'], { cwd: team.dir }).status, 1);
  const half = verify('api/.env');
  assert.equal(half.status, 1);
  assert.match(half.stdout, /STILL CURRENT +the sweep saw it in jobs\/prod\.env: add --current\s+jobs\/prod\.env, or sweep again/);
  jobs.write('prod.env', env('new'));
  const whole = verify('api/.env', 'jobs/prod.env');
  assert.equal(whole.status, 0, whole.stdout);
});
