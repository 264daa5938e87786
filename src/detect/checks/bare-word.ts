/** Words without quotes that stand behind a name: variables and calls of code, words of a sentence. */
import { wordsOf } from '../assignment/assignment.ts';
import type { Candidate } from './outcome.ts';

/** `login(password: secret)`, `password = fallback;`, `password: see below`: a variable or a word of a sentence. */
export function isSpeech(candidate: Candidate): boolean {
  const { raw, before, behind } = candidate;
  if (/\d/.test(raw)) return false;
  if (isOfCode(candidate) || isOfText(candidate)) return true;
  // ${password} =    Get Value, a keyword of Robot Framework
  if (/[ \t]/.test(before) && /^[A-Z][a-z]+$/.test(raw) && /^ [A-Z][a-z]+(?:[ \t\r\n]|$)/.test(behind)) return true;
  if (/^(?:\)|;[ \t]*(?:[\r\n]|$))/.test(behind)) return true;
  if (/[ \t]/.test(before) && /^[ \t]{1,2}(?:\|\||\?\?|[!=]=|\?[ \t])/.test(behind)) return true;
  // NAME = ROOT + "." · password: at least one letter, two digits and a sign
  if (/[ \t]/.test(before) && /^(?:[ \t]{1,2}\+[ \t]?["'\w]|,[ \t][a-z][a-z/-]*(?:,|[ \t][a-z]))/.test(behind)) return true;
  // password: password, · (user, password=pwd): what is passed on has the name of what it is
  if (/^[ \t]{0,2}[,)}]/.test(behind) && /^(?:\w*_)?(?:pass(?:word|wd)?|pwd|hash|token|jwt)$/i.test(raw)) return true;
  // user=loginuser, passwd=loginpass, · sshpass = vault_pass = None
  if (before === '=' && /^, |^\)/.test(behind) && /^[a-z]{2,8}(?:pass(?:word|wd)?|pwd)$/.test(raw)) return true;
  if (/[ \t]/.test(before) && /^[ \t]=[ \t]/.test(behind)) return true;
  return /[ \t]/.test(before) && /^[ \t](?:[a-z\x80-\xff-]+(?:[ \t.,!?:/\r\n]|$)|[`/]|\$\{)/.test(behind);
}

/**
 * `self.password = password`, `@password = pass`: a field is given the variable that is called as it is, or nearly so:
 * `config.jwtSecret = testJwtSecret`.
 */
export function isPassedOn({ raw, name, words, before, around, at }: Candidate): boolean {
  if (!/[ \t]$/.test(before) || !/^[A-Za-z_]+$/.test(raw)) return false;
  const last = words.slice(words.lastIndexOf('_') + 1);
  const upTo = around.slice(0, at);
  // Settings[:proxy_password] = word, resource['password'] = word
  if (/\[(?::|["'])[\w.-]{1,64}["']?\][ \t]{1,4}=[ \t]{1,4}$/.test(upTo)) return true;
  // normalized_password = original_password
  if (KIND_OF_WORD.test(raw) && KIND_OF_WORD.test(name) && raw !== name && upTo.endsWith(`${name} = `)) return true;
  // WHERE id = id AND pass = pass
  if (raw === name && /\b(?:where|and|or)[ \t]{1,4}\w{1,64}[ \t]{1,4}=[ \t]{1,4}$/i.test(upTo)) return true;
  // what a field of the object at hand is given without quotes is a variable
  if (/(?:@|(?<![\w.])(?:self|this)\.)\w{1,64}[ \t]{1,4}=[ \t]{1,4}$/.test(upTo)) return true;
  if (/^[a-z]+(?:[A-Z]+[a-z]+)+$/.test(raw) && wordsOf(raw).endsWith(`_${last}`)) {
    if (/(?<![=!<>])=[ \t]{1,4}$/.test(upTo)) return true;
  }
  const [, field] = /^(?:self|this|cfg|opts?|req|user|[a-z]{1,2})\.(\w+)$/.exec(name) ?? [];
  const passed = raw.toLowerCase();
  return field !== undefined && (field.toLowerCase().endsWith(passed) || field.toLowerCase().startsWith(passed));
}

/** `IssuerPrivateKey: x509PrivateKeyRSA2048,`, `{ password: newPassword }`, `password = ro_password_ref,`: the variable of that name. */
export function isCalledAlike({ raw, words, form, before, behind }: Candidate): boolean {
  if (form !== 'bare' || !/^[a-z]\w*$/.test(raw) || !/^[ \t]{0,2}[,)};]/.test(behind)) return false;
  const last = words.slice(words.lastIndexOf('_') + 1);
  if (last === 'password' && /^[a-z]+Pass$/.test(raw)) return true;
  if (raw.includes('_')) return /[ \t]/.test(before) && raw === raw.toLowerCase() && raw.split('_').includes(last);
  return raw.includes(`${last.charAt(0).toUpperCase()}${last.slice(1)}`);
}

const KEYWORD = /^(?:try|if|when|switch|match|case|do|select|await|new|not|range|Just|Some)$/;
/** What stands behind a function of Haskell, a name of a template of Go. */
const APPLIED = /^ (?:\$ [a-z(]|\.:\?? |\$?[.$][A-Za-z])/;
/** What a password is called where it is handed on. */
const WORD = /^(?:password|passphrase|passwd|pwd|pass)$/;
const KIND_OF_WORD = /^[a-z]+_(?:password|passphrase|passwd|pwd|pass)$/;

/** `{% set password = default %}`, `userPass = try {`, `hash (user)`, `{"password": usr,`, `secret ||= made`, `password=passphrase`. */
function isOfCode({ raw, name, words, before, behind, around, at }: Candidate): boolean {
  if (/^ ?-?%\}/.test(behind) || (KEYWORD.test(raw) && /^ [{(\w]/.test(behind))) return true;
  if (!/^[A-Za-z_]\w*$/.test(raw)) return false;
  const upTo = around.slice(0, at);
  const isApart = /[ \t]/.test(before);
  if (isApart && behind.startsWith(' (') && upTo.endsWith('= ')) return true;
  if (isApart && (APPLIED.test(behind) || upTo.endsWith('" -> '))) return true;
  // makePassword = makePasswordWith pbkdf1
  if (isApart && raw.startsWith(name) && /^[A-Z][a-z]+$/.test(raw.slice(name.length))) return true;
  if (isApart && /^[ \t]{0,4},/.test(behind) && /["'][ \t]{0,4}:[ \t]{1,4}$/.test(upTo)) return true;
  if (isApart && /\|\|=[ \t]{1,4}$/.test(upTo)) return true;
  // post.password = new_pass
  const isField = isApart && /^[a-z]\w*\.\w+$/.test(name) && upTo.endsWith(' = ');
  if (isField && KIND_OF_WORD.test(raw)) return true;
  return WORD.test(raw) && WORD.test(words) && raw !== words && before !== ':';
}

/** `pass :user as` of Ruby; `password.confirm=Repeat password`, `retype = Por favor, …`: a line of a list of messages. */
function isOfText({ raw, name, before, behind, around, at }: Candidate): boolean {
  if (before === ':' && /[ \t]$/.test(around.slice(0, at - 1))) return true;
  if (!/=[ \t]?$/.test(around.slice(0, at)) || !/^[A-Z][a-z]+(?:-[a-z]+)?$/.test(raw) || !/[a-z]/.test(name)) return false;
  return /^,? [A-Za-z\x80-\xff]+(?:[ \t.,!?:\r\n\\]|$)/.test(behind);
}

/** `$password = "hashed_with_$kind"`: where variables have a sign, they are filled in between double quotes. */
export function isFilledIn({ raw, before, around, at }: Candidate): boolean {
  if (before !== '"' || !/(?:^|[^\\])\$[a-z_]\w{2,}$/.test(raw)) return false;
  return /\$\w{1,48}[ \t]{0,4}=[ \t]{0,4}"$/.test(around.slice(0, at));
}

/** A key, as JSON and YAML write it, in front of its value. */
const ENTRY = /(?:^|[\n{,])[ \t]{0,24}"?(\w{2,24})"?[ \t]?:/g;
const SHORT_NAME = /^[A-Z\d]{2,6}$/;

/**
 * Coins by their short names, PASL, PASS and PAT: entries by the alphabet, of which one is spelled like that. Settings may be
 * sorted too ("passive", "password", "path"), and have longer names, or words in them.
 */
export function isOfGlossary({ name, around, at }: Candidate): boolean {
  const keys = [...around.matchAll(ENTRY)].map((match) => ({ key: match[1]!, end: match.index + match[0].length }));
  const own = keys.findLastIndex(({ key, end }) => key === name && end <= at);
  const [before, after] = [keys[own - 1]?.key, keys[own + 1]?.key];
  if (before === undefined || after === undefined || ![before, name, after].every((key) => SHORT_NAME.test(key))) return false;
  const start = name.slice(0, 2);
  return before < name && name < after && before.startsWith(start) && after.startsWith(start);
}
