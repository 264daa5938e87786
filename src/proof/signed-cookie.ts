/**
 * Cookies that Flask (itsdangerous) and Django sign: an HMAC whose key is made from the secret and the name of the
 * purpose, which both take from their defaults.
 */
import { createHash, createHmac } from 'node:crypto';
import { hashSteps } from './budget.ts';
import type { SealedFormat } from './sealed-format.ts';

const FLASK_PURPOSE = 'cookie-session';
const DJANGO_PURPOSES = [
  'django.contrib.sessions.backends.signed_cookies',
  'django.contrib.sessions.SessionStore',
  'django.core.signing',
];

export const signedCookie: SealedFormat = {
  kind: 'signed-cookie',
  says: 'signs the session cookie',
  limit: 'cookie-steps',
  likely: /secret/i,
  read(value) {
    const text = value.toString('latin1');
    const at = Math.max(text.lastIndexOf('.'), text.lastIndexOf(':'));
    const [signed, signature] = [text.slice(0, at), text.slice(at + 1)];
    const makers = text[at] === '.' ? [flask] : DJANGO_PURPOSES.map(django);
    return {
      steps: makers.length * (1 + hashSteps(signed.length)),
      opens: (key) => makers.some((make) => make(key, signed) === signature),
    };
  },
};

function flask(secret: Buffer, signed: string): string {
  const key = createHmac('sha1', secret).update(FLASK_PURPOSE).digest();
  return createHmac('sha1', key).update(signed).digest('base64url');
}

/** https://docs.djangoproject.com/en/stable/topics/signing/ : the purpose is the salt, `signer` stands behind it. */
function django(purpose: string): (secret: Buffer, signed: string) => string {
  return (secret, signed) => {
    const key = createHash('sha256').update(`${purpose}signer`).update(secret).digest();
    return createHmac('sha256', key).update(signed).digest('base64url');
  };
}
