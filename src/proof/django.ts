/**
 * What Django signs (https://docs.djangoproject.com/en/stable/topics/signing/): the purpose is the salt, `signer` stands behind it.
 * Here values in plain text, with the time and the signature behind them: of `TimestampSigner`, of `set_signed_cookie` and of the
 * messages in a cookie. Tokens to reset a password are made of the account's own row as well, and cannot be tried.
 */
import { createHash, createHmac } from 'node:crypto';
import { hashSteps } from './budget.ts';
import type { SealedFormat } from './sealed-format.ts';

/** Before 3.1 (2020) the hash was SHA-1, and values that old are in histories: their signature is shorter. */
const SHA1_SIGNATURE = 27;

/** In front of the secret, where cookies are signed. */
const COOKIE_KEY = 'django.http.cookies';
const PURPOSES = ['django.core.signing.TimestampSigner', 'django.core.signing'];

/** Of the places in the line where the value can begin, those nearest to its end. */
const MOST_BEGINNINGS = 8;

export const djangoSigned: SealedFormat = {
  kind: 'django-signed',
  says: 'signs the cookie or token',
  limit: 'cookie-steps',
  likely: /secret/i,
  read(value) {
    const [, line, time, signature = ''] = /^(.+)(:\w{6}):([\w-]+)$/.exec(value.toString('latin1')) ?? [];
    if (line === undefined || time === undefined) return undefined;
    const hash = signature.length === SHA1_SIGNATURE ? 'sha1' : 'sha256';
    const makers = beginningsOf(line).flatMap(({ text, name }) => [
      ...PURPOSES.map((purpose) => ({ text: text + time, sign: djangoSigner(purpose, hash) })),
      ...saltsOf(name).map((salt) => ({ text: text + time, sign: djangoSigner(salt, hash, COOKIE_KEY) })),
    ]);
    return {
      steps: makers.reduce((sum, { text }) => sum + 1 + hashSteps(text.length), 0),
      opens: (key) => makers.some(({ text, sign }) => sign(key, text) === signature),
    };
  },
};

export function djangoSigner(purpose: string, hash: string, before = ''): (secret: Buffer, signed: string) => string {
  return (secret, signed) => {
    const key = createHash(hash).update(`${purpose}signer${before}`).update(secret).digest();
    return createHmac(hash, key).update(signed, 'latin1').digest('base64url');
  };
}

interface Beginning {
  readonly text: string;
  /** Of the cookie whose value this would be. */
  readonly name: string | undefined;
}

function beginningsOf(line: string): readonly Beginning[] {
  const all = [{ text: line, name: undefined }];
  const behind = [...line.matchAll(/[\s"'`=/;,?&<>()]/g)].slice(-MOST_BEGINNINGS).map(({ index }) => ({
    text: line.slice(index + 1),
    name: /([\w.-]{1,64})="?$/.exec(line.slice(0, index + 1))?.[1],
  }));
  return [...all, ...behind].filter(({ text }) => text !== '');
}

/** Of a cookie without a salt of its own, before 2026 and since, and of Django's own messages. */
function saltsOf(cookie: string | undefined): readonly string[] {
  if (cookie === undefined) return [];
  return [`django.http.cookies.v2:0:${cookie}`, cookie, 'django.contrib.messages'];
}
