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

export function allowListsOf(lists: readonly AllowList[]): (content: Content) => AllowListSays {
  const tests = lists.map(({ regexes }) => (regexes.length === 0 ? undefined : anyOf(regexes)));
  return (content) => {
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
  };
}

function hasStopword(secret: string, words: readonly string[]): boolean {
  const lower = secret.toLowerCase();
  return words.some((word) => lower.includes(word));
}
