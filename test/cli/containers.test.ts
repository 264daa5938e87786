/** Files that hold others, through the real binary: what is in them is found where it stands, by the name it has there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeTar, makeZip } from '../support/archives.ts';
import { makePdf, makeWord, paragraph, tableRow } from '../support/office.ts';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters, githubToken, password } from '../support/secrets.ts';
import { makeSqlite } from '../support/sqlite.ts';
import { auditBoth } from './both-engines.ts';

interface Secret {
  readonly occurrences: readonly {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly via: readonly string[];
    readonly member?: string;
  }[];
}

interface Named {
  readonly rule: string;
  readonly names: readonly { readonly name: string }[];
  readonly occurrences: readonly { readonly rule: string; readonly path: string }[];
}

const SECRET = characters('containers', '0123456789abcdef', 64);
const LINE = `JWT_SECRET=${SECRET}\n`;
const PROPERTIES = `# of the service\n${LINE}`;

function bundleOf(text: string): Buffer {
  const repo = makeRepo();
  repo.write('old/app.env', text);
  repo.commit('one');
  repo.remove('old/app.env');
  repo.commit('two');
  repo.git('bundle', 'create', '--quiet', 'all.bundle', '--all');
  return readFileSync(join(repo.dir, 'all.bundle'));
}

function image(): Buffer {
  const layer = gzipSync(makeTar([{ name: 'app/config.properties', data: PROPERTIES }]));
  const config = JSON.stringify({ config: { Env: ['PATH=/bin', `JWT_SECRET=${SECRET}`] }, history: [] });
  return makeTar([
    { name: 'blobs/sha256/config', data: config },
    { name: 'blobs/sha256/layer', data: layer },
  ]);
}

const JAR = makeZip([{ name: 'config/app.properties', data: PROPERTIES }]);
const NOTEBOOK = JSON.stringify({ cells: [{ source: ['jwt:\n', `  key: ${SECRET}\n`] }], nbformat: 4 });

/** Path → content, and where what is in it is found: layers, then its name there. */
const FILES: Readonly<
  Record<string, readonly [content: string | Buffer, ...found: (readonly [via: string, member: string])[]]>
> = {
  'app.war': [
    makeZip([{ name: 'WEB-INF/lib/x.jar', data: JAR }]),
    ['zip,zip', 'WEB-INF/lib/x.jar!config/app.properties'],
  ],
  'install.run': [
    Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar "$0"\n'), JAR]),
    ['zip', 'config/app.properties'],
  ],
  'backup.sql.gz': [gzipSync(PROPERTIES), ['gzip', '']],
  'image.tar': [image(), ['tar', 'blobs/sha256/config'], ['tar,gzip,tar', 'blobs/sha256/layer!app/config.properties']],
  'notes.docx': [
    makeWord(paragraph('JWT_', 'SECRET=', SECRET.slice(0, 20), SECRET.slice(20))),
    ['zip,office-text', 'word/document.xml'],
  ],
  'table.docx': [makeWord(tableRow('JWT_SECRET', SECRET)), ['zip,office-text', 'word/document.xml']],
  'notes.pdf': [
    makePdf([{ dictionary: '', stream: `BT 72 700 Td [(JWT_SEC) 3 (RET=)] TJ (${SECRET}) Tj ET` }]),
    ['pdf', 'object 1'],
  ],
  'analysis.ipynb': [NOTEBOOK, ['notebook', 'cells[0].source']],
  'state.db': [
    makeSqlite([{ name: 'settings', sql: 'CREATE TABLE settings(name, value)', rows: [['JWT_SECRET', SECRET]] }]),
    ['sqlite', 'settings'],
  ],
  'old.bundle': [bundleOf(PROPERTIES), ['git-pack', 'old/app.env']],
  'mail.txt': [`body\n\n${gzipSync(PROPERTIES).toString('base64')}\n`, ['base64,gzip', '']],
};
const EXPECTED = Object.entries(FILES)
  .flatMap(([path, [, ...found]]) => found.map(([via, member]) => [path, via, member]))
  .sort();

function json(repo: Repo, ...args: readonly string[]): Secret[] {
  return (JSON.parse(runCli([...args, '--format', 'json'], { cwd: repo.dir }).stdout) as { secrets: Secret[] }).secrets;
}

