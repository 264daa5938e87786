/**
 * Values that are no secrets although they stand where secrets stand: placeholders, references to where the secret
 * really is, ciphertext. Each gets a reason, nothing is dropped silently.
 */
import { looksRandom } from './randomness.ts';
import type { SetAsideReason } from '../../model.ts';

/** What a value is for: what everybody tries first is a real password, and a real key of what signs, though a weak one. */
export type Use = 'password' | 'signing' | 'other';

/** @param value as written, unquoted; @param name normalised name (detect/assignment/assignment.ts) or '' */
export function notASecret(value: string, name: string, use: Use): SetAsideReason | undefined {
  if (isCiphertext(value)) return 'ciphertext';
  if (value.length > LONGEST) return undefined;
  if (isReference(value) && !(use === 'password' && SIGN_FOR_LETTER.test(value))) return 'reference';
  // wJalr…EXAMPLEKEY, AQoDY…wEXAMPLE…: AWS writes it into what it made for its pages
  if (use !== 'password' && value.length >= 20 && value.includes('EXAMPLE') && !/EXAMPLE_|_EXAMPLE/.test(value)) return 'documentation';
  if (isPlaceholder(value, name, use)) return 'placeholder';
  return A_DAY.test(value) ? 'not-random' : undefined;
}

/** `| JWT_SECRET | 2026-11-20 |`: when it was rotated. */
const A_DAY = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Nobody writes a longer placeholder, and looking for words in long values would take its time. */
const LONGEST = 512;

