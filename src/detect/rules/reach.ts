/**
 * In: a pattern, as text. Out: how many bytes around a hit it can look at, proved from its syntax tree. A walk over the
 * tree keeps the interval of places where the cursor can be; whatever reads a byte widens what was read.
 */
import { RegExpParser, type AST } from '@eslint-community/regexpp';

/** Bytes, Infinity where nothing bounds them. */
export interface Reach {
  /** Before the hit, by look-behind, `\b` and `^`. */
  readonly behind: number;
  /** From the hit to the end of the longest match and of what look-ahead may see behind it. */
  readonly ahead: number;
  /** Behind the end of the match. */
  readonly lookAhead: number;
}

/** Places of the cursor, [low, high]. */
type Places = readonly [low: number, high: number];

interface Seen {
  low: number;
  high: number;
}

const parser = new RegExpParser({ ecmaVersion: 2024, strict: false });

/** The syntax tree; throws the engine's or the parser's SyntaxError. */
export function parsePattern(pattern: string): AST.Pattern {
  return parser.parsePattern(pattern, 0, pattern.length, { unicode: false, unicodeSets: false });
}

/** How far a pattern that is tried at a hit can see. Flags make no difference. */
export function provedReach(pattern: string): Reach {
  const tree = parsePattern(pattern);
  const fromHit: Seen = { low: 0, high: 0 };
  const [, longest] = either(tree.alternatives, [0, 0], 1, fromHit);
  const fromEnd: Seen = { low: 0, high: 0 };
  either(tree.alternatives, [0, 0], -1, fromEnd);
  return { behind: Math.max(0, -fromHit.low), ahead: longest + fromEnd.high, lookAhead: fromEnd.high };
}

function either(alternatives: readonly AST.Alternative[], from: Places, direction: 1 | -1, seen: Seen): Places {
  const ends = alternatives.map((alternative) => sequence(alternative, from, direction, seen));
  return [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
}

function sequence(alternative: AST.Alternative, from: Places, direction: 1 | -1, seen: Seen): Places {
  const elements = direction === 1 ? alternative.elements : alternative.elements.toReversed();
  return elements.reduce((places, element) => past(element, places, direction, seen), from);
}

function past(element: AST.Element, from: Places, direction: 1 | -1, seen: Seen): Places {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return either(element.alternatives, from, direction, seen);
    case 'Assertion':
      look(element, from, seen);
      return from;
    case 'Quantifier':
      return repeated(element, from, direction, seen);
    case 'Backreference':
      return direction === 1 ? read([from[0], Infinity], seen) : read([-Infinity, from[1]], seen);
    default:
      read(from, seen);
      return read([from[0] + direction, from[1] + direction], seen);
  }
}

function look(assertion: AST.Assertion, from: Places, seen: Seen): void {
  if (assertion.kind === 'lookahead') either(assertion.alternatives, from, 1, seen);
  else if (assertion.kind === 'lookbehind') either(assertion.alternatives, from, -1, seen);
  else if (assertion.kind === 'start') read([from[0] - 1, from[1]], seen);
  else if (assertion.kind === 'end') read([from[0], from[1] + 1], seen);
  else read([from[0] - 1, from[1] + 1], seen);
}

/** The body is walked once, from all the places where an iteration can start. */
function repeated({ min, max, element }: AST.Quantifier, from: Places, direction: 1 | -1, seen: Seen): Places {
  if (max === 0) return from;
  const [low, high] = past(element, [0, 0], direction, { low: 0, high: 0 });
  const [least, most] = direction === 1 ? [low, high] : [-high, -low];
  const starts = shift(from, 0, times(most, max - 1), direction);
  past(element, starts, direction, seen);
  return shift(from, times(least, min), times(most, max), direction);
}

function shift([low, high]: Places, least: number, most: number, direction: 1 | -1): Places {
  return direction === 1 ? [low + least, high + most] : [low - most, high - least];
}

/** Nothing repeated without end is still nothing. */
function times(width: number, count: number): number {
  return width === 0 || count === 0 ? 0 : width * count;
}

function read(places: Places, seen: Seen): Places {
  seen.low = Math.min(seen.low, places[0]);
  seen.high = Math.max(seen.high, places[1]);
  return places;
}
