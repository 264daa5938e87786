/** What the tests of layers share: what a decoder gives, with a budget that a test can read. */
import type { Closed, LayerBudget, Opener } from '../../../src/detect/layers/inner.ts';
import type { Span } from '../../../src/model.ts';

export const TEXT = 'some text, some more text\n'.repeat(8);
/** What tools wrote of TEXT: nothing here packs with these. */
export const BZIP2 = Buffer.from(
  'QlpoOTFBWSZTWcZZs00AAE/RgAAQQAQCApxAIABQgBgFVMmjIwUKEBI4LECQsLGBQ2NjB4JDA+LuSKcKEhjLNmmg',
  'base64',
);
export const XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ADPABpdADmbyfLnULjF4lzC4E8uEttFgwg/ba5BuB8AAAAAgWNQQmG4n7MAATbQAQAAAFEoPyCxxGf7AgAAAAAEWVo=',
  'base64',
);

/** What a budget throws here. */
export class Spent extends Error {}

export interface Opened {
  readonly members: readonly {
    readonly via: string;
    readonly member: string | undefined;
    readonly text: string;
    readonly spanOf: (span: Span) => Span;
  }[];
  readonly closed: readonly Closed[];
  /** The budget ended it. */
  readonly isSpent: boolean;
  readonly bytesTaken: number;
}

export function budgetOf(
  most: number,
  mostMembers: number,
): LayerBudget & { readonly closed: Closed[]; members: number } {
  let bytes = most;
  const closed: Closed[] = [];
  return {
    closed,
    members: mostMembers,
    get bytes() {
      return bytes;
    },
    takeBytes(count) {
      const isEnough = count <= bytes;
      bytes = isEnough ? bytes - count : 0;
      if (!isEnough) throw new Spent('bytes');
    },
    takeMember() {
      if (this.members-- <= 0) throw new Spent('members');
    },
    leave: (why) => void closed.push(why),
  };
}

/** All that an opener gives; any error but that of the budget is a failure. */
export function opened(open: Opener, bytes: Uint8Array, most = 1 << 26, mostMembers = 1000): Opened | undefined {
  const budget = budgetOf(most, mostMembers);
  const members: Opened['members'][number][] = [];
  let isSpent = false;
  try {
    const inners = open(bytes, budget);
    if (inners === undefined) return undefined;
    for (const { via, member, bytes: inner, spanOf } of inners) {
      members.push({ via, member, text: Buffer.from(inner).toString('latin1'), spanOf });
    }
  } catch (error) {
    if (!(error instanceof Spent)) throw error;
    isSpent = true;
  }
  return { members, closed: budget.closed, isSpent, bytesTaken: most - budget.bytes };
}

/** Member names with their texts. */
export function texts(found: Opened | undefined): readonly (readonly [string | undefined, string])[] {
  return (found?.members ?? []).map(({ member, text }) => [member, text] as const);
}
