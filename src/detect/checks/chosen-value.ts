/** What nobody's generator made: what people choose for passwords and secrets, and what only reads like one. */
import { wordsOf } from '../assignment/assignment.ts';
import { isAction } from './not-literal.ts';
import { ASIDE, DROP } from './outcome.ts';
import { wordOfOtherLetters } from './other-letters.ts';
import { EXPLAINED, guessable, isCommonPassword, isEcho, TRIED_FIRST } from './placeholders.ts';
import { CHANCE, look, strengthOf } from './randomness.ts';
import { isSpokenName, signs } from './secret-names.ts';
import type { Candidate, Outcome } from './outcome.ts';
import type { Strength } from '../../model.ts';

/** `defaultToConfig2`, `Base32SecretKey`, `root-ca5`: what variables, types and resources are called. */
const VARIABLE = /^(?:[a-z]+|[A-Z][a-z]+\d{0,2}(?=[A-Z]))(?:[A-Z][a-z]+)+\d{0,2}$/;
const KEBAB = /^[a-z]+(?:-[a-z]+)*-[a-z]*\d{0,3}$/;

/** `some-password`, `my_secret_pw`: it says what stands there. In one word, `mypassword`, it is what people choose. */
const SAYS_WHOSE = /^(?:my|some|any|the|an?)[-_ .](?:[a-z]+[-_ .])*(?:secret|pass|password|passwd|passphrase|pw|pwd)$/i;

/** `passwd: files systemd` of nsswitch.conf: where users are looked up. */
const NAME_SERVICE = /^(?:files|compat|db|sss|systemd|ldap|nis|nisplus|winbind|extrausers|cache)$/;

/** `<settings pass="oobeSystem">` of an installation of Windows that nobody attends: in which of its steps. */
const STEP_OF_SETUP = /^(?:windowsPE|offlineServicing|generalize|specialize|audit(?:System|User)|oobeSystem)$/;

