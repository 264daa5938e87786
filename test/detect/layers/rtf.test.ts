import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRtf } from '../../../src/detect/layers/rtf.ts';
import { password } from '../../support/secrets.ts';
import { scan, valueOf } from '../scanning.ts';
import { opened, texts } from './opening.ts';

function read(rtf: string): string {
  return texts(opened(openRtf, Buffer.from(rtf, 'latin1')))[0]?.[1] ?? '';
}

test('what people read is text: signs and letters by number, lines, cells, and nothing of fonts and pictures', () => {
  for (const [rtf, text] of [
    ["{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 a\\'3db\\par c}", 'a=b\nc'],
    ['{\\rtf1 {\\b DB_PASS}{\\i WORD}\r\n=x\\line y}', 'DB_PASSWORD=x\ny'],
    ['{\\rtf1\\uc1\\u61?x\\uc2\\u8364\\\'80\\\'80y\\u-3?\\}z}', `=x\u20acy${Buffer.from('\ufffd').toString()}z`],
    ['{\\rtf1{\\*\\generator x;}{\\pict 00ff}a\\{b\\}\\\\c\\~d\\-e}', 'a{b}\\c de'],
    ['{\\rtf1\\trowd a\\cell b\\cell\\row\\bin3 }}}c}', '| a | b | \nc'],
  ] as const)
    assert.equal(read(rtf), Buffer.from(text, 'utf8').toString('latin1'), rtf);
  assert.equal(opened(openRtf, Buffer.from('{\\rt')), undefined);
});

test('a password stands where it stands, whatever its name is written with', () => {
  const value = password('rtf');
  const rtf = `{\\rtf1\\ansi Access\\par DB_{\\b PASSWORD}\\'3d${value}\\par}`;
  const [finding, ...others] = scan(rtf).findings;
  assert.deepEqual([valueOf(finding!), finding!.name, finding!.via, others], [value, 'DB_PASSWORD', ['rtf'], []]);
  assert.equal(rtf.slice(finding!.start, finding!.end), value);
  const label = scan(`{\\rtf1 \\trowd {\\b Password:}\\cell ${value}\\cell\\row}`).findings.map(valueOf);
  assert.deepEqual(label, [value]);
});
