/** The check of named assignments: what the name promises against what the value looks like. */
import { isAboutPasswords } from './about-passwords.ts';
import { isCalledAlike, isFilledIn, isOfGlossary, isPassedOn, isSpeech } from './bare-word.ts';
import { notLiteral, readsLikeCode } from './not-literal.ts';
import {
  chosenPassword,
  chosenSecret,
  isChosenWithCare,
  isIdentifier,
  isInCapitals,
  isInGroups,
  isOfEnvironment,
  isLineOfSettings,
  isMadeUp,
  isOption,
  isPassphrase,
  mayBeKey,
  mayBePhrase,
  mayBeTyped,
  passwordOf,
} from './chosen-value.ts';
import { madeAmongWords } from './made-among-words.ts';
import { meansSomethingElse } from './other-meanings.ts';
import { ASIDE, DROP } from './outcome.ts';
import { isPasswordHash, namesHash } from './password-hashes.ts';
import { isPathLike } from './path-like.ts';
import { isCommonPassword, isEcho } from './placeholders.ts';
import { isLedgerAddress } from './public-identifiers.ts';
import { isShortAndMade, isUuid, look, mayBeMade, strengthOf } from './randomness.ts';
import { asksWhether, familyOf, isNoSecretName, isSpokenName, isUnspecificKey, mayHoldSecret, saysWhatFor, signs } from './secret-names.ts';
import type { Candidate, Outcome } from './outcome.ts';
import type { Family } from './secret-names.ts';
import type { Strength } from '../../model.ts';

