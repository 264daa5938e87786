/** The value of an assignment that is base64 of text, as Kubernetes keeps secrets: what it says. */

/** Names that say how their values are written: DB_PASSWORD_B64. */
const SAYS_SO = /(?:^|_)(?:b64|base_?64)(?=_|$)/;
/** Longer values are runs of their own (layers/encoded.ts), and hold more than a value. */
const LONGEST = 1024;
/** Of shorter ones some decode by chance. */
const SURELY = 16;
/** On the line of its name, or below it as a text of YAML. */
const BEHIND_COLON = /:[ \t]{0,8}(?:[|>][+-]?\d?[ \t]{0,4}\r?\n[ \t]{1,16})?["']?$/;
const TEXT = /^[\x20-\x7e]{4,}$/;

/** `${NAME}`, `vault:path`: text that nobody would write so unless it is decoded. */
export function refersElsewhere(text: string): boolean {
  return /^[A-Za-z][\w+-]*:|[${}]/.test(text);
}

/** Words of a name without those that say how its value is written. */
export function plainWords(words: string): string {
  return words.replace(SAYS_SO, '').replace(/^_/, '');
}

/**
 * @param words of the name; @param operator what stands before the value, and its quote: behind a colon values may be
 * encoded in any name, elsewhere a name has to say so
 * @returns undefined for what is no base64, or of no text on one line
 */
export function textInBase64(raw: string, words: string, operator: string): string | undefined {
  if (raw.length > LONGEST || !/^[A-Za-z0-9+/_-]{6,}={0,2}$/.test(raw)) return undefined;
  const isCertain = SAYS_SO.test(words);
  if (!isCertain && !BEHIND_COLON.test(operator)) return undefined;
  const isWhole = raw.length % 4 === 0;
  // eight letters in one case are a word that happens to decode
  const isMixed = raw.endsWith('=') || (/[a-z]/.test(raw) && /[A-Z]/.test(raw));
  if (!isWhole && (raw.endsWith('=') || raw.length < 16 || raw.length % 4 === 1)) return undefined;
  if (!isCertain && !isMixed) return undefined;
  const text = Buffer.from(raw, 'base64').toString('latin1').replace(/\r?\n$/, '');
  return TEXT.test(text) ? text : undefined;
}

/** Of a value that somebody encoded who did not know that it was: what it says in the end. */
export function encodedTwice(text: string): string | undefined {
  return text.endsWith('=') || text.length >= SURELY ? textInBase64(text, '', ':') : undefined;
}
