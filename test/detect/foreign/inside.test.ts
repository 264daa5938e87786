/** Rules of other scanners look into encoded runs, archives and documents, each member a text of its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createForeignDetector, type ForeignDetector } from '../../../src/detect/foreign/detector.ts';
import { assembled } from '../../../src/detect/foreign/extend.ts';
import { readForeign } from '../../../src/detect/foreign/read.ts';
import { rulesOf } from '../../../src/detect/foreign/rules.ts';
import { makeTar, makeZip } from '../../support/archives.ts';
import { base64, hex } from '../../support/encode.ts';
import { characters } from '../../support/secrets.ts';

const RULES = "[[rules]]\nid = \"one\"\nregex = '''tok_[a-z]{20}'''\nkeywords = [\"vendor\"]\n";
const [A, B] = ['a', 'b'].map((name) => `tok_${characters(name, 'abcdefghijklmnopqrstuvwxyz', 20)}`) as [string, string];

function detector(): ForeignDetector {
  return createForeignDetector(rulesOf(assembled(readForeign('rules', RULES)!).rules, true, []), { marks: true });
}

/** `layers member line value` of every finding. */
function found(content: string | Buffer): string[] {
  const { findings, limits } = detector().scan(Buffer.from(content as string));
  assert.deepEqual(limits, []);
  return findings.map(({ via, member = '', position, value, foreign }) => {
    assert.equal(foreign!.line, position.line);
    return `${via.join('>')} ${member} ${position.line} ${value.expose('judge').toString('latin1')}`;
  });
}

test('what is encoded is looked into, at the place of the run', () => {
  const text = `vendor: key is ${A}\n`;
  for (const [way, encode] of [['base64', base64], ['hex', hex]] as const)
    assert.deepEqual(found(`first\n"${encode(text)}"\n`), [`${way}  2 ${A}`]);
  assert.deepEqual(found(`x "${base64(base64(text))}"`), [`base64>base64  1 ${A}`]);
  assert.deepEqual(found(`x "${base64(gzipSync(text))}"`), [`base64>gzip  1 ${A}`]);
});

test('members of archives are texts of their own: a keyword of one says nothing of another', () => {
  const members = [
    { name: 'a.txt', data: Buffer.from(`vendor ${A}`) },
    { name: 'b.txt', data: Buffer.from(B) },
  ];
  // of a tar, which is not packed, the whole is a text as well
  assert.deepEqual(found(makeTar(members)), [`tar a.txt 1 ${A}`, `  1 ${B}`]);
  assert.deepEqual(found(makeZip(members)), [`zip a.txt 1 ${A}`]);
  assert.deepEqual(found(gzipSync(makeTar(members.slice(0, 1)))), [`gzip>tar a.txt 1 ${A}`]);
});

test('a unit in pieces comes to what it does whole', () => {
  const tar = makeTar([{ name: 'a.txt', data: Buffer.from(`vendor ${'x '.repeat(3000)}${A}`) }]);
  for (const bytes of [tar, Buffer.from(`${'line\n'.repeat(900)}${base64(`vendor ${A}`)}\n`)]) {
    const whole = detector().scan(bytes);
    const pieces = detector().open();
    for (let at = 0; at < bytes.length; at += 333) pieces.push(bytes.subarray(at, at + 333));
    const said = ({ findings }: typeof whole): unknown => findings.map(({ start, end, via, position }) => ({ start, end, via, position }));
    assert.equal(whole.findings.length, 1);
    assert.deepEqual(said(pieces.end()), said(whole));
  }
});

test('a rule that fits encoded text stays beside what stands in it', () => {
  const any = "[[rules]]\nid = \"any\"\nregex = '''[A-Za-z0-9+/=]{30,}'''\n";
  const both = createForeignDetector(rulesOf(assembled(readForeign('rules', any + RULES)!).rules, true, []), { marks: true });
  const rulesIn = (text: string): string[] => both.scan(Buffer.from(text)).findings.map(({ rule }) => rule.id);
  assert.deepEqual(rulesIn(`"${base64(`vendor ${A}`)}"`).sort(), ['any', 'one']);
  assert.deepEqual(rulesIn(`"${base64(`nobody ${A}`)}"`), ['any']);
});

test('a mark beside a run is for what is in it, and so is one in the member', () => {
  const marks = (text: string): (number | undefined)[] => detector().scan(Buffer.from(text)).findings.map(({ mark }) => mark?.line);
  assert.deepEqual(marks(`"${base64(`vendor ${A}`)}" # gitleaks:allow\n`), [1]);
  assert.deepEqual(marks(`"${base64(`vendor ${A} # gitleaks:allow`)}"\n`), [1]);
  assert.deepEqual(marks(`"${base64(`vendor ${A}`)}"\n`), [undefined]);
});

test('whatever may hold an encoded run may hold something', () => {
  assert.equal(detector().mayHold(Buffer.from(base64(`nothing of it stands here ${A}`))), true);
  assert.equal(detector().mayHold(Buffer.from('nothing of it stands here')), false);
});
