/** The one word of a text that a machine made, and no path, digest in an address or public half. */
import { isPathLike } from './path-like.ts';
import { isUuid, strengthOf } from './randomness.ts';

/** Punctuation around a word, and what a key is made of. */
const WORD = /^[^\w+/]{0,2}([\w+/=.-]{20,200}?)[^\w+/]{0,2}$/;
/** `AAAAC3Nza…`, as public keys of SSH begin. */
const PUBLIC = /^AAAA/;
const OF_ADDRESS = /[\w-]\/[\w-]+\.|^www\./;

/** `<secret>{orders 8f3a…}</secret>`, `password: "the new one is 8f3a…"`: undefined where there is none, or more than one. */
export function madeAmongWords(text: string): string | undefined {
  const made = text
    .split(' ')
    .map((word) => WORD.exec(word)?.[1])
    .filter((word) => word !== undefined && isMade(word));
  return made.length === 1 ? made[0] : undefined;
}

function isMade(word: string): boolean {
  return !PUBLIC.test(word) && !isUuid(word) && !isPathLike(word) && !OF_ADDRESS.test(word) && strengthOf(word) === 'random';
}
