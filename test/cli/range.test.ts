/** `audit --range`: what the commits of a range add, whose policy counts, and what the ends of a range can be. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { bytes, githubToken, jwtSecret } from '../support/secrets.ts';

interface Found {
  readonly status: number | null;
  /** `path first-commit` of each occurrence. */
  readonly places: readonly string[];
  readonly verdicts: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly commits: number;
}

function range(repo: Repo, between: string, ...args: readonly string[]): Found {
  const { status, stdout, stderr } = runCli(['audit', '--range', between, '--format', 'json', ...args], {
    cwd: repo.dir,
  });
  if (stdout === '') return { status, places: [], verdicts: [], stdout, stderr, commits: 0 };
  const { secrets, coverage } = JSON.parse(stdout) as {
    secrets: { verdict: string; occurrences: { path: string; commit: string }[] }[];
    coverage: { commits: number };
  };
  const places = secrets
    .flatMap(({ occurrences }) => occurrences.map(({ path, commit }) => `${path} ${commit}`))
    .sort();
  return { status, places, verdicts: secrets.map(({ verdict }) => verdict), stdout, stderr, commits: coverage.commits };
}

const secretLine = (name = 'a'): string => `JWT_SECRET=${jwtSecret(name)}\n`;
const ZERO = '0'.repeat(40);

test('each commit of a range adds what its parents do not have, deleted again or not', () => {
  const repo = makeRepo();
  repo.write('old.env', secretLine('old'));
  const from = repo.commit('start');
  repo.write('a.env', secretLine());
  const added = repo.commit('add');
  repo.git('mv', 'a.env', 'b.env');
  repo.commit('move');
  repo.write('b.env', `# edited\n${secretLine()}`);
  repo.write('old.env', `# edited\n${secretLine('old')}`);
  repo.commit('edit');
  repo.git('rm', '--quiet', 'b.env');
  repo.commit('clean up');
  const { status, places, commits } = range(repo, `${from}..HEAD`);
  assert.deepEqual([status, places, commits], [1, [`a.env ${added}`], 4]);
});

test('a revert and a copy from an untouched file are new', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  repo.write('copy.env', secretLine());
  const copied = repo.commit('copy');
  repo.git('rm', '--quiet', 'a.env', 'copy.env');
  const removed = repo.commit('clean up');
  repo.git('revert', '--no-edit', 'HEAD');
  const reverted = repo.git('rev-parse', 'HEAD');
  assert.deepEqual(range(repo, `${copied}~1..${removed}`).places, [`copy.env ${copied}`]);
  assert.deepEqual(range(repo, `${removed}..`).places, [`a.env ${reverted}`, `copy.env ${reverted}`]);
});

test('a merge adds only what no side has; what a side brings is that commit of the side', () => {
  const repo = makeRepo();
  const start = repo.commit('start');
  repo.git('switch', '--quiet', '--create', 'side');
  repo.write('side.env', secretLine('side'));
  const side = repo.commit('side');
  repo.git('switch', '--quiet', 'main');
  repo.write('main.txt', 'main\n');
  const main = repo.commit('main');
  repo.git('merge', '--quiet', '--no-commit', 'side');
  repo.git('mv', 'side.env', 'odd\nname.env');
  repo.write('merge.env', secretLine('merge'));
  const merge = repo.commit('merge');
  // moved by the merge: nothing new, and the place where HEAD has it
  const places = [`merge.env ${merge}`, `odd\nname.env ${side}`, `side.env ${side}`];
  assert.deepEqual(range(repo, `${start}..HEAD`).places, places);
  assert.deepEqual(range(repo, `${main}..HEAD`, '--policy-from', start).places, places);
  assert.deepEqual(range(repo, `${side}..HEAD`).places, [`merge.env ${merge}`]);
});

test('messages, people and names of a range are part of it', () => {
  const repo = makeRepo();
  const from = repo.commit('start');
  repo.commit(`use ${githubToken('message')}`);
  repo.commit('who', { author: `${githubToken('author')} <a@example.org>` });
  repo.write(`${githubToken('name')}/x`, 'x');
  repo.commit('name');
  const found = range(repo, `${from}..HEAD`);
  assert.deepEqual([found.status, found.verdicts.length], [1, 3]);
  for (const name of ['message', 'author', 'name']) assert.ok(!found.stdout.includes(githubToken(name)));
  repo.write(`${githubToken('name')}/y`, 'y');
  repo.git('rm', '--quiet', '-r', githubToken('name'));
  repo.write(`${githubToken('name')}/y`, 'y');
  repo.commit('move in it');
  assert.deepEqual(range(repo, 'HEAD~1..HEAD').places, []);
});

