/**
 * What a person or a file gave → what a message may repeat of it. People paste a value where its name belongs, and messages
 * end in logs that others read: what may be a value is left out whole. The message's place says which word it was.
 */
import { CHANCE, look, looksRandom, mayBeMade, strengthOf } from './detect/checks/randomness.ts';

const HIDDEN = '••••••••';
const MOST_SHOWN = 48;
/** Letters from which on words, one behind the other, are a passphrase. */
const PASSPHRASE = 20;
/** Of a path that leads somewhere, a part this long is no folder's name that a tool made up. */
const LONG_PART = 20;
/** What mkdtemp(3) puts behind the words it was given: six letters and digits. */
const MADE_UP = /^([a-z]+(?:[-_.][a-z]+)*)[-_.][A-Za-z0-9]{6}$/;

/** A word in quotes: short, on one line, harmless on a terminal. */
export function quoted(word: string): string {
  return `"${shown(word)}"`;
}

/** A word without quotes. */
export function shown(word: string): string {
  return mayBeValue(word) ? HIDDEN : short(word);
}

/** A word of which there is only a given set: what is close to none of them may be as long as a passphrase. */
export function shownChoice(word: string): string {
  return word.length >= PASSPHRASE ? HIDDEN : shown(word);
}

/** A path or a glob: a file that is missing must be found by its name. */
export function shownPath(path: string): string {
  const leads = /^(?:\.{1,2}[\\/]|~|[A-Za-z]:[\\/]|\/[A-Za-z][a-z]+\/)/.test(path);
  if (!leads && mayBeValue(path) && mayBeValue(withoutKind(path))) return HIDDEN;
  const isValue = (part: string): boolean => (!leads || part.length >= LONG_PART) && isByChance(part) && isByChance(withoutKind(part));
  const given = (part: string): string => (leads ? part.replace(MADE_UP, '$1') : part);
  return plain(path.replace(/[^\\/]+/g, (part) => (isValue(given(part)) ? HIDDEN : part)));
}

/** Made of bytes that are no text: nothing is found again under a name like that. */
export function isNoUtf8(path: string): boolean {
  return path.includes('\ufffd');
}

/**
 * What to do where nothing is found at a path: its name may be no text, or it is no path and may be the id of a secret, or
 * its beginning: reports show both beside each other.
 */
export function whyNone(path: string): string {
  if (isNoUtf8(path)) return ', or a name on the way to it is not UTF-8: rename that';
  const mayBe = /^[a-z2-7]{6,26}$/.test(path) && (/\d/.test(path) || shownPath(path) === HIDDEN);
  return mayBe ? '; the id of a secret goes behind --explain (audit, sweep) or --only (todo, verify)' : '';
}

/** What kind of file it is stands behind its name: chance made no part of it, and it makes `utf16.toml` no value. */
function withoutKind(path: string): string {
  return path.replace(/\.(?:conf|csv|env|html|ini|json|log|md|properties|sarif|toml|txt|xml|ya?ml)$/i, '');
}

/** One end of a range, or a revision: an id of a commit looks like chance, and is asked for. */
export function shownRevision(name: string): string {
  const [, base = '', steps = ''] = /^(.*?)((?:[~^]\d{0,6}|[@^]\{[\w .-]{0,24}\}){0,16})$/s.exec(name) ?? [];
  return (/^(?:[0-9a-f]{4,16}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(base) ? base : shownPath(base)) + steps;
}

/** A sentence of git or of a library, which may quote anything: word by word. */
export function shownText(text: string): string {
  return plain(text.replace(/[^\s'"`<>()]+/g, (word) => (looksRandom(word) && !isObjectId(word) ? HIDDEN : word)));
}

/** Harmless on a terminal. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

function short(word: string): string {
  return plain(word.length > MOST_SHOWN ? `${word.slice(0, MOST_SHOWN)}…` : word);
}

/** By chance, or chosen as people choose passwords. Words behind one another are a name, and so are JWT_SECRET_2 and v1.2. */
function mayBeValue(word: string): boolean {
  if (/^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|v?\d{1,4}(?:[.-]\d{1,2}){1,3})$/.test(word)) return looksRandom(word);
  const parts = word.split(/[-_./:\\#]/);
  if (isByChance(word) || parts.some((part) => isByChance(part))) return true;
  const isName = /^[\w./:\\#@~^*?[\]{},-]+$/.test(word) && parts.length > 1 && parts.some((part) => /[A-Za-z]{3}/.test(part));
  return !isName && strengthOf(word) !== 'word';
}

function isByChance(word: string): boolean {
  if (/^[a-z]+(?:[-_.][a-z]{3,}\d{0,2})+$|^\d{4}-\d\d-\d\d\b/.test(word)) return looksRandom(word);
  const { lower, upper, surprise } = look(word);
  return looksRandom(word) || mayBeMade(word) || (lower + upper >= 8 && upper > 1 && surprise >= CHANCE) || /^[A-Z0-9]{16,}$/.test(word);
}

function isObjectId(word: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(word);
}
