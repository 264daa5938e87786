/** What a secret is called in the text reports. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Confidence, Occurrence } from '../../src/model.ts';
import { subject } from '../../src/report/phrases.ts';
import { DATABASE, occurrence, secret } from './reports.ts';

test('a secret is called by a place that makes it sure, not by a URL of a page that is a guess', () => {
  const page = occurrence({ rule: DATABASE, path: 'README.md', user: 'user', host: 'db.example', database: 'shop', confidence: 'low' });
  const compose = occurrence({ path: 'compose.yaml', confidence: 'medium' });
  const called = (confidence: Confidence, ...occurrences: readonly Occurrence[]): string =>
    subject(secret({ occurrences, confidence }), (text) => text);
  assert.equal(called('medium', page, compose), 'JWT_SECRET');
  assert.equal(called('low', page), 'user @ db.example/shop');
});
