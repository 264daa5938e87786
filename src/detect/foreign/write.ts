/** A syntax tree → the expression that re2js runs, on bytes as Latin-1. */
import { lengthsOf, type ByteNode, type Edge, type Node } from './tree.ts';

const EDGES: Readonly<Record<Edge, string>> = {
  'text-start': '\\A',
  'text-end': '\\z',
  'line-start': '(?m:^)',
  'line-end': '(?m:$)',
  word: '\\b',
  'no-word': '\\B',
};
/** RE2 counts no further. */
const MOST_COUNT = 1000;

export function write(node: Node): string {
  switch (node.is) {
    case 'byte':
      return classOf(node);
    case 'edge':
      return EDGES[node.at];
    case 'sequence':
      return node.parts.map((part) => (part.is === 'choice' ? `(?:${write(part)})` : write(part))).join('');
    case 'choice':
      return node.ways.map(write).join('|');
    case 'group':
      return `(${write(node.what)})`;
    case 'repeat': {
      const isOne = node.what.is === 'byte' || node.what.is === 'group';
      const what = isOne ? write(node.what) : `(?:${write(node.what)})`;
      return repeated(what, node.least, node.most, node.lazy ? '?' : '');
    }
  }
}

function repeated(what: string, least: number, most: number, lazy: string): string {
  if (most === Infinity) return least <= 1 ? what + (least === 0 ? '*' : '+') + lazy : repeated(what, least, least, '') + what + '*' + lazy;
  if (least === 0 && most === 1) return `${what}?${lazy}`;
  if (most <= MOST_COUNT) return `${what}{${least === most ? least : `${least},${most}`}}${lazy}`;
  const now = Math.min(least, MOST_COUNT);
  return `${what}{${now},${MOST_COUNT}}${lazy}${repeated(what, least - now, most - MOST_COUNT, lazy)}`;
}

function classOf({ of }: ByteNode): string {
  const ranges: [number, number][] = [];
  for (let byte = 0; byte < 256; byte++) {
    if (of[byte] === 0) continue;
    const before = ranges.at(-1);
    if (before !== undefined && before[1] === byte - 1) before[1] = byte;
    else ranges.push([byte, byte]);
  }
  if (ranges.length === 0) return '[^\\x00-\\xff]';
  const [[first, last], ...others] = ranges as [[number, number], ...[number, number][]];
  if (others.length === 0 && first === last) return character(first);
  return `[${ranges.map((range) => [...new Set(range)].map(character).join('-')).join('')}]`;
}

function character(byte: number): string {
  const text = String.fromCharCode(byte);
  return /^[A-Za-z0-9_]$/.test(text) ? text : `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** Why re2js would not take it: counts inside counts. */
export function tooManyCounts(node: Node, outer = 1): boolean {
  switch (node.is) {
    case 'group':
      return tooManyCounts(node.what, outer);
    case 'sequence':
      return node.parts.some((part) => tooManyCounts(part, outer));
    case 'choice':
      return node.ways.some((way) => tooManyCounts(way, outer));
    case 'repeat': {
      const count = Math.max(1, node.least, Number.isFinite(node.most) ? node.most : 1) * outer;
      return (count > MOST_COUNT && outer > 1 && lengthsOf(node)[1] > 0) || tooManyCounts(node.what, count);
    }
    default:
      return false;
  }
}