test('headers that only a program could have written are part of a commit too', () => {
  const repo = makeRepo();
  const from = repo.commit('start');
  const who = 'A <a@example.org> 1740000000 +0000';
  const head = [`tree ${repo.git('rev-parse', 'HEAD^{tree}')}`, `parent ${from}`, `author ${who}`, `committer ${who}`];
  for (const header of [
    'mergetag object x\n type commit\n \n use TOKEN',
    'encoding TOKEN',
    'gpgsig -----BEGIN PGP SIGNATURE-----\n \n TOKEN\n -----END PGP SIGNATURE-----',
    'gpgsig-sha256 TOKEN',
    'x-anything TOKEN',
    'TOKEN',
  ]) {
    const raw = `${head.join('\n')}\n${header.replace('TOKEN', githubToken('a'))}\n\nmessage\n`;
    const id = repo.gitWith(raw, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin');
    repo.git('update-ref', 'refs/heads/main', id);
    assert.deepEqual(range(repo, `${from}..HEAD`).verdicts, ['compromised'], header);
    assert.equal(runCli(['audit', '--quiet'], { cwd: repo.dir }).status, 1, header);
  }
});

test('signatures are no findings', () => {
  const repo = makeRepo();
  let at = repo.commit('start');
  const who = 'A <a@example.org> 1740000000 +0000';
  for (let count = 0; count < 200; count++) {
    const lines = bytes(`signature ${count}`, 400)
      .toString('base64')
      .match(/.{1,64}/g)!;
    const armor = ['-----BEGIN PGP SIGNATURE-----', '', ...lines, '=aBcD', '-----END PGP SIGNATURE-----'];
    const head = `tree ${repo.git('rev-parse', 'HEAD^{tree}')}\nparent ${at}\nauthor ${who}\ncommitter ${who}\n`;
    const raw = `${head}gpgsig ${armor.join('\n ')}\n\nmessage\n`;
    at = repo.gitWith(raw, 'hash-object', '-t', 'commit', '-w', '--stdin');
  }
  repo.git('update-ref', 'refs/heads/main', at);
  const { secrets, coverage } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout);
  assert.deepEqual([secrets, coverage.commits], [[], 201]);
});

test('a commit-graph file that lies about parents hides nothing', () => {
  const repo = makeRepo();
  const from = repo.commit('start');
  repo.write('a.env', secretLine());
  const added = repo.commit('secret');
  repo.git('rm', '--quiet', 'a.env');
  repo.commit('clean up');
  repo.commit('one more');
  repo.git('commit-graph', 'write', '--reachable');
  const path = join(repo.dir, '.git/objects/info/commit-graph');
  const graph = readFileSync(path);
  // CDAT: for each commit its tree, the places of two parents, and times; all get no parent
  const table = Array.from({ length: graph[6]! }, (_, chunk) => 8 + chunk * 12);
  const entry = table.find((offset) => graph.toString('latin1', offset, offset + 4) === 'CDAT')!;
  const data = Number(graph.readBigUInt64BE(entry + 4));
  for (let commit = 0; commit < 4; commit++) graph.writeUInt32BE(0x70000000, data + commit * 36 + 20);
  createHash('sha1')
    .update(graph.subarray(0, -20))
    .digest()
    .copy(graph, graph.length - 20);
  chmodSync(path, 0o644);
  writeFileSync(path, graph);
  assert.equal(repo.git('rev-list', `${from}..HEAD`).split('\n').length, 2);
  assert.deepEqual(range(repo, `${from}..HEAD`).places, [`a.env ${added}`]);
});

test('nothing or zeros as start: what is on no remote', () => {
  const origin = makeRepo();
  origin.write('old.env', secretLine('old'));
  origin.commit('start');
  const clone = cloneRepo(origin);
  clone.write('a.env', secretLine());
  const added = clone.commit('local');
  for (const start of ['', ZERO]) assert.deepEqual(range(clone, `${start}..HEAD`).places, [`a.env ${added}`]);
});

test('zeros as end: a deleted branch has nothing to scan', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  const { status, stdout } = range(repo, `HEAD..${ZERO}`);
  assert.deepEqual([status, JSON.parse(stdout).coverage.commits], [0, 0]);
});

test('a full id that is not here is a force push: from the merge base with the default branch, and said', () => {
  const origin = makeRepo();
  origin.write('old.env', secretLine('old'));
  const base = origin.commit('start');
  const clone = cloneRepo(origin);
  clone.write('a.env', secretLine());
  const added = clone.commit('local');
  assert.deepEqual(range(clone, `${'1'.repeat(40)}..HEAD`).places, [`a.env ${added}`]);
  const { stdout } = runCli(['audit', '--range', `${'1'.repeat(40)}..HEAD`], { cwd: clone.dir });
  assert.match(stdout, new RegExp(`1111111111 is not in this clone.*${base.slice(0, 10)}`, 's'));
});

