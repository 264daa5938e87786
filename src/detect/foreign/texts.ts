/** Finds where texts stand in bytes, in either case of their letters; texts of two bytes as well, in one pass over all. */
import { literalSearch } from '../search/literals.ts';

interface TextSearch {
  /** Reports every start of every text. @param id its place in the list */
  search(bytes: Uint8Array, onHit: (at: number, id: number) => void): void;
}

const SHORT = 3;

/** @param texts in lower case */
export function textSearch(texts: readonly string[]): TextSearch {
  const long = [...texts.keys()].filter((id) => texts[id]!.length >= SHORT);
  const searched = literalSearch(long.map((id) => ({ text: texts[id]!, ignoreCase: true })));
  const short = shortSearch(texts);
  return {
    search(bytes, onHit) {
      searched.search(bytes, 0, bytes.length, bytes.length, (at, index) => onHit(at, long[index]!));
      short?.(bytes, onHit);
    },
  };
}

/** By the two bytes that stand at each place; a text of one byte belongs to all pairs that begin with it. */
function shortSearch(texts: readonly string[]): TextSearch['search'] | undefined {
  const short = [...texts.keys()].filter((id) => texts[id]!.length > 0 && texts[id]!.length < SHORT);
  if (short.length === 0) return undefined;
  const listOf = new Uint16Array(1 << 16);
  const lists: number[][] = [[]];
  const last: number[][] = Array.from({ length: 256 }, () => []); // of one byte, at the very end
  for (const id of short) {
    const [first, second] = texts[id]!.split('').map(eitherCase);
    for (const a of first!) {
      if (second === undefined) last[a]!.push(id);
      for (const b of second ?? ANY) {
        const pair = (a << 8) | b;
        listOf[pair] = lists.push([...lists[listOf[pair]!]!, id]) - 1;
      }
    }
  }
  return (bytes, onHit) => {
    const end = bytes.length - 1;
    for (let at = 0; at < end; at++) {
      const list = listOf[(bytes[at]! << 8) | bytes[at + 1]!]!;
      if (list !== 0) for (const id of lists[list]!) onHit(at, id);
    }
    if (end >= 0) for (const id of last[bytes[end]!]!) onHit(end, id);
  };
}

const ANY = Array.from({ length: 256 }, (_, byte) => byte);

function eitherCase(letter: string): readonly number[] {
  return [...new Set([letter.charCodeAt(0), letter.toUpperCase().charCodeAt(0)])].filter((byte) => byte < 256);
}
