/**
 * What a match must pass, or what it earns, one function a check. A check sees the candidate, never its path: paths
 * are weighed when occurrences are known (verdict/confidence.ts).
 */
import { derFile, javaKeyStore, pkcs12 } from './key-stores.ts';
import { namedValue, suspected } from './named-value.ts';
import { ASIDE, DROP } from './outcome.ts';
import { isPasswordHash } from './password-hashes.ts';
import { derKey, pem, pemCut, puttyKey } from './pem.ts';
import { isCommonPassword } from './placeholders.ts';
import { CHANCE, isSequence, look, looksRandom, strengthOf } from './randomness.ts';
import { argumentKey, signingKey, signingSecret } from './signing-keys.ts';
import { sopsValue } from './sops.ts';
import { checksumFits } from './token-checksums.ts';
import { unnamedToken } from './unnamed-token.ts';
import { basicAuth, urlCredentials } from './url-credentials.ts';
import type { Candidate, Outcome } from './outcome.ts';
import type { ChecksumName } from './token-checksums.ts';
import type { Check } from '../../model.ts';

export const CHECKS: Record<Check, (candidate: Candidate) => Outcome> = {
  'argument-key': argumentKey,
  'arn-account': arnAccount,
  'atlassian-checksum': tokenChecksum('atlassian-checksum'),
  'aws-key-id': awsKeyId,
  'aws-secret-key': awsSecretKey,
  'basic-auth': basicAuth,
  'cloudflare-checksum': tokenChecksum('cloudflare-checksum'),
  'confluent-checksum': tokenChecksum('confluent-checksum'),
  'der-file': derFile,
  'der-key': derKey,
  'fernet-key': fernetKey,
  'fernet-token': fernetToken,
  'github-checksum': tokenChecksum('github-checksum'),
  'gitlab-checksum': tokenChecksum('gitlab-checksum'),
  'grafana-checksum': tokenChecksum('grafana-checksum'),
  'java-key-store': javaKeyStore,
  'json-web-token': jsonWebToken,
  'named-value': namedValue,
  password,
  'password-hash': passwordHash,
  pem,
  'pem-cut': pemCut,
  pkcs12,
  'presigned-url': presignedUrl,
  'putty-key': puttyKey,
  random,
  'seed-phrase': seedPhrase,
  'signing-key': signingKey,
  'signed-text': signedText,
  'signing-secret': signingSecret,
  'sops-value': sopsValue,
  'stellar-checksum': stellarChecksum,
  'supabase-checksum': supabaseChecksum,
  suspected,
  'unnamed-password': unnamedPassword,
  'unnamed-token': unnamedToken,
  'url-credentials': urlCredentials,
  varied,
  'vercel-checksum': tokenChecksum('vercel-checksum'),
  'zuplo-checksum': tokenChecksum('zuplo-checksum'),
};