const CIPHERTEXT = [
  /^ENC\[(?:AES256_GCM|PKCS7),/, // SOPS, hiera-eyaml
  /^ENC\(/i, // Jasypt
  /^\{cipher\}/, // Spring Cloud Config
  /^\$ANSIBLE_VAULT;/,
  /^!vault\b/,
  /^\$?encrypted[:$][A-Za-z0-9+/]/, // dotenvx
  /^(?:vault|enc):v\d+:/, // Vault transit, and what applications do likewise
  /^(?:kms:|enc:)?AQICAH[A-Za-z0-9+/]/, // AWS KMS
  /^Ag[A-D][A-Za-z0-9+/]{200}/, // SealedSecret
  /^(%\^%#|%\$%\$|@%@%|%@%@).+\1$/, // Huawei's devices
  /^[0-7]\.[A-Za-z0-9+/]{22}==\|[A-Za-z0-9+/]+={0,2}(?:\|[A-Za-z0-9+/]{43}=)?$/, // Bitwarden: type.iv|data|mac
  /^(?:wc[BF]MA|hQ[EI]MA|w[VX]4D|hF4D)[A-Za-z0-9+/]{100}/, // OpenPGP, without armour
  /^-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE)/,
];

function isCiphertext(value: string): boolean {
  return CIPHERTEXT.some((form) => form.test(value));
}

const REFERENCE = [
  /^\$(?:\{|\()/, // ${VAR}, ${{ secrets.X }}, $(command)
  /^\${1,2}[A-Za-z_]\w*(?:$|->|::|[.[(/:-])/, // $VAR, $this->x; but `$ecure!` is a password
  /^%(?:[A-Za-z_][\w.-]*%|\([\w.]+\)|[A-Za-z_]+\(|\d\$[a-z]|[a-z](?:$|\d{2}\[))/, // %VAR%, %(name)s, %env(X)%, %1$s, %s, %b64[…]
  /^\{\{|^\{%|^<%|^#\{|^@@|^__[A-Z]|^<<|^\[\[/, // templates
  /\{(?!noop\})[a-z_][a-z0-9_-]{1,39}(?::[\w.-]{1,16})?\}/, // {name}, {hex:64}: filled in later; {noop} is none of Spring's hashes
  /.\{[A-Z][A-Za-z0-9]{2,31}(?:\.[A-Za-z]\w*)*\}/, // p={VapidKey}
  /^env\(\w+\)$/, // Supabase
  /^\{[A-Z][A-Z0-9]*_[A-Z0-9_]{1,40}\}/, // f"{PREFIX}NAME"
  /^[A-Z][A-Z0-9_]*:(?:latest|\d{1,4})$/, // NAME:version of Google's Secret Manager
  /^(##|%%|__|~~|\|\|)[A-Za-z][\w.-]*\1$/, // ##SMTP_PASSWORD##, __dbPassword__
  /^([@#~^|?])(?=[a-z\d._-]*(?:pass|pwd?|secret|token|key))[a-z][a-z\d._-]*\1$/i, // @db.password@
  /^(?:&{1,2}|:)(?=\w*(?:pass|pwd?|secret|token|key))[a-z_]\w*\.?$/i, // &app_pw of SQL*Plus, :pw of a statement
  /^[%@?][{([][A-Za-z][\w.:/-]*[\])}]?$/, // %{DB_PASSWORD}, @(DbPassword), ?{vaultkv:db/password}
  /^(?!https?:)(?:ref\+)?[a-z][a-z\d+.-]{1,20}:\/\/[\w./#+?=&-]+$/, // sm://db-password: nobody stands before an @
  /^!(?:Ref|Sub|GetAtt|secret|env|ImportValue)\b/,
  /^@?(?:vault|ref\+\w+|op|awssm|aws-sm|gcp-sm|ssm|doppler|keeper|infisical|keyring|file|env|secret|azurekeyvault):(?!v\d+:)/i,
  /^<path:/,
  /^@[.~]?\//, // curl's @file
  /^projects\/[^/]+\/secrets\//,
  /^\[(?:parameters|variables|reference|listKeys|concat|format|if|coalesce|guid|uniqueString|newGuid)\(/, // [parameters('x')] of Azure's templates
  /^\{(?:\d{1,2}|[A-Za-z_]\w*)(?:[:,][^{}]{0,16})?\}?(?:\{(?:\d{1,2}|[A-Za-z_]\w*)|$)/, // {0}{1}, {host}{port: of a format
  /(?:^|[=:/])#[$@]{1,2}[a-z_]\w{2,63}$/, // #@name, #$name of Ruby
  /^@Microsoft\.KeyVault\(/,
  /^arn:aws[a-z-]*:(?:secretsmanager|ssm|kms):/,
  /^(?:\/run\/secrets\/|\/var\/run\/|\/etc\/|~\/|\.{1,2}\/)/,
  /^(?:process\.env|import\.meta\.env|os\.environ|os\.getenv|System\.getenv|std::env|ENV\[|getenv|secrets\.|var\.|local\.|data\.|env\.|config\.|settings\.|this\.|self\.)/,
];

/** `$ummer2023`: a sign for a letter. A program numbers its variables by one digit, and says in their names what they keep. */
export const SIGN_FOR_LETTER = /^\$(?!\w*(?:pass|pwd|secret|token|key|user|host|name|hash|arg|var))[a-z]{4,12}\d{2,4}[!#@]?$/;

function isReference(value: string): boolean {
  return REFERENCE.some((form) => form.test(value));
}

/** Blanks behind a name; a pair in a URL or a header has to say something, and there they are what everybody tries. */
const BLANK_OR_COMMON = ['pwd', 'foo', 'bar', 'baz', 'qux'];

/** Whole values (case and separators folded) that people write where a secret will stand. */
const BLANKS = new Set(
  (
    'change changethis replaceme replace replacethis todo tbd fixme none null nil undefined true false yes no empty unset ' +
    'example sample dummy fake placeholder redacted filtered masked hidden removed yoursecret secretkey yourpassword mytoken ' +
    'yourtoken defaultvalue apikey myapikey yourapikey string text value required insert enter optional your sameorigin include omit ' +
    'privatekey publickey accesskey ' +
    'gitlabcitoken ' + // of which kind the token in the other field is
    'passwort kennwort wachtwoord contrasena senha motdepasse ' +
    'secrettoken accesstoken bearer basic auth credentials n/a token key username'
  )
    .split(' ')
    .concat(BLANK_OR_COMMON),
);

/** What everybody tries first: a password wherever nobody changed it, and a placeholder for any other secret. */
const COMMON = new Set(
  (
    'password passwd passw0rd p@ssw0rd pass mypassword somepassword rootpassword adminpassword userpassword testpassword ' +
    'dbpassword postgrespassword secret mysecret somesecret supersecret topsecret mysecretpassword changeme changeit default ' +
    'admin administrator root user guest test testing demo foobar postgres mysql mongo redis letmein welcome login ' +
    'heslo haslo sifre parola parole passord adgangskode kodeord losenord salasana jelszo lozinka geslo ' +
    'parool sandi contrasinal palavrachave ' +
    'master hello abc asdf qwerty password1 password12 password123 admin123 root123 test123 abc123 pass123 hunter2'
  )
    .split(' ')
    .concat(BLANK_OR_COMMON),
);

/** A word, a walk over the keyboard or one character again and again, as people choose them for passwords. */
export function isCommonPassword(value: string): boolean {
  const folded = fold(value);
  return (
    value.length >= 3 &&
    (COMMON.has(folded) || isWalk(folded) || /^(\w{1,3})\1+$/.test(folded)) &&
    !/^(?:x{3,}|(.)\1{15,})$/.test(folded)
  );
}

function fold(value: string): string {
  return value.toLowerCase().replace(/[-_ .:]/g, '');
}

/** Words that ask for another value: `your-api-key-here`, `<insert token>`. */
const ASKS =
  /(?:^|[^a-z])your[-_ .]?(?:[a-z\d]+[-_ .])*(?:secret|password|passwd|token|key|credential|value|string)|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|(?:goes|put|insert|enter|paste)[-_ ]?(?:here|your)|placeholder|redacted|example(?![a-z])|[-_ ]here$|^(?:todo|fixme|tbd)\b|^(?:dummy|sample|fake)[-_ ]/i;
/** `ChangeMe123!`: as the rules of a company want it, and in use. */
const ASKS_ANYWAY = /^(?:(?:please)?change[-_ ]?(?:me|this|it)|example|(?:my|some|the)(?:secret|pass(?:word|wd)?))[-_@!#$]?\d{1,4}[!#$@*?]{0,2}$/i;
/** Words that only say what stands there: `my-secret-key`, `some_token`; but not `mysql_password`. */
const SAYS =
  /(?:^|[^a-z])(?:my|some|the|an?)(?:[-_ .](?:[a-z]+[-_ .])*)?(?:secret|password|passwd|token|key|credential|value|string)|do[-_ ]?not[-_ ]?use/i;

function isPlaceholder(value: string, name: string, use: Use): boolean {
  if (value.length < 3 || isBracketed(value) || /^\\u003c[\w -]+\\u003e/i.test(value) || /^eyJ[\w-]+\.{3,}$/.test(value)) return true;
  if (
    // bullets and an ellipsis, byte by byte, are among them
    /\*{3,}|\.{3,}|(?:\xe2\x80\xa2){2,}|\xe2\x80\xa6|x{4,}|X{4,}|[-_]x{3}$|_{4,}|#{3,}/.test(value) &&
    !/[A-Za-z0-9+/]{24,}/.test(value.replace(/x{4,}|X{4,}/g, ''))
  )
    return true;
  if (isAlphabet(value)) return true;
  if (use === 'signing' && signsAnyway(value, name)) return false;
  const folded = fold(value);
  if (BLANKS.has(folded.replace(/^[[(<{]|[\])>}]$/g, ''))) return true;
  if (use === 'password' && isCommonPassword(value)) return false;
  if (use === 'password' && (/^\d{4,}$/.test(value) || ASKS_ANYWAY.test(value))) return false;
  if (use === 'password' && /^[a-wyz]{4,8}$/i.test(value) && new Set(folded).size === 2) return false; // odoo, anna
  if (COMMON.has(folded) || isWalk(folded) || new Set(folded).size <= 2) return true;
  return ASKS.test(value) || SAYS.test(value) || /^[Yy]our(?:[A-Z][a-z]+)+$/.test(value);
}

/**
 * `abcdefghijklmnop`, `AAAAAAAAAAAA`: typed where a key belongs. Nobody can tell whether it was left so; what is masked, or
 * blank, has an x or a zero in each place.
 */
export function isInRow(value: string): boolean {
  return isAlphabet(value) || (/^[A-Za-z\d]{8,}$/.test(value) && !/^[x0]+$/i.test(value) && isWalk(fold(value)));
}

/** Both alphabets, and no letter or digit twice: a set from which others are drawn. */
function isAlphabet(value: string): boolean {
  if (value.length < 52 || value.length > 99) return false;
  const letters = value.replace(/[\W_]/g, '');
  return letters.length >= 52 && new Set(letters).size === letters.length;
}

/** Note of such a value, by which it is weighed later. */
export const IN_A_ROW = 'one character after another';

/** `<your secret>`, `[token]`, `(none)`; what else stands between brackets may be a password, or hold what a machine made. */
function isBracketed(value: string): boolean {
  if (value[0] === '{' && value.split(/[^\w+/=.-]+/).some((part) => part.length >= 16 && looksRandom(part))) return false;
  return /^<[^<>]*>$|^\{[^{}]*\}$|^\[[\w .,:'"/-]*\]$|^\([\w .,:'"/-]*\)$/.test(value);
}

/** `password=password`, `secret: jwt_secret`: the name, or the end of it, once more. */
export function isEcho(value: string, name: string): boolean {
  const folded = fold(value);
  const plain = name.replaceAll('_', '');
  return name !== '' && (folded === plain || (folded.length > 5 && plain.endsWith(folded)));
}

/** Note of what everybody tries first, by which it is weighed later. */
export const TRIED_FIRST = 'what everybody tries first';

/** Note of what a comment shows. */
export const EXPLAINED = 'explained in a comment';

/** What is said of a key that somebody made up: weak, and why. */
export function guessable(value: string): { readonly nature: 'weak'; readonly note: string } {
  const isSecret = /^(?:\w{0,8}secret|secret\w{0,4}|dev|test)$/.test(fold(value));
  const isTriedFirst = isSecret || isCommonPassword(value) || SAYS.test(value);
  return { nature: 'weak', note: isTriedFirst ? TRIED_FIRST : 'guessable: under 32 characters or of low entropy' };
}

const NO_VALUE =
  /^(?:none|null|nil|undefined|true|false|yes|no|unset|string|text|value|required|optional)$/;

/** Tokens are signed with `supersecret` wherever somebody wrote just that, and everybody's list begins with it. */
function signsAnyway(value: string, name: string): boolean {
  const folded = fold(value);
  if (ASKS.test(value) && !COMMON.has(folded)) return false;
  if (/^(.)\1{7,}$/.test(value) || NO_VALUE.test(folded)) return false;
  if (new Set(folded).size === 2) return true; // shhhh
  return isCommonPassword(value) || isEcho(value, name) || SAYS.test(value) || /secret|key/.test(folded);
}

const WALKS = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '0123456789abcdef0123456789abcdef',
];

/** The value is a walk over digits, the alphabet or the keyboard, or repeats one piece of at most four characters. */
function isWalk(folded: string): boolean {
  if (WALKS.some((walk) => walk.includes(folded))) return folded.length >= 4;
  for (let piece = 1; piece <= 4; piece++) {
    if (
      folded.length >= piece * 4 &&
      folded ===
        folded
          .slice(0, piece)
          .repeat(Math.ceil(folded.length / piece))
          .slice(0, folded.length)
    )
      return true;
  }
  return false;
}
