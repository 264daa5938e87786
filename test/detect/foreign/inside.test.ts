/** Rules of other scanners look into encoded runs, archives and documents, each member a text of its own. */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createForeignDetector, type ForeignDetector } from '../../../src/detect/foreign/detector.ts';
import { assembled } from '../../../src/detect/foreign/extend.ts';
import { readForeign } from '../../../src/detect/foreign/read.ts';
import { rulesOf } from '../../../src/detect/foreign/rules.ts';
import { makeTar, makeZip } from '../../support/archives.ts';
import { base64, hex } from '../../support/encode.ts';
import { characters, pemKey } from '../../support/secrets.ts';

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

test('text with escapes is looked into where resolving them says more', () => {
  const turned = A.replace(/[aeiou]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  assert.deepEqual(found(`vendor ${A} in a%3Db`), [`  1 ${A}`], 'the plain bytes say it');
  assert.deepEqual(found(`x\nsite?vendor%3D${turned}&more`), [`percent  2 ${A}`]);
  const spelled = [...`vendor ${A}`].map((letter) => `\\u00${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
  assert.deepEqual(found(`"${spelled}"`), [`escapes  1 ${A}`]);
  assert.deepEqual(found(`<a title="&quot;vendor&quot;:&quot;${A.replace('_', '&#95;')}&quot;">`), [`entities  1 ${A}`]);
});

test('mail in quoted-printable is looked into', () => {
  const body = `vendor has ${A.slice(0, 9)}=\r\n${A.slice(9)} and ${B.replace('_', '=5F')}\r\n`;
  const mail = `Content-Transfer-Encoding: quoted-printable\r\n\r\n${body}`;
  assert.deepEqual(found(mail), [`quoted-printable  3 ${A}`, `quoted-printable  4 ${B}`]);
});

test('strings of notebooks, source maps and recordings are texts of their own', () => {
  const notebook = (source: readonly string[]): string =>
    `${JSON.stringify({ cells: [{ source }], nbformat: 4 }, null, 1)}\n`;
  assert.deepEqual(found(notebook(['# vendor\n', `key = "${A}"\n`])), [`notebook cells[0].source 6 ${A}`]);
  assert.deepEqual(found(notebook([`vendor = "tok_\\`, `${A}"`])), [`  6 ${A}`], 'without escapes it says no more than the bytes');
  const map = JSON.stringify({ version: 3, sourcesContent: [`// vendor\nconst a = "${A}";\n`], mappings: '' });
  assert.deepEqual(found(map), [`source-map sourcesContent[0] 1 ${A}`]);
  const har = JSON.stringify({ log: { entries: [{ startedDateTime: '2026', text: `{"vendor":"${A}"}` }] } });
  assert.deepEqual(found(har), [`har log.entries[0].text 1 ${A}`]);
});

test('a private key is one, in the strings of a notebook as in plain', () => {
  const rule = "[[rules]]\nid = \"key\"\nregex = '''-----BEGIN PRIVATE KEY-----[\\s\\S-]{64,}?-----END PRIVATE KEY-----'''\n";
  const keys = createForeignDetector(rulesOf(assembled(readForeign('rules', rule)!).rules, true, []), { marks: true });
  const pem = pemKey('inside');
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });
  const notebook = JSON.stringify({ nbformat: 4, cells: [{ source: pem.split(/(?<=\n)/) }] });
  for (const [text, via] of [[pem, []], [JSON.stringify({ pem }), []], [notebook, ['notebook']]] as const) {
    const { findings } = keys.scan(Buffer.from(text));
    assert.deepEqual(findings.map((one) => one.via), [via]);
    assert.deepEqual(findings[0]!.value.expose('judge'), der);
  }
});

test('a unit in pieces comes to what it does whole', () => {
  const tar = makeTar([{ name: 'a.txt', data: Buffer.from(`vendor ${'x '.repeat(3000)}${A}`) }]);
  const notebook = Buffer.from(JSON.stringify({ nbformat: 4, cells: [{ source: [`# vendor\n`, `x = "${A}"\n`] }] }));
  for (const bytes of [tar, notebook, Buffer.from(`${'line\n'.repeat(900)}${base64(`vendor ${A}`)}\n`)]) {
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
  assert.equal(detector().mayHold(Buffer.from('nothing%3Dof it stands here')), true);
  assert.equal(detector().mayHold(Buffer.from('nothing of it stands here')), false);
});
