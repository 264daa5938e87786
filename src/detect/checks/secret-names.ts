/**
 * What the name of an assignment promises, by its words (`db_password`): which family it belongs to, or that it names
 * something about a secret, a public half, a message.
 */
import type { Evidence } from '../../model.ts';

/** How much a name alone promises. */
export type Family = NonNullable<Evidence['family']>;

/** What may stand behind the word that promises a secret: where or when it is used, or that it is typed again. */
const WHERE = words(
  'dev development prod production stag(?:e|ing) test qa uat local old new current previous default confirmation ' +
    'confirm again repeat \\d+',
);

/** With what people leave out of the word: passwd, pswd, pasword. */
const PASSWORD =
  '\\w*(?:pa?ss?wo?r?d|pwd|pass_?(?:phrase|code|word)|pass|passwort|kennwort|wachtwoord|contrasena|senha|mot_?de_?passe|authtok|pre_?shared_?key)|psk|psw|(?:\\w*(?:bind|root|rcon|admin|user|db|sql|ftp|ldap|smtp|mail|vnc)_?)?pw';

const FAMILIES: readonly (readonly [Family, RegExp])[] = [
  ['password', ending(PASSWORD)],
  ['secret', ending('\\w*secrets?|\\w*credentials?|\\w*secret_?key(?:_?base)?|secret_?or_?(?:private_?)?key|signing_?key|pepper')],
  ['token', ending('\\w*token|\\w*bearer|\\w*authorization|pat')],
  ['key', ending('\\w*key|\\w*(?:api|access|secret)_?keys|\\w*salt|\\w*auth')],
];

/** The family that the last word of a name puts it in. */
export function familyOf(name: string): Family | undefined {
  return FAMILIES.find(([, fits]) => fits.test(name))?.[0];
}

/** Public halves, keys of tables and keyboards, counts of tokens: nothing that opens anything. */
export function isNoSecretName(name: string): boolean {
  return PUBLIC.test(name) || UNRELATED.test(name) || HASHED.test(name) || NAMES.test(name) || ELSEWHERE.test(name);
}

/** `NO_PASSWORD`, `allowNoPass`: whether there is one. */
export function asksWhether(name: string): boolean {
  return /(?:^|_)no_?pass(?:wd|word)?$/.test(name);
}

/** `cacheKey`, `key`: what kind of key it is, the name does not say. */
export function isUnspecificKey(name: string): boolean {
  return !SPECIFIC_KEY.test(name);
}

/** Names of messages and of actions: what stands there is a text or a call, unless it looks like no word. */
export function isSpokenName(name: string): boolean {
  return SPOKEN.test(name);
}

/** One of the words promises a secret, though not the last one, and the last one does not say what it is instead. */
export function mayHoldSecret(name: string): boolean {
  return SPEAKS.test(name) && (!ABOUT.test(name) || saysWhatFor(name));
}

/** `password_for_email`, `passwordOfUser`: whose it is, whatever that is. */
export function saysWhatFor(name: string): boolean {
  return /(?:password|passwd|pwd)_(?:for|of|in|on|to|from|with|at)(?:_[a-z]+){1,3}$/.test(name);
}

/** What it names signs or encrypts: whoever guesses it makes sessions, cookies or tokens of his own, or reads what is kept. */
export function signs(name: string): boolean {
  return SIGNS.test(name);
}

export function isPasswordName(name: string): boolean {
  return /pass|pwd|authtok|pre_?shared_?key|kennwort|wachtwoord|contrasena|senha|(?:^|_)(?:pw|psw|psk)$/.test(name);
}

/** Whatever stands under this name, it is no secret. */
export function namesNoSecret(name: string): boolean {
  return isNoSecretName(name) || (familyOf(name) === undefined && !mayHoldSecret(name));
}

