/** Both engines on stores that git would hardly make: deep chains, wide families, and paths that say what a blob is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDelta } from '../support/deltas.ts';
import { makePack, writePack, type Entry, type Instruction } from '../support/packs.ts';
import { makeRepo, type Repo } from '../support/repo.ts';
import { bytes, characters, githubToken, jwtSecret, password } from '../support/secrets.ts';
import { auditBoth, auditBy, objectsOf, packsRead } from './both-engines.ts';

/** A repository whose blobs stand in a pack of our own; git has checked it. */
function withBlobs(entries: readonly Entry[]): Repo {
  const repo = makeRepo();
  repo.commit('start');
  const path = writePack(objectsOf(repo), makePack(entries));
  repo.git('verify-pack', path);
  return repo;
}

/** Entries, each of the one that stands so many before it. */
function entriesFrom(root: Buffer, count: number, back: number | 'root', change: (n: number, from: Buffer) => Instruction[]): Entry[] {
  const entries: Entry[] = [{ type: 'blob', content: root }];
  for (let n = 1; n <= count; n++) {
    const from = entries[back === 'root' ? 0 : n - back]!.content;
    const instructions = change(n, from);
    const content = Buffer.concat(
      instructions.map((one) => ('copy' in one ? from.subarray(one.copy[0], one.copy[0] + one.copy[1]) : one.insert)),
    );
    const delta = { back: back === 'root' ? n : back, bytes: makeDelta(from.length, instructions) };
    entries.push({ type: 'blob', content, delta });
  }
  return entries;
}

test('the same audit of a chain that is 4,095 deep, with a secret that stays, one that comes, and one that goes', () => {
  const line = (n: number): Buffer => Buffer.from(n === 2000 ? `t: ${githubToken('came')}\n` : `line ${n}\n`);
  const root = Buffer.from(`JWT_SECRET=${jwtSecret('stays')}\ndb_password="${password('goes')}"\n${'. '.repeat(300)}\n`);
  const stays = root.indexOf('\n') + 1;
  const gone = root.indexOf('\n', stays) + 1;
  const repo = withBlobs(
    entriesFrom(root, 4095, 1, (n, from) =>
      n === 3000
        ? [{ copy: [0, stays] }, { copy: [gone, from.length - gone] }]
        : [{ copy: [0, Math.min(from.length, 900)] }, { insert: line(n) }],
    ),
  );
  assert.equal(packsRead(repo), 1);
  const { report } = auditBoth(repo, [1]);
  assert.equal(report.coverage.blobs, 4096);
  assert.equal(report.secrets.length, 3);
});

test('the same audit of thousands of versions that are all made from one', () => {
  const root = Buffer.from(`${'. '.repeat(400)}\nJWT_SECRET=${jwtSecret('root')}\n${'. '.repeat(400)}`);
  const repo = withBlobs(
    entriesFrom(root, 3000, 'root', (n, from) => {
      const at = (n * 7) % from.length;
      const text = n % 750 === 0 ? `\ndb_password = "${password(`child ${n}`)}"\n` : `\n${n}\n`;
      return [{ copy: [0, at] }, { insert: Buffer.from(text) }, { copy: [at, from.length - at] }];
    }),
  );
  assert.equal(packsRead(repo), 1);
  const { report } = auditBoth(repo, [2]);
  assert.equal(report.coverage.blobs, 3001);
  assert.ok(report.secrets.length >= 5);
});

test('bases named by id that stand behind what is made from them, in several families', () => {
  const root = (n: number): Buffer => Buffer.from(`${n}\nJWT_SECRET=${jwtSecret(`root ${n}`)}\n${'. '.repeat(200)}`);
  const entries: Entry[] = [];
  for (let n = 0; n < 20; n++) {
    const base = root(n);
    const put = Buffer.from(`GH_TOKEN=${githubToken(`behind ${n}`)}\n`);
    const content = Buffer.concat([put, base]);
    const delta = makeDelta(base.length, [{ insert: put }, { copy: [0, base.length] }]);
    entries.push({ type: 'blob', content, delta: { back: -1, byId: true, bytes: delta } }, { type: 'blob', content: base });
  }
  const repo = withBlobs(entries);
  assert.equal(packsRead(repo), 1);
  assert.equal(auditBoth(repo, [1]).report.secrets.length, 40);
});

