/**
 * What all expressions and lists of a file may come to: one that is only there must not fill the memory, nor be read for
 * minutes, nor make each finding cost more than the text it stands in.
 */
import { refuse } from './cursor.ts';

/** Nodes of syntax trees; all public rules of Kingfisher together have 180,000. */
const MOST_NODES = 300_000;
/** Words and commits of allow-lists, items of lists in conditions; gitleaks' own file has 1,500 words. */
const MOST_ITEMS = 50_000;

export interface Room {
  /** Throws ExpressionError when there is no more. */
  take(nodes: number): void;
  /** The same for items of lists. */
  takeItems(count: number): void;
  /** Nodes and items so far. */
  readonly taken: number;
}

export function openRoom(): Room {
  let left = MOST_NODES;
  let items = 0;
  return {
    take(nodes) {
      left -= nodes;
      if (left < 0) refuse('all expressions of the file together come to more than an engine should hold');
    },
    takeItems(count) {
      items += count;
      if (items > MOST_ITEMS) refuse(`all lists of the file together have more than ${MOST_ITEMS} items`);
    },
    get taken() {
      return MOST_NODES - left + items;
    },
  };
}
