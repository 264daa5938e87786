/** Words of people who write more than ASCII: what they choose for passwords has their letters in it. */

/** `Contraseña`, `Contraseña:`, `Oublié?`: what a form says beside its field, one word with a capital and signs of labels. */
const LABEL = /^\p{Lu}[\p{Ll}\p{M}]+[:*?…]{0,2}$/u;

/** Letters of an alphabet with cases, digits and ASCII signs: where only Han or Hangul stands, it is a text as likely. */
const IN_ONE_PIECE = /^[\p{L}\p{M}\p{N}!-~]{6,64}$/u;

/** @param raw bytes as Latin-1 @returns the text, where it is one word and has other letters than those of ASCII */
export function wordOfOtherLetters(raw: string): string | undefined {
  if (!/[\xc2-\xf4]/.test(raw)) return undefined;
  const text = Buffer.from(raw, 'latin1').toString('utf8');
  if (text.includes('\ufffd') || !IN_ONE_PIECE.test(text) || !/\p{Ll}/u.test(text)) return undefined;
  return LABEL.test(text) ? undefined : text;
}
