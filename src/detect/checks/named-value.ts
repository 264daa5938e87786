/** The check of named assignments: what the name promises against what the value looks like. */
import { wordsOf } from '../assignment/assignment.ts';
import { notLiteral } from './not-literal.ts';
import { ASIDE, DROP } from './outcome.ts';
import { isPasswordHash } from './password-hashes.ts';
import { guessable, isCommonPassword, isEcho, TRIED_FIRST } from './placeholders.ts';
import { isLedgerAddress } from './public-identifiers.ts';
import { CHANCE, look, mayBeMade, strengthOf } from './randomness.ts';
import { familyOf, isNoSecretName, isSpokenName, isUnspecificKey, mayHoldSecret, signs } from './secret-names.ts';
import type { Candidate, Outcome } from './outcome.ts';
import type { Family } from './secret-names.ts';
import type { Strength } from '../../model.ts';

/** `BASIC_AUTH=user:password` */
const BASIC = /(?:^|_)(?:(?:basic|http|proxy)_?auth|user_?(?:pwd|pass))$/;
const PAIR = /^[\w.@+-]{1,64}:([^\s:/$<{][^\s<{]{2,80})$/;
/** `defaultToConfig2`, `Base32SecretKey`, `root-ca5`: what variables, types and resources are called. */
const VARIABLE = /^(?:[a-z]+|[A-Z][a-z]+\d{0,2}(?=[A-Z]))(?:[A-Z][a-z]+)+\d{0,2}$/;
const KEBAB = /^[a-z]+(?:-[a-z]+)*-[a-z]*\d{0,3}$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** A literal under a name that promises a secret: passwords may be words, other families must look like more. */
export function namedValue(candidate: Candidate): Outcome {
  const { raw, words, form, compared, call, around, before, behind } = candidate;
  // a key file in base64 is for the rules of private keys
  if (isNoSecretName(words) || raw.startsWith('LS0tLS1CRUdJTi')) return DROP;
  const family = familyOf(words);
  const strength = strengthOf(raw);
  if (form === 'prose') return inProse(candidate, family, strength);
  if (family === undefined) {
    if (isPasswordOf(candidate, strength)) return { strength, family: 'password' };
    if (!mayHoldSecret(words) || strength !== 'random' || call || !/^[\w+/=.~:-]+$/.test(raw)) return DROP;
    const reason = notLiteral(raw, form, strength);
    if (reason !== undefined) return ASIDE(reason);
    return isPathLike(raw) || isDigest(raw, words) ? ASIDE('not-random') : { strength, family: 'key' };
  }
  const pair = BASIC.test(words) ? PAIR.exec(raw) : null;
  if (pair !== null) return { ...passwordOf(pair[1]!), value: Buffer.from(pair[1]!, 'latin1') };
  if (isSpokenName(words) && strength === 'word') return DROP;
  if (isWorkingDirectory(words, raw)) return DROP;
  if (/(?:^|_)pw$/.test(words) && !isWorthTwoLetters(candidate)) return DROP;
  if (family === 'token' && isOfBadge(raw, around)) return DROP;
  if (isBegun(raw, behind) || isNameInCapitals(raw, words)) return ASIDE('placeholder');
  if (isPasswordHash(raw)) return { nature: 'hash', strength: 'random', family, note: 'hash of a password' };
  const reason = notLiteral(raw, form, strength) ?? (isDigest(raw, words) ? 'integrity-hash' : undefined);
  if (reason !== undefined) return ASIDE(reason);
  if ((family === 'password' || family === 'secret') && !call && isPassphrase(raw)) return { strength: 'mixed', family };
  if (family === 'password' && form === 'quoted' && isAppPassword(raw)) return { strength: 'random', family };
  const spaces = raw.split(' ').length - 1;
  if (spaces > 1 && !(family !== 'token' && raw.length >= 24 && /\d/.test(raw))) return ASIDE('not-random');
  if (strength === 'random') {
    if (isPathLike(raw) || isLedgerAddress(raw, words)) return ASIDE('reference');
    if (family !== 'key' || raw.startsWith('base64:') || !isUnspecificKey(words)) return { strength, family };
    if (!UUID.test(raw)) return { strength, family, note: 'the name says little' };
    return isOfEnvironment(candidate) ? { strength, family, note: 'a UUID' } : ASIDE('not-random');
  }
  if (compared && family !== 'password') return ASIDE('not-random');
  if (compared && strength === 'word') return { strength, family, note: 'compared' };
  if (call && (strength === 'word' || family !== 'password' || raw.length < 8)) return DROP;
  if (form === 'bare' && strength === 'word' && (isSpeech(raw, before, behind) || isPassedOn(candidate)))
    return ASIDE('expression');
  if (family === 'password') return chosenPassword(candidate, strength);
  if (spaces > 0) return ASIDE('not-random');
  if (family === 'secret') return chosenSecret(candidate, strength);
  if (family === 'key' && isUnspecificKey(words)) return ASIDE('not-random');
  if (isChosenWithCare(raw) && !isUnspecificKey(words)) return { strength, family };
  if (mayBeMade(raw)) return { strength, family, note: 'short for a key' };
  return isOfEnvironment(candidate) && isOneWord(raw) ? { strength, family, note: 'reads like a name' } : ASIDE('not-random');
}

/** What stands behind the word is whose it is, and not how it is kept. */
const OWNED = /^(?:\w+_)?(?:password|passwd|pwd)_(?!enc|hash|digest|cost|rounds|iter|reset|salt|grant|flow|source|history)[a-z]+$/;

/** `password.nexus`, `PASSWORD_ADMIN` */
function isPasswordOf({ raw, words, form, call }: Candidate, strength: Strength): boolean {
  if (call || strength === 'word' || !OWNED.test(words) || !mayHoldSecret(words)) return false;
  // FLAG_PASSWORD_CHANGE = "pm-2727-v2-password-change": what a switch is called
  if (/^[a-z\d]+(?:-[a-z\d]+)+$/.test(raw) && /password|passwd|pwd/.test(raw)) return false;
  const isChosen = raw.length >= 8 && /\d/.test(raw) && /[A-Za-z]/.test(raw) && !/[ \t,;]/.test(raw);
  return isChosen && notLiteral(raw, form, strength) === undefined;
}

/** `the token 8f3a…`: a name, a blank and chance. What else stands behind a name in prose is a word of it. */
function inProse({ raw, words }: Candidate, family: Family | undefined, strength: Strength): Outcome {
  if (/^[a-z_]{2,12}=/.test(raw)) return DROP; // token id=8f3a…
  if (family === undefined || strength !== 'random' || isPathLike(raw) || isDigest(raw, words)) return DROP;
  return family === 'key' && isUnspecificKey(words) ? DROP : { strength, family, note: 'as in prose' };
}

/** `pw=` stands in images and packed tables too, `3piPw:`, `p=Pw:`, and `pw:api` is no password. */
function isWorthTwoLetters({ raw, name, words, before, around }: Candidate): boolean {
  if (/[\x00-\x08\x0e-\x1f]/.test(around)) return false;
  if (/[_-]/.test(name)) return true;
  if (/^\d/.test(name) || around.includes(`=${name}${before}${raw}`)) return false;
  return words !== 'pw' || (/[a-z]/.test(raw) && /[A-Z]/.test(raw) && /\d/.test(raw));
}

/** `some-password`, `my_secret_pw`: it says what stands there. In one word, `mypassword`, it is what people choose. */
const SAYS_WHOSE = /^(?:my|some|any|the|an?)[-_ .](?:[a-z]+[-_ .])*(?:secret|pass|password|passwd|passphrase|pw|pwd)$/i;

/** What nobody's generator made, under the name of a password: any word may be one. */
function chosenPassword({ raw, name, form, before, around }: Candidate, strength: Strength): Outcome {
  const family = 'password';
  // set_password("john"): whose it is, and not what anybody logs in with
  const isGiven = strength === 'word' && around.includes(`${name}(`);
  if (isGiven && raw.length < 8) return DROP;
  if (form === 'quoted' && SAYS_WHOSE.test(raw)) return ASIDE('placeholder');
  if (isCommonPassword(raw)) return /^[A-Z][a-z]+$/.test(raw) ? ASIDE('placeholder') : passwordOf(raw);
  // password:digest, the type of a field: in configuration a blank stands behind the colon
  const isAttribute = before === ':' && strength === 'word';
  if ((isGiven && /^[a-z]+$/.test(raw)) || isIdentifier(raw, name) || (form === 'bare' && (VARIABLE.test(raw) || isAttribute)))
    return { strength, family, note: isSpokenName(wordsOf(raw)) ? 'reads like a field' : 'reads like a name' };
  return raw.includes(' ') ? ASIDE('not-random') : { strength, family };
}

/** The same under the name of a secret, where names and texts are as likely. */
function chosenSecret(candidate: Candidate, strength: Strength): Outcome {
  const { raw, name, words, form } = candidate;
  const family = 'secret';
  if (form === 'bare' && (VARIABLE.test(raw) || KEBAB.test(raw))) return ASIDE('not-random');
  // secrets: "deploy-key,registry-login" lists them by name
  if (words.endsWith('s') && /^[A-Za-z][\w-]*(?:,[ ]?[A-Za-z][\w-]*)*$/.test(raw) && strength === 'word') return ASIDE('not-random');
  const weak = signs(words) ? guessable(raw) : undefined;
  const isName = isIdentifier(raw, name) && weak?.note !== TRIED_FIRST;
  const isLiteral = form === 'quoted' || isOfEnvironment(candidate) || (raw.length >= 10 && look(raw).surprise >= CHANCE);
  if (!isLiteral && !(strength === 'mixed' && raw.length >= 8)) return ASIDE('not-random');
  return { strength, family, ...weak, ...(isName ? { note: 'reads like a name' } : {}) };
}

/** NAME=word of an environment file: no variable can stand there. */
function isOfEnvironment({ name, before }: Candidate): boolean {
  return before === '=' && /^[A-Z][A-Z0-9_]+$/.test(name);
}

/** What is no name of anything: as long as a key that somebody made up, and in one word. */
function isOneWord(raw: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]{7,}$/.test(raw);
}

const SENTENCE =
  /\b(?:an?|and|are|be|can|enter|field|for|from|if|in|invalid|is|it|must|name|not|of|or|password|please|the|this|to|with|wrong|you|your)\b/;

/** `correct horse battery staple`: words in a row that make no sentence and are no name of three parts. */
function isPassphrase(raw: string): boolean {
  if (raw.length < 24 || !/^[a-z]{3,12}(?:[ -][a-z]{3,12}){3,}$/.test(raw)) return false;
  return !SENTENCE.test(raw) && (raw.includes(' ') || raw.split('-').length > 5);
}

/** Of a mail account, as Google shows it: `abcd efgh ijkl mnop`, and no words. */
function isAppPassword(raw: string): boolean {
  return /^[a-z]{4}(?: [a-z]{4}){3}$/.test(raw) && look(raw).surprise >= 5;
}

/** Three classes and a sign that no name has in it: nobody calls anything `xY7#qP9!`. */
function isChosenWithCare(raw: string): boolean {
  return raw.length >= 10 && /[a-z]/.test(raw) && /[A-Z]/.test(raw) && /\d/.test(raw) && /[!#$%^&*+=?~]/.test(raw);
}

/** A literal under a name that somebody asked for: whatever it looks like, it was a value of that name. */
export function suspected({ raw, form }: Candidate): Outcome {
  const strength = strengthOf(raw);
  const reason = notLiteral(raw, form, strength);
  return reason === undefined || reason === 'not-random' ? { strength } : ASIDE(reason);
}

function passwordOf(value: string): Outcome {
  if (isCommonPassword(value))
    return { strength: 'word', family: 'password', nature: 'public-default', note: TRIED_FIRST };
  return { strength: strengthOf(value), family: 'password' };
}

/** `/usr/lib/jvm:/usr/bin`: a path or a list of paths, and not base64 that begins with a slash. */
function isPathLike(raw: string): boolean {
  if (/^(?:HK[A-Z_]{2,16}|SOFTWARE|SYSTEM)\\/i.test(raw)) return true; // in the registry of Windows
  if (!/^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(raw)) return false;
  return /\/(?:usr|lib|s?bin|etc|var|home|opt|tmp|src|root|dev|mnt|app)\/|\\/.test(raw);
}

/** `login(password: secret)`, `password = fallback;`, `password: see below`: a variable or a word of a sentence. */
function isSpeech(raw: string, before: string, behind: string): boolean {
  if (/\d/.test(raw)) return false;
  if (/^(?:\)|;[ \t]*(?:[\r\n]|$))/.test(behind)) return true;
  if (/[ \t]/.test(before) && /^[ \t]{1,2}(?:\|\||\?\?|[!=]=|\?[ \t])/.test(behind)) return true;
  // NAME = ROOT + "." · password: at least one letter, two digits and a sign
  if (/[ \t]/.test(before) && /^(?:[ \t]{1,2}\+[ \t]?["'\w]|,[ \t][a-z][a-z/-]*(?:,|[ \t][a-z]))/.test(behind)) return true;
  // password: password, · (user, password=pwd): what is passed on has the name of what it is
  if (/^[ \t]{0,2}[,)}]/.test(behind) && /^(?:\w*_)?(?:pass(?:word|wd)?|pwd|hash|token|jwt)$/i.test(raw)) return true;
  return /[ \t]/.test(before) && /^[ \t](?:[a-z]+(?:[ \t.,\r\n]|$)|\/)/.test(behind);
}

/**
 * `self.password = password`, `@password = pass`: a field is given the variable that is called as it is, or nearly so:
 * `config.jwtSecret = testJwtSecret`.
 */
function isPassedOn({ raw, name, words, before, behind, around }: Candidate): boolean {
  if (!/[ \t]$/.test(before) || !/^[A-Za-z_]+$/.test(raw)) return false;
  const last = words.slice(words.lastIndexOf('_') + 1);
  const upTo = around.slice(0, around.indexOf(before + raw + behind) + 1);
  // what a field of the object at hand is given without quotes is a variable
  if (/(?:@|(?<![\w.])(?:self|this)\.)\w{1,64}[ \t]{1,4}=[ \t]{1,4}$/.test(upTo)) return true;
  if (/^[a-z]+(?:[A-Z]+[a-z]+)+$/.test(raw) && wordsOf(raw).endsWith(`_${last}`)) {
    if (/(?<![=!<>])=[ \t]{1,4}$/.test(upTo)) return true;
  }
  const [, field] = /^(?:self|this|cfg|opts?|req|user|[a-z]{1,2})\.(\w+)$/.exec(name) ?? [];
  const passed = raw.toLowerCase();
  return field !== undefined && (field.toLowerCase().endsWith(passed) || field.toLowerCase().startsWith(passed));
}

/** `user_password_confirmation`, `resetPasswordToken`: the value is a name that speaks of secrets, not a secret. */
function isIdentifier(raw: string, name: string): boolean {
  if (raw.toLowerCase() === name.toLowerCase()) return true;
  // passwordReset: what is done with one
  if (/^(?:[a-z]+P|p)ass(?:word)?(?:[A-Z][a-z]+)+$|^(?:[a-z]+(?:S|T)|s|t)(?:ecret|oken)(?:[A-Z][a-z]+)+$/.test(raw)) return true;
  // Database:Password, the path of a setting in .NET
  if (/^[A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)*:[A-Za-z]*(?:Password|Secret|Token|Key)$/.test(raw)) return true;
  return /^[A-Za-z]+\d{0,3}(?:[-_.](?:[A-Za-z]+\d?|\d))+$/.test(raw) && /pass|secret|token|key|auth/i.test(raw);
}

/** Of a file or a commit: nothing that anybody chose is behind it. */
function isDigest(raw: string, words: string): boolean {
  if (/(?:^|_)(?:gpg|pgp)_keys?$/.test(words) && /^(?:0x)?[0-9A-F]{16,40}$/i.test(raw)) return true; // its fingerprint
  if (/^(?:sha(?:1|224|256|384|512)|md5|h1)[-:]/i.test(raw)) return true;
  return /(?:checksum|digest|integrity|hashed|sha\d*|commit|revision)/.test(words) && look(raw).hex;
}

/** `$PWD:/repo`, `PWD=/srv/app`: where a shell is, not what opens anything. */
function isWorkingDirectory(words: string, raw: string): boolean {
  return /^(?:old_?)?pwd$/.test(words) && /^[/.~:$%`\\]|^[A-Za-z]:[/\\]/.test(raw);
}

/** `sk-<your key>`, `{hex:8}`: what fills it in begins where the value seems to end. */
function isBegun(raw: string, behind: string): boolean {
  return /^<[A-Za-z][\w -]{0,14}(?:>|$)/.test(behind) || (behind[0] === '}' && /\{[a-z][a-z0-9-]*(?::[\w.-]+)?$/.test(raw));
}

/** `--password PASSWORD` in a usage, `PASSWORD: 'PASSWORD'` of a list of constants. */
function isNameInCapitals(raw: string, words: string): boolean {
  return /^[A-Z]+(?:_[A-Z]+)*$/.test(raw) && isEcho(raw.toLowerCase().replaceAll('_', ''), words);
}

/** A badge shows its token to everybody. */
function isOfBadge(raw: string, around: string): boolean {
  return around.includes(`badge.svg?token=${raw}`) || (raw.length === 10 && around.includes(`codecov.io/gh/`));
}
