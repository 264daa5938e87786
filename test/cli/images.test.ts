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