function said(secrets: readonly Secret[]): unknown[] {
  const all = secrets.flatMap(({ occurrences }) =>
    occurrences.map(({ path, via, member }) => [path, via.join(), member ?? '']),
  );
  return all.sort();
}

test('the hook, scan, audit and a sweep find them, all the same secret, each once', () => {
  const repo = makeRepo();
  repo.commit('start');
  for (const [path, [content]] of Object.entries(FILES)) repo.write(path, content);
  repo.git('add', '--all');
  const ways: Readonly<Record<string, Secret[]>> = { scan: json(repo, 'scan'), staged: json(repo, 'staged') };
  repo.commit('packed');
  for (const [way, secrets] of Object.entries({
    ...ways,
    audit: json(repo, 'audit'),
    sweep: json(repo, 'sweep', '.'),
  })) {
    const held = secrets.filter(({ occurrences }) => occurrences.length > 1);
    assert.equal(held.length, 1, way);
    assert.deepEqual(said(held), EXPECTED, way);
  }
});

test('a place is that of the packed bytes, and to the byte where the member stands as it is', () => {
  const repo = makeRepo();
  const padded = makeZip([
    { name: 'a', data: 'x\n', isStored: true },
    { name: 'b', data: `one\ntwo ${LINE}`, isStored: true },
  ]);
  repo.write('stored.zip', padded);
  repo.commit('one');
  const [{ occurrences } = { occurrences: [] }] = json(repo, 'audit');
  const before = padded.toString('latin1', 0, padded.indexOf(SECRET)).split('\n');
  assert.deepEqual(
    occurrences.map(({ line, column, member }) => [line, column, member]),
    [[before.length, before.at(-1)!.length + 1, 'b']],
  );
});

test('both engines agree on versions of archives that were made from each other', () => {
  const repo = makeRepo();
  const noise = Array.from({ length: 200 }, (_, n) => ({
    name: `f${n}`,
    data: characters(`n ${n}`, 'abc \n', 200),
    isStored: true,
  }));
  for (let version = 0; version < 8; version++) {
    const data = `token: ${githubToken(`container ${version}`)}\ndb.password=${password(`container ${version >> 1}`)}\n`;
    repo.write('app.jar', makeZip([...noise, { name: 'config/app.properties', data, isStored: version % 3 === 0 }]));
    repo.write('app.tar', makeTar([...noise, { name: 'app.properties', data }]));
    repo.commit(`version ${version}`);
  }
  repo.git('repack', '-adfq', '--depth=50', '--window=50');
  const { report } = auditBoth(repo, [1, 2]);
  assert.equal(report.secrets.length, 12);
  assert.equal(report.coverage.complete, true);
});

test('a name in an archive is a path: rules by path apply there, and documentation counts for less', () => {
  const repo = makeRepo();
  const line = `db_password = "${password('by name')}"\n`;
  repo.write('docs.zip', makeZip([{ name: 'test/fixtures/sample.py', data: line }]));
  repo.write('code.zip', makeZip([{ name: 'src/settings.py', data: line }]));
  repo.commit('one');
  const [secret] = json(repo, 'audit') as unknown as { occurrences: { path: string; confidence: string }[] }[];
  const by = new Map(secret!.occurrences.map(({ path, confidence }) => [path, confidence]));
  assert.equal(by.get('code.zip'), 'high');
  assert.notEqual(by.get('docs.zip'), 'high');
});

