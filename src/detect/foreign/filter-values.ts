/** What the operations and functions in conditions of betterleaks come to. A value of the wrong type is a slip. */
import { entropyOfBytes } from './entropy.ts';
import { anyOf, asText, readyToRun } from './expression.ts';
import { refuse } from './cursor.ts';
import type { Token } from './filter-tokens.ts';
import type { Room } from './room.ts';

/** Texts are bytes as Latin-1. */
export interface FilterInput {
  /** secret, match, line, fragment_raw and offsets in it, by the names that conditions have for them. */
  readonly finding: Readonly<Record<string, string | number>>;
  /** '' where it is not known yet. */
  readonly path: string;
}

export type Value = string | number | boolean | undefined | readonly Value[];
export type Part = (input: FilterInput, names: Map<string, Value>) => Value;

/** A value is not of the type that is asked for, which only shows when the condition is tried. */
export class TypeSlip extends Error {}

export function isTrue(value: Value): boolean {
  return typeof value === 'boolean' ? value : slip();
}

export function operation(operator: string, left: Part, right: Part): Part {
  if (operator === '||' || operator === 'or') return (input, names) => isTrue(left(input, names)) || isTrue(right(input, names));
  if (operator === '&&' || operator === 'and') return (input, names) => isTrue(left(input, names)) && isTrue(right(input, names));
  if (operator === '??') return (input, names) => left(input, names) ?? right(input, names);
  const compute = OPERATIONS[operator]!;
  return (input, names) => compute(left(input, names), right(input, names));
}

const OPERATIONS: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => ordered(a, b) < 0,
  '<=': (a, b) => ordered(a, b) <= 0,
  '>': (a, b) => ordered(a, b) > 0,
  '>=': (a, b) => ordered(a, b) >= 0,
  '+': (a, b) => (typeof a === 'string' ? joined(a, textOf(b)) : numberOf(a) + numberOf(b)),
  '-': (a, b) => numberOf(a) - numberOf(b),
  in: (a, b) => listOf(b).includes(a),
  contains: (a, b) => textOf(a).includes(textOf(b)),
  startsWith: (a, b) => textOf(a).startsWith(textOf(b)),
  endsWith: (a, b) => textOf(a).endsWith(textOf(b)),
};

const FUNCTIONS: Readonly<Record<string, (given: readonly Value[], input: FilterInput) => Value>> = {
  entropy: ([text]) => entropyOfBytes(textOf(text)),
  containsAny: ([text, words]) => containsAny(textOf(text).toLowerCase(), listOf(words)),
  /** How well a model of language knows it, by a table of a megabyte: here nothing is left out for that. */
  failsTokenEfficiency: () => false,
  get: ([of, name, other], input) => memberOf(of, name, input) ?? other,
  len: ([value]) => (Array.isArray(value) ? value.length : textOf(value).length),
  lower: ([text]) => textOf(text).toLowerCase(),
  upper: ([text]) => textOf(text).toUpperCase(),
  trim: ([text]) => textOf(text).trim(),
  max: (numbers) => numbers.map(numberOf).reduce((a, b) => Math.max(a, b), -Infinity),
  min: (numbers) => numbers.map(numberOf).reduce((a, b) => Math.min(a, b), Infinity),
};

/** @param called its name, as the condition has it. Throws ExpressionError. */
export function callOf({ text, at }: Token, given: readonly Part[], room: Room): Part {
  const name = text.replace(/^filter\./, '');
  const [first, second] = given;
  if (first !== undefined && second !== undefined) {
    if (name === 'matchesAny') return matchesAny(first, second, room);
    if (name === 'findMatch') return findMatch(first, second, room);
  }
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : refuse(`the function at character ${at} is not known here`);
  return (input, names) => found(given.map((one) => one(input, names)), input);
}

export function memberOf(of: Value, name: Value, { finding, path }: FilterInput): Value {
  if (of === 'finding') return Object.hasOwn(finding, textOf(name)) ? finding[textOf(name)] : undefined;
  if (of === 'attributes') return name === 'path' && path !== '' ? path : undefined;
  return listOf(of)[numberOf(name)];
}

export function sliceOf(of: Value, from: Value, to: Value): Value {
  return textOf(of).slice(numberOf(from), numberOf(to));
}

/** A chain of `let` can double a text a hundred times, and a list can ask for it at each of its items. */
const LONGEST = 1 << 12;

function joined(a: string, b: string): string {
  return a.length + b.length > LONGEST ? slip() : a + b;
}

function containsAny(text: string, words: readonly Value[]): boolean {
  return words.some((word) => text.includes(textOf(word)));
}

/** Expressions are compiled when the condition is read, so what cannot be run is said then. */
function matchesAny(text: Part, patterns: Part, room: Room): Part {
  const test = anyOf(constant(patterns, (value) => listOf(value).map(writtenOut)).map(asText));
  room.take(test.size);
  return (input, names) => test.test(textOf(text(input, names)));
}

function findMatch(text: Part, pattern: Part, room: Room): Part {
  const expression = readyToRun(asText(constant(pattern, writtenOut)), 'go');
  room.take(expression.size);
  return (input, names) => {
    const within = textOf(text(input, names));
    const spans = expression.find(within, 0);
    return spans === undefined ? '' : within.slice(spans[0], spans[1]);
  };
}

function constant<T>(part: Part, of: (value: Value) => T): T {
  try {
    return of(part({ finding: {}, path: '' }, new Map()));
  } catch (error) {
    if (!(error instanceof TypeSlip)) throw error;
    return refuse('matchesAny takes a text and a list of texts, findMatch two texts; the expressions are written out');
  }
}

function writtenOut(value: Value): string {
  return typeof value === 'string' ? value : slip();
}

/** What is not there (a path that is not known) holds nothing. */
function textOf(value: Value): string {
  return typeof value === 'string' ? value : value === undefined ? '' : slip();
}

function numberOf(value: Value): number {
  return typeof value === 'number' ? value : slip();
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : slip();
}

function ordered(a: Value, b: Value): number {
  if (typeof a !== 'string') return numberOf(a) - numberOf(b);
  return a === textOf(b) ? 0 : a < textOf(b) ? -1 : 1;
}

function slip(): never {
  throw new TypeSlip();
}
