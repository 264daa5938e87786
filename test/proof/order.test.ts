/** Threads find secrets in whatever order: what is said of them is the same. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { jwtSecret } from '../support/secrets.ts';
import type { Secret } from '../../src/model.ts';
import { details, found, proved } from './found.ts';

const KEY = jwtSecret('signer');

function token(issuer: string): string {
  const signed = [{ alg: 'HS256' }, { iss: issuer }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', KEY).update(signed).digest('base64url')}`;
}

test('of several tokens the first by place is named, in whatever order they come', () => {
  const key = found(KEY, { path: '.env' });
  const old = found(token('old'), { path: 'a.txt', place: { inHead: false } });
  const [one, two, three] = ['b.txt:1', 'b.txt:2', 'c.txt:1'].map((at) => {
    const [path = '', line] = at.split(':');
    return found(token(at), { path, line: Number(line) });
  });
  for (const order of [
    [key, old, one!, two!, three!],
    [three!, two!, one!, old, key],
    [two!, old, key, three!, one!],
  ]) {
    const said = proved(...order)[order.indexOf(key)];
    assert.deepEqual(details(said, 'proven'), ['signs the token in b.txt:1 and 3 more (HS256, issued by b.txt:1)']);
  }
});

test('of one key under several values the first by place is what signed it', () => {
  const raw = found(KEY, { path: 'b.env' });
  const coded = found(Buffer.from(KEY).toString('base64'), { path: 'a.env' });
  const session = found(token('erp'), { path: 'c.txt' });
  const said = (...order: readonly Secret[]) => details(proved(...order)[order.indexOf(session)], 'proven');
  assert.deepEqual(said(raw, coded, session), said(session, coded, raw));
});
