/** Encoded text over several lines, however they are joined, and text beyond ASCII. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64, hex } from '../../support/encode.ts';
import { fc } from '../../support/property.ts';
import { githubToken } from '../../support/secrets.ts';
import { scan, valueOf } from '../scanning.ts';

const TOKEN = githubToken('blocks');
const TEXT = `# what the service needs\nexport LANG=C\nGITHUB_TOKEN=${TOKEN}\n# and nothing else at all, whatever people say\n`;

/** What stands before the first line, between two, and behind the last. */
const WAYS: Readonly<Record<string, readonly [string, string, string]>> = {
  'lines of mail': ['cert:\r\n', '\r\n', '\r\n'],
  'a block of YAML': ['data: |\n    ', '\n    ', '\n'],
  'a string of JSON': ['"', '\\n', '"'],
  'strings of Python': ['X = (\n    "', '"\n    "', '"\n)\n'],
  'strings of JavaScript': ["const x = '", "' +\n  '", "';\n"],
  'strings of Java, the sign before them': ['String x = "', '"\n    + "', '";\n'],
  'strings of PHP': ["$x = '", "' .\n  '", "';\n"],
  'strings with their line feeds': ['x = "', '\\n" +\n    "', '\\n"\n'],
  'strings of C': ['const char *x =\n  "', '"\n  "', '";\n'],
  'a command of a shell': ['echo ', '\\\n', ' | base64 -d\n'],
  'a comment of a shell': ['# ', '\n# ', '\n'],
  'a comment of C': ['// ', '\n// ', '\n'],
  'a block comment': ['/*\n * ', '\n * ', '\n */\n'],
  'a quotation': ['> ', '\n> ', '\n'],
};

for (const [way, [before, between, behind]] of Object.entries(WAYS))
  test(`${way}: one text, and nothing but what is in it`, () => {
    for (const [layer, encoded, width] of [['base64', base64(TEXT), 60], ['base64', base64(TEXT), 76], ['hex', hex(TEXT), 64]] as const) {
      const lines = encoded.match(new RegExp(`.{1,${width}}`, 'g'))!;
      const unit = `first\n${before}${lines.join(between)}${behind}last\n`;
      const { findings } = scan(unit);
      assert.deepEqual(findings.map((one) => [valueOf(one), one.name, one.via]), [[TOKEN, 'GITHUB_TOKEN', [layer]]], encoded);
      const [start, end] = layer === 'hex' ? [TEXT.indexOf(TOKEN) * 2, (TEXT.indexOf(TOKEN) + 40) * 2] : [
        Math.floor((TEXT.indexOf(TOKEN) * 4) / 3), Math.ceil(((TEXT.indexOf(TOKEN) + 40) * 4) / 3)];
      const at = (digit: number): number => 'first\n'.length + before.length + digit + Math.floor(digit / width) * between.length;
      assert.deepEqual([findings[0]!.start, findings[0]!.end], [at(start), at(end - 1) + 1]);
    }
  });

test('text in base64 may begin with any letters', () => {
  for (const begin of ['# Grüße an alle\n', '\ufeff', '# Привет, мир\n', '# 設定ファイル\n', '🔑 ключ: ', 'é'.repeat(9)]) {
    const { findings } = scan(`x: ${base64(`${begin}\nGITHUB_TOKEN=${TOKEN}\n`)}\n`);
    assert.deepEqual(findings.map((one) => [valueOf(one), one.via]), [[TOKEN, ['base64']]], begin);
  }
});

test('any text at all in base64 is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 12 }), (begin) => {
      fc.pre(!/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(begin));
      const { findings } = scan(`x: ${base64(`${begin}\nGITHUB_TOKEN=${TOKEN}\n`)}\n`);
      assert.deepEqual(findings.map(valueOf), [TOKEN]);
    }),
    { numRuns: 200 },
  );
});
