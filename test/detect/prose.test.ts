import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { characters } from '../support/secrets.ts';
import { scan } from './scanning.ts';

const KEY = characters('prose', '0123456789abcdef', 40);

test('behind a name and a blank chance alone is a find, and never more than a low one', () => {
  for (const text of [
    `use token ${KEY} for now`,
    `The API_TOKEN is ${KEY}.`,
    `client_secret \`${KEY}\`\n`,
    `auth token ${KEY}, valid until May`,
  ]) {
    const [finding, ...others] = scan(text).findings;
    assert.ok(finding !== undefined && others.length === 0, text);
    assert.equal(text.slice(finding.start, finding.end), KEY, text);
    assert.equal(confidenceAt(finding, 'notes.txt', 'file'), 'low', text);
  }
});

test('words, names and digests behind a name are none', () => {
  for (const text of [
    'the token internationalisation of 2024 and 2025',
    'a secret com.example.application.v1.configuration.v2',
    `cache key ${KEY}`,
    `the commit ${KEY}`,
    `a token of ${KEY}`,
  ])
    assert.deepEqual(scan(text).findings, [], text);
});
