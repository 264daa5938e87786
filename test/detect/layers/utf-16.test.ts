/** Text in UTF-16 holds what the same text holds in UTF-8, at the same lines and columns; and bytes that only look like it lose nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { createDetector } from '../../../src/detect/unit.ts';
import { utf16Of } from '../../../src/detect/layers/utf-16.ts';
import { bytes, characters, databaseUrl, githubToken, jwtSecret, password, pemKey } from '../../support/secrets.ts';
import { PLAIN, scan, shape } from '../scanning.ts';

const TOKEN = githubToken('wide');
const detector = createDetector(PLAIN);

const LINES: readonly string[] = [
  `JWT_SECRET=${jwtSecret('wide')}\r\n`,
  `db.password: "${password('wide')}"\n`,
  `token: ${TOKEN} # burnlist:allow github-token a test\n`,
  `# gitleaks:allow\ntoken: ${githubToken('other')}\n`,
  `# ключ 日本語 😀 url = '${databaseUrl('wide').url}' 😀\n`,
  `secret_key = "${characters('wide', '0123456789abcdef', 64)}"`,
  `пароль = "${password('wide, too')}é"\n`,
  pemKey('wide').replaceAll('\n', '\r\n'),
  'password = "change-me"\n',
  'Привет, мир\r\n',
  '秘密の鍵です一二三\n',
  '😀😀 ÿĀ\u3000\n',
  '\u001b[32mgreen\u001b[0m and plain again\n',
  '\n',
];
const text = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 14 }).map((lines) => lines.join(''));

interface Form {
  readonly name: string;
  readonly mark: number;
  encode(text: string): Buffer;
}
const little = (words: string): Buffer => Buffer.from(words, 'utf16le');
const big = (words: string): Buffer => little(words).swap16();
const FORMS: readonly Form[] = [
  { name: 'little end first', mark: 0, encode: little },
  { name: 'big end first', mark: 0, encode: big },
  { name: 'little end first, with a mark', mark: 2, encode: (words) => little(`\ufeff${words}`) },
  { name: 'big end first, with a mark', mark: 2, encode: (words) => big(`\ufeff${words}`) },
];

/** What UTF-8 text holds, where it stands in UTF-16. */
function moved(words: string, mark: number): unknown {
  const utf8 = Buffer.from(words, 'utf8');
  const at = (offset: number): number => mark + 2 * utf8.toString('utf8', 0, offset).length;
  const move = <T extends { start: number; end: number }>(one: T): T => ({ ...one, start: at(one.start), end: at(one.end) });
  const { findings, setAside, limits } = detector.scan(utf8);
  const wide = findings.map((one) => ({ ...move(one), via: ['utf-16', ...one.via] }));
  return shape({ findings: wide, setAside: setAside.map(move), limits });
}

for (const { name, mark, encode } of FORMS) {
  test(`${name}: any text holds what it holds in UTF-8`, () => {
    let findings = 0;
    fc.assert(
      fc.property(text, (words) => {
        const found = detector.scan(encode(words));
        for (const { via } of found.findings) assert.deepEqual(via, ['utf-16']);
        findings += found.findings.length;
        assert.deepEqual(shape(found), moved(words, mark));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
    assert.ok(findings > 60, `only ${findings} findings`);
  });

  test(`${name}: in pieces of any size it is the same`, () => {
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 9 }), (words, sizes) => {
        const all = encode(words);
        const scanning = detector.open();
        for (let at = 0, n = 0; at < all.length; n++) {
          const size = sizes[n % sizes.length]!;
          scanning.push(all.subarray(at, at + size));
          at += size;
        }
        assert.deepEqual(shape(scanning.end()), shape(detector.scan(all)));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
  });

  test(`${name}: half a character at the end, or half a pair before, changes nothing`, () => {
    const line = `JWT_SECRET=${jwtSecret('wide')}`;
    const whole = detector.scan(encode(line));
    assert.equal(whole.findings.length, 1);
    assert.deepEqual(shape(detector.scan(Buffer.concat([encode(line), Buffer.from('\n')]))), shape(whole));
    const [found] = detector.scan(encode(`\ud800 ${line}`)).findings;
    assert.equal(found?.position.column, 'x JWT_SECRET='.length + 1);
    assert.ok(found.value.equals(whole.findings[0]!.value));
  });

  test(`${name}: a pair that two stretches of a long text share is one character`, () => {
    const words = `x${'😀'.repeat(600_000)} token: ${TOKEN}`;
    const [found] = detector.scan(encode(words)).findings;
    assert.equal(found?.position.column, words.indexOf(TOKEN) + 1);
    assert.deepEqual([found.start, found.end], [mark + 2 * words.indexOf(TOKEN), mark + 2 * words.length]);
  });
}

test('a mark in the text allows what stands beside it', () => {
  const [found] = scan(little(`ä\r\n# burnlist:allow github-token a test\r\ntoken: ${TOKEN}\r\n`)).findings;
  assert.deepEqual(found?.mark, { line: 2, covers: 'near', rules: ['github-token'], reason: 'a test' });
});

test('what says that it is UTF-16 and is not is searched as it stands', () => {
  for (const head of ['\xff\xfe', '\xfe\xff', 'a\0b\0c\0d\0', '\0a\0b\0c\0d']) {
    const liar = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(` token: ${TOKEN}\n`)]);
    assert.notEqual(utf16Of(liar), undefined);
    assert.deepEqual(
      scan(liar).findings.map(({ rule: { id }, via, start }) => [id, via, start]),
      [['github-token', [], liar.indexOf(TOKEN)]],
    );
  }
});

test('text that begins in UTF-16 and goes on in UTF-8, as an `echo` of another shell adds it, is searched both ways', () => {
  const mixed = Buffer.concat([little(`JWT_SECRET=${jwtSecret('wide')}\n`), Buffer.from(`token: ${TOKEN}\n`)]);
  assert.deepEqual(
    scan(mixed).findings.map(({ rule: { id }, via }) => [id, via]),
    [['jwt-signing-secret', ['utf-16']], ['github-token', []]],
  );
});

test('other files are not taken for UTF-16', () => {
  const files: Readonly<Record<string, Buffer>> = {
    empty: Buffer.alloc(0),
    'one byte': Buffer.from('a'),
    text: Buffer.from('name: värde\n'.repeat(40)),
    'NUL bytes alone': Buffer.alloc(512),
    'small numbers': Buffer.from(new Uint16Array([1, 0, 2, 0, 3, 0, 65, 0, 66, 0, 7]).buffer),
    'a PNG': Buffer.from('89504e470d0a1a0a0000000d49484452000000400000004008060000', 'hex'),
    'an ELF': Buffer.from('7f454c46020101000000000000000000020000003e000000010000004000', 'hex'),
    'a gzip': Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), bytes('packed', 400)]),
  };
  for (const [name, content] of Object.entries(files)) assert.equal(utf16Of(content), undefined, name);
});
