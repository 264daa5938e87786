/** Deliveries of webhooks as tools record them, from the file to the proof: in HAR, one entry among others. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { characters, jwtSecret } from '../support/secrets.ts';

type Header = readonly [name: string, value: string];

const BODY = JSON.stringify({ action: 'opened', title: 'Grüße "an" alle', diff: characters('diff', 'abc \n', 24_000) });
const TIME = '1700000000';
const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

/** As browsers and proxies export it: headers as lists of names and values, the body behind them. */
function har(entries: readonly (readonly Header[])[], indent?: number): string {
  const recorded = entries.map((headers) => ({
    startedDateTime: '2025-01-01T00:00:00.000Z',
    request: {
      method: 'POST',
      url: 'http://localhost/hook',
      headers: headers.map(([name, value]) => ({ name, value })),
      queryString: [],
      bodySize: BODY.length,
      postData: { mimeType: 'application/json', text: BODY },
    },
    response: { status: 200, content: { mimeType: 'text/plain', text: 'ok' } },
  }));
  return JSON.stringify({ log: { version: '1.2', entries: recorded } }, undefined, indent);
}

function proofsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const repo = makeRepo();
  for (const [path, content] of Object.entries(files)) repo.write(path, content);
  repo.commit('recorded');
  const { secrets } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout) as {
    secrets: { proofs: { kind: string; detail: string }[] }[];
  };
  return secrets.flatMap(({ proofs }) => proofs.filter(({ kind }) => kind === 'proven').map(({ detail }) => detail));
}

const agent: Header = ['User-Agent', 'GitHub-Hookshot/1'];
const github = (key: string): readonly Header[] => [agent, ['X-Hub-Signature-256', `sha256=${hmac(key, BODY)}`]];
const stripe = (key: string): readonly Header[] => [['Stripe-Signature', `t=${TIME},v1=${hmac(key, `${TIME}.${BODY}`)}`]];
const slack = (key: string, time = TIME): readonly Header[] => [
  ['X-Slack-Signature', `v0=${hmac(key, `v0:${time}:${BODY}`)}`],
  ['Content-Type', 'application/x-www-form-urlencoded'],
  ['X-Slack-Request-Timestamp', time],
];

const standard = (key: string, time = TIME): readonly Header[] => [
  ['svix-id', 'msg_1'],
  ['Content-Type', 'application/json'],
  ['svix-signature', `v1,${createHmac('sha256', Buffer.from(key, 'base64')).update(`msg_1.${time}.${BODY}`).digest('base64')}`],
  ['svix-timestamp', time],
];

for (const [name, sign] of Object.entries({ github, stripe, slack, standard })) {
  test(`the delivery of ${name} in an entry of a HAR file is signed by the secret that was found, and by no other`, () => {
    const key = jwtSecret(`har ${name}`);
    const entries = [[agent], sign('of another webhook', '1600000000'), sign(key), [agent]];
    for (const indent of [undefined, 2]) {
      const files = { 'recorded.har': har(entries, indent), '.env': `WEBHOOK_SECRET=${key}\n` };
      assert.deepEqual(proofsOf(files).map((detail) => detail.replace(/\d+$/, 'n')), [
        'signs the webhook delivery in recorded.har:n',
      ]);
      assert.deepEqual(proofsOf({ ...files, '.env': `WEBHOOK_SECRET=${jwtSecret('har other')}\n` }), []);
    }
  });
}

test('one delivery of several in a file of requests, each with a body of several lines', () => {
  const key = jwtSecret('requests');
  const body = JSON.stringify(JSON.parse('{"id": "evt_1", "data": {"object": {"amount": 1}}}'), undefined, 2);
  const request = (secret: string): string =>
    `POST /hook HTTP/1.1\r\nX-Hub-Signature: sha1=${'0'.repeat(40)}\r\nX-Hub-Signature-256: sha256=${hmac(secret, body)}\r\n\r\n${body}`;
  const file = [request('one'), request(key), request('two')].join('\n\n###\n\n');
  assert.deepEqual(proofsOf({ 'hooks.http': file, '.env': `WEBHOOK_SECRET=${key}\n` }), [
    'signs the webhook delivery in hooks.http:18',
  ]);
});
