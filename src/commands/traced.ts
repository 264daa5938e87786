/** Which of the values that were found are traced: looked for where no rule could see them, unnamed and in other forms. */
import { followValues } from '../detect/follow-value.ts';
import { isMaskedEverywhere } from '../report/masked-everywhere.ts';
import { sortedByStrength } from '../exposure/secrets.ts';
import type { SecretValue } from '../secret-value.ts';
import type { Rule, Secret } from '../model.ts';

/** Fewer bytes stand in too many places by chance. */
const SHORTEST = 8;
/** Each is a dozen literals, and the search takes four thousand of them. */
const MOST = 200;

export function traced(
  secrets: readonly Secret[],
  known: readonly SecretValue[],
): { readonly values: readonly SecretValue[]; readonly ids: readonly string[]; readonly rules: readonly Rule[] } {
  const chosen = sortedByStrength(secrets)
    .filter((secret) => secret.rule.anchor !== true && secret.value.length >= SHORTEST && isMaskedEverywhere(secret))
    .filter(({ value }) => !known.some((other) => other.equals(value)))
    .slice(0, MOST);
  const values = chosen.map(({ value }) => value);
  return {
    values,
    ids: chosen.map(({ id }) => id),
    rules: followValues(values, { from: known.length, confidence: 'low', loosely: false }),
  };
}
