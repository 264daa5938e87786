/** What reads like code and is a password all the same: what people type, and what generators draw from all signs. */
import { CHANCE, look, looksRandom, mayBeMade } from './randomness.ts';
import { isPasswordName } from './secret-names.ts';
import type { Candidate } from './outcome.ts';
import type { Form, Strength } from '../../model.ts';

/** In what a value is called that a program keeps. */
const OF_PROGRAMS = /pass|pwd|secret|token|key|auth|cred|this|self|conf|cfg|env|opt|arg|param|req|user|value|data|props|i18n|l10n|k8s|e2e|b64/i;

/** `summer.bluebird!`, on a command line without the sign too, and not `this.password!` */
export function isTwoWords(raw: string, form: Form): boolean {
  const parts = form === 'option' ? /^[a-z]\w+\.\w{1,16}$/i : /^[a-z]{3,}\.[a-z]{3,}[!#?*+]$/i;
  return parts.test(raw) && !OF_PROGRAMS.test(raw);
}

/** What no program says there, although it reads like code. */
export function mayBeWritten(candidate: Candidate, strength: Strength): boolean {
  return isTyped(candidate) || isSigned(candidate, strength) || isDotted(candidate);
}

/** `jos3ph.smith`, `k1ng.arthur!`, `May.Rain.2021` at the end of a line: nothing that has members is called so. */
function isTyped(candidate: Candidate): boolean {
  const { raw, words } = candidate;
  if (!isPasswordName(words) || !isAtItsEnd(candidate) || !/^[A-Za-z][\w!#%*+~^?@-]*(?:\.[\w!#%*+~^?@-]+){1,3}$/.test(raw)) return false;
  if (OF_PROGRAMS.test(raw) || OF_FILES.test(raw)) return false;
  return raw.split('.').some((part) => isInFigures(part) || /^(?:19|20)\d\d\W?$/.test(part)) || /[!#%*+~^?]$/.test(raw);
}

/** `sun.flower42`, `J.Smith-1979` behind a name in capitals, as environments are written: no member of anything is called so. */
function isDotted(candidate: Candidate): boolean {
  const { raw, name, before } = candidate;
  if (before !== '=' || !/^[A-Z][A-Z\d_]+$/.test(name) || !isAtItsEnd(candidate) || raw.length < 8) return false;
  if (!/^[A-Za-z]\w*(?:[.-]\w+){1,3}$/.test(raw) || OF_PROGRAMS.test(raw) || OF_FILES.test(raw)) return false;
  return /[A-Za-z]-?\d{2,}$|\d[A-Za-z]/.test(raw);
}

/** Of files and of hosts. */
const OF_FILES = /\.(?:[a-z]{2,3}|info|java|json|yaml|html|toml|conf|bash|scala|groovy|local|internal|service|consul|cloud)$/;

/** `jos3ph`, `p4ssw0rd`: figures that stand for letters, and no numbers of what has some. */
function isInFigures(part: string): boolean {
  return /[a-z][013457]{1,2}[a-z]{2}/i.test(part) && !/^(?:v\d|s3|mp3|md5|sha\d|tls\d|ip?v4|web3|page\d|[a-z]\dx?large)/i.test(part);
}

/** Nothing more behind it on the line, or the end of the string or of the reference in which it stands. */
const ENDS = /^(?:[,;)\]]?[ \t]{0,4}(?:[\r\n]|$)|["'}])/;

/** Nothing goes on behind it; on a command line a blank ends what is given. */
function isAtItsEnd({ name, form, before, behind }: Candidate): boolean {
  if (form === 'quoted') return false;
  return ENDS.test(behind) || (behind[0] === ' ' && (form === 'option' || (before === '=' && /^[A-Z][A-Z\d_]+$/.test(name))));
}

/**
 * `bm(&vgb6Owwe`, `$fBc:Li$i=fm1`, `e7w.ASqpb7pEOf`: what a generator draws from all signs, alone at the end of a line. What a
 * program says there has names of more than four letters in it, or calls something.
 */
function isSigned(candidate: Candidate, strength: Strength): boolean {
  const { raw, behind } = candidate;
  if (!isAtItsEnd(candidate) || !/^[!-~]{8,64}$/.test(raw)) return false;
  const signs = new Set(raw.replace(/[\w.,:/-]/g, '')).size;
  if (signs < 2 && !(strength === 'random' && /\W/.test(raw))) return false;
  if (!/[a-z]/.test(raw) || !/[A-Z]/.test(raw) || (!/\d/.test(raw) && raw.length < 10)) return false;
  if (/["'`\\{}<>]|\$\(|\$\w{1,4}$|&&|\|\||[=!]=|\?\./.test(raw) || /\w\(.*\)[;,]?$/.test(raw + behind.slice(0, 1))) return false;
  if (NAMED_IN.test(raw)) return false;
  return !(raw.match(/[A-Za-z]{5,}/g) ?? []).some((run) => IN_HUMPS.test(run) && look(run).surprise < CHANCE);
}

/** `$.Db[0].Pw1`, `$User:$Pw1`, `@[Db1.Pw]`, `&Pw1;`, `%s/%s`: paths, references and entities in which short names stand. */
const NAMED_IN = /^\$\.|^\$\w+\W\$\w|^@\[|^&\w+;|%[sdvq][^%]*%[sdvq]/;

/** As names are written: in one case, or with capitals at the beginnings of words. */
const IN_HUMPS = /^(?:[A-Z]+|[A-Z]?[a-z]+(?:[A-Z][a-z]+)*)$/;

/** As password generators draw them: signs of three kinds and more, and no operator or pair of brackets among them. */
export function isDrawnFromAll(raw: string): boolean {
  if (raw.length < 12 || /^[A-Za-z_][\w.]*\(|&&|\|\||[=!<>]=|=>|->|::|[([{].*[)\]}]|["'`\\$;{}]/.test(raw)) return false;
  return new Set(raw.replace(/[\w.,:/-]/g, '')).size >= 3 && /[a-z]/.test(raw) && /[A-Z]/.test(raw) && /\d/.test(raw);
}

/** Key-like parts with dots between them, one of them made by a machine: no member of anything has such a name. */
export function isDottedKey(raw: string): boolean {
  if (!/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9+/_=-]+){1,5}$/.test(raw)) return false;
  return raw.split('.').some((part) => (part.length >= 18 && looksRandom(part)) || (part.length >= 12 && mayBeMade(part)));
}
