/** Images of containers as files: what their settings, their history and their layers hold, and the risk of tracking one. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { makeTar, type TarMember } from '../support/archives.ts';
import { makeRepo, runCli } from '../support/repo.ts';
import { characters, jwtSecret, password } from '../support/secrets.ts';

interface Seen {
  readonly names: readonly { readonly name: string }[];
  readonly occurrences: readonly { readonly path: string; readonly via: readonly string[]; readonly member?: string }[];
}

interface Report {
  readonly secrets: readonly Seen[];
  readonly risks: readonly { readonly rule: string; readonly path: string }[];
  readonly coverage: { readonly complete: boolean; readonly outOfScope: readonly { readonly what: string; readonly count: number }[] };
}

const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const BUILT = characters('npm', '0123456789abcdef', 36);

const CONFIG = Buffer.from(
  JSON.stringify({
    architecture: 'amd64',
    config: { Env: ['PATH=/usr/bin', `DB_PASSWORD=${password('image')}`], Cmd: ['serve'] },
    history: [
      { created_by: 'COPY . . # buildkit' },
      { created_by: `RUN |1 NPM_TOKEN=${BUILT} /bin/sh -c npm ci # buildkit` },
      { created_by: `ENV SESSION_SECRET=${jwtSecret('env')}`, empty_layer: true },
    ],
    rootfs: { type: 'layers', diff_ids: [] },
  }),
);
/** The upper layer takes away what the lower one has: it is in the image all the same. */
const LOWER = makeTar([{ name: 'app/.env', data: `JWT_SECRET=${jwtSecret('layer')}\n` }]);
const UPPER = makeTar([{ name: 'app/.wh..env', data: '' }]);

/** As OCI has it, and as `docker save` has written it since its 25th version. */
function ociLayout(pack: (layer: Buffer) => Buffer): Buffer {
  const layers = [LOWER, UPPER].map(pack);
  const blobs = [CONFIG, ...layers].map((data): TarMember => ({ name: `blobs/sha256/${digestOf(data)}`, data }));
  const manifest = [{ Config: blobs[0]!.name, RepoTags: ['shop:1'], Layers: blobs.slice(1).map(({ name }) => name) }];
  return makeTar([
    { name: 'blobs/', type: '5', data: '' },
    { name: 'blobs/sha256/', type: '5', data: '' },
    ...blobs,
    { name: 'manifest.json', data: JSON.stringify(manifest) },
    { name: 'oci-layout', data: '{"imageLayoutVersion":"1.0.0"}' },
  ]);
}

/** As `docker save` wrote it before. */
function folders(): Buffer {
  const id = digestOf(LOWER);
  return makeTar([
    { name: `${digestOf(CONFIG)}.json`, data: CONFIG },
    { name: `${id}/VERSION`, data: '1.0' },
    { name: `${id}/layer.tar`, data: LOWER },
    { name: 'manifest.json', data: '[]' },
  ]);
}

function audited(content: Buffer, path = 'image.tar'): Report {
  const repo = makeRepo();
  repo.write(path, content);
  repo.write('other.tar', makeTar([{ name: 'blobs/readme.txt', data: 'no image\n' }]));
  repo.commit('an image');
  return JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout) as Report;
}

/** Name → layers and member of each place. */
function placesIn({ secrets }: Report): Readonly<Record<string, readonly string[]>> {
  const placed = secrets.map(({ names, occurrences }): [string, string[]] => [
    names[0]!.name,
    occurrences.map(({ via, member }) => `${via.join('>')} ${member}`),
  ]);
  return Object.fromEntries(placed);
}

const config = `blobs/sha256/${digestOf(CONFIG)}`;

/** How layers are packed → through what they are read, and their bytes. */
const PACKED: Readonly<Record<string, readonly [via: string, pack: (layer: Buffer) => Buffer]>> = {
  plain: ['tar>tar', (layer) => layer],
  gzip: ['tar>gzip>tar', (layer) => zlib.gzipSync(layer)],
};

