/**
 * What an expression of another scanner says, on bytes: its syntax tree. Characters beyond ASCII are the bytes that
 * UTF-8 writes them with; classes that leave out ASCII alone take any other byte, one at a time.
 */

/** 1 for each byte that fits. */
export type Bytes = Uint8Array;

/** Where nothing is read: the ends of the text or of a line, word boundaries of ASCII. */
export type Edge = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'no-word';

export interface ByteNode {
  readonly is: 'byte';
  readonly of: Bytes;
}

export type Node =
  | ByteNode
  | { readonly is: 'edge'; readonly at: Edge }
  | { readonly is: 'sequence'; readonly parts: readonly Node[] }
  | { readonly is: 'choice'; readonly ways: readonly Node[] }
  | { readonly is: 'repeat'; readonly what: Node; readonly least: number; readonly most: number; readonly lazy: boolean }
  /** Captures, numbered from 1 in the order in which they open. */
  | { readonly is: 'group'; readonly what: Node; readonly number: number };

/** A parsed expression with the names of its groups, by number; '' for those without, and for the whole match. */
export interface Expression {
  readonly root: Node;
  readonly groups: readonly string[];
}

export function byteNode(byte: number): ByteNode {
  const of = new Uint8Array(256);
  of[byte] = 1;
  return { is: 'byte', of };
}

export function sequence(parts: readonly Node[]): Node {
  return parts.length === 1 ? parts[0]! : { is: 'sequence', parts };
}

export function choice(ways: readonly Node[]): Node {
  return ways.length === 1 ? ways[0]! : { is: 'choice', ways };
}

const sizes = new WeakMap<Node, number>(); // nodes of large classes stand in several places

/** Nodes that it comes to when it is written out, each as often as it is counted. */
export function sizeOf(node: Node): number {
  let size = sizes.get(node);
  if (size === undefined) sizes.set(node, (size = 1 + sizeWithin(node)));
  return size;
}

function sizeWithin(node: Node): number {
  const sum = (parts: readonly Node[]): number => parts.reduce((size, part) => size + sizeOf(part), 0);
  switch (node.is) {
    case 'byte':
    case 'edge':
      return 0;
    case 'group':
      return sizeOf(node.what);
    case 'sequence':
      return sum(node.parts);
    case 'choice':
      return sum(node.ways);
    case 'repeat':
      return sizeOf(node.what) * Math.max(1, node.least, Number.isFinite(node.most) ? node.most : 1);
  }
}

/** Bytes that the shortest and the longest match take. */
export function lengthsOf(node: Node): readonly [least: number, most: number] {
  switch (node.is) {
    case 'byte':
      return [1, 1];
    case 'edge':
      return [0, 0];
    case 'group':
      return lengthsOf(node.what);
    case 'sequence':
      return node.parts.map(lengthsOf).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    case 'choice': {
      const all = node.ways.map(lengthsOf);
      return [Math.min(...all.map(([least]) => least)), Math.max(...all.map(([, most]) => most))];
    }
    case 'repeat': {
      const [least, most] = lengthsOf(node.what);
      return [least * node.least, most === 0 || node.most === 0 ? 0 : most * node.most];
    }
  }
}

/**
 * How far a match can go: so many bytes, and so many runs of others, of any length. For a match that has no longest
 * length it says where it must have ended.
 */
export interface Extent {
  readonly bounded: number;
  /** Repetitions without end that a match may pass through, and 1 for each byte that one of them may take. */
  readonly runs: number;
  readonly endless: Bytes;
}

export function extentOf(node: Node): Extent {
  const endless = new Uint8Array(256);
  return { ...stretchOf(node, endless, true), endless };
}

/**
 * How far behind the end of a match it may have been looked for a better one: another way that stands first, a repetition
 * that takes as much as it can. What is lazy has stopped there.
 */
export function aheadOf(node: Node): Extent {
  const endless = new Uint8Array(256);
  return { ...stretchOf(node, endless, false), endless };
}

/** @param isAll lazy repetitions too: they are in what may be given up for something else */
function stretchOf(node: Node, endless: Bytes, isAll: boolean): { bounded: number; runs: number } {
  switch (node.is) {
    case 'byte':
      return { bounded: 1, runs: 0 };
    case 'edge':
      return { bounded: 0, runs: 0 };
    case 'group':
      return stretchOf(node.what, endless, isAll);
    case 'sequence':
    case 'choice': {
      const isChoice = node.is === 'choice';
      const all = (isChoice ? node.ways : node.parts).map((part) => stretchOf(part, endless, isAll || isChoice));
      const put = (a: number, b: number): number => (isChoice ? Math.max(a, b) : a + b);
      return all.reduce((a, b) => ({ bounded: put(a.bounded, b.bounded), runs: put(a.runs, b.runs) }), { bounded: 0, runs: 0 });
    }
    case 'repeat': {
      if (node.most !== Infinity) {
        const { bounded, runs } = stretchOf(node.what, endless, isAll || (!node.lazy && node.least < node.most));
        return { bounded: bounded * node.most, runs: runs * node.most };
      }
      if (!isAll && node.lazy && stretchOf(node.what, endless, false).runs === 0) return { bounded: 0, runs: 0 };
      addBytes(node.what, endless);
      return { bounded: 0, runs: 1 };
    }
  }
}

function addBytes(node: Node, to: Bytes): void {
  if (node.is === 'byte') node.of.forEach((fits, byte) => (to[byte]! |= fits));
  else if (node.is === 'group' || node.is === 'repeat') addBytes(node.what, to);
  else if (node.is === 'sequence') for (const part of node.parts) addBytes(part, to);
  else if (node.is === 'choice') for (const way of node.ways) addBytes(way, to);
}
