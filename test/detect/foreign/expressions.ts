/** Small expressions at random, each as Go writes it and as V8 does: what both read alike without a word of ours between. */
import { fc } from '../../support/property.ts';

export interface Twin {
  /** For the parser. */
  readonly go: string;
  /** For V8, on bytes as Latin-1, without flags. */
  readonly js: string;
  /** It can match nothing: repetitions of such a thing differ between engines. */
  readonly isEmpty: boolean;
}

const same = (text: string): Twin => ({ go: text, js: text, isEmpty: false });
const LETTERS = [...'abkS'].map(same);
const CLASSES: readonly Twin[] = [
  ...['[ab]', '[^a]', '[a-c1]', '\\d', '\\w', '\\W', '\\x41', '\\.'].map(same),
  { go: '.', js: '[^\\n]', isEmpty: false },
  { go: '(?s:.)', js: '[^]', isEmpty: false },
  { go: '\\s', js: '[\\t\\n\\f\\r ]', isEmpty: false },
  { go: '[[:alpha:]]', js: '[A-Za-z]', isEmpty: false },
  { go: '[[:^digit:]b]', js: '[^0-9]', isEmpty: false },
  { go: '(?i:k)', js: '[kK]', isEmpty: false },
  { go: '(?i:[^b])', js: '[^bB]', isEmpty: false },
  { go: '\\x{e9}', js: '\\xc3\\xa9', isEmpty: false },
  { go: 'é', js: '(?:\\xc3\\xa9)', isEmpty: false },
  { go: '\\Qa.\\E', js: '(?:a\\.)', isEmpty: false },
];
const EDGES: readonly Twin[] = [
  { go: '\\b', js: '\\b', isEmpty: true },
  { go: '^', js: '^', isEmpty: true },
  { go: '\\z', js: '$', isEmpty: true },
  { go: '(?m:^)', js: '(?:^|(?<=\\n))', isEmpty: true },
  { go: '(?m:$)', js: '(?=\\n|$)', isEmpty: true },
];
const COUNTS = ['*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '{0,2}?'];

export const twins: fc.Arbitrary<Twin> = fc.letrec<{ whole: Twin; part: Twin }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(...LETTERS),
    fc.constantFrom(...CLASSES),
    fc.constantFrom(...EDGES),
    fc.array(tie('part'), { minLength: 2, maxLength: 3 }).map((parts) => joined(parts, '')),
    fc.array(tie('part'), { minLength: 2, maxLength: 3 }).map((parts) => joined(parts, '|')),
    fc.tuple(tie('part'), fc.constantFrom(...COUNTS)).map(([part, count]) => repeated(part, count)),
  ),
  whole: tie('part') as fc.Arbitrary<Twin>,
})).whole;

function joined(parts: readonly Twin[], sign: '' | '|'): Twin {
  const put = (key: 'go' | 'js'): string => `(?:${parts.map((part) => part[key]).join(sign)})`;
  const isEmpty = sign === '' ? parts.every((part) => part.isEmpty) : parts.some((part) => part.isEmpty);
  return { go: put('go'), js: put('js'), isEmpty };
}

function repeated(part: Twin, count: string): Twin {
  if (part.isEmpty) return part;
  const isEmpty = /^[*?]|^\{0/.test(count);
  return { go: `(?:${part.go})${count}`, js: `(?:${part.js})${count}`, isEmpty };
}

/** Texts in which such expressions find something. */
export const texts: fc.Arbitrary<Buffer> = fc
  .array(fc.constantFrom('a', 'b', 'k', 'K', 'S', 's', '1', '.', ' ', '\n', 'A', '_', 'é', '\r'), { maxLength: 40 })
  .map((letters) => Buffer.from(letters.join(''), 'utf8'));

/** All matches of V8, as Go's FindAll has them. */
export function allByV8(js: string, text: string): [number, number][] {
  const expression = new RegExp(js, 'g');
  const all: [number, number][] = [];
  for (let from = 0; from <= text.length; ) {
    expression.lastIndex = from;
    const match = expression.exec(text);
    if (match === null) break;
    const end = match.index + match[0].length;
    all.push([match.index, end]);
    from = Math.max(end, match.index + 1);
  }
  return all;
}
