/**
 * In: an expression as Go's regexp or Rust's regex crate reads it. Out: its syntax tree. What neither knows stops with a
 * sentence: an expression that is half understood would find something else.
 */
import { anyByteBut, bytesOf, characterOf, inEitherCase } from './characters.ts';
import { characterClass, classEscape, classNode, escapedCharacter } from './classes.ts';
import { cursorOn, refuse, type Cursor, type Dialect, type Flags } from './cursor.ts';
import { byteNode, choice, sequence, sizeOf, type Edge, type Expression, type Node } from './tree.ts';

const NO_FLAGS: Flags = { i: false, m: false, s: false, U: false, x: false };
const MOST_CHARACTERS = 20_000;
const MOST_DEPTH = 200;
/** Of the tree; a class of Unicode's letters has 3,700, the largest expression of public files 2,400. */
const MOST_NODES = 25_000;
/** Go's own limit. */
const MOST_COUNT = 1000;

const EDGES: Readonly<Record<string, Edge>> = { A: 'text-start', z: 'text-end', b: 'word', B: 'no-word' };

/** Throws ExpressionError. */
export function parseExpression(pattern: string, dialect: Dialect): Expression {
  if (pattern.length > MOST_CHARACTERS) refuse(`longer than ${MOST_CHARACTERS} characters`);
  const cursor = cursorOn(pattern, dialect);
  const groups = [''];
  let depth = 0;
  let repeats = 0; // of what is repeated already
  let nodes = 0;

  function alternatives(given: Flags): Node {
    if (++depth > MOST_DEPTH) refuse('nested too deeply');
    let flags = given;
    const ways: Node[] = [];
    let parts: Node[] = [];
    for (;;) {
      skipComments(cursor, flags);
      if (cursor.peek() === '' || cursor.peek() === ')') break;
      const set = cursor.takes(/\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?\)/y); // holds to the end of the group
      if (set !== null) flags = changed(cursor, flags, set);
      else if (cursor.takes(/\|/y) !== null) {
        ways.push(sequence(parts));
        parts = [];
      } else parts.push(repeated(atom(flags), flags));
    }
    depth--;
    return choice([...ways, sequence(parts)]);
  }

  function repeated(first: Node, flags: Flags): Node {
    let node = first;
    for (let times = 0; ; times++) {
      skipComments(cursor, flags);
      const count = countOf(cursor);
      if (count === undefined) return node;
      if (times > 0 && dialect === 'go') refuse('a repetition of a repetition');
      if (times > 0 && ++repeats > MOST_DEPTH) refuse('nested too deeply');
      const isLazy = cursor.takes(/\?/y) !== null;
      node = { is: 'repeat', what: node, ...count, lazy: isLazy !== flags.U };
    }
  }

  function atom(flags: Flags): Node {
    if (cursor.peek() === '(') return group(flags);
    const node = single(flags);
    nodes += sizeOf(node);
    if (nodes > MOST_NODES) tooMuch();
    return node;
  }

  function single(flags: Flags): Node {
    const sign = cursor.peek();
    if (sign === '[') return characterClass(cursor, flags);
    if (sign === '\\') return escape(flags);
    if (countOf(cursor) !== undefined) refuse('a repetition of nothing');
    cursor.take();
    if (sign === '.') return anyByteBut(flags.s ? [] : [[10, 10]]);
    if (sign === '^') return { is: 'edge', at: flags.m ? 'line-start' : 'text-start' };
    if (sign === '$') return { is: 'edge', at: flags.m ? 'line-end' : 'text-end' };
    return character(sign, flags);
  }

  function group(flags: Flags): Node {
    cursor.take();
    const named = cursor.takes(/\?P?<([A-Za-z_][A-Za-z0-9_.]*)>/y);
    const plain = named ?? cursor.takes(/\?([a-zA-Z]*)(?:-([a-zA-Z]+))?:/y);
    if (plain === null && cursor.peek() === '?') refuse('look-around and other groups with (? are nothing that a linear engine knows');
    const isPlain = named === null && plain !== null;
    const number = isPlain ? 0 : groups.push(named?.[1] ?? '') - 1;
    const what = alternatives(isPlain && plain[0] !== '?:' ? changed(cursor, flags, plain) : flags);
    if (cursor.takes(/\)/y) === null) refuse('a ( is not closed');
    return isPlain ? what : { is: 'group', what, number };
  }

  function escape(flags: Flags): Node {
    const edge = cursor.takes(/\\([AzbB])(?!\{)/y)?.[1];
    if (edge !== undefined) return { is: 'edge', at: EDGES[edge]! };
    if (dialect === 'go' && cursor.takes(/\\Q/y) !== null) return quoted(flags);
    const found = classEscape(cursor);
    if (found !== undefined) return classNode(found, flags);
    const { code, isByte } = escapedCharacter(cursor);
    return isByte ? byteNode(code) : character(String.fromCodePoint(code), flags);
  }

  function quoted(flags: Flags): Node {
    const parts: Node[] = [];
    while (cursor.peek() !== '' && cursor.takes(/\\E/y) === null) parts.push(character(cursor.take(), flags));
    return sequence(parts);
  }

  const root = alternatives(NO_FLAGS);
  if (cursor.peek() !== '') refuse('a ) closes nothing');
  if (sizeOf(root) > MOST_NODES) tooMuch();
  return { root, groups };
}

function tooMuch(): never {
  refuse('comes to more than an engine should hold; fewer classes of Unicode, and lower counts, make it less');
}

function character(sign: string, { i }: Flags): Node {
  const code = sign.codePointAt(0)!;
  return i ? characterOf(inEitherCase([[code, code]])) : bytesOf(sign);
}

function skipComments(cursor: Cursor, { x }: Flags): void {
  const { dialect } = cursor;
  for (;;) {
    if (dialect === 'rust' && cursor.takes(/\(\?#/y) !== null) while (!['', ')'].includes(cursor.take()));
    else if (x && cursor.takes(/#/y) !== null) while (!['', '\n'].includes(cursor.take()));
    else if (!x || cursor.takes(/\s+/y) === null) return;
  }
}

function countOf(cursor: Cursor): { least: number; most: number } | undefined {
  const sign = cursor.takes(/[*+?]/y)?.[0];
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
  const counted = cursor.takes(/\{(\d{1,9})(,(\d{0,9}))?\}/y);
  if (counted === null) {
    if (cursor.peek() === '{' && cursor.dialect === 'rust') refuse('{ without a count; it would be written \\{');
    return undefined;
  }
  const least = Number(counted[1]);
  const most = counted[2] === undefined ? least : counted[3] === '' ? Infinity : Number(counted[3]);
  if (most < least) refuse(`${counted[0]} counts backwards`);
  if (Math.max(least, Number.isFinite(most) ? most : 0) > MOST_COUNT * (cursor.dialect === 'go' ? 1 : 10))
    refuse(`${counted[0]} counts too far`);
  return { least, most };
}

function changed({ dialect }: Cursor, flags: Flags, [spelled, on = '', off = '']: RegExpExecArray): Flags {
  const next = { ...flags };
  for (const name of on + off) {
    const isOn = on.includes(name);
    if (name === 'u' && dialect === 'rust') {
      if (isOn) refuse('the flag u asks for Unicode, where content is bytes');
    } else if ('imsU'.includes(name) || (name === 'x' && dialect === 'rust')) next[name as keyof Flags] = isOn;
    else refuse(`unknown flag in ${spelled}`);
  }
  return next;
}
