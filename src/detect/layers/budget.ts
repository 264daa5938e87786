/**
 * What may be decoded out of one unit, all its layers together: a few bytes can be made to hold gigabytes, archives
 * archives without end. What is spent ends in a limit with a name.
 */
import type { Closed, LayerBudget } from './inner.ts';
import type { LimitName } from '../../model.ts';

/** Images of containers have hundreds of megabytes. */
const MOST_BYTES = 256 << 20;
/**
 * What packs text as well as it can be packed makes a fiftieth of it; a gzip of zeros has a thousand times its size. So an
 * audit of thousands of bombs, each of them another, costs in proportion to what they are, and so much for each.
 */
const MOST_RATIO = 64;
const MOST_OF_SMALL = 64 << 20;
/** The largest archives of libraries have some ten thousand. */
const MOST_MEMBERS = 20_000;
/** A properties file in a jar in a war in a layer of an image: eight, with what is packed in between. */
const MOST_LAYERS = 10;
/** Stretches of text with escapes, those in each other too: some tens of microseconds each. */
const MOST_ESCAPED = 1 << 16;
/** Of a unit that comes in pieces no more is kept to be opened. */
export const MOST_KEPT = 64 << 20;

/** A limit was reached: what is inside of that is not seen. */
export class LayerLimit extends Error {
  readonly what: LimitName;

  constructor(what: LimitName) {
    super(what);
    this.what = what;
  }
}

/** What looking into something took. */
export interface Spent {
  readonly bytes: number;
  readonly members: number;
  readonly escapes: number;
}

/** A budget, with the depth that its unit may still have. */
export interface Budget extends LayerBudget {
  /** Stretches with escapes that may still be decoded. */
  readonly escapes: number;
  /** Before a stretch with escapes is decoded. */
  takeEscape(): void;
  /** How many layers may still be opened in each other. */
  readonly depth: number;
  /** Starts to measure; what it gives tells what was spent since. */
  meter(): () => Spent;
  /** Spends as much at once; false, and nothing is spent, where there is not as much left of everything. */
  spend(spent: Spent): boolean;
  /** Goes into a layer for the time of `look`; throws a LayerLimit when it is too deep. */
  within<T>(look: () => T): T;
  /** More may come out of what is large itself. */
  grant(bytes: number, members: number): void;
  /** Limits of what stayed closed since the last call. */
  left(): readonly LimitName[];
}

/** @param size bytes of the unit */
export function openBudget(size: number): Budget {
  return createBudget(mostOf(size), MOST_MEMBERS, MOST_ESCAPED);
}

/** Bytes that may come out of a unit of so many. */
function mostOf(size: number): number {
  return Math.min(MOST_BYTES, MOST_OF_SMALL + size * MOST_RATIO);
}

/** Of a unit that comes in pieces: more may come out with each of them. */
export function growing(budget: Budget): (piece: Uint8Array) => void {
  let size = 0;
  return ({ length }) => {
    budget.grant(mostOf(size + length) - mostOf(size), 0);
    size += length;
  };
}

/**
 * Enough for text in text, which is never larger than what it is made of; nothing that is packed is opened.
 * @param escapes stretches with escapes, where it is for one
 */
export function textBudget(escapes = 0): Budget {
  return createBudget(0, 0, escapes);
}

function createBudget(most: number, mostMembers: number, mostEscapes: number): Budget {
  let bytes = most;
  let members = mostMembers;
  let escapes = mostEscapes;
  let depth = MOST_LAYERS;
  let closed: Closed[] = [];
  return {
    get bytes() {
      return bytes;
    },
    get escapes() {
      return escapes;
    },
    get depth() {
      return depth;
    },
    takeBytes(count) {
      if (!(count <= bytes)) {
        bytes = 0; // it was work to find out, which the next one would be again
        throw new LayerLimit('too-much-inside');
      }
      bytes -= count;
    },
    takeMember() {
      if (members === 0) throw new LayerLimit('too-many-members');
      members--;
    },
    takeEscape() {
      if (escapes === 0) throw new LayerLimit('too-many-escapes');
      escapes--;
    },
    meter() {
      const before = { bytes, members, escapes };
      return () => ({ bytes: before.bytes - bytes, members: before.members - members, escapes: before.escapes - escapes });
    },
    spend(spent) {
      if (spent.bytes > bytes || spent.members > members || spent.escapes > escapes) return false;
      bytes -= spent.bytes;
      members -= spent.members;
      escapes -= spent.escapes;
      return true;
    },
    grant(moreBytes, moreMembers) {
      bytes += moreBytes;
      members += moreMembers;
    },
    leave: (why) => void closed.push(why),
    left() {
      const names = closed.map((): LimitName => 'not-opened');
      closed = [];
      return names;
    },
    within(look) {
      if (depth === 0) throw new LayerLimit('too-deep');
      depth--;
      try {
        return look();
      } finally {
        depth++;
      }
    },
  };
}