test('rules whose evidence is a path are tried in members by their names, as in files at such paths', () => {
  const files: Readonly<Record<string, string>> = {
    'config/master.key': characters('master', '0123456789abcdef', 32),
    'home/.pgpass': `db.corp.net:5432:app:app:${characters('pgpass', 'abcdefghkmnp23456789', 16)}`,
    'app/jwt_secrets.json': `{\n "v1": "${characters('map', '0123456789abcdef', 48)}"\n}\n`,
  };
  const members = Object.entries(files).map(([name, data]) => ({ name, data }));
  const repo = makeRepo();
  for (const { name, data } of members) repo.write(`plain/${name}`, data);
  repo.write('layer.tar.gz', gzipSync(makeTar(members.map(({ name, data }) => ({ name: `./${name}`, data })))));
  const inner = makeZip(members.map(({ name, data }) => ({ name: name.replace('/', '\\'), data })));
  repo.write('outer.zip', makeZip([{ name: 'in.zip', data: inner }]));
  repo.write('other.zip', makeZip(members.map(({ data }, n) => ({ name: `${n}.txt`, data }))));
  repo.git('add', '--all');
  const staged = json(repo, 'staged') as unknown as Named[];
  repo.commit('one');
  const { report } = auditBoth(repo, [1, 2]);
  const scanned = json(repo, 'scan') as unknown as Named[];
  for (const secrets of [staged, scanned, report.secrets as unknown as Named[]]) {
    const found = secrets.filter(({ rule }) => ['rails-master-key-file', 'pgpass-password', 'jwt-key-map'].includes(rule));
    assert.deepEqual(
      found.map(({ rule, names, occurrences }) => [
        rule,
        names.map(({ name }) => name).includes('jwt_secrets.v1'),
        occurrences.filter((one) => one.rule === rule).map(({ path }) => path.replace(/^plain.*/, 'plain')),
      ]).sort(),
      ['jwt-key-map', 'pgpass-password', 'rails-master-key-file'].map((rule) => [
        rule,
        rule === 'jwt-key-map',
        ['layer.tar.gz', 'outer.zip', 'plain'],
      ]),
    );
  }
});

test('what only the end of a file tells is opened where its beginning is a program, and said to be too large elsewhere', () => {
  const repo = makeRepo();
  const filling = Buffer.alloc(17 << 20, 'nothing here\n');
  repo.write('setup.exe', Buffer.concat([Buffer.from('MZ'), filling, JAR]));
  repo.write('picture.bin', Buffer.concat([filling, JAR]));
  repo.commit('one');
  const { status, report } = auditBoth(repo, [1]);
  assert.equal(status, 3);
  assert.deepEqual(said(report.secrets as unknown as Secret[]), [['setup.exe', 'zip', 'config/app.properties']]);
  assert.deepEqual(report.coverage.skipped.map(({ what, count }) => [what, count]), [['too-large-to-open', 1]]);
});

test('bombs end at a limit that is said and can be acknowledged, and hide nothing beside them', () => {
  const zeros = gzipSync(Buffer.alloc(300 << 20));
  function nested(depth: number): Buffer {
    if (depth === 0) return makeZip([{ name: 'zeros', data: Buffer.alloc(1 << 20) }]);
    const data = nested(depth - 1);
    return makeZip(Array.from({ length: 8 }, (_, n) => ({ name: `${n}.zip`, data, isStored: true })));
  }
  const bombs: Readonly<Record<string, readonly [Buffer, string]>> = {
    'zeros.gz': [zeros, 'too-much-inside'],
    'zips.zip': [nested(3), 'too-much-inside'],
    'deep.gz': [Array.from({ length: 14 }).reduce<Buffer>((inner) => gzipSync(inner), gzipSync('x')), 'too-deep'],
    'many.tar': [makeTar(Array.from({ length: 20_100 }, () => ({ name: 'a', data: 'x' }))), 'too-many-members'],
  };
  const repo = makeRepo();
  for (const [path, [content]] of Object.entries(bombs)) repo.write(path, content);
  // nobody can look into these, or not into all of them: many repositories have some for their tests
  repo.write('damaged.zip', JAR.subarray(0, -30));
  repo.write('locked.zip', makeZip([{ name: 'a', data: LINE, lies: { flags: 1 } }]));
  repo.write('beside.zip', Buffer.concat([makeZip([{ name: 'a', data: 'x' }]).subarray(0, -30), Buffer.from(LINE)]));
  repo.commit('bombs');
  const { status, stdout } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  assert.equal(status, 3);
  interface Gaps {
    readonly [list: string]: { what: string; count: number }[];
  }
  const report = JSON.parse(stdout) as { secrets: Secret[]; coverage: Gaps };
  assert.deepEqual(said(report.secrets), [
    ['beside.zip', '', ''],
    ['damaged.zip', 'zip', 'config/app.properties'],
  ]);
  const limits = new Map(report.coverage['skipped']!.map(({ what, count }) => [what, count]));
  assert.deepEqual(limits, counted(Object.values(bombs).map(([, what]) => what)));
  assert.deepEqual(report.coverage['outOfScope']!.map(({ what, count }) => [what, count]), [['packed files', 3]]);
  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: "*", reason: a test }\n');
  repo.commit('known');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 1);
});

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
