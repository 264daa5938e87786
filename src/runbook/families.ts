/**
 * What runbooks call the kinds of secrets: one table of families with their words, one from kind to family.
 * Providers count a little more than families; broad ones count only where nothing narrower is said.
 */

import type { Want } from './want.ts';

interface Family {
  readonly sort: 'family' | 'provider' | 'broad';
  /** Alternatives of a regular expression, tried on lower-case text at the start of a word. */
  readonly words: string;
  /** The family whose sections are for this one as well: "Payment provider keys" are Stripe's, and Stripe's nobody else's. */
  readonly within?: string;
}

/** Companies that are known by one word. */
function providersWithin(within: string, names: string): Readonly<Record<string, Family>> {
  return Object.fromEntries(names.split('|').map((name) => [name, { sort: 'provider', words: `${name}\\b`, within }]));
}

const FAMILIES: Readonly<Record<string, Family>> = {
  signing: {
    sort: 'family',
    words:
      'jwts?\\b|json web token|session (?:secret|key|sign)|sign(?:ing|ature) (?:key|secret)|token sign|' +
      'cookie secret|auth(?:entication)? (?:secret|key)|hs(?:256|384|512)',
  },
  encryption: {
    sort: 'family',
    words:
      'fernet|(?<!\\blet[\'’]?s[ -])encrypt|keks?\\b|deks?\\b|aes\\b|master key|clés? ma[iî]tres?|hauptschlüssel|' +
      'clave maestra|chiave (?:maestra|principale)|chave mestra|data key|at[- ]rest|verschlüssel|chiffrement|cifrad|criptograf|crittograf|' +
      'шифрув|暗号',
  },
  database: {
    sort: 'family',
    words:
      'databases?\\b(?! (?:encryption|field) )|dbs?\\b(?!-(?:backed|based|stored|side)\\b| (?:encryption|field) )|' +
      'postgres|pg(?:pass(?:word|file)?)?\\b|mysql|mariadb|mongo|rds\\b|sql server|(?<!sentry[ _-])dsns?\\b|datenbank|base de (?:données|datos)',
  },
  cache: { sort: 'family', words: 'redis|valkey|memcached|upstash' },
  broker: { sort: 'family', words: 'rabbit|amqp|kafka|mqtt|nats\\b' },
  // Keeping secrets in AWS Secrets Manager is no rotation of AWS credentials.
  aws: {
    sort: 'provider',
    words:
      'aws\\b(?!.{0,3}(?:secrets? manager|kms|ssm|parameter|sdk|lambda|cli))|iam (?:user|key|access|cred)|' +
      'access keys?\\b|akia',
  },
  github: { sort: 'provider', words: 'github|personal access token|pats?\\b' },
  gitlab: { sort: 'provider', words: 'gitlab' },
  npm: { sort: 'provider', words: 'npm\\b|package registry' },
  slack: { sort: 'provider', words: 'slack' },
  payments: { sort: 'family', words: 'payments?\\b' },
  ...providersWithin('payments', 'adyen|braintree|klarna|midtrans|mollie|paddle|paypal|paystack|razorpay|square|stripe|xendit'),
  mail: { sort: 'provider', words: 'smtp|sendgrid|resend\\b|mailgun|e-?mail (?:password|key|cred)' },
  model: { sort: 'provider', words: 'openai|anthropic|gemini|mistral|llms?\\b' },
  messenger: { sort: 'provider', words: 'telegram|discord|twilio' },
  certificate: { sort: 'family', words: 'tls\\b|ssl\\b|certificate|zertifikat|certificat' },
  'private-key': { sort: 'family', words: 'private keys?\\b|ssh\\b|deploy keys?\\b|pgp\\b|gpg\\b' },
  webhook: { sort: 'family', words: 'webhook (?:signing )?(?:secret|key)|(?:clés?|chiave|clave|secrets?|secretos?|segreto|segredo) (?:d[eiou]l? )?webhooks?' },
  oauth: { sort: 'family', words: 'oauth|oidc|client secret' },
  'basic-auth': { sort: 'family', words: 'basic[- ]auth|htpasswd|http cred' },
  password: { sort: 'broad', words: 'passwords?\\b|passwort|passwörter|mots? de passe|contraseñas?|passphrase' },
  'api-key': { sort: 'broad', words: 'api[- ](?:key|token|secret|schlüssel)|(?:clés?|claves?|chiavi|chiave|chaves?) (?:d[aei] |d[’\'])?api\\b' },
};

