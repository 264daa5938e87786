/** What a rule's allow-lists say of a finding by its content; paths and commits come later (at-path.ts). */
import { anyOf } from './expression.ts';
import type { AllowList } from '../../foreign-rule.ts';

export interface Content {
  readonly secret: string;
  readonly match: string;
  readonly line: string;
}

interface AllowListSays {
  readonly leftOut: boolean;
  /** Lists, by number, that leave it out where path or commit fit as well. */
  readonly awaits: readonly number[];
}

export interface AllowLists {
  says(content: Content): AllowListSays;
  /** Words and nodes of expressions that a finding is held against, once for each BLOCK of its text. */
  compared(content: Content): number;
}

type Expressions = ReturnType<typeof anyOf>;

/** Lists for all rules stand in each of them. */
const expressions = new WeakMap<AllowList, Expressions>();

export function allowListsOf(lists: readonly AllowList[]): AllowLists {
  const tests = lists.map((list) => (list.regexes.length === 0 ? undefined : expressionsOf(list)));
  const words = lists.reduce((sum, { stopwords }) => sum + stopwords.length, 0);
  return { says, compared };

  function compared(content: Content): number {
    const ofExpressions = tests.map((test, number) => (test?.size ?? 0) * blocksOf(content[lists[number]!.target].length));
    return ofExpressions.reduce((sum, one) => sum + one, words * blocksOf(content.secret.length));
  }

  function says(content: Content): AllowListSays {
    const awaits: number[] = [];
    for (const [number, list] of lists.entries()) {
      const says = [
        tests[number] === undefined ? undefined : tests[number].test(content[list.target]),
        list.stopwords.length === 0 ? undefined : hasStopword(content.secret, list.stopwords),
      ].filter((one) => one !== undefined);
      if (list.condition === 'or') {
        if (says.includes(true)) return { leftOut: true, awaits: [] };
      } else if (!says.includes(false)) {
        if (list.paths.length + list.commits.length === 0) return { leftOut: true, awaits: [] };
        awaits.push(number);
      }
    }
    return { leftOut: false, awaits };
  }
}

function expressionsOf(list: AllowList): Expressions {
  let known = expressions.get(list);
  if (known === undefined) expressions.set(list, (known = anyOf(list.regexes)));
  return known;
}

/** Characters that cost about what it costs to begin. */
const BLOCK = 32;

export function blocksOf(characters: number): number {
  return 1 + Math.floor(characters / BLOCK);
}

function hasStopword(secret: string, words: readonly string[]): boolean {
  const lower = secret.toLowerCase();
  return words.some((word) => lower.includes(word));
}