test('what the same blob is at a path that says so it is not at another, in a pack as by itself', () => {
  const repo = makeRepo();
  const map = (name: string): string => `{\n  "v1": "${bytes(name, 32).toString('hex')}",\n  "pad": "${'. '.repeat(100)}"\n}\n`;
  repo.write('colours.json', map('both'));
  repo.write('jwt_secrets.json', map('both'));
  repo.commit('one blob at two paths');
  repo.write('jwt_secrets.json', map('other'));
  repo.write('jwt_keys.json', map('both'));
  repo.write('lone.json', map('lone'));
  repo.commit('and at a third, later');
  repo.git('repack', '-adfq');
  assert.equal(packsRead(repo), 1);
  const { report } = auditBoth(repo, [1, 2]);
  const paths = report.secrets.map(({ occurrences }) => occurrences.map(({ path }) => path).sort());
  assert.deepEqual(paths.sort(), [['jwt_keys.json', 'jwt_secrets.json'], ['jwt_secrets.json']]);
});

test('blobs larger than the engine holds are left to git, and what is made from them', () => {
  const text = `${'x y z '.repeat(3_000_000)}\nJWT_SECRET=${jwtSecret('large')}\n`;
  const root = Buffer.from(text);
  const entries = entriesFrom(root, 2, 1, (n, from) => [
    { insert: Buffer.from(`GH_TOKEN=${githubToken(`large ${n}`)}\n`) },
    { copy: [0, from.length] },
  ]);
  const small = entriesFrom(bytes('small', 100), 1, 1, () => [{ insert: Buffer.from(`t: ${githubToken('small')}\n`) }]);
  const repo = withBlobs([...entries, ...small]);
  assert.equal(packsRead(repo), 1);
  const { report } = auditBoth(repo, [1]);
  assert.equal(report.secrets.length, 4);
  const through = (engine: string): unknown =>
    (JSON.parse(auditBy(repo, '--engine', engine).stdout) as { coverage: { throughGit?: number } }).coverage.throughGit;
  assert.deepEqual([through('packs'), through('plain')], [3, undefined]);
});

test('more to prove something with than there is room for: the same is kept, and how much was not is said', () => {
  const sum = bytes('sum', 32).toString('hex');
  const headers = [
    `x-hub-signature-256: sha256=${sum}\nstripe-signature: t=1700000000,v1=${sum}\n`,
    `x-slack-request-timestamp: 1700000000\nx-slack-signature: v0=${sum}\n\n`,
  ].join('');
  const delivery = (name: string): string => `${headers}${characters(name, 'abcdefghijklm', 46_000)}\n`;
  // each version has another number in each body, which is a value of 46 KB for each of its four headers
  const root = Buffer.from(['one', 'two', 'three'].map(delivery).join(''));
  const places = [0, 1, 2].map((at) => Math.round((at + 0.5) * (root.length / 3)));
  const repo = withBlobs(
    entriesFrom(root, 60, 'root', (n, from) => {
      const ends = [...places, from.length];
      return ends.flatMap((end, index) => {
        const start = index === 0 ? 0 : ends[index - 1]!;
        const insert = index === 0 ? [] : [{ insert: Buffer.from(` ${n} `) }];
        return [...insert, { copy: [start, end - start] as const }];
      });
    }),
  );
  const { status, report } = auditBoth(repo, [1, 2]);
  assert.equal(status, 0);
  const [gap] = report.coverage.outOfScope;
  assert.equal(gap!.what, 'anchors');
  assert.ok(gap!.count > 60 && gap!.count < 61 * 12);
});