/** Account ids that AWS uses in its documentation. */
const DOCUMENTATION_ACCOUNTS = new Set([
  '123456789012',
  '111122223333',
  '444455556666',
  '777788889999',
  '000000000000',
  '111111111111',
  '222222222222',
  '333333333333',
  '999999999999',
  '210987654321',
  '012345678901',
  '123456789123',
  '999988887777',
  '555555555555',
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function arnAccount({ raw }: Candidate): Outcome {
  const account = raw.split(':')[4] ?? '';
  if (DOCUMENTATION_ACCOUNTS.has(account) || new Set(account).size === 1) return ASIDE('documentation');
  return { note: `account ${account}` };
}

function awsKeyId({ raw }: Candidate): Outcome {
  if (raw.endsWith('EXAMPLE')) return ASIDE('documentation');
  return look(raw.slice(4)).entropy < 2.5 ? ASIDE('placeholder') : {};
}

/** Forty characters of base64 are also what a SHA-1 in base64, a path or a word list can look like. */
function awsSecretKey({ raw }: Candidate): Outcome {
  const seen = look(raw);
  if (raw.endsWith('EXAMPLEKEY')) return ASIDE('documentation');
  if (seen.hex || seen.digits === 0 || seen.upper === 0 || seen.lower === 0) return ASIDE('not-random');
  return seen.entropy >= 4 && seen.surprise >= 4.8 ? { strength: 'random' } : ASIDE('not-random');
}

/** https://github.com/fernet/spec/blob/master/Spec.md : 128 bits to sign, 128 bits to encrypt, base64url. */
function fernetKey({ raw }: Candidate): Outcome {
  const key = Buffer.from(raw, 'base64url');
  if (key.length !== 32) return ASIDE('not-well-formed');
  return looksRandom(raw) || look(raw).entropy > 4.2 ? { strength: 'random' } : ASIDE('not-random');
}

/** Version 0x80, a 64-bit time, an IV, whole blocks, an HMAC: 57 bytes and a multiple of 16. */
function fernetToken({ raw }: Candidate): Outcome {
  const token = Buffer.from(raw, 'base64url');
  if (token[0] !== 0x80 || token.length < 73 || (token.length - 57) % 16 !== 0) return ASIDE('not-well-formed');
  const seconds = Number(token.readBigUInt64BE(1));
  return { checksum: true, note: `made ${new Date(seconds * 1000).toISOString().slice(0, 10)}` };
}

/** The sum inside the token, where it has the format that the check is named for. */
function tokenChecksum(name: ChecksumName): (candidate: Candidate) => Outcome {
  return ({ raw }) => {
    const checksum = checksumFits(name, raw);
    if (checksum === undefined) return {};
    return { checksum, note: checksum ? 'checksum fits' : 'checksum does not fit' };
  };
}

/** Without its sum it is any run of such characters. */
function stellarChecksum({ raw }: Candidate): Outcome {
  return checksumFits('stellar-checksum', raw) === true ? { checksum: true, note: 'checksum fits' } : DROP;
}

/** A project of its own mixes its name into the sum: only one that fits says anything. */
function supabaseChecksum({ raw }: Candidate): Outcome {
  return checksumFits('supabase-checksum', raw) === true ? { checksum: true, note: 'checksum fits' } : {};
}

/** `{"alg`, `{"typ`, `{"kid`, `{"enc`, `{"cty`, `{"jku`, `{"x5` in base64. */
const BEGINS_LIKE_JOSE = /^eyJ(?:hbGc|0eXA|raWQ|lbmM|jdHk|qa3U|4NX)/;
const NOT_DECODED: Outcome = { checksum: false, note: 'does not decode' };

/** RFC 7519. Header and payload must be JSON objects; what has no such header is some other dotted text. */
function jsonWebToken({ raw }: Candidate): Outcome {
  const [header, payload, signature] = raw.split('.');
  const head = json(header);
  // cut, masked or mistyped, as in tests and logs: what begins like a header is still worth a look
  const isMeant = BEGINS_LIKE_JOSE.test(raw) && (signature?.length ?? 0) >= 16;
  if (head === undefined) return isMeant ? NOT_DECODED : DROP;
  const encrypted = typeof head['enc'] === 'string';
  if (!encrypted && json(payload) === undefined) return isMeant ? NOT_DECODED : ASIDE('not-well-formed');
  if (typeof head['alg'] !== 'string') return { note: 'names no algorithm' };
  const algorithm = /^[A-Za-z0-9-]{1,12}$/.test(head['alg']) ? head['alg'] : 'unknown algorithm';
  if (head['alg'] === 'none' || signature === '' || signature === undefined)
    return { checksum: true, note: 'unsigned', strength: 'mixed' };
  return { checksum: true, note: algorithm };
}

function json(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The value is the whole URL around the signature. */
function presignedUrl({ raw, around }: Candidate): Outcome {
  const at = around.indexOf(raw);
  const before = /https?:\/\/[^\s"'<>`\\]{8,}$/.exec(around.slice(Math.max(0, around.lastIndexOf('http', at)), at));
  const behind = /^[^\s"'<>`\\]*/.exec(around.slice(at))![0];
  if (before === null) return ASIDE('not-well-formed');
  return { value: Buffer.from(before[0] + behind, 'latin1') };
}

/** What is signed stands in front of its signature; where it begins is tried when it is proved. */
function signedText({ raw, around, at }: Candidate): Outcome {
  const line = around.lastIndexOf('\n', at) + 1;
  return { value: Buffer.from(around.slice(line, at) + raw, 'latin1') };
}

/** Too little to be judged by its characters. */
const SHORT = 12;

/** What a format with a mark of its own leaves to chance: no word, no alphabet, not one character again and again. */
function varied({ raw }: Candidate): Outcome {
  const parts = raw.match(/[A-Za-z0-9]+/g) ?? [];
  const longest = (some: readonly string[]): string => some.reduce((a, b) => (b.length > a.length ? b : a), '');
  // an id of digits alone says nothing of the key beside it
  const body = longest(parts.filter((part) => part.length > SHORT && /[A-Za-z]/.test(part))) || longest(parts);
  if (body.length <= SHORT) return { strength: 'random' };
  const seen = look(body);
  const kinds = Number(seen.lower > 0) + Number(seen.upper > 0) + Number(seen.digits > 0);
  const least = body.length < 24 ? 2.5 : 3;
  const isVaried = kinds >= 2 || seen.surprise >= CHANCE;
  return isVaried && seen.entropy >= least && !isSequence(body) ? { strength: 'random' } : ASIDE('not-random');
}

function random({ raw }: Candidate): Outcome {
  return looksRandom(raw) ? { strength: 'random' } : ASIDE('not-random');
}

/** Of 2048 words, twelve that were drawn are nearly all different: what tools and standards show repeats itself. */
function seedPhrase({ raw }: Candidate): Outcome {
  return new Set(raw.split(' ')).size >= 10 ? {} : ASIDE('documentation');
}

function passwordHash({ raw }: Candidate): Outcome {
  if (!isPasswordHash(raw)) return ASIDE('not-well-formed');
  return { nature: 'hash', strength: 'random', note: 'hash of a password' };
}

/** What a pattern knows to be a password from the place where it stands: a literal, not code. */
function password(candidate: Candidate): Outcome {
  const { user = '', raw } = candidate;
  const isPlaceholder =
    /^(?:user_?(?:name)?|login|id|x+)$/i.test(user) && (isCommonPassword(raw) || new Set(raw).size === 1);
  if (isPlaceholder) return ASIDE('placeholder');
  const form = candidate.form === 'quoted' ? 'quoted' : 'option';
  return namedValue({ ...candidate, form, words: 'password', name: 'password' });
}

/** Letters and a number behind them: `Node7`, `PanelView2`. */
const NUMBERED = /^[A-Za-z]+\d{1,2}$/;

/**
 * One string behind another where somebody may log in, and no word that says so. Names, hosts and views stand side by side as well:
 * none has a digit, and a capital within or a sign.
 */
function unnamedPassword(candidate: Candidate): Outcome {
  const { raw } = candidate;
  const isChosen = raw.length >= 8 && /\d/.test(raw) && /[A-Za-z]/.test(raw) && /.[A-Z]|[!#$%&*+@^~]/.test(raw);
  const isNamed = NUMBERED.test(raw) || /[/:=?, <>(){}_-]/.test(raw);
  const isMade = raw.length >= 16 && strengthOf(raw) === 'random';
  return (isChosen && !isNamed) || isMade ? password(candidate) : DROP;
}
