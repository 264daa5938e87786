/** What a reader of a sweep is told of several repositories: which one is meant, and since when. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../support/repo.ts';
import { githubToken as token, jwtSecret } from '../support/secrets.ts';
import { makeTeam } from './sweep-places.ts';

const told = (dir: string, ...args: readonly string[]): string => runCli(['sweep', '--no-color', ...args], { cwd: dir }).stdout;

/** Two repositories with the same secret, one of them with a remote; each with a placeholder. */
function twoThatShare(): ReturnType<typeof makeTeam> {
  const team = makeTeam();
  const web = team.repo('web');
  for (const repo of [team.api, web]) {
    repo.write('a.env', `JWT_SECRET=${jwtSecret('shared')}\nADMIN_PASSWORD=changeme\nAPI_TOKEN=your-token-here\n`);
    repo.commit('start');
  }
  web.git('remote', 'add', 'origin', 'https://example.org/web.git');
  team.write('notes.env', 'API_TOKEN=your-token-here\n');
  return team;
}

test('--explain of a shared secret counts a branch by its name, and says which repository names no remote', () => {
  const { dir } = twoThatShare();
  const chain = told(dir, '--explain', 'JWT_SECRET');
  assert.match(chain, /\n {2}refs {2,}1 local branch: main\n {2}still in {2,}1 local branch: main\n {2}since/);
  assert.match(chain, /\n {2}published {3}cannot be said: no remote is named in api\n/);
});

test('what was set aside, and what only counts, stands in a repository or in a file between them', () => {
  const { dir } = twoThatShare();
  const places = told(dir, '--explain').match(/^ {4}\S+:\d+(?= .*API_TOKEN)/gm);
  assert.deepEqual(places, ['    api/a.env:3', '    notes.env:1', '    web/a.env:3']);
  assert.match(told(dir), /1 × password in 2 places \(2 files\)/);
});

test('what stands in a file of git is said to be on disk, and in no working tree', () => {
  const { dir, api } = makeTeam();
  api.write('a.txt', 'nothing\n');
  api.commit('start');
  api.git('remote', 'add', 'origin', `https://x:${token('url')}@github.com/ada/shop.git`);
  const text = told(dir);
  assert.match(text, /\.git\/config:\d+\n {6}in a file on disk/);
  assert.doesNotMatch(text, /working tree/);
});

/** A log's line, with a time of its own, that says a value. */
function logged(id: string, seconds: number, value: string): string {
  return `${'0'.repeat(40)} ${id} Ada <ada@example.org> ${seconds} +0000\tuse ${value}\n`;
}

test('a message of a reflog says it since the day of its line, where its commit is here', () => {
  const { dir, api } = makeTeam();
  api.write('a.txt', `token: ${token('committed')}\n`);
  api.commit('start', { date: '2025-03-01T00:00:00Z' });
  const head = api.git('rev-parse', 'HEAD');
  const day = Date.parse('2024-05-06T07:00:00Z') / 1000;
  const log = join(api.dir, '.git/logs/HEAD');
  const lines = [
    readFileSync(log, 'utf8'),
    logged(head, day + 5 * 86_400, token('in a log')),
    logged(head, day, token('in a log')),
    logged(head, day, token('committed')),
    logged('1'.repeat(40), day, token('of a lost commit')),
  ];
  api.write('.git/logs/HEAD', lines.join(''));
  const { secrets } = JSON.parse(told(dir, '--format', 'json'));
  const of = (name: string): any => secrets.find(({ redacted }: any) => redacted.startsWith(token(name).slice(0, 8)));
  const first = { commit: head, date: '2024-05-06', author: 'Ada <ada@example.org>' };
  assert.deepEqual([of('in a log').exposure.first, of('in a log').exposure.last], [first, null]);
  assert.deepEqual(of('in a log').exposure.reach, ['reflog']);
  assert.equal(of('of a lost commit').exposure.first, null);
  // the commit is younger than what was said of it
  assert.deepEqual(of('committed').exposure.first, first);
  assert.equal(of('committed').exposure.last.date, '2025-03-01');
  assert.ok(!of('committed').reasons.join(' ').includes('its first commit says'));
});