for (const [how, [via, pack]] of Object.entries(PACKED)) {
  test(`an OCI layout with layers in ${how}: settings by their names, arguments of the build, files that a layer took away`, () => {
    const report = audited(ociLayout(pack));
    const layer = `blobs/sha256/${digestOf(pack(LOWER))}`;
    assert.deepEqual(placesIn(report), {
      DB_PASSWORD: [`tar ${config}`],
      NPM_TOKEN: [`tar ${config}`],
      SESSION_SECRET: [`tar ${config}`],
      JWT_SECRET: [`${via} ${layer}!app/.env`],
    });
    assert.equal(report.coverage.complete, true);
    assert.deepEqual(report.risks.map(({ rule, path }) => `${rule} ${path}`), ['tracked-image image.tar']);
  });
}

test('the older form of docker save, packed itself', () => {
  const report = audited(zlib.gzipSync(folders()), 'image.tar.gz');
  assert.deepEqual(placesIn(report)['JWT_SECRET'], [`gzip>tar>tar ${digestOf(LOWER)}/layer.tar!app/.env`]);
  assert.deepEqual(Object.keys(placesIn(report)).sort(), ['DB_PASSWORD', 'JWT_SECRET', 'NPM_TOKEN', 'SESSION_SECRET']);
  assert.deepEqual(report.risks.map(({ path }) => path), ['image.tar.gz']);
});

test('an image as builders write it that need no daemon', () => {
  const layer = zlib.gzipSync(LOWER);
  const report = audited(
    makeTar([
      { name: `sha256:${digestOf(CONFIG)}`, data: CONFIG },
      { name: `${digestOf(layer)}.tar.gz`, data: layer },
      { name: 'manifest.json', data: '[]' },
    ]),
  );
  assert.deepEqual(placesIn(report)['JWT_SECRET'], [`tar>gzip>tar ${digestOf(layer)}.tar.gz!app/.env`]);
  assert.deepEqual(placesIn(report)['DB_PASSWORD'], [`tar sha256:${digestOf(CONFIG)}`]);
  assert.deepEqual(report.risks.map(({ path }) => path), ['image.tar']);
});

test('layers in Zstandard: read where Node can, else counted as packed files', () => {
  // a frame of one raw block: what packs it does not matter
  const frame = (content: Buffer): Buffer => {
    const head = Buffer.alloc(4 + 1 + 4 + 3);
    head.write('28b52ffd', 'hex');
    head[4] = 0xa0;
    head.writeUInt32LE(content.length, 5);
    head.writeUIntLE((content.length << 3) | 1, 9, 3);
    return Buffer.concat([head, content]);
  };
  const report = audited(ociLayout(frame));
  const isRead = 'zstdDecompressSync' in zlib;
  // what a frame holds unpacked is also read as it stands, without the names of files
  const layer = `blobs/sha256/${digestOf(frame(LOWER))}`;
  assert.deepEqual(placesIn(report)['JWT_SECRET'], [...(isRead ? [`tar>zstd>tar ${layer}!app/.env`] : []), `tar ${layer}`]);
  const packed = report.coverage.outOfScope.filter(({ what }) => what === 'packed files');
  assert.deepEqual(packed.map(({ count }) => count), isRead ? [] : [1]);
  assert.equal(report.coverage.complete, true);
});

test('an image that begins with much that packs well is told by what it begins with, and what packs nothing else is none', () => {
  const zeros = makeTar([{ name: 'oci-layout', data: '{}' }, { name: 'blobs/sha256/zeros', data: Buffer.alloc(3 << 20) }]);
  for (const [content, path] of [[zeros, 'image.tar'], [zlib.gzipSync(zeros), 'image.tar.gz']] as const)
    assert.deepEqual(audited(content, path).risks.map(({ rule }) => rule), ['tracked-image'], path);
  for (const other of [Buffer.alloc(3 << 20), Buffer.from('text')]) assert.deepEqual(audited(zlib.gzipSync(other), 'a.tgz').risks, []);
  assert.deepEqual(audited(zlib.gzipSync(zeros).subarray(0, 1000), 'cut.tgz').risks.length, 1);
});

