/** Which of the values that were found are traced: looked for where no rule could see them, unnamed and in other forms. */
import { followValues } from '../../detect/rules/follow-value.ts';
import { isTraceable } from '../../report/masked-everywhere.ts';
import { sortedByStrength } from '../../exposure/secrets.ts';
import type { SecretValue } from '../../secret-value.ts';
import type { Gap, Rule, Secret } from '../../model.ts';

/** Each is a dozen literals, and the search takes four thousand of them. */
const MOST = 200;
const WHY = `${MOST} values of a repository are traced, the surest first: these may have stood unnamed before their "first"`;

export interface Traced {
  readonly values: readonly SecretValue[];
  readonly ids: readonly string[];
  readonly rules: readonly Rule[];
  /** What is left to the places where a rule sees it: nothing is missing but what may have been there before. */
  readonly gaps: readonly Gap[];
}

/** @param values that were looked for in all forms */
export function asTraced(secrets: readonly Secret[], values: readonly SecretValue[]): readonly Secret[] {
  const keys = new Set(values.map((value) => value.key()));
  return secrets.map((secret) =>
    keys.has(secret.value.key()) ? { ...secret, exposure: { ...secret.exposure, traced: true } } : secret,
  );
}

export function traced(secrets: readonly Secret[], known: readonly SecretValue[]): Traced {
  const all = sortedByStrength(secrets)
    .filter(isTraceable)
    .filter(({ value }) => !known.some((other) => other.equals(value)));
  const chosen = all.slice(0, MOST);
  const values = chosen.map(({ value }) => value);
  const count = all.length - chosen.length;
  return {
    values,
    ids: chosen.map(({ id }) => id),
    gaps: count === 0 ? [] : [{ what: 'untraced values', why: WHY, count }],
    rules: followValues(values, { from: known.length, confidence: 'low', loosely: false }),
  };
}
