/**
 * Conditions of betterleaks: `entropy(finding["secret"]) <= 3.5 || matchesAny(finding["secret"], […])`. They are read into
 * functions once; a finding that one of them holds for is left out. What depends on the network is not read at all.
 */
import { entropyOfBytes } from './entropy.ts';
import { anyOf, asText, readyToRun } from './expression.ts';
import { refuse } from './cursor.ts';
import { tokensOf, type Token } from './filter-tokens.ts';

/** Texts are bytes as Latin-1. */
export interface FilterInput {
  /** secret, match, line, fragment_raw and offsets in it, by the names that conditions have for them. */
  readonly finding: Readonly<Record<string, string | number>>;
  /** '' where it is not known yet. */
  readonly path: string;
}

type Value = string | number | boolean | undefined | readonly Value[];
type Part = (input: FilterInput, names: Map<string, Value>) => Value;

const BINARY: readonly (readonly string[])[] = [
  ['??'],
  ['||', 'or'],
  ['&&', 'and'],
  ['==', '!=', '<', '<=', '>', '>=', 'in', 'contains', 'startsWith', 'endsWith'],
  ['+', '-'],
];

/** Throws ExpressionError. */
export function filterOf(source: string): (input: FilterInput) => boolean {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = (): Token => tokens[at]!;
  const takes = (text: string): boolean => {
    const isIt = peek().text === text && peek().is !== 'text';
    if (isIt) at++;
    return isIt;
  };
  const need = (text: string): void => {
    if (!takes(text)) refuse(`${text} is missing before "${peek().text}"`);
  };

  function statement(): Part {
    if (!takes('let')) return conditional();
    const name = tokens[at++]!.text;
    need('=');
    const value = conditional();
    need(';');
    const rest = statement();
    return (input, names) => rest(input, names.set(name, value(input, names)));
  }

  function conditional(): Part {
    const test = binary(0);
    if (!takes('?')) return test;
    const yes = conditional();
    need(':');
    const no = conditional();
    return (input, names) => (test(input, names) === true ? yes : no)(input, names);
  }

  function binary(level: number): Part {
    const operators = BINARY[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const isNot = peek().text === 'not' && tokens[at + 1]?.text === 'in';
      if (isNot) at++;
      const operator = operators.find((text) => takes(text));
      if (operator === undefined) return left;
      const [a, b] = [left, binary(level + 1)];
      const both = operation(operator, a, b);
      left = isNot ? (input, names) => both(input, names) !== true : both;
    }
  }

  function unary(): Part {
    if (takes('!') || takes('not')) {
      const what = unary();
      return (input, names) => what(input, names) !== true;
    }
    return postfix(primary());
  }

  function primary(): Part {
    const { is, text } = tokens[at++]!;
    if (is === 'text') return () => text;
    if (is === 'number') return () => Number(text);
    if (text === '(') {
      const inside = conditional();
      need(')');
      return inside;
    }
    if (text === '[') return list();
    if (text === 'true' || text === 'false') return () => text === 'true';
    if (text === 'nil') return () => undefined;
    if (is !== 'word') refuse(`"${text}" is not expected`);
    if (takes('(')) return call(text);
    if (text === 'finding' || text === 'attributes') return () => text;
    return (_, names) => (names.has(text) ? names.get(text) : refuse(`"${text}" is not known`));
  }

  function list(): Part {
    const items: Part[] = [];
    while (!takes(']')) {
      items.push(conditional());
      if (!takes(',') && peek().text !== ']') refuse(`] is missing before "${peek().text}"`);
    }
    return (input, names) => items.map((item) => item(input, names));
  }

  function call(called: string): Part {
    const name = called.replace(/^filter\./, '');
    const given: Part[] = [];
    while (!takes(')')) {
      given.push(conditional());
      if (!takes(',') && peek().text !== ')') refuse(`) is missing before "${peek().text}"`);
    }
    const [first, second] = given;
    if (first !== undefined && second !== undefined) {
      if (name === 'matchesAny') return matchesAny(first, second);
      if (name === 'findMatch') return findMatch(first, second);
    }
    const found = FUNCTIONS.get(name) ?? refuse(`the function "${called}" is not known here`);
    return (input, names) => found(given.map((one) => one(input, names)), input);
  }

  function postfix(what: Part): Part {
    let value = what;
    while (takes('[')) {
      const whole = value;
      if (takes(':')) {
        const to = conditional();
        value = (input, names) => sliceOf(whole(input, names), 0, to(input, names));
      } else {
        const index = conditional();
        if (takes(':')) {
          const to = peek().text === ']' ? () => Infinity : conditional();
          value = (input, names) => sliceOf(whole(input, names), index(input, names), to(input, names));
        } else value = (input, names) => memberOf(whole(input, names), index(input, names), input);
      }
      need(']');
    }
    return value;
  }

  const whole = statement();
  if (peek().is !== 'end') refuse(`"${peek().text}" is not expected`);
  return (input) => whole(input, new Map()) === true;
}

