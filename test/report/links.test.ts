/** What the text says of copies of a value. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textReport } from '../../src/report/text.ts';
import { occurrence, report, secret } from './reports.ts';

test('copies in another form than the first place has are named', () => {
  const textOf = (...vias: readonly (readonly string[])[]): string => {
    const occurrences = vias.map((via, at) => occurrence({ via, inHead: at === 0 }));
    return textReport(report({ secrets: [secret({ occurrences })] }), { width: undefined, color: false }).replace(/\s+/g, ' ');
  };
  assert.match(textOf([], ['base64'], ['gzip', 'base64']), / also through base64, gzip /);
  assert.doesNotMatch(textOf([], []), /through/);
  assert.doesNotMatch(textOf(['base64'], ['base64']), /through/);
});