/** What a secret of a kind is called; a name adds the families its own words belong to. */
const OF_KIND: Readonly<Record<string, readonly string[]>> = {
  'jwt-secret': ['signing'],
  'json-web-token': ['signing'],
  'fernet-key': ['encryption'],
  'fernet-token': ['encryption'],
  'ansible-vault': ['encryption'],
  'laravel-payload': ['encryption'],
  'rails-credentials': ['encryption'],
  'age-file': ['encryption'],
  'sealed-secret': ['encryption'],
  'sops-value': ['encryption'],
  'aws-access-key': ['aws'],
  'aws-arn': ['aws'],
  'database-url': ['database'],
  'redis-password': ['cache'],
  'basic-auth-url': ['basic-auth'],
  'private-key': ['private-key', 'certificate'],
  'github-token': ['github'],
  password: ['password'],
  'api-key': ['api-key'],
  'generic-secret': [],
  'high-entropy-string': [],
  'hex-key': [],
  'public-key': [],
  'ssh-public-key': [],
  'bearer-token': [],
};

const COMPILED: readonly (readonly [string, RegExp])[] = Object.entries(FAMILIES).map(([name, { words }]) => [
  name,
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})`, 'u'),
]);

/** Whether a family is a broad one, which says little by itself. */
export function isBroad(family: string): boolean {
  return FAMILIES[family]?.sort === 'broad';
}

/** Families that a text names, broad ones only when no narrower one is there. */
export function familiesIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().replace(/_/g, ' ');
  const found = COMPILED.filter(([, pattern]) => pattern.test(words)).map(([name]) => name);
  const narrow = found.filter((name) => FAMILIES[name]?.sort !== 'broad');
  return new Set(narrow.length > 0 ? narrow : found);
}

/**
 * Families a secret belongs to, by its kind and by the words of its name and of its URL's scheme. Other kinds say it
 * themselves: stripe-key.
 */
export function familiesOf({ name, kind, scheme = '' }: Want): ReadonlySet<string> {
  // STRIPE_API_KEY is an API key as well, whoever gave it out
  const asKey = API_KEY.test(name.replaceAll('_', ' ')) ? ['api-key'] : [];
  const own = new Set([...familiesIn(name), ...familiesIn(scheme), ...asKey]);
  const ofKind = OF_KIND[kind] ?? vendorFamilies(kind);
  // REDIS_URL is an address as databases have them, and no database's
  const isElsewhere = own.has('cache') || own.has('broker');
  const isNone: Readonly<Record<string, boolean>> = { database: isElsewhere, certificate: saysOtherUse(name) };
  const all = [...own, ...ofKind.filter((family) => isNone[family] !== true)];
  return new Set([...all, ...all.flatMap((family) => FAMILIES[family]?.within ?? [])]);
}

const API_KEY = /(?<![a-z])api (?:key|token|secret)(?![a-z])/i;

/** A key that says what it is for stands in a certificate only if it says that: FCM_PRIVATE_KEY, one for SSH or PGP. */
function saysOtherUse(name: string): boolean {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.some((word) => !OF_ANY_KEY.test(word)) && ![...familiesIn(name)].includes('certificate');
}

const OF_ANY_KEY =
  /^(?:app|base64|dev|domain|ecdsa|file|host|https?|ingress|keys?|nginx|path|pem|private|prod|production|proxy|rsa|secret|server|site|staging|web)$/;

/** Whether a kind is one vendor's: stripe-key, sendgrid-key. */
export function isVendors(kind: string): boolean {
  return OF_KIND[kind] === undefined && /-(?:key|token)$/.test(kind) && [...familiesIn(kind.replaceAll('-', ' '))].every(isProvider);
}

/** What is a vendor's is an API key as well: "Third-party API keys" is for a sendgrid-key. */
function vendorFamilies(kind: string): readonly string[] {
  const said = [...familiesIn(kind.replaceAll('-', ' '))];
  return isVendors(kind) ? [...said, 'api-key'] : said;
}

/** A text without the words that make it one of a family. */
export function withoutFamily(text: string, family: string): string {
  const pattern = COMPILED.find(([name]) => name === family)?.[1];
  return pattern === undefined ? text : text.replace(new RegExp(`${pattern.source}\\p{L}{0,20}`, 'gu'), ' ');
}

/** A family is what a product serves: a database, a cache, a broker. */
export function isServed(family: string): boolean {
  return SERVED.has(family);
}

const SERVED: ReadonlySet<string> = new Set(['broker', 'cache', 'database']);

/** The kind that a name suggests, when only its name is known: GITHUB_TOKEN is a github-token. */
export function kindOfName(name: string): string | undefined {
  const families = familiesIn(name);
  return Object.entries(OF_KIND).find(([, own]) => own.some((family) => families.has(family)))?.[0];
}

/** A provider is a company or product, a family a way of using secrets. */
export function isProvider(family: string): boolean {
  return FAMILIES[family]?.sort === 'provider';
}
