/** A value between tags that stand on lines of their own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters } from '../../support/secrets.ts';
import { scan } from '../scanning.ts';

test('an element is read to its end, however far the window that was looked at first reached', () => {
  for (let length = 60; length <= 180; length += 5) {
    const key = characters(`element ${length}`, '0123456789abcdef', length);
    const text = `<api_token>\n            ${key}\n            </api_token>\n<next/>\n`;
    const [finding] = scan(text).findings;
    assert.ok(finding !== undefined, `${length}`);
    assert.equal(text.slice(finding.start, finding.end), key);
  }
});
