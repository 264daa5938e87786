import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { characters } from '../support/secrets.ts';
import { scan, valueOf } from './scanning.ts';

const KEY = characters('prose', '0123456789abcdef', 40);

test('behind a name and a blank chance alone is a find, and never more than a low one', () => {
  for (const text of [
    `use token ${KEY} for now`,
    `The API_TOKEN is ${KEY}.`,
    `The API_TOKEN is \`${KEY}\`.`,
    `client_secret \`${KEY}\`\n`,
    `auth token ${KEY}, valid until May`,
    `parcel token - '${KEY}'`,
    `API_TOKEN - ${KEY}\n`,
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

test('a word of a text under a name that a machine made is a find, never a high one; what is public, a place or one of two is none', () => {
  for (const text of [`<secret>{parcels ${KEY}}</secret>`, `password: "the new one is ${KEY}."`, `api_key = "(old) ${KEY}"`]) {
    const [finding, ...others] = scan(text).findings;
    assert.ok(finding !== undefined && others.length === 0, text);
    assert.equal(valueOf(finding), KEY, text);
    assert.notEqual(confidenceAt(finding, 'notes.txt', 'file'), 'high', text);
  }
  const other = characters('prose, another', '0123456789abcdef', 40);
  for (const text of [
    `<secret>{parcels ${KEY} ${other}}</secret>`,
    `key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${characters('prose, public', 'ABCDEFGHabcdefgh0123456789', 43)} ada@host"`,
    `password: "see docs/rotation/${KEY}.md for it"`,
    'password: "at least eight characters, one of them a digit"',
  ])
    assert.deepEqual(scan(text).findings.filter(({ nature }) => nature !== 'identifier'), [], text);
});

test('a blank that slipped into the quotes is no part of a key', () => {
  for (const text of [`token = '${KEY} '`, `token = ' ${KEY}'`]) assert.deepEqual(scan(text).findings.map(valueOf), [KEY], text);
  assert.deepEqual(scan("token = 'production '").findings, []);
});

test('whatever a key is called, chance under it is a find', () => {
  for (const text of [
    `parcelKey := "${KEY}"`,
    `const parcelKey string = "${KEY}"`,
    `ParcelKey    = "${KEY}"`,
    `PARCEL_AUTH=${KEY}`,
    `parcelAuth: "${KEY}"`,
  ])
    assert.deepEqual(scan(text).findings.map(valueOf), [KEY], text);
  for (const text of ['parcelKey := row.Key', `cacheKey := "${KEY}"`, 'parcelAuth := "required"', 'the Key is in the drawer'])
    assert.deepEqual(scan(text).findings, [], text);
});
