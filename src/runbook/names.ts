/**
 * Names of secrets as configuration and runbooks write them: JWT_SECRET, `Jwt:Secret`, JWT_SECRETS["v1"], VAPID_*.
 * Everything here is bounded by the length of a name.
 */

const MAX_NAME = 120;
const SECRET_WORD = /secret|passw|passphrase|key|token|cred|auth|salt|pepper|dsn|url|uri|cert|pwd|kubeconfig/i;
const LAST_WORD = /-(?:secret|password|passphrase|key|token|credentials?|dsn|pepper|salt)$/;
const FILE_NAME = /\.(?:json|ya?ml|py|[cm]?[jt]sx?|rb|sh|md|env|log|toml|ini|html?|txt|go|java|sql|tf|conf|cfg)$/i;

/** Tells names of secrets from other words; inside a code span less is asked of them. */
export function isName(token: string, inCode: boolean): boolean {
  if (token.length < 3 || token.length > MAX_NAME || FILE_NAME.test(token)) return false;
  if (/^[A-Z][A-Z0-9]*(?:__?[A-Z0-9]+)+$/.test(token)) return true;
  if (/^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(token)) return SECRET_WORD.test(token);
  if (/^[A-Za-z]\w*(?:[:.]\w+)+$/.test(token)) return SECRET_WORD.test(token);
  // as vaults spell them: `mqtt-broker-password`, and not `rotate-secret-now`
  if (inCode && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(token)) return LAST_WORD.test(token);
  return inCode && /^[A-Z][A-Z0-9]+$/.test(token) && SECRET_WORD.test(token);
}

/** Whether a name promises a secret, as JWT_SECRET does and AWS_PROFILE does not. */
export function soundsSecret(name: string): boolean {
  return SECRET_WORD.test(name.slice(0, MAX_NAME));
}

/** Tells `VAPID_*`, `*_api_key` and `DATABASE_*_URL` from footnotes such as `NAME*`. */
export function isGlob(token: string): boolean {
  return token.length <= MAX_NAME && /^(?:\*_\w+|\w*_\*|\w+_\*_\w+)$/.test(token);
}

/** FOO_KEY/TOKEN, or KEY_A/B/C: what stands behind a slash takes the place of the last word. */
const ENDINGS = /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)((?:\/[A-Z0-9]{1,24})+)\b/g;

function spelledOut(text: string): string {
  return text.replace(ENDINGS, (_, name: string, endings: string) =>
    [name, ...endings.slice(1).split('/').map((ending) => name.replace(/[^_]{0,300}$/, ending))].join(' '),
  );
}

/** Names and globs of a text, as written; ` / _SECRET` after FOO_KEY is FOO_SECRET, with FOO_KEY from `before` too. */
export function namesIn(text: string, inCode: boolean, before?: string): readonly string[] {
  const names: string[] = [];
  for (const word of spelledOut(text).split(/[\s,;()|/"'`[\]{}<>=→—–…]+/)) {
    const token = word.replace(/^[:.]{1,8}|[:.!?]{1,8}$/g, '');
    const previous = names[names.length - 1] ?? before;
    if (isGlob(token)) names.push(token);
    else if (isName(token.replace(/\*$/, ''), inCode)) names.push(token.replace(/\*$/, ''));
    else if (/^_[A-Z0-9]{2,40}$/.test(token) && previous) names.push(previous.replace(/_[^_]*$/, token));
  }
  return names;
}

/** The words of a name, lower case, the last one singular, key-map versions dropped: JWT_SECRETS.v1 is jwt_secret. */
export function canonicalName(name: string): string {
  const words = withoutAccess(name.slice(0, MAX_NAME))
    .replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  while (words.length > 1 && /^(?:v?\d+)$/.test(words[words.length - 1] ?? '')) words.pop();
  const last = words.pop();
  if (last === undefined) return '';
  return [...words, singular(last)].join('_');
}

/** `process.env.JWT_SECRET` and `config.jwtSecret` are how code gets at JWT_SECRET. */
function withoutAccess(name: string): string {
  const bare = name.replace(ACCESS, '');
  return /[a-z0-9][_-]?[A-Z]|[A-Za-z0-9][_.:-][A-Za-z0-9]/.test(bare) ? bare : name;
}

const ACCESS = /^(?:(?:process|import\.meta|os|this|self|app|cfg|conf|config|configuration|env|environ|options|opts|settings)\.)+/i;

/** The same name with what environments, build tools and key overlap put around it taken off. */
export function bareName(canonical: string): string {
  const words = canonical.split('_');
  while (words.length > 2 && AROUND.test(words[0] ?? '')) words.shift();
  while (words.length > 2 && BEHIND.test(words[words.length - 1] ?? '')) words.pop();
  return words.join('_');
}

const AROUND = /^(?:next|private|public|vite|react|app|prod|production|staging|dev|test)$/;
const BEHIND = /^(?:file|previou|previous|old|new|current|fallback|id|prod|production|staging|dev|base64|b64|hex)$/;

/** Whether a glob of a runbook covers a name. */
export function globCovers(glob: string, name: string): boolean {
  const text = name.toLowerCase();
  const [start = '', end = ''] = glob.toLowerCase().split('*');
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

/** "If a signing key leaked (not just an API key)" is not about API keys. */
export function withoutDenied(heading: string): string {
  return heading.replace(DENIED, ' ');
}

const NO = 'not|nicht|kein\\p{L}*|non|pas|instead of|rather than|other than|except(?: for)?|excluding|statt|außer';
const DENIED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${NO})\\s[^,;.:()]{0,80}`, 'giu');

/** Whether a heading spells a name of at least two words: "JWT Secret Rotation" does JWT_SECRET. */
export function spells(text: string, canonical: string): boolean {
  if (!canonical.includes('_')) return false;
  const words = withoutLonger(withoutDenied(text), canonical)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map(singular);
  return `_${words.join('_')}_`.includes(`_${canonical.split('_').map(singular).join('_')}_`);
}

/** `BOT_TOKEN_SECRET` is a name of its own, and spells no BOT_TOKEN. */
function withoutLonger(text: string, canonical: string): string {
  return text.replace(/[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}/g, (name) => (canonicalName(name) === canonical ? name : ' / '));
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
