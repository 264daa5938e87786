/** What can be said of a file of another scanner without a repository: whether it runs, what it costs, its own examples. */
import { asBytes, readyToRun } from './expression.ts';
import type { Rule } from '../../model.ts';

export interface Checked {
  /** Examples in which a rule does not do what it says, `rule: what`. */
  readonly problems: readonly string[];
  /** Rules that are tried in every text, whatever stands there. */
  readonly costly: readonly string[];
  readonly examples: number;
}

export function checkForeign(rules: readonly Rule[]): Checked {
  const problems: string[] = [];
  const costly: string[] = [];
  let examples = 0;
  for (const rule of rules) {
    const { regex, format, keywords, examples: own } = rule.foreign!;
    if (regex === undefined) continue;
    const expression = readyToRun(regex, format === 'kingfisher' ? 'rust' : 'go');
    expression.test(''); // compiles it
    if (keywords.length === 0 && expression.needed === undefined) costly.push(rule.id);
    examples += own.match.length + own.skip.length;
    const finds = (text: string): boolean => expression.test(asBytes(text)); // examples are of the expression alone
    // by number: an example may be a live value
    for (const [index, text] of own.match.entries())
      if (!finds(text)) problems.push(`${rule.id}: examples[${index}]: nothing is found in it`);
    for (const [index, text] of own.skip.entries())
      if (finds(text)) problems.push(`${rule.id}: negative_examples[${index}]: something is found in it`);
  }
  return { problems, costly, examples };
}
