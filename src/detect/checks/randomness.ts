/**
 * Does a value look machine-made? Three plain measures, no dictionary: which classes of characters it mixes, its
 * entropy, and how surprising its letters are behind one another (letters.ts). Shannon entropy alone cannot decide:
 * host names have more of it than many keys.
 */
import { LETTER_SURPRISE } from './letters.ts';
import type { Strength } from '../../model.ts';

export interface Look {
  readonly length: number;
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
  readonly symbols: number;
  readonly hex: boolean;
  /** Bits per character of its own distribution. */
  readonly entropy: number;
  /** Mean surprise of its letters in bits: words stand near 4, chance near 6.3. */
  readonly surprise: number;
}

/** One buffer for all calls: allocating it anew took most of the time of an audit. */
const counts = new Uint16Array(256);

export function look(value: string): Look {
  let lower = 0;
  let upper = 0;
  let digits = 0;
  let hexLetters = 0;
  let bits = 0;
  let before = 26;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i) & 0xff;
    counts[code]!++;
    if (code >= 48 && code <= 57) digits++;
    else if (code >= 97 && code <= 122) lower++;
    else if (code >= 65 && code <= 90) upper++;
    const letter = (code | 0x20) - 97;
    if (letter >= 0 && letter < 26 && code >= 65 && code < 123) {
      if (letter < 6) hexLetters++;
      bits += (LETTER_SURPRISE[before]!.charCodeAt(letter) - 48) / 4;
      before = letter;
    } else before = 26;
  }
  const length = value.length;
  const letters = lower + upper;
  let entropy = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i) & 0xff;
    const count = counts[code]!;
    if (count === 0) continue;
    entropy -= (count / length) * Math.log2(count / length);
    counts[code] = 0;
  }
  return {
    length,
    lower,
    upper,
    digits,
    symbols: length - letters - digits,
    hex: letters === hexLetters && letters + digits === length && (lower === 0 || upper === 0),
    entropy,
    surprise: letters === 0 ? 0 : bits / letters,
  };
}

/** Two digits and four letters of each case: what nearly all long names and paths lack, told without a closer look. */
export function mixesClasses(value: string): boolean {
  let lower = 0;
  let upper = 0;
  let digits = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= 97 && code <= 122) lower++;
    else if (code >= 65 && code <= 90) upper++;
    else if (code >= 48 && code <= 57) digits++;
  }
  return digits >= 2 && lower >= 4 && upper >= 4;
}

/** Bits of the letters from which on they are taken for chance; long runs average out, short ones need more. */
export const CHANCE = 5.3;

/** A value that a generator made, as far as its characters can tell. */
export function looksRandom(value: string, seen: Look = look(value)): boolean {
  const { length, lower, upper, digits, symbols, hex, entropy, surprise } = seen;
  if (length < 12 || /[ \t]/.test(value)) return false;
  const letters = lower + upper;
  if (digits === length) return length >= 20 && entropy > 2.8;
  if (hex) return length >= 16 && entropy > 2.6 && digits >= 2;
  if (isUuid(value)) return entropy >= 3;
  if (endsInKey(value)) return true;
  if (madeOfWords(value) || isSequence(value)) return false;
  if (length >= 16 && letters > 0 && digits > 0)
    return entropy >= 3 && (surprise >= 4.9 || alternations(value) >= length / 3);
  // too short for the mean of its letters to say it alone: no name changes so often
  if (lower > 0 && upper > 0 && surprise >= CHANCE && alternations(value) >= length * (digits > 0 ? 0.4 : 0.5)) return true;
  if (lower > 0 && upper > 0 && length >= 14) return entropy >= 3.2 && surprise >= CHANCE;
  if (lower > 0 && upper > 0 && digits > 0 && symbols > 0)
    return surprise >= CHANCE || alternations(value) >= length / 3;
  return length >= 20 && digits === 0 && symbols === 0 && surprise >= 5.8;
}

/** Letters and digits in turn as no name has them, in what is too short to be sure, or has too many words in it. */
export function mayBeMade(value: string): boolean {
  const { length, lower, upper, digits, surprise } = look(value);
  if (length < 10 || digits < 2 || lower + upper < 2 || !/^[\w+/=.~-]+$/.test(value)) return false;
  if (madeOfWords(value) || isSequence(value)) return false;
  return alternations(value) >= length / 3 || surprise >= 4.9;
}

/** Fewer than these are a number of an order or the name of a product as often as not. */
const SHORTEST_MADE = 12;

/**
 * `62qk4lut…`: too short to be sure by the mean of its letters alone, but in one piece, with digits among the letters, and
 * no part of it reads like a word or stands in the order of the alphabet.
 */
