/**
 * In: a pattern. Out: what must follow its literal in every match, where the pattern says so: bytes of some set, and
 * then a certain byte. `://` stands everywhere, `://` with an `@` before the next blank hardly anywhere: told by a
 * glance, without the expression.
 */
import { parsePattern } from './reach.ts';
import type { AST } from '@eslint-community/regexpp';

export interface Follow {
  readonly byte: number;
  /** Bytes that may stand between: 64 hexadecimal digits, bit n of byte k stands for 8k + n. */
  readonly over: string;
}

/** The last byte that must come, so that most is asked for; undefined where the pattern does not name one. */
export function followOf(pattern: string, flags: string, literals: readonly string[]): Follow | undefined {
  const [length, another] = new Set(literals.map((literal) => literal.length));
  const elements = inOrder(parsePattern(pattern).alternatives);
  if (length === undefined || another !== undefined || elements === undefined) return undefined;
  const consuming = elements.filter(({ type }) => type !== 'Assertion');
  if (consuming.slice(0, length).some(({ type }) => type !== 'Character')) return undefined;

  const over = new Uint8Array(32);
  let follow: Follow | undefined;
  for (const element of consuming.slice(length)) {
    if (element.type === 'Backreference') break;
    const bytes = bytesOf(element, flags);
    const [only, more] = bytes;
    if (element.type === 'Character' && only !== undefined && more === undefined && !has(over, only))
      follow = { byte: only, over: Buffer.from(over).toString('hex') };
    for (const byte of bytes) over[byte >> 3]! |= 1 << (byte & 7);
  }
  return follow;
}

function has(set: Uint8Array, byte: number): boolean {
  return (set[byte >> 3]! & (1 << (byte & 7))) !== 0;
}

/** The elements that every match goes through, groups opened; undefined where there is a choice from the beginning. */
function inOrder(alternatives: readonly AST.Alternative[]): AST.Element[] | undefined {
  const [only, another] = alternatives;
  if (only === undefined || another !== undefined) return undefined;
  return only.elements.flatMap((element) => {
    const isGroup = element.type === 'CapturingGroup' || element.type === 'Group';
    return (isGroup ? inOrder(element.alternatives) : undefined) ?? [element];
  });
}

/** All bytes that an element can consume. */
function bytesOf(element: AST.Element, flags: string): number[] {
  switch (element.type) {
    case 'Assertion':
    case 'Backreference':
      return [];
    case 'Quantifier':
      return bytesOf(element.element, flags);
    case 'CapturingGroup':
    case 'Group':
      return element.alternatives.flatMap(({ elements }) => elements.flatMap((inner) => bytesOf(inner, flags)));
    default: {
      const single = new RegExp(`^(?:${element.raw})$`, flags);
      return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => single.test(String.fromCharCode(byte)));
    }
  }
}