test('one that lies in the work tree: a sweep reads it, and says so where the next git add would take it', () => {
  const repo = makeRepo();
  repo.write('.gitignore', 'ignored.tar\n');
  repo.commit('start');
  repo.write('out/image.tar', ociLayout((layer) => zlib.gzipSync(layer)));
  repo.write('out/older.tgz', zlib.gzipSync(folders()));
  repo.write('ignored.tar', folders());
  repo.write('files.tar', makeTar([{ name: 'blobs/readme.txt', data: 'no image\n' }]));
  repo.write('folder.tar/readme.txt', 'no archive\n');
  const { stdout } = runCli(['sweep', '--format', 'json'], { cwd: repo.dir });
  const report = JSON.parse(stdout) as Report;
  const risks = report.risks.map(({ rule, path }) => `${rule} ${path}`);
  assert.deepEqual(risks, ['untracked-image out/image.tar', 'untracked-image out/older.tgz']);
  const places = report.secrets.find(({ names }) => names[0]!.name === 'JWT_SECRET')!.occurrences.map(({ path }) => path);
  assert.deepEqual([...new Set(places)].sort(), ['ignored.tar', 'out/image.tar', 'out/older.tgz']);
  assert.equal(report.coverage.complete, true);
});

/** A header as `makeTar` makes it, with the size that it claims, and its sum made right again. */
function claiming(size: string | Buffer): Buffer {
  const tar = ociLayout((layer) => layer);
  const at = tar.indexOf(config);
  tar.fill(0, at + 124, at + 136);
  tar.write(size.toString('latin1'), at + 124, 'latin1');
  tar.fill(' ', at + 148, at + 156);
  const sum = tar.subarray(at, at + 512).reduce((all, byte) => all + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  return tar;
}

/** What is made to break who reads it, or to lead out of where it is unpacked. */
const HOSTILE: Readonly<Record<string, Buffer>> = {
  'a size beyond the end': claiming('77777777777\0'),
  'a size in binary beyond any number': claiming(Buffer.from(`80${'ff'.repeat(11)}`, 'hex')),
  'a negative size': claiming(Buffer.from('ff'.repeat(12), 'hex')),
  'a size that is no number': claiming('zzzzzzzzzzz\0'),
  'cut within a header': ociLayout((layer) => layer).subarray(0, 512 * 4 + 100),
  'cut within a layer that is packed': ociLayout((layer) => zlib.gzipSync(layer)).subarray(0, -600),
  'packed, and cut': zlib.gzipSync(folders()).subarray(0, 300),
  'packed five times': Array.from({ length: 5 }).reduce<Buffer>((inner) => zlib.gzipSync(inner), folders()),
};

for (const [what, content] of Object.entries(HOSTILE)) {
  test(`a hostile image does not break an audit: ${what}`, () => {
    const repo = makeRepo();
    repo.write('image.tar', content);
    repo.write('a.env', `JWT_SECRET=${jwtSecret('beside')}\n`);
    repo.commit('hostile');
    const { status, stdout, stderr } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
    assert.ok([1, 3].includes(status!), stderr);
    const { secrets } = JSON.parse(stdout) as Report;
    assert.ok(secrets.some(({ occurrences }) => occurrences.some(({ path }) => path === 'a.env')));
  });
}

test('names that lead out of an image are names and nothing else', () => {
  const report = audited(makeTar([
    { name: 'oci-layout', data: '{}' },
    { name: '../../../etc/cron.d/job', data: `JWT_SECRET=${jwtSecret('above')}\n` },
    { name: '/root/.env', data: `DB_PASSWORD=${password('root')}\n` },
  ]));
  assert.deepEqual(placesIn(report), { JWT_SECRET: ['tar ../../../etc/cron.d/job'], DB_PASSWORD: ['tar /root/.env'] });
  assert.deepEqual(report.risks.map(({ rule }) => rule), ['tracked-image']);
});
