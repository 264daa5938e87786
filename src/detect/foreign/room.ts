/** What all expressions of a file may come to: one that is only there must not fill the memory, nor be read for minutes. */
import { refuse } from './cursor.ts';

/** Nodes of syntax trees; all public rules of Kingfisher together have 180,000. */
const MOST_NODES = 300_000;

export interface Room {
  /** Throws ExpressionError when there is no more. */
  take(nodes: number): void;
}

export function openRoom(): Room {
  let left = MOST_NODES;
  return {
    take(nodes) {
      left -= nodes;
      if (left < 0) refuse('all expressions of the file together come to more than an engine should hold');
    },
  };
}
