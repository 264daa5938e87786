/** Whatever is done to a container: no error but that of the budget, nothing beyond it, no place outside. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fc } from '../../support/property.ts';
import { CONTAINERS } from '../../../src/detect/layers/containers.ts';
import { makeDelta } from '../../support/deltas.ts';
import { makeStoredXz, makeTar, makeZip, paxRecords } from '../../support/archives.ts';
import { makePdf, paragraph, tableRow, wordXml } from '../../support/office.ts';
import { makePack } from '../../support/packs.ts';
import { makeSqlite } from '../../support/sqlite.ts';
import { budgetOf, BZIP2, Spent, TEXT, XZ } from './opening.ts';

const fontTable = '1 beginbfrange <0010> <0012> <0061> endbfrange';
const SAMPLES: Readonly<Record<string, Buffer>> = {
  gzip: Buffer.concat([gzipSync(TEXT), gzipSync('more')]),
  zip: makeZip(
    [
      { name: 'a', data: TEXT, isWide: true },
      { name: 'b', data: TEXT, isStored: true },
    ],
    { isWide: true },
  ),
  tar: makeTar([paxRecords({ path: 'long', size: '26' }), { name: 'a', data: TEXT }, { name: 'b', data: TEXT }]),
  bzip2: BZIP2,
  xz: XZ,
  'stored xz': makeStoredXz(Buffer.from(TEXT)),
  pdf: makePdf([
    { dictionary: '/Filter []', stream: 'q 1 0 0 1 2 3 cm BT /F7 9 Tf 1 0 0 1 7 7 Tm [(a\\(b) -300 <0010>] TJ ET Q' },
    { dictionary: '/ToUnicode 3 0 R /Font <</F7 2 0 R>>' },
    { dictionary: '', stream: fontTable },
    { dictionary: '/Filter /ASCII85Decode', stream: '87cURD]i,"Ebo80z~>' },
    { dictionary: '/Type /ObjStm /First 8 /Filter []', stream: '2 0 5 3 <</ToUnicode 3 0 R>>' },
  ]),
  sqlite: makeSqlite([
    {
      name: 't',
      sql: 'CREATE TABLE t(name, "va lue", c)',
      rows: [
        ['a', 'b'.repeat(1200), 3],
        ['c', null, 'd'],
      ],
    },
  ]),
  pack: makePack([
    { type: 'tree', content: Buffer.from(`100644 a\0${'x'.repeat(20)}`) },
    { type: 'blob', content: Buffer.from(TEXT) },
    {
      type: 'blob',
      content: Buffer.from(`${TEXT}!`),
      delta: { back: 1, bytes: makeDelta(TEXT.length, [{ copy: [0, TEXT.length] }, { insert: Buffer.from('!') }]) },
    },
  ]).pack,
  notebook: Buffer.from(JSON.stringify({ nbformat: 4, cells: [{ source: ['a\n', 'b\u00e9"\n', '\ud83d\ude00'] }] })),
  rtf: Buffer.from("{\\rtf1\\uc1{\\fonttbl{\\f0 A;}}a\\'62\\u99?{\\*\\x y}\\bin2 zz\\trowd d\\cell e\\row\\par f\\{}"),
  word: Buffer.from(wordXml(paragraph('a', 'b&amp;c') + tableRow('d', '&#65;'))),
};
/** What any object has without being given it. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);
const MOST = 1 << 16;

for (const [form, sample] of Object.entries(SAMPLES)) {
  test(`${form}: with any bytes changed, cut out or put in`, () => {
    assert.ok(read(sample) > 0, 'the sample itself is opened');
    const place = fc.oneof(fc.nat(sample.length - 1), fc.nat(Math.min(40, sample.length - 1)));
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 0x7f, 0x80, 0xff));
    const change = fc.record({
      what: fc.constantFrom('set', 'set', 'set', 'cut', 'repeat'),
      place,
      size: fc.nat(30),
      byte,
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), (changes, isCutOff) => {
        const changed = changes.reduce(apply, sample);
        read(isCutOff ? changed.subarray(0, changes[0]!.place) : changed);
      }),
      { numRuns: 300 },
    );
  });
}

test('names that every object knows are names like others', () => {
  for (const name of INHERITED) {
    const tags = wordXml(`<${name}>a</${name}><w:${name}/>&${name};`);
    assert.equal(read(Buffer.from(tags)), `\na&${name};`.length, name);
    assert.equal(read(Buffer.from(`{"nbformat":4,"${name}":{"${name}":"a\\n"}}`)), 'a\n'.length, name);
    read(makePdf([{ dictionary: `/Filter /${name} /${name} 1 0 R`, stream: `BT /${name} 9 Tf (a) Tj ${name} ET` }]));
  }
});

interface Change {
  readonly what: string;
  readonly place: number;
  readonly size: number;
  readonly byte: number;
}

function apply(bytes: Buffer, { what, place, size, byte }: Change): Buffer {
  const [before, rest] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (what === 'cut') return Buffer.concat([before, rest.subarray(size)]);
  if (what === 'repeat') return Buffer.concat([before, rest.subarray(0, size), rest]);
  return Buffer.concat([before, Buffer.from([byte]), rest.subarray(1)]);
}

/** @returns bytes that came out of it */
function read(bytes: Buffer): number {
  let out = 0;
  for (const { open } of CONTAINERS) {
    const budget = budgetOf(MOST, 50);
    let members = 0;
    try {
      for (const inner of open(bytes, budget) ?? []) {
        members++;
        out += inner.bytes.length;
        for (const span of [
          { start: 0, end: inner.bytes.length },
          { start: 0, end: 1 },
          { start: inner.bytes.length - 1, end: inner.bytes.length },
        ]) {
          if (inner.bytes.length === 0) continue;
          const { start, end } = inner.spanOf(span);
          assert.ok(start >= 0 && start <= end && end <= bytes.length, `${start} to ${end} of ${bytes.length}`);
        }
      }
    } catch (error) {
      if (!(error instanceof Spent)) throw error;
    }
    assert.ok(members <= 51 && budget.bytes >= 0 && budget.closed.length <= 60, `${members} members`);
  }
  assert.ok(out <= MOST + bytes.length * 50);
  return out;
}
