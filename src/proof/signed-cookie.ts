/**
 * Cookies and tokens that Flask, Starlette and others (itsdangerous), Django and Express sign: an HMAC whose key is made from the
 * secret and the name of the purpose, which they take from their defaults, or is the secret itself.
 */
import { createHash, createHmac } from 'node:crypto';
import { djangoSigner } from './django.ts';
import { hashSteps } from './budget.ts';
import type { SealedFormat } from './sealed-format.ts';

const FLASK_PURPOSE = 'cookie-session';
/** Of its serializers, and of its signers. */
const ITSDANGEROUS_PURPOSES = ['itsdangerous', 'itsdangerous.Signer'];
/** In front of what is signed; as a header has it, and as a log has it that was decoded. */
const EXPRESS = /^s(?:%3A|:)/;
const DJANGO_PURPOSES = [
  'django.contrib.sessions.backends.signed_cookies',
  'django.contrib.sessions.SessionStore',
  'django.core.signing',
  'django.core.signing.TimestampSigner',
  'django.core.signing.Signer',
];

export const signedCookie: SealedFormat = {
  kind: 'signed-cookie',
  says: 'signs the cookie or token',
  limit: 'cookie-steps',
  likely: /secret/i,
  read(value) {
    const text = value.toString('latin1').replace(/%(2B|2F)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    const at = Math.max(text.lastIndexOf('.'), text.lastIndexOf(':'));
    const signature = text.slice(at + 1);
    const isExpress = EXPRESS.test(text);
    const signed = text.slice(0, at).replace(EXPRESS, '');
    const makers = isExpress ? [express] : text[at] === '.' ? ITSDANGEROUS : DJANGO;
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

/** https://itsdangerous.palletsprojects.com/en/stable/concepts/ : without a purpose of its own, of which Starlette's cookies have none. */
function itsdangerous(purpose: string): (secret: Buffer, signed: string) => string {
  return (secret, signed) => {
    const key = createHash('sha1').update(`${purpose}signer`).update(secret).digest();
    return createHmac('sha1', key).update(signed).digest('base64url');
  };
}

/** https://github.com/tj/node-cookie-signature */
function express(secret: Buffer, signed: string): string {
  return createHmac('sha256', secret).update(signed).digest('base64').replace('=', '');
}

const ITSDANGEROUS = [flask, ...ITSDANGEROUS_PURPOSES.map(itsdangerous)];

const DJANGO = DJANGO_PURPOSES.flatMap((purpose) => ['sha256', 'sha1'].map((hash) => djangoSigner(purpose, hash)));
