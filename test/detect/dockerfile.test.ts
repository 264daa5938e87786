/** What a Dockerfile bakes into its image. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bakedIn } from '../../src/detect/dockerfile.ts';

const said = (text: string): string[] => bakedIn(text).map(({ how, name, line }) => `${line} ${how} ${name}`.trim());

test('arguments and variables whose names promise a secret, in every form', () => {
  assert.deepEqual(said('FROM a\nARG NPM_TOKEN\nENV DB_PASSWORD=$DB_PASSWORD'), ['2 arg NPM_TOKEN', '3 env DB_PASSWORD']);
  assert.deepEqual(said('ENV A=1 API_SECRET="x y" B=2 \\\n  # why\n  SIGNING_KEY=z'), ['1 env API_SECRET', '1 env SIGNING_KEY']);
  assert.deepEqual(said('env GITHUB_TOKEN the old way'), ['1 env GITHUB_TOKEN']);
  assert.deepEqual(said('ARG VERSION=1\r\nARG PIP_PASSWORD=x\r\n'), ['2 arg PIP_PASSWORD']);
});

test('names that say where a secret is, and public ones, are none', () => {
  assert.deepEqual(said('ENV DB_PASSWORD_FILE=/run/secrets/db\nARG NODE_VERSION\nENV PUBLIC_KEY=x\nRUN echo ARG TOKEN'), []);
});

test('the whole folder, but not that of another stage', () => {
  const all = ['COPY . .', 'COPY . /app', 'ADD ./ /app', 'COPY --chown=a:b . /app', 'COPY [".", "/app"]'];
  for (const line of all) assert.deepEqual(said(line), ['1 copy-all'], line);
  const some = ['COPY --from=build . .', 'COPY src .', 'COPY .env.example .', 'COPY ./src /app'];
  for (const line of some) assert.deepEqual(said(line), [], line);
});

test('a line that never ends and one made of names are read in no time', () => {
  assert.deepEqual(said(`ENV ${'A="\\'.repeat(20_000)}`), []);
  assert.deepEqual(said(`COPY ${'\t'.repeat(200_000)}x`), []);
  assert.deepEqual(said(`COPY ${'\t'.repeat(200_000)}. /app`), ['1 copy-all']);
  assert.equal(said(`ARG ${'A_TOKEN '.repeat(1000)}`).length, 1000);
});
