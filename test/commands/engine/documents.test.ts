/** Documents in versions of files: each is opened where it is built, and gives what it gives by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fc } from '../../support/property.ts';
import { makeTar, makeZip } from '../../support/archives.ts';
import { base64 } from '../../support/encode.ts';
import { characters, databaseUrl, githubToken, jwtSecret, password } from '../../support/secrets.ts';
import { familiesOf, scanFamilies } from './inheriting.ts';

const SETTINGS = `JWT_SECRET=${jwtSecret('documents')}\ndb.password: "${password('documents')}"\n`;
const ZIP = makeZip([{ name: 'app.properties', data: SETTINGS }]);
const TAR = makeTar([{ name: 'app.env', data: SETTINGS }, { name: 'more.zip', data: ZIP }]);

const HEADS: readonly (string | Buffer)[] = [
  '{"nbformat": 4, "cells": [{"source": [',
  '{"version":3,"sourcesContent":["',
  '{"log":{"entries":[{"startedDateTime":"now","request":{"text":"',
  'MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n',
  gzipSync(SETTINGS),
  ZIP,
  TAR,
  '\ufeff',
  Buffer.from('\ufeffhello\n', 'utf16le'),
];
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const lone = characters('lone', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 44);

// prettier-ignore
const LINES: readonly (string | Buffer)[] = [
  inJson(SETTINGS), `"${inJson(SETTINGS)}",`, `"password = \\"${password('notebook')}\\"\\n",\n`, `token: ${githubToken('plain')}\n`,
  `"# burnlist:allow\\ntoken: ${githubToken('allowed')}\\n",\n`, `url=3D${databaseUrl('printable').url} # gitleaks:allow\n`,
  `pass=\nword=3D${password('mail')}\n`,
  `redirect=${encodeURIComponent(databaseUrl('percent').url)}&q=${encodeURIComponent(`{"password":"${password('percent')}"}`)}\n`,
  `data: ${base64(SETTINGS)}\n`, `data: ${base64(ZIP)}\n`, `data: ${base64(`{"nbformat": 4, "a": "${inJson(SETTINGS)}"}`)}\n`,
  `"${lone}"\n`, `"${lone.slice(7)}0"\n`.repeat(40), 'token '.repeat(80), ...HEADS, Buffer.from(SETTINGS, 'utf16le'),
];
// prettier-ignore
const FRAGMENTS: readonly string[] = [
  '"', '",\n"', '"],', '{', '}]}', '\\n', '\\', '\n', '=\n', '=3D', ' ', ' # gitleaks:allow', '. '.repeat(300),
];

const bytesOf = (text: string | Buffer): Buffer => (typeof text === 'string' ? Buffer.from(text) : text);
const family = familiesOf(fc.constantFrom(...LINES, ...FRAGMENTS).map(bytesOf), fc.constantFrom(...HEADS).map(bytesOf));

test('random versions of documents, as random deltas, give what each gives by itself', () => {
  let through = 0;
  fc.assert(
    fc.property(fc.array(family, { minLength: 1, maxLength: 6 }), (families) => {
      for (const { found } of scanFamilies(families))
        through += found.reduce((sum, unit) => sum + unit.findings.filter(({ via }) => via.length > 0).length, 0);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 25) },
  );
  assert.ok(through > 100, `only ${through} findings`);
});