/** `; - redis: network=tcp,password=word`: a comment lists the forms that a value can have, one a line. */
const LISTED_FORM = /(?:^|\n)[ \t]{0,8}(?:[;#]|\/\/)[ \t]{0,8}[-*][ \t]{1,4}[A-Za-z][\w-]{0,24}:[ \t][^\r\n]*$/;

/** Under the name of a password any word may be one. */
export function chosenPassword(candidate: Candidate, strength: Strength): Outcome {
  const { raw, name, words, form, before, around, at } = candidate;
  const family = 'password';
  const isCommon = isCommonPassword(raw);
  if (name === 'passwd' && NAME_SERVICE.test(raw)) return ASIDE('not-random');
  if (name === 'pass' && STEP_OF_SETUP.test(raw)) return ASIDE('not-random');
  if (/^[A-Z][a-z]+\.$/.test(raw)) return ASIDE('not-random'); // Updated.
  // set_password("john"): whose it is, and not what anybody logs in with
  const isFirst = /\([ \t\r\n]{0,24}[bruf]?["'`]$/.test(around.slice(0, at));
  const isGiven = strength === 'word' && isFirst && around.includes(`${name}(`);
  if (isGiven && raw.length < 8 && !isCommon) return DROP;
  if (form === 'quoted' && SAYS_WHOSE.test(raw)) return ASIDE('placeholder');
  if (isCommon) return /^[A-Z][a-z]+$/.test(raw) ? ASIDE('placeholder') : passwordOf(raw);
  if (form === 'bare' && strength === 'word' && LISTED_FORM.test(around.slice(0, at)))
    return { strength, family, note: EXPLAINED };
  // a label of a form in another language is one word as well
  const isOfOthers = strength === 'word' && !isOfEnvironment(candidate) && wordOfOtherLetters(raw) !== undefined;
  if (isEcho(raw, words) || isOfOthers) return { strength, family, note: 'reads like a field' };
  // password:digest, the type of a field: in configuration a blank stands behind the colon
  const isAttribute = before === ':' && strength === 'word';
  if ((isGiven && /^[a-z]+$/.test(raw)) || isIdentifier(raw, name) || (form === 'bare' && (VARIABLE.test(raw) || isAttribute)))
    return { strength, family, note: isSpokenName(wordsOf(raw)) ? 'reads like a field' : 'reads like a name' };
  return raw.includes(' ') ? ASIDE('not-random') : { strength, family };
}

/** `desKey: 'help.section4'`: under which a text, a setting or a message is kept. */
const DOTTED = /^[a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*\d{0,2})+$/;

/** The same under the name of a secret, where names and texts are as likely. */
export function chosenSecret(candidate: Candidate, strength: Strength): Outcome {
  const { raw, name, words, form } = candidate;
  const family = 'secret';
  const isSet = isOfEnvironment(candidate) || isLineOfSettings(candidate) || isOption(candidate) || isOfProperties(candidate);
  if (form === 'bare' && !isSet && (VARIABLE.test(raw) || KEBAB.test(raw))) return ASIDE('not-random');
  // secrets: "deploy-key,registry-login" lists them by name
  if (words.endsWith('s') && /^[A-Za-z][\w-]*(?:,[ ]?[A-Za-z][\w-]*)*$/.test(raw) && strength === 'word') return ASIDE('not-random');
  const weak = signs(words) ? guessable(raw) : undefined;
  const isNamed = words.endsWith('key') && form === 'quoted' && DOTTED.test(raw);
  const isName = (isNamed || isIdentifier(raw, name) || isEcho(raw, words)) && weak?.note !== TRIED_FIRST;
  const isLiteral = form === 'quoted' || isOfEnvironment(candidate) || (raw.length >= 10 && look(raw).surprise >= CHANCE);
  if (!isLiteral && !(strength === 'mixed' && raw.length >= 8)) {
    // secret: regcred says which
    const isOfSettings = isSet || (signs(words) && words !== 'secret' && !isName && isLineOfSettings(candidate, ': '));
    if (!isOfSettings || !/^(?![A-Z][a-z]+$)[!-~]{6,}$/.test(raw)) return ASIDE('not-random');
    return { strength, family, ...weak, note: 'reads like a name' };
  }
  return { strength, family, ...weak, ...(isName ? { note: 'reads like a name' } : {}) };
}

/** What is said of a password that everybody tries. */
export function passwordOf(value: string): Outcome {
  if (isCommonPassword(value))
    return { strength: 'word', family: 'password', nature: 'public-default', note: TRIED_FIRST };
  return { strength: strengthOf(value), family: 'password' };
}

/**
 * `NAME=word`, `NAME: word` on a line of its own, `ENV NAME word`, and what counts where a variable is not set, `${name:word}`:
 * as environments are written, no variable can stand there.
 */
export function isOfEnvironment(candidate: Candidate): boolean {
  const { name, before, around, at } = candidate;
  if (isDefault(candidate)) return true;
  if (!isInCapitals(name)) return false;
  const isOfImage = before === ' ' && /(?:^|\n)[ \t]{0,8}(?:ENV|ARG) $/.test(around.slice(0, at - name.length - 1));
  return before === '=' || isOfImage || isLineOfSettings(candidate, ': ');
}

/** `${client.secret:word}`, `${NAME:-word}`; but `${SECRET:name}` asks for it by its name. */
function isDefault({ name, form, around, at }: Candidate): boolean {
  if (form !== 'bare') return false;
  if (/^[A-Z]+$/.test(name) && around[at - 1] === ':') return false;
  const upTo = around.slice(Math.max(0, at - name.length - 4), at);
  return upTo.endsWith(`\${${name}:`) || upTo.endsWith(`\${${name}:-`);
}

export function isInCapitals(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name);
}

/** `--secret_key=word`, `--api-token word`: on a command line a variable has a sign. But `--secret word` says which. */
export function isOption({ raw, name, words, form, around }: Candidate): boolean {
  if (words === 'secret' || form === 'quoted') return false;
  return form === 'option' || around.includes(`--${name}=${raw}`);
}

/** What joins a name and its value in files of settings. */
type Sign = '=' | ': ' | ' = ' | ' : ';

/** `session_secret=word` and nothing else on the line: in code there are blanks around the sign, or something behind the value. */
export function isLineOfSettings({ raw, name, form, before, behind, around }: Candidate, sign: Sign = '='): boolean {
  if (form !== 'bare' || before !== sign.at(-1) || !/^[ \t]{0,4}(?:[\r\n]|$)/.test(behind)) return false;
  const at = around.indexOf(`${name}${sign}${raw}`);
  return at >= 0 && /(?:^|\n)[ \t]{0,24}(?:- |export )?$/.test(around.slice(Math.max(0, at - 33), at));
}

/** Under a name that says little, `PW : word`: alone on its line, and no number; with blanks around the sign a variable can be. */
export function isSetAlone(candidate: Candidate): boolean {
  const { raw } = candidate;
  if (!/[A-Za-z]|\d{4}/.test(raw)) return false;
  const isMixed = /[A-Za-z]/.test(raw) && /\d{2}|[!#$%&*+@^~]/.test(raw);
  return (['=', ': ', ' : '] as const).some((sign) => isLineOfSettings(candidate, sign)) || (isMixed && isLineOfSettings(candidate, ' = '));
}

/** `security.oauth2.client.clientSecret: word`: no member of anything in code is given a word behind a colon. */
function isOfProperties(candidate: Candidate): boolean {
  return /^[a-z][\w-]*(?:\.[\w-]+){2,}$/.test(candidate.name) && isLineOfSettings(candidate, ': ');
}

/** `token1`, `variable-2`, `acme_session_v1`: digits that number a word, or the last of several. */
const NUMBERED = /^[a-z]+\d$|^[A-Za-z]+\d{0,2}(?:[-_.:/](?:[A-Za-z]+\d{0,2}|\d{1,2}))+$/;

/** Bits of the letters from which on no words are joined in them: `sdsaljasbdasd`, typed without looking. */
const NO_WORDS = 4.7;

/** Letters and digits in one piece under the name of a key, where no variable can stand: too little to tell a key from a name. */
export function mayBeKey(candidate: Candidate): boolean {
  const { raw, name, form } = candidate;
  if (!/^[!-~]{6,}$/.test(raw) || NUMBERED.test(raw) || isIdentifier(raw, name)) return false;
  const isMixed = /\d/.test(raw) && /[A-Za-z]/.test(raw);
  if (form === 'quoted' || isOfEnvironment(candidate) || isLineOfSettings(candidate))
    return isMixed || (raw.length >= 12 && look(raw).surprise >= NO_WORDS);
  // where blanks stand around the sign a variable can, but none has letters behind its digits, or a number behind a long word
  const isNumbered = isMixed && raw.length >= 8 && /^[A-Za-z]{4,}\d{2,}$|[!#%^&*@]/.test(raw) && !CODING.test(raw);
  if (!/\d[A-Za-z]/.test(raw) && !isNumbered) return false;
  return isLineOfSettings(candidate, ': ') || isLineOfSettings(candidate, ' = ');
}

/** What ends in a number that says how: `sha256`, `base64`, `utf16`. */
const CODING = /(?:sha|base|utf|md|aes|int|float|crypt|ascii|latin)-?\d+$/i;

/** `newPassword: 'sunflower'`: no text of a form, which would begin with a capital or hold a blank. */
export function mayBeTyped(candidate: Candidate): boolean {
  const { raw, name, words, form } = candidate;
  // new_password_label is the key of a text
  const isWord = /^[a-z\d][\w!#$%&*+@^-]{5,}$/.test(raw) && !/^[a-z]+(?:_[a-z]+)+$/.test(raw);
  return form === 'quoted' && isWord && !isAction(candidate) && !isIdentifier(raw, name) && !isEcho(raw, words);
}

/** As long as a key that somebody made up: one word, or several in small letters that are joined. */
export function isMadeUp(raw: string): boolean {
  return raw.length >= 8 && /^(?:[A-Za-z][A-Za-z0-9]*|[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+)$/.test(raw);
}

const SENTENCE =
  /\b(?:an?|and|are|be|can|enter|field|for|from|if|in|invalid|is|it|must|name|not|of|or|password|please|the|this|to|with|wrong|you|your)\b/;

/** `correct horse battery staple`: words in a row that make no sentence and are no name of three parts. */
export function isPassphrase(raw: string): boolean {
  if (raw.length < 24 || !/^[a-z]{3,12}(?:[ -][a-z]{3,12}){3,}$/.test(raw)) return false;
  return !SENTENCE.test(raw) && (raw.includes(' ') || raw.split('-').length > 5);
}

/** Words of what is said about passwords: labels, messages, help. */
const SAID =
  /\b(?:authenticat\w*|chang\w+|characters?|confirm\w*|decrypt\w*|default|empty|encrypt\w*|enter|expired|fail\w*|field|forgot\w*|generated?|hash\w*|incorrect|invalid|keys?|least|log|login|match\w*|minimum|missing|must|option\w*|pass\w*|please|protect\w*|repeat|required?|reset|secrets?|short|strong|tokens?|type[ds]?|unlock\w*|used?|users?|value|weak|wrong|you|your)\b/;

/** Three words and more in quotes that do not speak of passwords: `wat? lol no`; under another name no sentence either. */
export function mayBePhrase({ raw, words, form }: Candidate): boolean {
  const text = raw.toLowerCase();
  if (form !== 'quoted' || raw.length < 10 || !/^[a-z]{2,14}[!?.,]?(?: [a-z']{1,14}[!?.,]?){2,7}$/.test(text)) return false;
  return !SAID.test(text) && (/pass_?phrase$/.test(words) || (/^[a-z ]+$/.test(raw) && !SENTENCE.test(raw)));
}

/** As mail accounts and authenticators show them: `abcd efgh ijkl mnop` and longer, in base 32, and no words. */
export function isInGroups(raw: string): boolean {
  return /^[a-z2-7]{4}(?: [a-z2-7]{4}){3,15}$/i.test(raw) && look(raw).surprise >= 5;
}

/** Three classes and a sign that no name has in it: nobody calls anything `xY7#qP9!`. */
export function isChosenWithCare(raw: string): boolean {
  return raw.length >= 10 && /[a-z]/.test(raw) && /[A-Z]/.test(raw) && /\d/.test(raw) && /[!#$%^&*+=?~]/.test(raw);
}

/** `user_password_confirmation`, `resetPasswordToken`: the value is a name that speaks of secrets, not a secret. */
export function isIdentifier(raw: string, name: string): boolean {
  if (raw.toLowerCase() === name.toLowerCase()) return true;
  // passwordReset: what is done with one
  if (/^(?:[a-z]+P|p)ass(?:word)?(?:[A-Z][a-z]+)+$|^(?:[a-z]+(?:S|T)|s|t)(?:ecret|oken)(?:[A-Z][a-z]+)+$/.test(raw)) return true;
  // _isStrongPassword, setPassword: what is asked of one, or done with one
  if (/^_?(?:is|has|check|validate|verify|require|match|confirm|set|get|reset|update|toggle|show|hide|generate)(?:[A-Z][A-Za-z]*)?(?:Password|Passphrase|Secret|Token|Key)$/.test(raw)) return true;
  if (/^(?:[A-Z][a-z]+){2,}(?:Credentials?|Provider|Exception|Error|Manager|Service|Controller|Validator|Encoder|Handler)$/.test(raw)) return true;
  // shop:dbPassword: the name of a secret, in whose settings
  if (/^[a-z][\w-]*:[a-z]+(?:[A-Z][a-z]+)*(?:Password|Secret|Token|Key)$/.test(raw)) return true;
  // Database:Password, the path of a setting in .NET
  if (/^[A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)*:[A-Za-z]*(?:Password|Secret|Token|Key)$/.test(raw)) return true;
  return /^[A-Za-z]+\d{0,3}(?:[-_.](?:[A-Za-z]+\d?|\d))+$/.test(raw) && /pass|secret|token|key|auth|cred/i.test(raw);
}