/** `BASIC_AUTH=user:password` */
const BASIC = /(?:^|_)(?:(?:basic|http|proxy)_?auth|user_?(?:pwd|pass))$/;
const PAIR = /^[\w.@+-]{1,64}:([^\s:/$<{][^\s<{]{2,80})$/;
/** `API_KEY = "Bearer …"`: as the header wants it, the token behind the scheme. */
const BEARER = /^(?:Bearer|Token) ([\w+/=.~-]{16,})$/;
/** `AUTH-004`: errors have numbers. */
const CODE = /^[A-Z]{2,12}[-_]\d{1,4}$/;
/** `for(let pass=0;pass<8;…` */
const COUNTS = /^\d{1,6};(.+)$/;
/** `Auth/PasswordBroker.php`, `security-key.svg`: manifests and caches keep the digest of a file under its name. */
const OF_FILE = /[\w-]\.(?:php|[cm]?[jt]sx?|css|scss|less|py|rb|go|rs|java|kt|scala|cs|swift|html?|vue|svelte|twig|erb|svg|png|jpe?g|gif|webp|woff2?|map)$/i;

/** A literal under a name that promises a secret: passwords may be words, other families must look like more. */
export function namedValue(candidate: Candidate): Outcome {
  const { raw, name, words, form, compared, call } = candidate;
  // a key file in base64 is for the rules of private keys
  if (isNoSecretName(words) || raw.startsWith('LS0tLS1CRUdJTi')) return DROP;
  if (OF_FILE.test(name) && /[0-9a-f]{16}/i.test(raw)) return ASIDE('integrity-hash');
  if (isInArn(candidate)) return ASIDE('reference');
  const family = familyOf(words);
  const strength = strengthOf(raw);
  if (asksWhether(words) && strength === 'word') return DROP;
  if (form === 'prose') return inProse(candidate, family, strength);
  if (family === undefined) {
    if (isPasswordOf(candidate, strength)) return { strength, family: 'password' };
    if (isValueOf(candidate, strength)) return { strength, family: 'secret', note: 'the name says little' };
    if (!mayHoldSecret(words) || strength !== 'random' || call || !/^[\w+/=.~:-]+$/.test(raw)) return DROP;
    const reason = notLiteral(candidate, strength) ?? (isEcho(raw, words) ? 'placeholder' : undefined);
    if (reason !== undefined) return ASIDE(reason);
    return isPathLike(raw) || isDigest(raw, words) ? ASIDE('not-random') : { strength, family: 'key' };
  }
  const pair = BASIC.test(words) ? PAIR.exec(raw) : null;
  if (pair !== null) return { ...passwordOf(pair[1]!), value: Buffer.from(pair[1]!, 'latin1') };
  const shown = form === 'quoted' ? BEARER.exec(raw)?.[1] : undefined;
  if (shown !== undefined && strengthOf(shown) === 'random') return { strength: 'random', family, value: Buffer.from(shown, 'latin1') };
  if (isSpokenName(words) && (strength === 'word' || /^[A-Z][a-z]+(?:[?:*]|(?:_[a-z]+)+!)$/.test(raw))) {
    return family === 'password' && !call && mayBeTyped(candidate) ? { strength, family, note: 'reads like a field' } : DROP;
  }
  if (family === 'secret' && CODE.test(raw)) return ASIDE('not-random');
  if (COUNTS.exec(raw)?.[1] === name) return ASIDE('expression');
  if (meansSomethingElse(candidate, family)) return DROP;
  if (isCalledAlike(candidate)) return ASIDE('expression');
  if (isResource(candidate) || isRenamed(candidate) || isOfOption(candidate)) return DROP;
  if (family === 'password' && strength === 'word' && isOfGlossary(candidate)) return ASIDE('not-random');
  if (isFilledIn(candidate) || isOfExternalSecret(candidate)) return ASIDE('reference');
  if (isBegun(candidate) || isNameInCapitals(raw, words) || isEchoed(candidate, family)) return ASIDE('placeholder');
  if (isPasswordHash(raw)) return { nature: 'hash', strength: 'random', family, note: 'hash of a password' };
  if (namesHash(raw)) return ASIDE('not-well-formed');
  const reason = notLiteral(candidate, strength) ?? (isDigest(raw, words) ? 'integrity-hash' : undefined);
  if (reason !== undefined) return ASIDE(reason);
  if (family === 'password' && isAboutPasswords(raw)) return ASIDE('reference');
  if ((family === 'password' || family === 'secret') && !call && isPassphrase(raw)) return { strength: 'mixed', family };
  if (family === 'password' && !call && mayBePhrase(candidate)) return { strength: 'word', family, note: 'reads like a name' };
  if (family !== 'token' && form === 'quoted' && isInGroups(raw)) return { strength: 'random', family };
  const spaces = raw.split(' ').length - 1;
  const among = spaces > 0 && !call ? madeAmongWords(raw) : undefined;
  if (among !== undefined) return { strength: 'random', family, value: Buffer.from(among, 'latin1'), note: 'as in prose' };
  if (spaces > 1 && !(family !== 'token' && raw.length >= 24 && /\d/.test(raw))) return ASIDE('not-random');
  if (strength === 'random' && !isCommonPassword(raw)) {
    if (isPathLike(raw) || isLedgerAddress(raw, words)) return ASIDE('reference');
    if (family !== 'key' || raw.startsWith('base64:') || !isUnspecificKey(words))
      return { strength, family, ...(readsLikeCode(candidate, strength) ? { note: 'reads like code' } : {}) };
    if (!isUuid(raw)) return { strength, family, note: 'the name says little' };
    return isOfEnvironment(candidate) ? { strength, family, note: 'a UUID' } : ASIDE('not-random');
  }
  if (compared && family === 'secret' && !words.endsWith('s') && raw.length >= 6 && spaces === 0 && !isIdentifier(raw, name))
    return { strength, family, note: 'compared' };
  if (compared && family !== 'password') return ASIDE('not-random');
  if (compared && strength === 'word') return { strength, family, note: 'compared' };
  if (call && strength === 'word' && isWordOfBuilder(candidate, family)) return { strength, family, note: 'reads like a name' };
  if (call && (strength === 'word' || family !== 'password' || raw.length < 8)) return DROP;
  if (form === 'bare' && strength === 'word' && (isSpeech(candidate) || isPassedOn(candidate)))
    return ASIDE('expression');
  if (family === 'password') return chosenPassword(candidate, strength);
  if (spaces > 0) return ASIDE('not-random');
  if (family === 'secret' || signs(words)) return chosenSecret(candidate, strength);
  if (family === 'key' && isUnspecificKey(words)) return ASIDE('not-random');
  if (isChosenWithCare(raw) || isShortAndMade(raw)) return { strength, family };
  if (mayBeMade(raw) || mayBeKey(candidate)) return { strength, family, note: 'short for a key' };
  const isSet = isOfEnvironment(candidate) || isLineOfSettings(candidate) || isOption(candidate);
  return isSet && isMadeUp(raw) ? { strength, family, note: 'reads like a name' } : ASIDE('not-random');
}

/** The name once more says what stands there; but under a name in capitals, and without quotes, it is what is set. */
function isEchoed({ raw, name, words, form }: Candidate, family: Family): boolean {
  if (!isEcho(raw, words) || signs(words)) return false;
  return !(form === 'bare' && isInCapitals(name) && raw.length > 8) && !(family === 'password' && isCommonPassword(raw));
}

/** `secretKey: redis-password` and below it `remoteRef:`: an external secret of Kubernetes, and under which key it is kept. */
function isOfExternalSecret({ raw, words, around, at }: Candidate): boolean {
  return words === 'secret_key' && /^["']?,?[ \t]*\r?\n[ \t]*["']?remoteRef\b/.test(around.slice(at + raw.length, at + raw.length + 80));
}

/** `new DirectoryPassword("name", new Args`, `new RandomPassword("name", {`: what is made is called so. */
function isResource({ raw, form, around, at }: Candidate): boolean {
  if (form !== 'quoted' || !/\bnew [\w.]{1,64}\(["']$/.test(around.slice(0, at))) return false;
  return /^["'],[ \t\r\n]{0,24}(?:new\b|\{)/.test(around.slice(at + raw.length, at + raw.length + 32));
}

/** `db_master_password` -> `db_password`, between backticks: what it is called from now on. */
function isRenamed({ raw, words, around, at }: Candidate): boolean {
  return /`[ \t]->[ \t]`$/.test(around.slice(0, at)) && raw.endsWith(words.slice(words.lastIndexOf('_')));
}

/** `--pass but used in`, behind an option that a sentence names, and `--secret dbPassword`, which says which. */
function isOfOption({ raw, words, form, behind }: Candidate): boolean {
  if (form !== 'option') return false;
  if (words === 'secret' && /^[\w:-]*(?:Password|Secret|Token|Key)$/.test(raw)) return true;
  return /^(?:an?|and|are|as|but|by|for|in|is|of|on|option|or|that|the|to|when|which|with)$/i.test(raw) && behind.startsWith(' ');
}

/** `.password("ordinary")`: a field of what is built; but `t.pass("Closed")` tells that a test passed. */
function isWordOfBuilder({ raw, name, words, form, around, behind }: Candidate, family: Family): boolean {
  if (family !== 'password' || form !== 'quoted' || !/(?:password|passwd|passphrase)$/.test(words)) return false;
  const method = name.slice(name.lastIndexOf('.') + 1);
  return around.includes(`.${method}(`) && behind[1] !== ',' && /^[!-~]{4,}$/.test(raw) && !isIdentifier(raw, name);
}

/** `secretValue`, `api_key_val`: the word behind says nothing. */
function isValueOf(candidate: Candidate, strength: Strength): boolean {
  const { raw, words, call } = candidate;
  if (call || strength === 'word' || !/(?:secret|token|api_key|credentials?)_val(?:ue)?$/.test(words)) return false;
  return /[A-Za-z]/.test(raw) && /\d/.test(raw) && /^\S{8,}$/.test(raw) && notLiteral(candidate, strength) === undefined;
}

/** What stands behind the word is whose it is, and not how it is kept. */
const OWNED = /^(?:\w+_)?(?:password|passwd|pwd)_(?!enc|hash|digest|scheme|cost|rounds|iter|reset|salt|grant|flow|source|history)[a-z]+$/;

/** `password.nexus`, `PASSWORD_ADMIN`, `passwordForEmail` */
function isPasswordOf(candidate: Candidate, strength: Strength): boolean {
  const { raw, words, call } = candidate;
  if (call || strength === 'word') return false;
  if (!(OWNED.test(words) || saysWhatFor(words)) || !mayHoldSecret(words)) return false;
  // FLAG_PASSWORD_CHANGE = "pm-2727-v2-password-change": what a switch is called
  if (/^[a-z\d]+(?:-[a-z\d]+)+$/.test(raw) && /password|passwd|pwd/.test(raw)) return false;
  const isChosen = raw.length >= 8 && /\d/.test(raw) && /[A-Za-z]/.test(raw) && !/[ \t,;]/.test(raw);
  return isChosen && notLiteral(candidate, strength) === undefined;
}

/** `the token 8f3a…`: a name, a blank and chance. What else stands behind a name in prose is a word of it. */
function inProse({ raw, words }: Candidate, family: Family | undefined, strength: Strength): Outcome {
  if (/^[a-z_]{2,12}=/.test(raw)) return DROP; // token id=8f3a…
  if (family === undefined || strength !== 'random' || isPathLike(raw) || isDigest(raw, words)) return DROP;
  return family === 'key' && isUnspecificKey(words) ? DROP : { strength, family, note: 'as in prose' };
}

/** A literal under a name that somebody asked for: whatever it looks like, it was a value of that name. */
export function suspected(candidate: Candidate): Outcome {
  const strength = strengthOf(candidate.raw);
  const reason = notLiteral(candidate, strength);
  return reason === undefined || reason === 'not-random' ? { strength } : ASIDE(reason);
}

/** Of a file or a commit: nothing that anybody chose is behind it. */
function isDigest(raw: string, words: string): boolean {
  if (/(?:^|_)(?:gpg|pgp|apt|ppa|repo|recv)_keys?$/.test(words) && /^(?:0x)?[0-9A-F]{16,40}$/i.test(raw)) return true; // its fingerprint
  if (/^(?:sha(?:1|224|256|384|512)|md5|h1)[-:]/i.test(raw)) return true;
  return /checksum|digest|integrity|hashed|(?:^|_)(?:git)?sha(?:\d|_|$)|commit|revision/.test(words) && look(raw).hex;
}

/** `sk-<your key>`, `{hex:8}`, `{_password}`: what fills it in begins or ends where the value seems to end. */
function isBegun({ raw, before, behind }: Candidate): boolean {
  if (before === '{' && behind[0] === '}' && /^[a-z_][A-Za-z_-]*$/.test(raw) && /^_|pass|pwd|secret|token|key/.test(raw)) return true;
  return /^<(?!br ?\/?>)[A-Za-z][\w -]{0,14}(?:>|$)/.test(behind) || (behind[0] === '}' && /\{[a-z][a-z0-9-]*(?::[\w.-]+)?$/.test(raw));
}

/** `--password PASSWORD` in a usage, `PASSWORD: 'PASSWORD'` of a list of constants. */
function isNameInCapitals(raw: string, words: string): boolean {
  return /^[A-Z]+(?:_[A-Z]+)*$/.test(raw) && isEcho(raw, words);
}

/** `arn:aws:secretsmanager:eu-west-1:…:secret:Orders-a1b2c3`: under which name it is kept. */
function isInArn({ raw, name, around, at }: Candidate): boolean {
  return name === 'secret' && around[at + raw.length] !== ':' && around.slice(0, at).endsWith(':secret:');
}
