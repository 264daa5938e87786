/** Rules for what no rule of ours found: a kind for the rotation, and the value itself to look for. */
import type { SecretValue } from '../secret-value.ts';
import type { Rule } from '../model.ts';

/** A rule that finds nothing and says what a secret is taken for. */
export function standIn({ id, name, kind }: Pick<Rule, 'id' | 'name' | 'kind'>): Rule {
  return {
    id,
    name,
    kind,
    provider: 'unknown',
    literals: [],
    ignoreCase: false,
    before: 0,
    after: 0,
    lookAhead: 0,
    nature: 'secret',
    confidence: 'medium',
    specificity: 0,
    generated: false,
    publicPrefix: 0,
    checks: [],
    examples: { match: [], skip: [] },
  };
}

const REACH = 128;
/** The kernel's literals are short; the pattern has the rest. */
const LITERAL = 48;
/** Longer values are keys in PEM, which have rules of their own. */
export const LONGEST_LITERAL = 4096;

/** What may stand before a value and name it: `NAME=`, `"name": "`, `name := '`. */
const NAMED = '(?<name>[A-Za-z_][A-Za-z0-9_.:-]{2,60})["\'\\]]{0,2}[ \\t]{0,4}(?:=>|:=|[=:])[ \\t]{0,4}["\'\\x60]?';

/** Finds one value wherever it stands as it is. Lives in memory only, as the value does. */
export function literalRule(rule: Pick<Rule, 'id' | 'name' | 'kind'>, value: SecretValue): Rule {
  const text = value.expose('judge').toString('latin1');
  const pattern = Array.from(text, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
  return {
    ...standIn(rule),
    literals: [text.slice(0, LITERAL)],
    before: REACH,
    after: text.length,
    pattern: `(?:(?<=${NAMED})|)(?<value>${pattern})`,
  };
}
