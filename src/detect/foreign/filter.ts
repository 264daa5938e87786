/**
 * Conditions of betterleaks: `entropy(finding["secret"]) <= 3.5 || matchesAny(finding["secret"], […])`. They are read into
 * functions once; a finding that one of them holds for is left out. What depends on the network is not read at all.
 */
import { refuse } from './cursor.ts';
import { tokensOf, type Token } from './filter-tokens.ts';
import { openRoom } from './room.ts';
import { callOf, isTrue, memberOf, operation, sliceOf, TypeSlip, type FilterInput, type Part } from './filter-values.ts';

const MOST_DEPTH = 100;
/** Operations, of all depths: how far down a chain of them goes when it is tried. */
const MOST_OPERATIONS = 1000;

const BINARY: readonly (readonly string[])[] = [
  ['??'],
  ['||', 'or'],
  ['&&', 'and'],
  ['==', '!=', '<', '<=', '>', '>=', 'in', 'contains', 'startsWith', 'endsWith'],
  ['+', '-'],
];

/**
 * A value of the wrong type: the condition does not hold. Throws ExpressionError.
 * @param room of the file, when it is read
 */
export function filterOf(source: string, room = openRoom()): (input: FilterInput) => boolean {
  const tokens = tokensOf(source);
  const known = new Set<string>(); // names that `let` has given so far
  let at = 0;
  let depth = 0;
  let operations = 0;
  const peek = (): Token => tokens[at]!;
  const takes = (text: string): boolean => {
    const isIt = peek().text === text && peek().is !== 'text';
    if (isIt) at++;
    return isIt;
  };
  const need = (text: string): void => {
    if (!takes(text)) refuse(`${text} is missing before ${shown(peek())}`);
  };
  const inside = <T>(read: () => T): T => {
    if (++depth > MOST_DEPTH) refuse('nested too deeply');
    const part = read();
    depth--;
    return part;
  };
  const counted = <T>(part: T): T => {
    if (++operations > MOST_OPERATIONS) refuse(`more than ${MOST_OPERATIONS} operations`);
    return part;
  };

  function statement(): Part {
    if (!takes('let')) return conditional();
    const { is, text: name } = tokens[at]!;
    if (is !== 'word') refuse('a name is missing behind let');
    at++;
    need('=');
    const value = conditional();
    need(';');
    known.add(name);
    const rest = inside(statement);
    return (input, names) => rest(input, names.set(name, value(input, names)));
  }

  function conditional(): Part {
    const test = inside(() => binary(0));
    if (!takes('?')) return test;
    const yes = inside(conditional);
    need(':');
    const no = inside(conditional);
    return (input, names) => (isTrue(test(input, names)) ? yes : no)(input, names);
  }

  function binary(level: number): Part {
    const operators = BINARY[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const isNot = operators.includes('in') && peek().text === 'not' && tokens[at + 1]?.text === 'in';
      if (isNot) at++;
      const operator = operators.find((text) => takes(text));
      if (operator === undefined) return left;
      const [a, b] = [left, binary(level + 1)];
      const both = counted(operation(operator, a, b));
      left = isNot ? (input, names) => !isTrue(both(input, names)) : both;
    }
  }

  function unary(): Part {
    if (takes('!') || takes('not')) {
      const what = inside(unary);
      return (input, names) => !isTrue(what(input, names));
    }
    return postfix(primary());
  }

  function primary(): Part {
    const token = tokens[at]!;
    const { is, text } = token;
    if (is === 'end') refuse('ends where something is missing');
    at++;
    if (is === 'text') return () => text;
    if (is === 'number') return () => Number(text);
    if (text === '(') {
      const within = conditional();
      need(')');
      return within;
    }
    if (text === '[') {
      const items = listed(']');
      return (input, names) => items.map((item) => item(input, names));
    }
    if (text === 'true' || text === 'false') return () => text === 'true';
    if (text === 'nil') return () => undefined;
    if (is !== 'word') refuse(`${shown(token)} is not expected`);
    if (takes('(')) return callOf(token, listed(')'), room);
    if (text === 'finding' || text === 'attributes') return () => text;
    if (!known.has(text)) refuse(`the name at character ${token.at} is not known`);
    return (_, names) => names.get(text);
  }

  /** What stands behind an opening bracket, up to the closing one. */
  function listed(end: string): Part[] {
    const items: Part[] = [];
    while (!takes(end)) {
      room.takeItems(1);
      items.push(conditional());
      if (takes(',')) continue;
      need(end);
      break;
    }
    return items;
  }

  function postfix(what: Part): Part {
    let value = what;
    while (takes('[')) {
      const whole = counted(value);
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
  if (peek().is !== 'end') refuse(`${shown(peek())} is not expected`);
  return (input) => {
    try {
      return isTrue(whole(input, new Map()));
    } catch (error) {
      if (!(error instanceof TypeSlip)) throw error;
      return false;
    }
  };
}

/** By its place: a text may be a secret, and where a quote is missing, words and numbers are of a text. */
function shown({ is, text, at }: Token): string {
  if (is === 'end') return 'the end';
  return `${is === 'sign' ? `"${text}"` : `the ${is}`} at character ${at}`;
}