const PUBLIC = new RegExp(
  `(?:^|_)(?:${words(
    'public public_key pub publishable foreign primary sort partition cache map object translation i18n idempotency site ' +
      'csrf(?:_?middleware)? xsrf authenticity verification request_verification client_request lifecycle_action next page ' +
      'continuation pagination sync cancel ' +
      'cancellation input output stop end start unk pad eos bos sep cls ' +
      'mask special max lock row hash range group routing shard dict index unique composite surrogate ' +
      'natural candidate keyboard hot shortcut arrow license host claim react web_?socket opaquelock translate ' +
      'field column has is no mapping',
  )})_?(?:key|token|pass)s?$|^place_?(?:key|token)$`,
);
const SIGNS = new RegExp(
  '(?:^|_)(?:(?:session|cookie|sign(?:ing)?|jwt|nextauth|auth|token|hmac|app)_?secret(?:_?key)?' +
    '|secret_?key(?:_?base)?|signing_?key|(?:enc(?:r(?:ypt(?:ion)?)?)?|crypto?|cipher|aes|des)_?(?:key|secret))$|^secret$',
);
/** `encrypted_key` of a JWE, `hashedPassword`: what was made of one. */
const HASHED = /(?:^|_)(?:(?:hashed|crypted|digested)_?(?:password|passwd|pwd|pass|secret)|(?:encrypted|wrapped)_?key)$/;
/** `flagNameDbPassword`, `ENV_NAME_TOKEN`: what a setting is called; `public_key_numbers`: what a public half is made of. */
const NAMES = /(?:^|_)public_key_|(?:^|_)(?:flag|option|opt|env|var|field|column|attribute|attr|property|prop|header|param|cookie|setting|config|key)_name_/;
/** `existingSecret`, `configFromSecret`, `TS_KUBE_SECRET`: how the object is called in which the cluster keeps it. */
const ELSEWHERE = /(?:^|_)(?:existing_(?:\w+_)?|from_|kube_)secret(?:_name|_key)?$/;
const SPECIFIC_KEY =
  /(?:api|access|priv(?:ate)?|secret|sign(?:ing)?|signature|auth|oauth2|unseal|encrypt(?:ion)?|decrypt(?:ion)?|crypto?|cipher|aes|fernet|(?<![a-z])(?:encr?|des)|rsa|ssh|gpg|pgp|hmac|jwt|jwk|jws|master|service|account|shared|storage|client|consumer|app(?:lication)?|deploy|admin|root|server|session|cookie|validation|license|subscription|security|rest|write|read|webhook|bot|integration|publisher|secure|ssl|tls|sas|kms|vault|wallet|customer|instrumentation|ingest(?:ion)?|stripe|google|aws|azure|maps?|token|credential)s?_?(?:key|auth)/;
const UNRELATED = new RegExp(
  `(?:^|_)(?:(?:${words(
    'keyboard monkey turkey hockey donkey jockey whiskey compass bypass by_pass trespass encompass surpass token_?count ' +
      'on_pass minipass getpass askpass sshpass keepass lastpass multipass web_?credentials (?:any|all|render|sub|shader|shadow|first|second|boarding|battle)_?pass(?!w|p|c)',
  )})\\w*|tokens)$`,
);
const SPOKEN = new RegExp(
  `^(?:${words(
    'label msg message error err invalid enter forgot reset set change confirm show hide new no missing wrong bad ' +
      'disabled incorrect verify validate update get fetch create delete is has use max min allow require enable disable ' +
      'button title lbl txt type',
  )})_.*(?:pass|pwd|token|secret|key)`,
);
const SPEAKS = /(?:password|passwd|passphrase|secrets?|tokens?|key|(?:^|_)(?:pwd|pass|credentials?))(?:_|$)/;
const ABOUT = new RegExp(
  `_(?:${words(
    'stream chars alphabet reg regexp? re expr decoder encoder parser reader writer listener urls? uris? ' +
      'address(?:es)? audience issuer contract balance symbol amount usage limit tag owner user account email ' +
      'username status state result response request json xml yaml bytes field fields hash hashed ids? name names length ' +
      'len size type types path file files filename dir label title text message msg error errors hint help ' +
      'placeholder policy regex pattern min max prefix suffix expiry expires expiration ttl timeout age count ' +
      'index header headers param params parameter input form format algorithm alg class provider manager store ' +
      'service version ref arn endpoint host port enabled disabled required strength valid invalid validator ' +
      'check column page view route button link icon style color selector element attribute attr property test ' +
      'tests spec mode method func function callback handler helper exists set at date time scope scopes data ' +
      'info description desc fingerprints? schemes? rules? generator factory encoder template cmd command option options flag ' +
      'secret_name stdin program mint charset characters validation example identifiers? proof',
  )})$`,
);

function words(list: string): string {
  return list.replaceAll(' ', '|');
}

function ending(last: string): RegExp {
  return new RegExp(`(?:^|_)(?:${last})\\d*(?:_(?:${WHERE}))*$`);
}