test('a force push to the default branch itself scans everything up to the end, in a shallow clone incompletely', () => {
  const origin = makeRepo();
  origin.write('a.txt', 'a\n');
  origin.commit('start');
  origin.write('a.env', secretLine());
  const added = origin.commit('secret');
  const gone = '1'.repeat(40);
  const whole = range(cloneRepo(origin), `${gone}..HEAD`);
  assert.deepEqual([whole.status, whole.commits, whole.places], [1, 2, [`a.env ${added}`]]);
  const shallow = cloneRepo(origin, '--depth=1');
  const { status, stdout } = runCli(['audit', '--range', `${gone}..HEAD`], { cwd: shallow.dir });
  assert.equal(status, 3);
  assert.match(stdout, /1111111111 is not in this clone .*: everything up to the end is scanned/);
  assert.match(stdout, /shallow boundary/);
});

test('a name that does not resolve, three dots and half a range are wrong usage, in one line', () => {
  const repo = makeRepo();
  repo.commit('start');
  for (const between of ['nowhere..HEAD', 'HEAD..nowhere', 'HEAD...HEAD', 'HEAD', '--output=x..HEAD', 'HEAD~1..HEAD']) {
    const { status, stderr } = range(repo, between);
    assert.equal(status, 2, between);
    assert.match(stderr, /^burnlist: [^\n]+\n$/);
  }
});

test('a change cannot accept itself: the policy is that of its base', () => {
  const repo = makeRepo();
  repo.write('app.py', 'print()\n');
  const base = repo.commit('start');
  repo.write('a.env', secretLine());
  repo.write('.burnlist/config.yaml', 'allow:\n  - { path: "**", reason: trust me }\n');
  const head = repo.commit('secret and its pardon');
  assert.equal(range(repo, `${base}..${head}`).status, 1);
  assert.equal(range(repo, `${base}..${head}`, '--policy-from', head).status, 0);
  assert.equal(range(repo, `${base}..${head}`, '--policy-from', 'nowhere').status, 2);
});

test('a mark that the range adds is honoured', () => {
  const repo = makeRepo();
  const base = repo.commit('start');
  repo.write('a.env', `# burnlist:allow jwt-signing-secret made up\n${secretLine()}`);
  repo.commit('marked');
  const { status, verdicts } = range(repo, `${base}..HEAD`);
  assert.deepEqual([status, verdicts], [0, ['accepted']]);
});

test('a new place of a known value is refused in a range as in the hook', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  assert.equal(runCli(['accept', '--all-existing'], { cwd: repo.dir }).status, 0);
  const base = repo.commit('adopt');
  repo.git('mv', 'a.env', 'moved.env');
  const moved = repo.commit('move');
  repo.write('copy.env', secretLine());
  repo.commit('copy');
  assert.equal(range(repo, `${base}..${moved}`).status, 0);
  assert.equal(range(repo, `${base}..HEAD`).status, 1);
});

test('a range that reaches a shallow boundary is incomplete, one that does not is not', () => {
  const origin = makeRepo();
  for (const name of ['one', 'two', 'three']) {
    origin.write(`${name}.txt`, name);
    origin.commit(name);
  }
  const clone = cloneRepo(origin, '--depth=2');
  assert.equal(range(clone, 'HEAD~1..HEAD').status, 0);
  clone.git('update-ref', '-d', 'refs/remotes/origin/main');
  clone.git('symbolic-ref', '--delete', 'refs/remotes/origin/HEAD');
  assert.equal(range(clone, '..HEAD').status, 3);
  assert.equal(range(clone, '..HEAD', '--allow-partial', 'shallow').status, 0);
});

test('a path with a newline is known to stand in HEAD or not', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.write('two\nlines/a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.write('gone\n.env', `JWT_SECRET=${jwtSecret('b')}\n`);
  repo.commit('both');
  repo.remove('gone\n.env');
  repo.commit('one');
  const { stdout } = runCli(['audit', '--range', 'HEAD~2..HEAD', '--format', 'json'], { cwd: repo.dir });
  const { secrets } = JSON.parse(stdout) as {
    secrets: readonly { exposure: { inHead: boolean }; occurrences: readonly { path: string }[] }[];
  };
  const inHead = secrets.map(({ exposure, occurrences }) => [occurrences[0]!.path, exposure.inHead]);
  assert.deepEqual(Object.fromEntries(inHead), { 'two\nlines/a.env': true, 'gone\n.env': false });
});
