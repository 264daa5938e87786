/** Recorded deliveries of webhooks, and the secrets that signed them. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { bytes, jwtSecret } from '../support/secrets.ts';
import { details, found, proved } from './found.ts';

const BODY = JSON.stringify({ zen: 'Anything added dilutes everything else: ü', "it's": [1] });
const TIME = '1700000000';
const delivery = { path: 'hook.http', line: 3, rule: { kind: 'webhook-delivery', anchor: true as const } };

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');
/** The key is what the secret is the base64 of. */
const standard = (secret: string, text: string): string =>
  createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(text).digest('base64');
const proven = (secret: string, recorded: string): readonly string[] =>
  details(proved(found(secret), found(Buffer.from(recorded, 'utf8'), delivery))[0], 'proven');

/** Headers of each scheme, signed over a body. */
const SCHEMES: Readonly<Record<string, (key: string, body: string) => readonly string[]>> = {
  github: (key, body) => [`X-Hub-Signature-256: sha256=${hmac(key, body)}`],
  stripe: (key, body) => [`Stripe-Signature: t=${TIME},v1=${hmac(key, `${TIME}.${body}`)},v0=${bytes('old', 32).toString('hex')}`],
  standard: (key, body) => [
    'Webhook-Id: msg_2a.b-C',
    `Webhook-Timestamp: ${TIME}`,
    `Webhook-Signature: v1,${bytes('older', 32).toString('base64')} v1,${standard(key, `msg_2a.b-C.${TIME}.${body}`)}`,
  ],
  svix: (key, body) => [`svix-id: msg_1`, `svix-signature: v1,${standard(key, `msg_1.${TIME}.${body}`)}`, `svix-timestamp: ${TIME}`],
  slack: (key, body) => [`X-Slack-Request-Timestamp: ${TIME}`, `X-Slack-Signature: v0=${hmac(key, `v0:${TIME}:${body}`)}`],
};

for (const [name, sign] of Object.entries(SCHEMES)) {
  test(`the secret of a webhook of ${name} signs what was recorded as HTTP, with curl and as JSON`, () => {
    const key = name === 'svix' ? `whsec_${jwtSecret(name)}` : jwtSecret(name);
    const quotable = BODY.replaceAll("'", '’');
    const http = (lines: readonly string[], end: string): string => `${lines.join(end)}${end}Accept: */*${end}${end}${BODY}`;
    const recorded = [
      http(sign(key, BODY), '\r\n'),
      `${http(sign(key, BODY), '\n')}\n`,
      `${sign(key, quotable).join('" -H "')}" -d '${quotable}'\n`,
      `${sign(key, BODY).map((line) => line.replace(': ', '": "')).join('",\n "')}"},\n "body": ${JSON.stringify(BODY)}}`,
    ];
    for (const text of recorded) {
      assert.deepEqual(proven(key, text), ['signs the webhook delivery in hook.http:3'], text);
      assert.deepEqual(proven(jwtSecret('other'), text), []);
      assert.deepEqual(proven(key, text.replace('dilutes', 'deletes')), []);
    }
  });
}

test("GitHub's own example fits", () => {
  const recorded = `X-Hub-Signature-256: sha256=${'757107ea0eb2509fc211221cce984b8a'}${'37570b6d7586c22c46f4379c8b043e17'}\n\nHello, World!\n`;
  assert.deepEqual(proven("It's a Secret to Everybody", recorded), ['signs the webhook delivery in hook.http:3']);
});

test('headers without a body, or with half of a scheme, prove nothing', () => {
  const key = jwtSecret('half');
  for (const sign of Object.values(SCHEMES)) assert.deepEqual(proven(key, `${sign(key, BODY).join('\n')}\n`), []);
  assert.deepEqual(proven(key, `${SCHEMES['slack']!(key, BODY)[1]}\n\n${BODY}`), []);
});
