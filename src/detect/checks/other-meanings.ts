/** Names of secrets that mean something else where they stand: where a shell is, which sheet, how a test ended. */
import { isSetAlone } from './chosen-value.ts';
import type { Candidate } from './outcome.ts';
import type { Family } from './secret-names.ts';

export function meansSomethingElse(candidate: Candidate, family: Family): boolean {
  const { raw, name, words, around, at } = candidate;
  if (isWorkingDirectory(words, raw) || isPermission(words, raw) || isResult(candidate) || isOtherPw(candidate)) return true;
  if (name === 'Key' && around.slice(0, at).endsWith('x:Key="')) return true; // of a resource of XAML
  return (family === 'token' && isOfBadge(raw, around)) || (family === 'key' && isOfSheet(candidate));
}

/** `pw` and `psw` in what is packed, of Palau and of processors. */
function isOtherPw(candidate: Candidate): boolean {
  const { raw, words, form } = candidate;
  if (!/(?:^|_)ps?w$/.test(words)) return false;
  if (!/^[\x20-\x7e]+$/.test(raw)) return true;
  if (words.endsWith('psw')) return form === 'bare' && !isSetAlone(candidate); // the status word of a processor
  return !isWorthTwoLetters(candidate);
}

/** `"PT": "Portugal", "PW": "Palau"`: countries by their short names. */
const BESIDE_PALAU = /(?<![\w-])["']?(?:pt|py|ps|qa)["']?[ \t]{0,2}(?::|=>?)[ \t]{0,2}["']|Palau/i;

/**
 * `pw=` stands in images and packed tables too, `3piPw:`, `p=Pw:`, and `pw:api` is no password; in quotes, or alone on its line,
 * a word is one.
 */
function isWorthTwoLetters(candidate: Candidate): boolean {
  const { raw, name, words, form, before, around } = candidate;
  if (/^countr(?:y|ies)\.pw$/.test(name) || (words === 'pw' && BESIDE_PALAU.test(around))) return false;
  if (/[\x00-\x08\x0e-\x1f]/.test(around)) return false;
  if (/[_-]/.test(name)) return true;
  if (/^\d/.test(name) || around.includes(`=${name}${before}${raw}`)) return false;
  if (words !== 'pw' || (/[a-z]/.test(raw) && /[A-Z]/.test(raw) && /\d/.test(raw))) return true;
  if (form !== 'quoted') return isSetAlone(candidate);
  return /^\D|\d{6}/.test(raw) || (/\d{4}/.test(raw) && /\D/.test(raw)); // and not pw = '8500' of a page
}

/** `$PWD:/repo`, `PWD=/srv/app`: where a shell is, not what opens anything. */
function isWorkingDirectory(words: string, raw: string): boolean {
  return /^(?:old_?)?pwd$/.test(words) && /^[/.~:$%`\\]|^[A-Za-z]:[/\\]/.test(raw);
}

/** `"pwd": "allow"`: in lists of commands that may be run it is the one that says where a shell is. */
function isPermission(words: string, raw: string): boolean {
  return words === 'pwd' && /^(?:allow|deny|ask|true|false)$/.test(raw);
}

/** `--- PASS: TestBridge/internal (2.06s)`, `PASS: tests/sum.sh`: what a run of tests says. */
function isResult({ raw, name, around, at }: Candidate): boolean {
  const upTo = around.slice(0, at);
  return name === 'PASS' && (upTo.endsWith('--- PASS: ') || (upTo.endsWith('PASS: ') && /^Test[A-Z]\w*\/|^tests?\//.test(raw)));
}

/** `docs.google.com/spreadsheet/ccc?key=…`: which sheet it is. */
function isOfSheet({ around, at }: Candidate): boolean {
  return /(?:docs|spreadsheets\d{0,2})\.google\.com\/[\w./-]{0,80}\?(?:[\w=]{1,40}&(?:amp;)?){0,4}key=$/.test(around.slice(0, at));
}

/** A badge shows its token to everybody. */
function isOfBadge(raw: string, around: string): boolean {
  return around.includes(`badge.svg?token=${raw}`) || (raw.length === 10 && around.includes(`codecov.io/gh/`));
}
