/** Tokens that say whose they are: account, project, workspace, rights. Read from the value alone, whatever rule found it. */
import { jsonObject, shown } from './json-web-token.ts';
import type { Proofs } from './proofs.ts';
import type { Token } from './json-web-token.ts';
import type { Secret } from '../model.ts';

interface Format {
  readonly form: RegExp;
  /** What it says, from the parts that the form names; undefined when it says nothing. */
  readonly says: (parts: Readonly<Record<string, string>>) => string | undefined;
}

const LONGEST = 4096;

const FORMATS: readonly Format[] = [
  {
    // https://docs.slack.dev/authentication/tokens
    form: /^xox[abopr]-(?<team>\d{9,14})-/,
    says: ({ team }) => `of Slack workspace ${team}`,
  },
  {
    form: /^https:\/\/hooks\.slack\.com\/services\/(?<team>T[A-Z0-9]{6,12})\/(?<hook>B[A-Z0-9]{6,12})\//,
    says: ({ team, hook }) => `of Slack workspace ${team}, webhook ${hook}`,
  },
  {
    // https://discord.com/developers/docs/reference#authentication : the first part is the bot's id
    form: /^(?<id>[MNO][A-Za-z0-9_-]{22,27})\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}$/,
    says: ({ id }) => numberIn(id!, (bot) => `of Discord bot ${bot}`),
  },
  {
    // https://core.telegram.org/bots/api#authorizing-your-bot
    form: /^(?<bot>\d{8,10}):AA[A-Za-z0-9_-]{33}$/,
    says: ({ bot }) => `of Telegram bot ${bot}`,
  },
  {
    // routable tokens: https://docs.gitlab.com/security/tokens/
    form: /^gl[a-z]{2,8}-(?<payload>[A-Za-z0-9_-]{27,300})\.(?:\d{2}\.)?[0-9a-z]{9}$/,
    says: ({ payload }) => gitlabRoute(Buffer.from(payload!, 'base64url')),
  },
  {
    // https://docs.pypi.org/api/secrets : a macaroon with its restrictions in JSON
    form: /^pypi-(?<macaroon>AgEI[A-Za-z0-9_-]{60,})$/,
    says: ({ macaroon }) => pypiScope(Buffer.from(macaroon!, 'base64url').toString('latin1')),
  },
  {
    form: /^sntrys_(?<body>eyJ[A-Za-z0-9+/_-]+={0,2})_/,
    says: ({ body }) => fields('Sentry', jsonObject(body!), { org: 'organization', region_url: 'at' }),
  },
  {
    form: /^glc_(?<body>eyJ[A-Za-z0-9+/_-]+={0,2})$/,
    says: ({ body }) => fields('Grafana Cloud', jsonObject(body!), { o: 'organization', n: 'named' }),
  },
  {
    form: /^ops_(?<body>eyJ[A-Za-z0-9+/_-]+={0,2})$/,
    says: ({ body }) => fields('1Password', jsonObject(body!), { signInAddress: 'account' }),
  },
  {
    // https://docs.mapbox.com/api/accounts/tokens/#token-format
    form: /^[sp]k\.(?<body>eyJ[A-Za-z0-9_-]+)\./,
    says: ({ body }) => fields('Mapbox', jsonObject(body!), { u: 'user' }),
  },
];

export function whoseTheyAre(tokens: readonly Token[], secrets: readonly Secret[], asOf: string, proofs: Proofs): void {
  for (const token of tokens) {
    const detail = claimsOf(token, asOf);
    if (detail !== '') proofs.add(token.secret, { kind: 'decoded', detail });
  }
  for (const secret of secrets) {
    if (secret.value.length > LONGEST) continue;
    const text = secret.value.expose('proof').toString('latin1');
    for (const { form, says } of FORMATS) {
      const parts = form.exec(text)?.groups;
      const detail = parts && says(parts);
      if (detail !== undefined) proofs.add(secret, { kind: 'decoded', detail });
    }
  }
}

/** What the token says of itself: nobody has checked it unless a proof says so. */
function claimsOf({ issuer, role, project, subject, expires, keyId, algorithm }: Token, asOf: string): string {
  return [
    issuer === undefined ? '' : `issued by ${issuer}`,
    project === undefined ? '' : `project ${project}`,
    role === undefined ? '' : `role ${role}`,
    subject === undefined ? '' : `subject #${subject}`,
    keyId === undefined ? '' : `kid ${keyId}`,
    expires === undefined ? 'never expires' : expires < asOf ? '' : `valid until ${expires}`,
    algorithm,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function numberIn(base64: string, say: (digits: string) => string): string | undefined {
  const digits = Buffer.from(base64, 'base64').toString('latin1');
  return /^\d{17,20}$/.test(digits) ? say(digits) : undefined;
}

/** Lines of a letter and a number in base 36, before or behind random bytes whose number is the last byte. */
function gitlabRoute(payload: Buffer): string | undefined {
  const random = payload.at(-1) ?? 0;
  const rest = payload.subarray(0, -1);
  const texts = [rest.subarray(0, rest.length - random), rest.subarray(random)].map((part) => part.toString('latin1'));
  const route = texts.find((text) => /^(?:[a-z]:[0-9a-z]{1,13}(?:\n|$))+$/.test(text));
  if (route === undefined) return undefined;
  const names: Readonly<Record<string, string>> = { o: 'organization', u: 'user', p: 'project', g: 'group', c: 'cell' };
  const parts = route.split('\n').flatMap((line) => {
    const name = names[line[0] ?? ''];
    return name === undefined ? [] : [`${name} ${Number.parseInt(line.slice(2), 36)}`];
  });
  return parts.length > 0 ? `of GitLab ${parts.join(', ')}` : undefined;
}

function pypiScope(macaroon: string): string | undefined {
  const projects = /"projects": ?\[([^\]]{0,400})\]|\[1, ?\[([^\]]{0,400})\]\]/.exec(macaroon);
  const names = [...(projects?.[1] ?? projects?.[2] ?? '').matchAll(/"([\w.-]{1,64})"/g)].map(([, name]) => name);
  if (names.length > 0) return `for PyPI project ${names.slice(0, 4).join(', ')}`;
  return /"permissions": ?"user"|\[3, ?"/.test(macaroon) ? 'for all PyPI projects of its user' : undefined;
}

function fields(
  provider: string,
  body: Record<string, unknown> | undefined,
  words: Readonly<Record<string, string>>,
): string | undefined {
  const parts = Object.entries(words).flatMap(([key, word]) => {
    const text = shown(body?.[key]);
    return text === undefined ? [] : [`${word} ${text}`];
  });
  return parts.length > 0 ? `of ${provider} ${parts.join(', ')}` : undefined;
}
