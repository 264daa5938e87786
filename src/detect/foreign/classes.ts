/** Classes of characters, and characters that are escaped, in the two dialects. */
import { allBut, anyByteBut, characterOf, inEitherCase, property, type Range } from './characters.ts';
import { refuse, type Cursor, type Dialect, type Flags } from './cursor.ts';
import type { Node } from './tree.ts';

interface Class {
  readonly ranges: readonly Range[];
  readonly negated: boolean;
}

/** @property isByte it stands for itself, whatever character that is */
interface Character {
  readonly code: number;
  readonly isByte: boolean;
}

const DIGIT: Range = [48, 57];
const UPPER: Range = [65, 90];
const LOWER: Range = [97, 122];
const BLANK: Range = [32, 32];

const ASCII: ReadonlyMap<string, readonly Range[]> = new Map(Object.entries<readonly Range[]>({
  alnum: [DIGIT, UPPER, LOWER],
  alpha: [UPPER, LOWER],
  ascii: [[0, 127]],
  blank: [[9, 9], BLANK],
  cntrl: [[0, 31], [127, 127]],
  d: [DIGIT],
  digit: [DIGIT],
  graph: [[33, 126]],
  lower: [LOWER],
  print: [[32, 126]],
  punct: [[33, 47], [58, 64], [91, 96], [123, 126]],
  space: [[9, 13], BLANK],
  upper: [UPPER],
  w: [DIGIT, UPPER, [95, 95], LOWER],
  word: [DIGIT, UPPER, [95, 95], LOWER],
  xdigit: [DIGIT, [65, 70], [97, 102]],
}));
/** Go leaves out the vertical tab. */
const BLANKS: Readonly<Record<Dialect, readonly Range[]>> = {
  go: [[9, 10], [12, 13], BLANK],
  rust: [[9, 13], BLANK],
};
const ESCAPED: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** `\d`, `\W`, `\p{Greek}`; undefined: something else stands there. */
export function classEscape(cursor: Cursor): Class | undefined {
  const perl = cursor.takes(/\\([dwsDWS])/y)?.[1];
  if (perl !== undefined) {
    const name = perl.toLowerCase();
    return { ranges: name === 's' ? BLANKS[cursor.dialect] : ASCII.get(name)!, negated: name !== perl };
  }
  if (!cursor.sees('\\p') && !cursor.sees('\\P')) return undefined;
  const unicode = cursor.takes(/\\([pP])(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/y) ?? refuse('\\p without the name of a class');
  const [, letter, not, long, short] = unicode;
  const ranges = property(long ?? short!) ?? refuse(`no class of Unicode is called ${long ?? short}`);
  return { ranges, negated: (letter === 'P') !== (not === '^') };
}

export function escapedCharacter(cursor: Cursor): Character {
  const { dialect } = cursor;
  const hex = cursor.takes(/\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/y);
  if (hex !== null) return numbered(hex, 16, dialect === 'rust');
  const unicode =
    dialect === 'rust' ? cursor.takes(/\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8}))/y) : null;
  if (unicode !== null) return numbered(unicode, 16, false);
  const octal = dialect === 'go' ? cursor.takes(/\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y) : null;
  if (octal !== null) return numbered(octal, 8, false);
  cursor.take();
  const name = cursor.take();
  if (name === '') refuse('ends with a backslash');
  if (ESCAPED[name] !== undefined) return { code: ESCAPED[name], isByte: false };
  if (/^[A-Za-z0-9]$/.test(name)) refuse(`unknown escape \\${name}`);
  return { code: name.codePointAt(0)!, isByte: false };
}

/** @param isByte without Unicode Rust takes \xFF for a byte */
function numbered([spelled, ...parts]: RegExpExecArray, base: number, isByte: boolean): Character {
  const code = parseInt(parts.find((part) => part !== undefined)!, base);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) refuse(`${spelled} is no character`);
  return { code, isByte: isByte && code > 127 && code < 256 };
}

/** `[…]`, from its bracket on. */
export function characterClass(cursor: Cursor, flags: Flags): Node {
  cursor.take();
  const isNegated = cursor.takes(/\^/y) !== null;
  const ranges: Range[] = [];
  const bytes: number[] = [];
  let isFirst = true;
  for (;;) {
    if (flags.x && cursor.takes(/\s+/y) !== null) continue;
    if (cursor.peek() === '') refuse('a [ is not closed');
    if (cursor.peek() === ']' && !isFirst) break;
    isFirst = false;
    const inside = classInside(cursor);
    if (inside === undefined) rangeInside(cursor, ranges, bytes);
    else ranges.push(...(inside.negated ? allBut(inside.ranges) : inside.ranges));
  }
  cursor.take();
  return nodeOf({ ranges: flags.i ? inEitherCase(ranges) : ranges, negated: isNegated }, bytes);
}

/** Nodes of classes that stand on their own: those of Unicode are large, and the same wherever they stand. */
const nodes = new WeakMap<readonly Range[], Map<string, Node>>();

export function classNode({ ranges, negated }: Class, { i }: Flags): Node {
  let known = nodes.get(ranges);
  if (known === undefined) nodes.set(ranges, (known = new Map()));
  const key = `${negated} ${i}`;
  let node = known.get(key);
  if (node === undefined) known.set(key, (node = nodeOf({ ranges: i ? inEitherCase(ranges) : ranges, negated }, [])));
  return node;
}

/** What a negated class does not name is any byte, unless it names characters beyond ASCII: then it is any other of them. */
function nodeOf({ ranges, negated }: Class, bytes: readonly number[]): Node {
  const isAscii = ranges.every(([, last]) => last < 128);
  if (bytes.length > 0 && !isAscii) refuse('a class of bytes and of characters beyond ASCII');
  if (!negated && bytes.length === 0) return characterOf(ranges);
  if (!isAscii) return characterOf(allBut(ranges));
  const but = anyByteBut(ranges);
  for (const byte of bytes) but.of[byte] = 0;
  return negated ? but : { is: 'byte', of: but.of.map((bit) => 1 - bit) };
}

function classInside(cursor: Cursor): Class | undefined {
  const posix = cursor.takes(/\[:(\^?)([a-z]+):\]/y);
  if (posix === null) return classEscape(cursor);
  return { ranges: ASCII.get(posix[2]!) ?? refuse(`no class is called [:${posix[2]}:]`), negated: posix[1] === '^' };
}

function rangeInside(cursor: Cursor, ranges: Range[], bytes: number[]): void {
  const low = characterInside(cursor);
  const isRange = cursor.takes(/-(?=[^\]])/y) !== null;
  const high = isRange ? characterInside(cursor) : low;
  if (high.code < low.code) refuse('a range in a class counts backwards');
  if (low.isByte !== high.isByte && (low.isByte || low.code > 127)) refuse('a range from a byte to a character');
  if (high.isByte) for (let byte = Math.max(low.code, 128); byte <= high.code; byte++) bytes.push(byte);
  if (!low.isByte) ranges.push([low.code, high.isByte ? 127 : high.code]);
}

function characterInside(cursor: Cursor): Character {
  if (cursor.peek() === '\\') return escapedCharacter(cursor);
  if (cursor.dialect === 'rust' && ['[', '&&', '--', '~~'].some((sign) => cursor.sees(sign)))
    refuse('a class made of classes is not read here');
  return { code: cursor.take().codePointAt(0)!, isByte: false };
}
