/** Text behind a name that is code, a type, a template or an address, and no literal. */
import { isDottedKey, isDrawnFromAll, isTwoWords, mayBeWritten } from './code-or-password.ts';
import { beginsInBase64, isGzip } from './known-data.ts';
import { wordOfOtherLetters } from './other-letters.ts';
import { SIGN_FOR_LETTER } from './placeholders.ts';
import { isPasswordName } from './secret-names.ts';
import type { Candidate } from './outcome.ts';
import type { SetAsideReason, Strength } from '../../model.ts';

const EXPRESSION =
  /^(?:New|Get|Read|Import|ConvertTo|ConvertFrom)-[A-Z]|^\{[A-Za-z_$][\w$]*(?:[.(:]|$)|[;)]\(|^\[:?\w*$|^\/\^|^\/.*\/[dgimsuvy]{0,8}$|^\/[dgimsuvy]{0,8}\)|^\.[*+]|^[A-Za-z_$@][\w$]*(?:\.|->|::|\?\.)[A-Za-z_$]|[([{]$|^\(|\w\(|^\$|^@(?:[A-Za-z_]+\d*|[A-Z][A-Z\d_]*|\d+)$|^&|^\*|^%[sdvq]|\[\w*\]$|^\[\{[A-Za-z_$]|^[A-Za-z_$@][\w$.]*\[|^[A-Za-z_]\w*\$(?!(?:19|20)\d\d$)\d+$|^(?:new|await|return|function|lambda|typeof|not|self|this|std|fmt|f"|require|import|async)\b|=>|\|\||&&|^!(?!.*\d)|^![01]\b|^[<>]|^::[a-z]|^\w*\)\.[A-Za-z_]|^\w+\.\(\*|^\|\w*\|$/;
const TYPES =
  /^(?:string|str|bytes?|number|int|integer|boolean|bool|object|any|unknown|void|char|varchar|text|float|double|long|optional|nullable|null|nil|none|undef|undefined|nullptr|true|false|required|array|list|dict|map|uuid|date|datetime|buffer|function|symbol|utf-?8(?:mb[34])?|unit|secretstr(?:ing)?|secretbytes|securestring|self|this|super|default)\b(?![-_@#\d]|!.)/i;

/** What is signed with a key of AWS names that key's id, a day, a region and a service. */
const SCOPE = /^[^/]{1,128}\/\d{8}\/[\w-]+\/[\w-]+\//;

/** `^1.2.3`, `>=2.0.0-beta.1`: packages have names like getpass. */
const VERSION = /^(?:npm:)?(?:[\^~<>=]{1,2} ?)?v?\d{1,5}\.(?:\d{1,5}|x|\*)(?:\.(?:\d{1,5}|x|\*))?(?:[-+][\w.-]+)?$/;

/** `e}visit(e){`: a value ends, and the next method begins, as in code without blanks. */
const METHOD = /^[\w$.]+\}[\w$]+\([\w$,]*\)\{/;

/** `required|string|min:8`, `min:6,confirmed`: what a value must be. */
const VALIDATION = /^(?:min|max|between|size):\d+[|,]|^[a-z_]{3,}(?::[\w,.]+)?(?:\|[a-z_]{2}[a-z_\d]+(?::[\w,.]+)?)+$/;

/** `db-key=$key`, `API_KEY=api-key:latest`, `helm-key:passphrase`: passed on under a name, by its name and version, or its field. */
const PASSED_ON =
  /^[\w.-]{1,128}=(?:\$\{?\w+\}?|[\w-]{1,255}:latest)(?:,|$)|^(?:[A-Z_]{2,64}=)?[a-z]+(?:-[a-z]+)+:(?=[a-z_]*(?:key|pass|token|secret))[a-z_]+$/;

/** `{$name}`, `{$user->name}`, `{$row['name']}`: what PHP fills in between double quotes. */
const FILLED_IN = /\{\$[A-Za-z_]\w*(?:->\w+|\['?\w+'?\])*\}/;

/** `password:api`, `Confirmed:other`: with what a value is compared. */
const COMPARED_WITH = /^(?:current_)?(?:password|confirmed|same|different|required_\w+):[A-Za-z_,.]+$/i;

/** `AES-256-GCM`, `scram-sha-256`, `PBKDF2WithHmacSHA256`: with what it is kept. */
export const ALGORITHM = /^(?:(?:aes|s?sha|hmac|rsa|scram|chacha|poly|gcm|cbc|ctr|pbe|pbkdf|[bs]?crypt|argon|with|and|md)[-_\d]{0,6})+$/i;

/** `App\\Auth\\Password::class`, `Hash::make($data[`: what PHP calls a class and its methods by. */
const OF_CLASS = /^\\?[A-Z]\w*(?:(?:\\[A-Z]\w*)*::(?:class$|[A-Za-z_]\w*(?:\(|$))|(?:\\[A-Z]\w*)+\()/;

/** `Acme\\Auth\\PasswordBroker`, in JSON with two strokes: a class of PHP or .NET, by its full name. */
const OF_NAMESPACE = /^\\{0,2}[A-Z][A-Za-z\d]+(?:\\{1,2}[A-Z][A-Za-z\d]+)+$/;

/** `cassandra.ssl.truststore.password`, `main.realm.systemPassword`: under which name settings keep it. */
const OF_SETTINGS = /^[a-z][\w-]*(?:\.[A-Za-z][\w-]*){2,}$/;

/** `acme.auth.shared:SharedPasswordAuthenticator`: where Python finds a class, by its module. */
const OF_MODULE = /^[a-z_]\w*(?:\.[a-z_]\w*)*:[A-Z][a-z]+(?:[A-Z][a-z]+)+$/;

/** `{"id":"…","publicKey":"…"}`: a credential of WebAuthn, as the server keeps it: the public half. */
const PASSKEY = /^\{.{0,256}\\?["'](?:publicKey|public_key|credentialPublicKey|attestationType)\\?["'][ \t]?:/;

/** `=passwordMeter`, `=?userToken`: to what Angular binds a field. */
const BOUND = /^=\??[A-Za-z]+$/;

/** `A-Za-z0-9!@#`, `(?=.*[A-Z])(?=.*[a-z])`: of what a value is made. */
const CHARACTERS = /A-Z.{0,12}a-z|a-z.{0,12}A-Z/;

/** `Password: Q3-2024 policy`: of which quarter a text speaks. */
const QUARTER = /^(?:Q[1-4]-20\d\d|20\d\d-Q[1-4])$/;

/** `api/v2/user/reset-password`: of a service, and which version of it. */
const VERSIONED_PATH = /^[a-z]+\/v\d(?:\.\d)?(?:\/[a-z]+(?:[-_][a-z]+)*)+$/;

/** `hover,input{` behind `[type=password]:`, `\&_check` of Perl. */
const CODE = /^(?:hover|focus|active|disabled|enabled|checked|visited|invalid|valid|required|read-only|not\()(?:[,{:.[]|$)|^\\&\w+$/;

/** `{row[2]}`, `{self.name}`: what Python fills in. */
const NAMED_PLACE = /^\{[A-Za-z_]\w*(?:\[[\w'"-]{1,24}(?:\]|$)|\.\w+){1,4}(?:\}|$)$/;

/** `CharArray?`, `URLCredential?`: of which type it is, or nothing, in Kotlin and Swift. */
const OPTIONAL = /^(?:[A-Z]+[a-z]+|[A-Z]+(?=[A-Z][a-z])){2,}\?$/;

/** `acme/plugins/secret.lua`, `github.com/acme/password`, `#/components/schemas/secret`: by its path. */
const BY_PATH =
  /^(?:#(?:\/[A-Za-z][\w.-]*)+$|(?:github\.com|gitlab\.com|golang\.org|gopkg\.in|k8s\.io)\/[\w./-]+)|^[\w.-]+(?:\/[\w.-]+)+\.(?:lua|py|rb|php|[cm]?[jt]sx?|go|rs|java|kt|cs|swift|exs?|erl|hs|p[lm]|tf|vue)$/;

/** `oss.acme.org`, alone: where it is, among what is given to open it. */
const HOST = /^[a-z][a-z\d-]*\.(?:[a-z\d-]+\.)+(?:com|org|net|io)$/;

/** `\-\-registry`: an option, as pages of the manual write its hyphens. */
const OF_MANUAL = /^(?:\\-){1,2}[a-z]/;

/** What changes passwords, among the commands of a system. */
const PROGRAM = /^l?(?:chage|chpasswd)$/;

/** Whether a program may say it. Generated base64 can begin like a regular expression and end like a call. */
export function readsLikeCode({ raw, form }: Candidate, strength: Strength): boolean {
  const generated = strength === 'random' && (/^[A-Za-z0-9+/_-]{24,}={0,2}$/.test(raw) || isDottedKey(raw) || isDrawnFromAll(raw));
  return form !== 'quoted' && !generated && (EXPRESSION.test(raw) || TYPES.test(raw));
}

/** Why the text is code, a type, a template or an address and no literal, if so. */
export function notLiteral(candidate: Candidate, strength: Strength): SetAsideReason | undefined {
  const { raw, value, words, form, before, behind } = candidate;
  if (form === 'bare' && QUARTER.test(raw) && /^ [a-z]/.test(behind)) return 'not-random';
  if (CHARACTERS.test(raw)) return 'expression';
  if (readsLikeCode(candidate, strength) && !isTwoWords(raw, form) && !mayBeWritten(candidate, strength)) return 'expression';
  const data = raw.length < 24 ? undefined : beginsInBase64(raw);
  if (data !== undefined || isGzip(value)) return data ?? 'not-random';
  if (form === 'bare' && (CODE.test(raw) || OF_CLASS.test(raw))) return 'expression';
  if (OF_SETTINGS.test(raw) && /(?:pass(?:word|wd|phrase)?|secret|token|key)$/i.test(raw)) return 'reference';
  if (OF_MODULE.test(raw) || OF_NAMESPACE.test(raw)) return 'reference';
  if (isAction(candidate) || BY_PATH.test(raw) || HOST.test(raw)) return 'reference';
  if (OF_MANUAL.test(raw) || (form === 'bare' && isOfSyntax(candidate))) return 'expression';
  if (form === 'quoted' && (PROGRAM.test(raw) || isOfMethod(candidate) || isPrefix(candidate))) return 'expression';
  // isCommon ? "a common password":"a word"===kind
  if (form === 'quoted' && (BOUND.test(raw) || /^["'`][!=]==?/.test(behind))) return 'expression';
  if (form === 'quoted' && PASSKEY.test(raw)) return 'not-random';
  if (METHOD.test(raw) || /^\}\\[a-z]/.test(raw)) return 'expression'; // and `{\b Password:}\cell` of RTF
  if (VALIDATION.test(raw) || (strength !== 'random' && COMPARED_WITH.test(raw))) return 'expression';
  if (/^[A-Za-z_][\w.]*\(b?(?:'[^']*'|"[^"]*")\)$/.test(raw)) return 'expression'; // SecretBytes(b'')
  if (raw.endsWith('$') && /^\^[^([|\\]*[([|\\]/.test(raw)) return 'expression'; // ^(one|two)$
  if (/^\\[()]/.test(raw)) return 'expression'; // s/\(DBPassword=\).*/\1new/
  // strings that are put together, and texts of several lines
  if (/["'`][ \t]*\+|\+[ \t]*["'`]|^[ \t]*[+.&][ \t]*[A-Za-z_$][\w$.]*\(/.test(raw)) return 'expression';
  if (/^["'`]|["'`][ \t]*[.&]|[.&][ \t]*["'`]/.test(raw) && strength !== 'random') return 'expression';
  if (/\[\^?(?:\w-\w|\\{1,2}[dws])[^\]]*\][+*{]|\[[^\]\w]{1,4}\][+*{]|\\[dws][+*{]|\(\?[:=!<]/.test(raw)) return 'expression';
  // `--sort=name`; every 64th key in base64url begins like an option
  if (strength !== 'random' && /^--?[a-z][\w-]*(?:[= ][\w.,:/-]{0,24})?$/.test(raw)) return 'expression';
  if (strength === 'word' && /^-[A-Z][a-z]+(?:-[a-z]+)+$/.test(raw)) return 'expression'; // -Zbuild-std
  // `" + name + "`; every 4096th key in base64 has both signs
  if (strength !== 'random' && /^\+[ \t]*[A-Za-z_][\w.]*[ \t]*\+$/.test(raw)) return 'expression';
  if (/^\/?[A-Za-z]+[=:]$|^\{[A-Za-z_]\w*\.[\w.]*\($|^[A-Za-z_][\w.]*\(\)$/.test(raw)) return 'expression';
  if (/^\d{1,6}\.\d{6,}$|^#[0-9a-f]{3,8}$|^(?:\\{1,2}u[0-9a-f]{4})+$/i.test(raw)) return 'not-random'; // a duration, a colour, a sign
  if (/^0x[0-9a-f]{1,8}$|^\\[0-9a-f]{4,5}$/i.test(raw)) return 'not-random'; // a number, a sign of CSS
  if (VERSION.test(raw) || (strength === 'word' && /^\w+:\w+:/.test(raw))) return 'not-random';
  if (ALGORITHM.test(raw)) return 'not-random';
  if (/^[A-Za-z][\w.@/-]*:v?\d{1,5}(?:\.\d{1,5})+(?::|$)/.test(raw)) return 'not-random'; // package:1.2.7
  if (/^\d+(?:\.\d+){3,}(?:$|:)/.test(raw)) return 'not-random'; // 1.2.840.113549.1.9.7
  // X-Amz-Credential, x-oauth-basic: a header, or of which kind a token is
  if (/^X-[A-Z][a-z]+(?:-[A-Z][a-z]+)*$|^x-[a-z]+(?:-[a-z]+)+$/.test(raw)) return 'reference';
  if (/^(?:rgb|hsl)a?\(/i.test(raw)) return 'not-random'; // a colour
  if (/\\n.+\\n|&#(?:9|10|13);/.test(raw)) return 'not-random';
  if (form === 'quoted' && TYPES.test(raw) && raw.length < 12) return 'expression';
  if (/\$\{(?:[A-Za-z_][\w.]*(?:\}|$)|[^}]{0,80}["'`(])/.test(raw)) return 'reference';
  if (before === '"' && strength !== 'random' && FILLED_IN.test(raw)) return 'reference';
  if (NAMED_PLACE.test(raw)) return 'reference';
  if (form === 'quoted' && raw.includes('{0}') && (raw.includes('{1}') || behind.startsWith(`${before}.format(`))) return 'reference';
  if (words === 'pass' && before === ':' && /^[a-z,+]*\[/.test(raw)) return 'expression'; // pass:macros[…] of AsciiDoc
  if (form === 'bare' && /^\\[abfnrtv0x](?:\\|$)|^(?:\w+\.)?#[A-Z]\w*$/.test(raw)) return 'expression'; // of protobuf, of CUE
  if (form === 'quoted' && /^\[\]\*?[A-Z]\w*\{$|^<(?:p|b|i|a|div|span|code)>/.test(raw)) return 'expression';
  if (form === 'bare' && /^[a-z_]{2,12}=[/~.]/.test(raw)) return 'expression'; // htpasswd: path=/etc/passwdfile
  if (/\{[A-Za-z_][\w.]*\(/.test(raw)) return 'reference'; // f"{os.getpid()}:{uuid4().hex}"
  if (/\$\{|\{\{|#\{|<%|%\(|\$\(|%[sdvq]$|^[ \t]|[ \t]$/.test(raw) && strength !== 'random') return 'reference';
  if (/^[\w-]+\.(?:zip|jar|war|t?gz|whl|m?js|css|json|ya?ml|html?)$/i.test(raw)) return 'reference'; // a file, called by its digest
  if (/^(?:https?|file|mailto|data|urn|tcp|s3|gs):/i.test(raw) || SCOPE.test(raw) || PASSED_ON.test(raw)) return 'reference';
  const isVariable = /^[^\w$]{0,4}\$[A-Za-z_]\w*(?:[^\w$]{1,4}\$[A-Za-z_]\w*)*[^\w$]{0,4}$/.test(raw);
  if (isVariable && !(form === 'quoted' && SIGN_FOR_LETTER.test(raw))) return 'reference';
  if (/^[\w.+-]{0,64}@[\w-]+\.[\w.-]+(?:[:/,]|$)/.test(raw)) return 'reference';
  if (/^[\w.-]+(?:\/[\w.-]+)+(?:#[\w-]+)?$/.test(raw) && strength === 'word') return 'reference';
  if (!isPasswordName(words) && strength === 'mixed' && /^[a-z]{3,}(?:\/[a-z]{3,})*\/[\w-]{1,12}$/.test(raw))
    return 'reference'; // unicode/1f336
  if (VERSIONED_PATH.test(raw)) return 'reference';
  if (/^\/?[A-Za-z][\w.-]*(?:\/[\w.-]+)+:\d{1,6}$/.test(raw) && strength !== 'random') return 'reference'; // src/app.ts:23
  if (/^(?:~|\.{1,2})?(?:\/[\w.@*-]+)+\/?$/.test(raw) && strength !== 'random') return 'reference';
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^:[a-z_]+$/.test(raw)) return 'reference';
  return /[^\x20-\x7e]/.test(raw) && strength !== 'random' && wordOfOtherLetters(raw) === undefined ? 'not-random' : undefined;
}

/** `"not-" + password`: the rest of it is a variable. */
function isPrefix({ raw, behind }: Candidate): boolean {
  return /^[a-z]+[-_:.]$/.test(raw) && /^["'`][ \t]?\+[ \t]?[A-Za-z_]/.test(behind);
}

/** `Pair<KeyStore, CharArray>?`, `config->primary.key_passwd`: what goes on behind it says what it is. */
function isOfSyntax({ raw, behind }: Candidate): boolean {
  if (OPTIONAL.test(raw)) return true;
  return (/^[A-Z][A-Za-z]+$/.test(raw) && /^<[A-Z]\w*[,>]/.test(behind)) || (raw.endsWith('-') && /^>[a-z_]/.test(behind));
}

/** `db.jwt_secrets:cache_key("…")`: a method of Lua. No key of an object has a dot. */
function isOfMethod({ around, at }: Candidate): boolean {
  return /\w\.\w{1,64}:[A-Za-z_]\w{0,64}\(["']$/.test(around.slice(0, at));
}

/** `password_resets#new`, `get '/password' => 'verify#show'`: a controller of Rails, and its action. */
export function isAction({ raw, around, at }: Candidate): boolean {
  if (/^[a-z]+(?:_[a-z]+)+#[a-z_]+$/.test(raw)) return true;
  return /^[a-z_/]+#[a-z_]+[?!]?$/.test(raw) && /=>[ \t]?["']$/.test(around.slice(0, at));
}
