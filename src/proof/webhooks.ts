/**
 * Deliveries of webhooks that were recorded with their body: the secret that signed one is the webhook's. GitHub
 * (https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries), Stripe
 * (https://docs.stripe.com/webhooks#verify-manually), Slack (https://docs.slack.dev/authentication/verifying-requests-from-slack)
 * and all that follow Standard Webhooks, as Svix does (https://github.com/standard-webhooks/standard-webhooks), sign with
 * HMAC-SHA256, all but the first with the time in front of the body. Recorded as HTTP, as curl, in JSON, or in an entry of
 * recorded traffic (HAR, http://www.softwareishard.com/blog/har-12-spec/).
 */
import { createHmac } from 'node:crypto';
import { hashSteps } from './budget.ts';
import type { SealedFormat } from './sealed-format.ts';

interface Signed {
  /** In front of the body. */
  readonly before: string;
  readonly isBy: (secret: Buffer, content: Buffer) => boolean;
}

type Scheme = (text: string) => Signed | undefined;

const SCHEMES: readonly Scheme[] = [github, stripe, slack, standard];

export const webhookDelivery: SealedFormat = {
  kind: 'webhook-delivery',
  says: 'signs the webhook delivery',
  limit: 'webhook-steps',
  isPassword: true,
  likely: /hook|signing/i,
  read(value) {
    const text = value.toString('latin1');
    const signed = SCHEMES.map((scheme) => scheme(text)).find((one) => one !== undefined);
    const bodies = bodiesOf(text);
    if (signed === undefined || bodies.length === 0) return undefined;
    const contents = bodies.map((body) => Buffer.from(signed.before + body, 'latin1'));
    return {
      steps: contents.reduce((sum, { length }) => sum + hashSteps(length), 0),
      opens: (key) => contents.some((content) => signed.isBy(key, content)),
    };
  },
};

function github(text: string): Signed | undefined {
  const signature = /^x-hub-signature-256[^0-9=]{1,64}sha256=([0-9a-f]{64})/i.exec(text)?.[1];
  return signature === undefined ? undefined : { before: '', isBy: inHex(signature) };
}

function stripe(text: string): Signed | undefined {
  const parts =
    /^stripe-signature[^0-9=]{1,64}t=(?<time>\d{9,11}),(?:v\d=[0-9a-f]{64},){0,2}?v1=(?<signature>[0-9a-f]{64})/i.exec(
      text,
    )?.groups;
  return parts && { before: `${parts['time']!}.`, isBy: inHex(parts['signature']!) };
}

function slack(text: string): Signed | undefined {
  const time = /x-slack-request-timestamp[^0-9=]{1,64}(\d{9,11})/i.exec(text)?.[1];
  const signature = /x-slack-signature[^0-9=]{1,64}v0=([0-9a-f]{64})/i.exec(text)?.[1];
  return time === undefined || signature === undefined ? undefined : { before: `v0:${time}:`, isBy: inHex(signature) };
}

function inHex(signature: string): Signed['isBy'] {
  return (secret, content) => createHmac('sha256', secret).update(content).digest('hex') === signature;
}

/** While a secret is being rotated a delivery has the signatures of both. */
function standard(text: string): Signed | undefined {
  const id = /^(?:webhook|svix)-id[^\w.-]{1,64}(?:value[^\w.-]{1,64})?([\w.-]{1,128})/i.exec(text)?.[1];
  const time = /(?:webhook|svix)-timestamp[^0-9=]{1,64}(\d{9,11})/i.exec(text)?.[1];
  const list = /(?:webhook|svix)-signature[^\w]{1,64}(?:value[^\w]{1,64})?((?:v\w{1,3},[A-Za-z0-9+/=]{40,100} ?){1,8})/i.exec(text)?.[1];
  if (id === undefined || time === undefined || list === undefined) return undefined;
  const signatures = new Set(list.split(' '));
  return {
    before: `${id}.${time}.`,
    isBy(secret, content) {
      const key = Buffer.from(secret.toString('latin1').replace(/^whsec_/, ''), 'base64');
      return key.length > 0 && signatures.has(`v1,${createHmac('sha256', key).update(content).digest('base64')}`);
    },
  };
}

/** Behind an empty line as HTTP has it, up to the end or the next one; behind `-d` of curl; a string of JSON. */
function bodiesOf(text: string): readonly string[] {
  const plain = /\n\r?\n([^]+)$/.exec(text)?.[1];
  const lines = plain === undefined ? undefined : /^[^]+?(?=\r?\n\r?\n|\r?\n?$)/.exec(plain)?.[0];
  const curl = /[ \t](?:-d|--data(?:-raw|-binary)?)[ \t=]{1,4}'([^']+)'/.exec(text)?.[1];
  const json = /"(?:body|rawBody|text)"[ \t]{0,4}:[ \t]{0,4}("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  const all = [plain, lines, lines && `${lines}\n`, curl, json && unquoted(json)];
  return [...new Set(all.filter((body) => body !== undefined && body !== ''))] as string[];
}

function unquoted(json: string): string | undefined {
  try {
    // what was read byte for byte is UTF-8
    const text = JSON.parse(Buffer.from(json, 'latin1').toString('utf8')) as string;
    return Buffer.from(text, 'utf8').toString('latin1');
  } catch {
    return undefined;
  }
}
