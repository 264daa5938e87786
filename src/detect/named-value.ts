/** The check of named assignments: what the name promises against what the value looks like. */
import { ASIDE, DROP } from './outcome.ts';
import { isCommonPassword } from './placeholders.ts';
import { look, strengthOf } from './randomness.ts';
import { familyOf, isNoSecretName, isSpokenName, isUnspecificKey, mayHoldSecret } from './secret-names.ts';
import type { Candidate, Outcome } from './outcome.ts';
import type { Form, SetAsideReason, Strength } from '../model.ts';

const EXPRESSION =
  /^(?:New|Get|Read|Import|ConvertTo|ConvertFrom)-[A-Z]|^\/\^|^\/.*\/[dgimsuvy]{0,8}$|^[A-Za-z_$@][\w$]*(?:\.|->|::|\?\.)[A-Za-z_$]|[([{]$|^\(|\w\(|^\$|^@\w+$|^&|^\*|^%[sdvq]|\[\w*\]$|^[A-Za-z_$@][\w$.]*\[|^[A-Za-z_]\w*\$\d+$|^(?:new|await|return|function|lambda|typeof|not|self|this|std|fmt|f"|require|import|async)\b|=>|\|\||&&|^!(?!.*\d)|^![01]\b|^[<>]/;
const TYPES =
  /^(?:string|str|bytes?|number|int|integer|boolean|bool|object|any|unknown|void|char|varchar|text|float|double|long|optional|nullable|null|nil|none|undefined|true|false|required|array|list|dict|map|uuid|date|datetime|buffer|function|symbol|utf-?8|unit|self|this|super|default)\b(?![-_@#\d]|!.)/i;

/** `BASIC_AUTH=user:password` */
const BASIC = /(?:^|_)(?:(?:basic|http|proxy)_?auth|user_?(?:pwd|pass))$/;
const PAIR = /^[\w.@+-]{1,64}:([^\s:/$<{][^\s<{]{2,80})$/;
/** `defaultToConfig2`, `root-ca5`: what variables and resources are called. */
const VARIABLE = /^[a-z]+(?:[A-Z][a-z]+)+\d{0,2}$/;
const KEBAB = /^[a-z]+(?:-[a-z]+)*-[a-z]*\d{0,3}$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** What is signed with a key of AWS names that key's id, a day, a region and a service. */
const SCOPE = /^[^/]{1,128}\/\d{8}\/[\w-]+\/[\w-]+\//;

/** `^1.2.3`, `>=2.0.0-beta.1`: packages have names like getpass. */
const VERSION = /^(?:npm:)?(?:[\^~<>=]{1,2} ?)?v?\d{1,5}\.(?:\d{1,5}|x|\*)(?:\.(?:\d{1,5}|x|\*))?(?:[-+][\w.-]+)?$/;

/** A literal under a name that promises a secret: passwords may be words, other families must look like more. */
export function namedValue({ raw, words, form, name, compared, call, around, before, behind }: Candidate): Outcome {
  // a key file in base64 is for the rules of private keys
  if (isNoSecretName(words) || raw.startsWith('LS0tLS1CRUdJTi')) return DROP;
  const family = familyOf(words);
  const strength = strengthOf(raw);
  if (family === undefined) {
    if (!mayHoldSecret(words) || strength !== 'random' || call || !/^[\w+/=.~:-]+$/.test(raw)) return DROP;
    const reason = notLiteral(raw, form, strength);
    if (reason !== undefined) return ASIDE(reason);
    return isPathLike(raw) || isHash(raw, words) ? ASIDE('not-random') : { strength, family: 'key' };
  }
  const pair = BASIC.test(words) ? PAIR.exec(raw) : null;
  if (pair !== null) return { ...passwordOf(pair[1]!), value: Buffer.from(pair[1]!, 'latin1') };
  if (isSpokenName(words) && strength === 'word') return DROP;
  // the badge of a build shows its token to everybody
  if (family === 'token' && around.includes(`badge.svg?token=${raw}`)) return DROP;
  const reason = notLiteral(raw, form, strength) ?? (isHash(raw, words) ? 'integrity-hash' : undefined);
  if (reason !== undefined) return ASIDE(reason);
  const spaces = raw.split(' ').length - 1;
  if (spaces > 1 && !(family !== 'token' && raw.length >= 24 && /\d/.test(raw))) return ASIDE('not-random');
  if (strength === 'random') {
    if (isPathLike(raw)) return ASIDE('reference');
    if (family !== 'key' || raw.startsWith('base64:') || !isUnspecificKey(words)) return { strength, family };
    return UUID.test(raw) ? ASIDE('not-random') : { strength, family, note: 'the name says little' };
  }
  if (compared && family !== 'password') return ASIDE('not-random');
  if (compared && strength === 'word') return { strength, family, note: 'compared' };
  if (call && (strength === 'word' || family !== 'password' || raw.length < 8)) return DROP;
  if (form === 'bare' && strength === 'word' && isSpeech(raw, before, behind)) return ASIDE('expression');
  if (family === 'password' && isCommonPassword(raw)) {
    return /^[A-Z][a-z]+$/.test(raw) ? ASIDE('placeholder') : passwordOf(raw);
  }
  // password:digest, the type of a field: in configuration a blank stands behind the colon
  const isAttribute = before === ':' && strength === 'word';
  if (family === 'password' && (isIdentifier(raw, name) || (form === 'bare' && (VARIABLE.test(raw) || isAttribute))))
    return { strength, family, note: 'reads like a name' };
  if (family === 'password') return spaces > 0 ? ASIDE('not-random') : { strength, family };
  if (family !== 'secret' || spaces > 0) return ASIDE('not-random');
  if (form === 'bare' && (VARIABLE.test(raw) || KEBAB.test(raw))) return ASIDE('not-random');
  if (strength === 'mixed' && raw.length >= 8) return { strength, family };
  // NAME=word of an environment file: no variable can stand there
  const isOfEnvironment = before === '=' && /^[A-Z][A-Z0-9_]+$/.test(name);
  return (form === 'quoted' || isOfEnvironment) && !isIdentifier(raw, name)
    ? { strength, family }
    : ASIDE('not-random');
}

/** A literal under a name that somebody asked for: whatever it looks like, it was a value of that name. */
export function suspected({ raw, form }: Candidate): Outcome {
  const strength = strengthOf(raw);
  const reason = notLiteral(raw, form, strength);
  return reason === undefined || reason === 'not-random' ? { strength } : ASIDE(reason);
}

function passwordOf(value: string): Outcome {
  if (isCommonPassword(value))
    return { strength: 'word', family: 'password', nature: 'public-default', note: 'what everybody tries first' };
  return { strength: strengthOf(value), family: 'password' };
}

/** Why the text is code, a type, a template or an address and no literal, if so. */
function notLiteral(raw: string, form: Form, strength: Strength): SetAsideReason | undefined {
  // generated base64 can begin like a regular expression and end like a call
  const generated = strength === 'random' && /^(?:[A-Za-z0-9_-]{1,8}\.)?[A-Za-z0-9+/_-]{24,}={0,2}$/.test(raw);
  if (form !== 'quoted' && !generated && (EXPRESSION.test(raw) || TYPES.test(raw))) return 'expression';
  // strings that are put together, and texts of several lines
  if (/["'`][ \t]*\+|\+[ \t]*["'`]|^[ \t]*[+.&][ \t]*[A-Za-z_$][\w$.]*\(/.test(raw)) return 'expression';
  if (/^["'`]|["'`][ \t]*[.&]|[.&][ \t]*["'`]/.test(raw) && strength !== 'random') return 'expression';
  if (/\[\^?\w-\w[^\]]*\][+*{]|\\[dws][+*{]|\(\?[:=!<]/.test(raw)) return 'expression';
  if (/^--?[a-z][\w-]*[= ]?$/.test(raw)) return 'expression';
  if (VERSION.test(raw) || (strength === 'word' && /^\w+:\w+:/.test(raw))) return 'not-random';
  if (/\\n.+\\n/.test(raw)) return 'not-random';
  if (form === 'quoted' && TYPES.test(raw) && raw.length < 12) return 'expression';
  if (/\$\{(?:[A-Za-z_][\w.]*(?:\}|$)|[^}]{0,80}["'`(])/.test(raw)) return 'reference';
  if (/\$\{|\{\{|#\{|<%|%\(|\$\(|%[sdvq]$|^[ \t]|[ \t]$/.test(raw) && strength !== 'random') return 'reference';
  if (/^(?:https?|file|mailto|data|urn|tcp|s3|gs):/i.test(raw) || SCOPE.test(raw)) return 'reference';
  if (/^[^\w$]{0,4}\$[A-Za-z_]\w*(?:[^\w$]{1,4}\$[A-Za-z_]\w*)*[^\w$]{0,4}$/.test(raw)) return 'reference';
  if (/^[\w.+-]{0,64}@[\w-]+\.[\w.-]+(?:[:/,]|$)/.test(raw)) return 'reference';
  if (/^[\w.-]+(?:\/[\w.-]+)+(?:#[\w-]+)?$/.test(raw) && strength === 'word') return 'reference';
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(raw)) return 'reference';
  return /[^\x20-\x7e]/.test(raw) && strength !== 'random' ? 'not-random' : undefined;
}

/** `/usr/lib/jvm:/usr/bin`: a path or a list of paths, and not base64 that begins with a slash. */
function isPathLike(raw: string): boolean {
  if (!/^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(raw)) return false;
  return /\/(?:usr|lib|s?bin|etc|var|home|opt|tmp|src|root|dev|mnt|app)\/|\\/.test(raw);
}

/** `login(password: secret)`, `password = fallback;`, `password: see below`: a variable or a word of a sentence. */
function isSpeech(raw: string, before: string, behind: string): boolean {
  if (/\d/.test(raw)) return false;
  if (/^(?:\)|;[ \t]*(?:[\r\n]|$))/.test(behind)) return true;
  return /[ \t]/.test(before) && /^[ \t][a-z]+(?:[ \t.,]|$)/.test(behind);
}

/** `user_password_confirmation`, `resetPasswordToken`: the value is a name that speaks of secrets, not a secret. */
function isIdentifier(raw: string, name: string): boolean {
  if (raw.toLowerCase() === name.toLowerCase()) return true;
  return /^[A-Za-z]+\d?(?:[-_.](?:[A-Za-z]+\d?|\d))+$/.test(raw) && /pass|secret|token|key|auth/i.test(raw);
}

function isHash(raw: string, words: string): boolean {
  return (
    /^(?:sha(?:1|224|256|384|512)[-:]|md5[-:]|\$2[abxy]\$|\$argon2|\$y\$|\$\d{1,2}[a-z]?\$|\$apr1\$|pbkdf2|\{(?:S?MD5|S?SHA\d*|CRYPT|BCRYPT|ARGON2|PBKDF2)|SCRAM-SHA)/i.test(
      raw,
    ) ||
    (/(?:checksum|digest|integrity|hashed|sha\d*|commit|revision)/.test(words) && look(raw).hex)
  );
}
