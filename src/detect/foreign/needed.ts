/**
 * Texts of which every match of an expression holds one, so that it is tried only where one of them stands. They are in
 * lower case, and looked for in either: a few places more to try, and none less.
 */
import { lengthsOf, type Node } from './tree.ts';

export interface Needed {
  readonly texts: readonly string[];
  /** Bytes of a match before the text begins, at most; Infinity where nothing bounds them. */
  readonly before: number;
}

const MOST_TEXTS = 64;
const LONGEST = 24;
/** Shorter ones stand everywhere, and one more is worth much. */
const LEAST = 2;

/** Undefined: no such texts are known. */
export function neededBy(node: Node): Needed | undefined {
  return best(candidates(node));
}

function candidates(node: Node): readonly Needed[] {
  const whole = textsOf(node);
  if (whole !== undefined) return [{ texts: whole, before: 0 }];
  switch (node.is) {
    case 'group':
      return candidates(node.what);
    case 'repeat':
      return node.least > 0 ? candidates(node.what) : [];
    case 'choice': {
      const known = eachOf(node.ways, neededBy);
      if (known === undefined) return [];
      return [{ texts: [...new Set(known.flatMap(({ texts }) => texts))], before: Math.max(...known.map(({ before }) => before)) }];
    }
    case 'sequence':
      return inSequence(node.parts);
    default:
      return [];
  }
}

/** Neighbours whose texts are known make longer ones together. */
function inSequence(parts: readonly Node[]): Needed[] {
  const found: Needed[] = [];
  let behind = 0; // bytes before the part, at most
  let open: Needed | undefined;
  const close = (): void => {
    if (open !== undefined) found.push(open);
    open = undefined;
  };
  for (const part of parts) {
    const texts = textsOf(part);
    const longer: readonly string[] | undefined = texts && open && products(open.texts, texts);
    if (longer !== undefined) open = { texts: longer, before: open!.before };
    else {
      close();
      if (texts !== undefined) open = { texts, before: behind };
      else found.push(...candidates(part).map((one) => ({ ...one, before: behind + one.before })));
    }
    behind += lengthsOf(part)[1];
  }
  close();
  return found;
}

/** All texts that a node matches, where they are few and short. Both cases of a letter are one. */
function textsOf(node: Node): readonly string[] | undefined {
  switch (node.is) {
    case 'edge':
      return [''];
    case 'byte':
      return charactersOf(node.of);
    case 'group':
      return textsOf(node.what);
    case 'choice': {
      const ways = eachOf(node.ways, textsOf);
      return ways && few([...new Set(ways.flat())]);
    }
    case 'sequence': {
      let all: readonly string[] | undefined = [''];
      for (const part of node.parts) {
        const texts: readonly string[] | undefined = textsOf(part);
        all = all && texts && products(all, texts);
        if (all === undefined) return undefined;
      }
      return all;
    }
    case 'repeat': {
      if (node.most > LONGEST) return undefined;
      const texts = textsOf(node.what);
      if (texts === undefined) return undefined;
      let all: readonly string[] | undefined = [''];
      const each: string[] = node.least === 0 ? [''] : [];
      for (let times = 1; times <= node.most && all !== undefined; times++) {
        all = products(all, texts);
        if (all !== undefined && times >= node.least) each.push(...all);
      }
      return all === undefined ? undefined : few([...new Set(each)]);
    }
  }
}

/** Undefined when it is for one of them: classes of Unicode have thousands of ways, and the first says nothing. */
function eachOf<T>(nodes: readonly Node[], of: (node: Node) => T | undefined): readonly T[] | undefined {
  const each: T[] = [];
  for (const node of nodes) {
    const one = of(node);
    if (one === undefined) return undefined;
    each.push(one);
  }
  return each;
}

function charactersOf(bytes: Uint8Array): readonly string[] | undefined {
  const letters = new Set<string>();
  for (let byte = 0; byte < 256; byte++) {
    if (bytes[byte] === 0) continue;
    letters.add(byte >= 65 && byte <= 90 ? String.fromCharCode(byte + 32) : String.fromCharCode(byte));
    if (letters.size > 4) return undefined;
  }
  return [...letters];
}

function products(firsts: readonly string[], seconds: readonly string[]): readonly string[] | undefined {
  if (firsts.length * seconds.length > MOST_TEXTS) return undefined;
  return few([...new Set(firsts.flatMap((first) => seconds.map((second) => first + second)))]);
}

function few(texts: readonly string[]): readonly string[] | undefined {
  return texts.length <= MOST_TEXTS && texts.every(({ length }) => length <= LONGEST) ? texts : undefined;
}

/** Those at a bounded place first, then the longest, then the fewest. */
function best(found: readonly Needed[]): Needed | undefined {
  const shortest = ({ texts }: Needed): number => Math.min(...texts.map(({ length }) => length));
  const usable = found.filter((one) => one.texts.length > 0 && shortest(one) >= LEAST);
  const worth = (one: Needed): number =>
    (Number.isFinite(one.before) ? 1000 : 0) + Math.min(shortest(one), 8) * 50 - one.texts.length;
  return usable.sort((a, b) => worth(b) - worth(a))[0];
}