export function isShortAndMade(value: string): boolean {
  if (value.length < SHORTEST_MADE || !/^[A-Za-z\d]+$/.test(value) || !mayBeMade(value)) return false;
  const isWord = (part: string): boolean => look(part).surprise < CHANCE;
  if ((value.match(/[A-Z]?[a-z]{3,}|[A-Z]{4,}/g) ?? []).some(isWord)) return false;
  const parts = [value.replace(/\d+/g, ''), value.replace(/[A-Za-z]+/g, '')];
  if (parts.some((part) => part.length > 3 && stepsOf(part) * 2 >= part.length)) return false;
  const { length, surprise, hex } = look(value);
  return hex ? alternations(value) >= length / 3 : surprise >= 4.9 && alternations(value) >= length / 4;
}

/** In letters of either case. https://www.rfc-editor.org/rfc/rfc9562#section-4 */
export function isUuid(value: string): boolean {
  return WHOLE_UUID.test(value);
}

/** How often a character is the neighbour of the one before, upwards or downwards, whatever its case. */
function stepsOf(value: string): number {
  const folded = value.toLowerCase();
  let steps = 0;
  for (let i = 1; i < folded.length; i++) if (Math.abs(folded.charCodeAt(i) - folded.charCodeAt(i - 1)) === 1) steps++;
  return steps;
}

const UUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
const WHOLE_UUID = new RegExp(`^${UUID}$`, 'i');
const PREFIXED = new RegExp(
  `^[A-Za-z][A-Za-z0-9]{1,15}(?:[-_.][A-Za-z][A-Za-z0-9]{1,15}){0,3}[-_.:]([A-Za-z0-9+/]{16,}={0,2}|${UUID})$`,
);
/** Parts of hexadecimal digits, one of which alone would do: `0f3c…-4be1-90aa`. */
const HEX_PARTS = /^(?:[0-9a-f]{4,64}-){0,3}([0-9a-f]{32,64})(?:-[0-9a-f]{4,64}){1,3}$/;

/** `SK` and hexadecimal digits: in their own letters there is little surprise. */
const LETTERS_AND_HEX = /^[A-Za-z]{1,8}([0-9a-f]{24,}|[0-9A-F]{24,})$/;

/** `acme_live_` and a key: words in front say who made it and for what. */
function endsInKey(value: string): boolean {
  const [, key] = PREFIXED.exec(value) ?? HEX_PARTS.exec(value) ?? LETTERS_AND_HEX.exec(value) ?? [];
  return key !== undefined && looksRandom(key);
}

/** How often letter, digit and the rest change places; what only parts words does not count. */
function alternations(value: string): number {
  let changes = 0;
  let kind = -1;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 45 || code === 46 || code === 95) continue; // - . _
    const now = code >= 48 && code <= 57 ? 0 : code >= 97 && code <= 122 ? 1 : code >= 65 && code <= 90 ? 2 : 3;
    if (kind >= 0 && now !== kind) changes++;
    kind = now;
  }
  return changes;
}

/** `my-very-long-service-name-2`, `com.example.someThing`: parts that read like words, but for one in four characters. */
function madeOfWords(value: string): boolean {
  const parts = value.split(/[-_./:, =]+|(?<=[a-z0-9])(?=[A-Z])/).filter((part) => part !== '');
  if (parts.length < 3) return false;
  let all = 0;
  let wordy = 0;
  let others = 0;
  for (const part of parts) {
    all += part.length;
    const isWord = /^(?:[a-z]{2,}\d{0,3}|[A-Z]{2,}|[A-Z][a-z]{2,}\d{0,3}|\d{1,4})$/.test(part) && look(part).surprise < CHANCE;
    if (isWord || /^v\d{1,3}$/.test(part)) wordy += part.length;
    else others++;
  }
  return others <= 1 || wordy >= all * 0.75;
}

/** Four of five characters follow the one before in the alphabet: `abcdefgh12345678`. */
export function isSequence(value: string): boolean {
  let steps = 0;
  for (let i = 1; i < value.length; i++) if (value.charCodeAt(i) === value.charCodeAt(i - 1) + 1) steps++;
  return steps >= value.length * 0.8;
}

/** Made by a machine, chosen with care (letters and digits, or three classes), or a word. */
export function strengthOf(value: string): Strength {
  const seen = look(value);
  if (looksRandom(value, seen)) return 'random';
  // what parts words makes nothing more of them
  const symbols = seen.symbols > 0 && (seen.digits > 0 || /[^\w./\x80-\xff-]/.test(value));
  const kinds = Number(seen.lower > 0) + Number(seen.upper > 0) + Number(seen.digits > 0) + Number(symbols);
  return value.length >= 6 && ((seen.digits > 0 && kinds >= 2) || kinds >= 3) ? 'mixed' : 'word';
}
