/** The check of credentials in URLs. */
import { ASIDE, DROP } from './outcome.ts';
import { isCommonPassword, TRIED_FIRST } from './placeholders.ts';
import { strengthOf } from './randomness.ts';
import type { Candidate, Outcome } from './outcome.ts';
import type { Strength } from '../../model.ts';

/** A host with a port, or with what will become one. */
const PORT = /:(?:\d{1,5}|[%${][\w%${}.]*)?$/;
/** `host:port`: how the form of a URL is explained. */
const NAMED_PORT = /:[a-z_]*port$/i;
/** What may be left out stands in brackets: `user:password@host[:port]/name`. */
const OPTIONAL_PORT = /^@[\w.-]{1,63}\[:/;
/** This machine, its neighbours in a compose file, and names that no resolver knows (RFC 2606, RFC 6762). */
const LOCAL_HOST =
  /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[a-z][a-z0-9_-]*|(?!.*\.cluster\.).*\.(?:local|localhost|test|example|invalid))$/i;
const EXAMPLE_HOST =
  /(?:^|\.)(?:example\.(?:com|org|net)|example|domain\.(?:com|tld)|host\.com|server\.com|my-?server|your-?\w*|some-?host)$|^(?:host|hostname|server|ip|address)$|^your[.-]\w/i;
/** Users that documentation speaks of. */
const ANYBODY = /^(?:user(?:name)?|usr|name|login|foo)$/i;
/** What generators of new projects write into a comment: every `config/database.yml` of Rails has both. */
const OF_TEMPLATES = /^(my|some|cache)_?user:\1_?pass(?:word)?$/;

/** Credentials in a URL: the password is the secret, percent-decoded. */
export function urlCredentials({ raw, user = '', host: hostAndPort = '', around, at }: Candidate): Outcome {
  const host = hostAndPort.replace(PORT, '');
  const value = Buffer.from(decodePercent(raw), 'latin1');
  const password = value.toString('latin1');
  const strength = strengthOf(password);
  if (/^[{<]|^%(?![0-9A-F]{2})|\$\{|\{\{|\{[a-z_]+\}|%s|^\*+$|\.\.\.|["'`]/i.test(raw)) return ASIDE('reference');
  if (/^%[A-Za-z]\w*%$/.test(password) || (/^[$(]/.test(raw) && !isDrawn(raw, strength))) return ASIDE('reference');
  if (/[[\]]/.test(user) || raw.endsWith(']')) return ASIDE('reference'); // scheme://[user[:password]@]host
  if (OPTIONAL_PORT.test(around.slice(at + raw.length, at + raw.length + 72))) return ASIDE('documentation');
  if (/[^\x21-\x7e]/.test(raw)) return ASIDE('not-well-formed');
  if (/^\d{1,5}[#?]?$/.test(raw) && user.includes('.')) return DROP;
  const isExample = EXAMPLE_HOST.test(host);
  // user:password@example.com is how the form of a URL is explained; what else people write there may be what they use
  const isForm = (ANYBODY.test(user) || user === '') && isNamedPassword(password);
  if (isExample && isForm && (strength === 'word' || isCommonPassword(password))) return ASIDE('documentation');
  if (/^(?:x+|p|your.*|token|x-oauth-(?:basic|token)|x-access-token)$/i.test(password)) return ASIDE('placeholder');
  if (/^[A-Z]+(?:_[A-Z]+)*_(?:PASSWORD|SECRET|TOKEN|KEY)$/.test(password)) return ASIDE('placeholder');
  if (NAMED_PORT.test(hostAndPort) && strength === 'word') return ASIDE('placeholder');
  const isLocal = LOCAL_HOST.test(host) || /^[%${]/.test(host);
  if (isLocal && ANYBODY.test(user) && /^(?:my-?)?(?:pass(?:word|wd)?|pwd|pw)$/i.test(password)) return ASIDE('placeholder');
  if (isLocal && OF_TEMPLATES.test(`${user}:${password}`)) return ASIDE('placeholder');
  if (isExample && strength !== 'random') return { value, strength, note: 'host of an example' };
  if (isCommonPassword(password) || (user !== '' && user.toLowerCase() === password.toLowerCase())) {
    if (isLocal && !ANYBODY.test(user))
      return { value, strength: 'word', nature: 'public-default', note: 'well-known pair on a local host' };
    // whoever reaches the host is in
    const nature = isLocal || ANYBODY.test(user) ? 'public-default' : 'weak';
    return { value, strength: 'word', nature, note: TRIED_FIRST };
  }
  return { value, strength, ...(isLocal ? { note: 'local host' } : {}) };
}

/** `${NAME:-value}` in place of a password: what counts when the variable is not set. */
export function passwordIn(raw: string): string {
  return /\$\{[A-Za-z_]\w{0,48}:?-([^${}]{1,128})\}$/.exec(raw)?.[1] ?? raw;
}

/** A generator may begin with the sign of a variable; no variable has digits, both cases and other signs behind it. */
function isDrawn(raw: string, strength: Strength): boolean {
  return strength === 'random' && /[a-z]/.test(raw) && /[A-Z]/.test(raw) && /\d/.test(raw) && /[^\w$(){}.]/.test(raw);
}

function isNamedPassword(password: string): boolean {
  return isCommonPassword(password) || /pass|secret|pwd/i.test(password);
}

/** RFC 7617: what follows the word Basic; the password is the value. */
export function basicAuth(candidate: Candidate): Outcome {
  const pair = Buffer.from(candidate.raw, 'base64').toString('latin1');
  const [, user, password] = /^([\x21-\x39\x3b-\x7e]{0,64}):([\x20-\x7e]{1,128})$/.exec(pair) ?? [];
  if (user === undefined || password === undefined) return DROP;
  const outcome = urlCredentials({ ...candidate, raw: password.replaceAll('%', '%25'), user });
  return outcome.setAside === undefined ? { ...outcome, value: Buffer.from(password, 'latin1') } : outcome;
}

function decodePercent(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
