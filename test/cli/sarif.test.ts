/** SARIF of real histories: valid, a result for each secret, and the same secret the same alert after another commit. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { problemsOf } from '../report/sarif-schema.ts';
import * as made from '../support/secrets.ts';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions: readonly { readonly kind: string; readonly justification: string }[];
  readonly properties?: { readonly id: string; readonly redacted: string };
}

interface Run {
  readonly results: readonly Result[];
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly originalUriBaseIds: Readonly<Record<string, unknown>>;
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
}

/** A log that is valid, with what holds of each: its rules are there, and its fingerprints tell results apart. */
function runOf(args: readonly string[], cwd: string): Run {
  const { stdout, stderr } = runCli([...args, '--format=sarif', '--as-of=2026-01-01'], { cwd });
  assert.ok(stdout !== '', stderr);
  const log = JSON.parse(stdout);
  assert.deepEqual(problemsOf(log), []);
  const [run] = log.runs as [Run];
  for (const { ruleId, ruleIndex } of run.results) assert.equal(run.tool.driver.rules[ruleIndex]!.id, ruleId);
  assert.equal(new Set(printsOf(run)).size, run.results.length);
  assert.equal(run.invocations[0]!.executionSuccessful, true);
  return run;
}

function printsOf({ results }: Run): string[] {
  return results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)).sort();
}

/** A value of each kind where that kind stands, and one in each place of git that has no file. */
function leak(repo: Repo, seed: string): readonly string[] {
  const { id, secret } = made.awsPair(seed);
  const { url, password } = made.databaseUrl(seed);
  const [jwt, fernet, key, github] = [made.jwtSecret(seed), made.fernetKey(seed), made.pemKey(seed), made.githubToken(seed)];
  const [branch, message, tag, note] = ['branch', 'message', 'tag', 'note'].map((where) => made.githubToken(`${seed} ${where}`));
  const session = made.jsonWebToken({ sub: 'ada', exp: 4_000_000_000 }, jwt);
  const mail = made.password(seed);
  repo.write('.env', `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\nJWT_SECRET=${jwt}\n`);
  repo.write('config/ümlaut #1.yml', `database: ${url}\nmail:\n  password: ${mail}\n`);
  repo.write('deploy [old].pem', key);
  repo.write('gone.py', `FERNET_KEY = "${fernet}"\nTOKEN = "${github}"\n`);
  repo.write('test/session.txt', `Cookie: session=${session}\n`);
  repo.commit('start');
  repo.remove('gone.py');
  repo.commit(`clean up ${message}`);
  repo.git('branch', `fix-${branch}`);
  repo.git('tag', '-a', '-m', `release ${tag}`, 'v1');
  repo.git('notes', 'add', '-m', `see ${note}`, 'HEAD');
  return [secret, password, jwt, fernet, github, branch!, message!, tag!, note!, session, mail];
}

test('the log of an audit is valid, holds each secret once, and an alert stays the same alert', () => {
  const repo = makeRepo();
  const values = leak(repo, 'audited');
  const before = runOf(['audit'], repo.dir);
  const secrets = before.results.filter(({ properties }) => properties !== undefined);
  assert.ok(secrets.length >= values.length + 2, String(secrets.length));
  assert.ok(new Set(secrets.map(({ ruleId }) => ruleId)).size >= 8);
  assert.ok(before.results.length > secrets.length, 'a tracked .env is a risk');
  const said = JSON.stringify(before);
  for (const value of values) assert.ok(!said.includes(value.slice(-12)), value.slice(0, 3));

  repo.write('.env', `# moved\n\n${readFileSync(join(repo.dir, '.env'), 'utf8')}`);
  repo.git('mv', 'deploy [old].pem', 'keys.pem');
  repo.write('new.env', `API_TOKEN=${made.githubToken('came later')}\n`);
  repo.commit('more');
  const after = printsOf(runOf(['audit'], repo.dir));
  assert.deepEqual(printsOf(before).filter((print) => !after.includes(print)), []);
  assert.equal(after.length, before.results.length + 1);
});

test('what the ledger and a mark have settled is suppressed in the log, and nothing else is', () => {
  const repo = makeRepo();
  leak(repo, 'settled');
  repo.write('marked.env', `API_TOKEN=${made.githubToken('marked')} # burnlist:allow github-token of the sandbox\n`);
  repo.commit('mark');
  const isOpen = ({ properties, suppressions }: Result): boolean => properties !== undefined && suppressions.length === 0;
  const open = runOf(['audit'], repo.dir).results.filter(isOpen);
  const [accepted, known, wrong] = open.map(({ properties }) => properties!.id);
  const entries = [
    `{id: ${accepted}, status: accepted, reason: sandbox, owner: ada, until: 2027-01-01}`,
    `{id: ${known}, status: known, on: 2025-12-31}`,
    `{id: ${wrong}, status: false-positive, reason: an example, owner: ada}`,
  ];
  repo.write('.burnlist/ledger.yaml', entries.map((entry) => `- ${entry}\n`).join(''));
  repo.commit('settle', { date: '2025-12-31T00:00:00Z' });
  const { results } = runOf(['audit'], repo.dir);
  const settled = results.filter(({ suppressions }) => suppressions.length > 0);
  const kinds = new Map(settled.map(({ properties, suppressions: [one] }) => [properties!.id, one!.kind]));
  for (const id of [accepted, wrong]) assert.equal(kinds.get(id!), 'external');
  assert.equal([...kinds.values()].filter((kind) => kind === 'inSource').length, 1);
  for (const { suppressions: [one] } of settled) assert.notEqual(one!.justification, '');
});

test('the log of a sweep of two repositories is valid, a shared secret is one result, each path has its base', () => {
  const folder = makeFolder('work');
  const [api, web] = [makeRepo({ name: 'api' }), makeRepo({ name: 'web' })];
  leak(api, 'api');
  leak(web, 'web');
  const shared = made.githubToken('shared');
  for (const repo of [api, web]) {
    repo.write('shared.env', `API_TOKEN=${shared}\n`);
    repo.commit('share');
  }
  web.write('.env.local', `API_TOKEN=${made.githubToken('untracked')}\n`);
  const sweep = (): Run => runOf(['sweep', api.dir, web.dir], folder);
  const before = sweep();
  assert.equal(Object.keys(before.originalUriBaseIds).filter((base) => base.startsWith('REPOSITORY_')).length, 2);
  const holders = before.results.filter(({ locations }) => locations[0]!.physicalLocation.artifactLocation.uri === 'shared.env');
  assert.equal(holders.length, 1);
  web.write('README.md', 'nothing\n');
  web.git('add', 'README.md');
  web.commit('more', { add: false });
  assert.deepEqual(printsOf(sweep()), printsOf(before));
});