function operation(operator: string, left: Part, right: Part): Part {
  if (operator === '||' || operator === 'or') return (input, names) => left(input, names) === true || right(input, names) === true;
  if (operator === '&&' || operator === 'and') return (input, names) => left(input, names) === true && right(input, names) === true;
  if (operator === '??') return (input, names) => left(input, names) ?? right(input, names);
  const compute = OPERATIONS[operator]!;
  return (input, names) => compute(left(input, names) as never, right(input, names) as never);
}

const OPERATIONS: Readonly<Record<string, (a: never, b: never) => Value>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  in: (a: Value, b: readonly Value[]) => b.includes(a),
  contains: (a: string, b: string) => String(a).includes(b),
  startsWith: (a: string, b: string) => String(a).startsWith(b),
  endsWith: (a: string, b: string) => String(a).endsWith(b),
};

type Compute = (given: readonly Value[], input: FilterInput) => Value;

const FUNCTIONS: ReadonlyMap<string, Compute> = new Map(Object.entries<Compute>({
  entropy: ([text]) => entropyOfBytes(String(text)),
  containsAny: ([text, words]) => containsAny(String(text), words as readonly string[]),
  /** How well a model of language knows it, by a table of a megabyte: here nothing is left out for that. */
  failsTokenEfficiency: () => false,
  get: ([of, name, other], input) => memberOf(of, name, input) ?? other,
  len: ([text]) => (text as string).length,
  lower: ([text]) => String(text).toLowerCase(),
  upper: ([text]) => String(text).toUpperCase(),
  trim: ([text]) => String(text).trim(),
  max: (numbers) => Math.max(...(numbers as readonly number[])),
  min: (numbers) => Math.min(...(numbers as readonly number[])),
}));

function memberOf(of: Value, name: Value, { finding, path }: FilterInput): Value {
  if (of === 'finding') return Object.hasOwn(finding, String(name)) ? finding[String(name)] : undefined;
  if (of === 'attributes') return name === 'path' && path !== '' ? path : undefined;
  return (of as readonly Value[])[Number(name)];
}

function sliceOf(of: Value, from: Value, to: Value): Value {
  return (of as string).slice(Number(from), Number(to));
}

function containsAny(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word));
}

/** Expressions are compiled when the condition is read, so what cannot be run is said then. */
function matchesAny(text: Part, patterns: Part): Part {
  const test = anyOf((constant(patterns) as readonly string[]).map(asText));
  return (input, names) => test.test(String(text(input, names)));
}

function findMatch(text: Part, pattern: Part): Part {
  const expression = readyToRun(asText(String(constant(pattern))), 'go');
  return (input, names) => {
    const within = String(text(input, names));
    const spans = expression.find(within, 0);
    return spans === undefined ? '' : within.slice(spans[0], spans[1]);
  };
}

function constant(part: Part): Value {
  return part({ finding: {}, path: '' }, new Map());
}
