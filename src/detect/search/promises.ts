/**
 * Rules that go by a word of the name, DATADOG_API_KEY, without literals of their own: they are tried wherever a name
 * promises a secret at all. The search looks for what promises one anyway, so a hundred such rules cost it nothing.
 */
import { nameAt, NAME_REACH, wordsOf } from '../assignment/assignment.ts';
import type { Rule } from '../../model.ts';

/** In lower case; names say them in either. */
export const PROMISES: readonly string[] = (
  'secret token credential _key -key .key apikey accesskey privatekey signingkey encryptionkey authkey appkey ' +
  'masterkey pass pwd _salt'
).split(' ');

const MOST_NAMES = 4096;

/** The rules that a word of the name around a hit calls for. */
export function rulesByWord(rules: readonly Rule[]): (unit: Buffer, hit: number) => readonly Rule[] {
  let byWord: ReadonlyMap<string, readonly Rule[]> | undefined;
  const byName = new Map<string, readonly Rule[]>();

  return (unit, hit) => {
    const from = Math.max(0, hit - NAME_REACH);
    const name = nameAt(unit.toString('latin1', from, hit + NAME_REACH), hit - from, from === 0)?.name;
    if (name === undefined) return [];
    let called = byName.get(name);
    if (called === undefined) {
      if (byName.size === MOST_NAMES) byName.clear();
      const words = (byWord ??= sortedByWord(rules));
      called = [...new Set(wordsOf(name).split('_'))].flatMap((word) => words.get(word) ?? []);
      byName.set(name, called);
    }
    return called;
  };
}

function sortedByWord(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const byWord = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const word of rule.assignment?.words ?? []) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [rule]);
      else known.push(rule);
    }
  }
  return byWord;
}
