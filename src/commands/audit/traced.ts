/** Which of the values that were found are traced: looked for where no rule could see them, unnamed and in other forms. */
import { followValues } from '../../detect/rules/follow-value.ts';
import { isTraceable } from '../../report/masked-everywhere.ts';
import { sortedByStrength } from '../../exposure/secrets.ts';
import type { SecretValue } from '../../secret-value.ts';
import type { Gap, Rule, Secret } from '../../model.ts';

/** Each is eleven to eighteen literals, and the search takes sixteen thousand of them. */
const MOST = 800;
const WHY = `${MOST} values of a repository are traced, the surest first: these may have stood unnamed before their "first"`;

export interface Traced {
  readonly values: readonly SecretValue[];
  readonly rules: readonly Rule[];
  /** What the rules look for: alike for the same values. */
  readonly question: string;
  /** Ids of those beyond the cap, which are left to the places where a rule sees them. */
  readonly left: readonly string[];
  /** Nothing is missing but what may have been there before. */
  readonly gaps: readonly Gap[];
}

/** @param values that were looked for in all forms */
export function asTraced(secrets: readonly Secret[], values: readonly SecretValue[]): readonly Secret[] {
  const keys = new Set(values.map((value) => value.key()));
  return secrets.map((secret) =>
    keys.has(secret.value.key()) ? { ...secret, exposure: { ...secret.exposure, traced: true } } : secret,
  );
}

/** @param elsewhere what was found in other places, and may stand unnamed in this one; its own values come first */
export function traced(secrets: readonly Secret[], known: readonly SecretValue[], elsewhere: readonly Secret[] = []): Traced {
  const all = new Map<string, Secret>();
  for (const secret of [...sortedByStrength(secrets), ...sortedByStrength(elsewhere)]) {
    const isNew = !all.has(secret.id) && isTraceable(secret) && !known.some((other) => other.equals(secret.value));
    if (isNew) all.set(secret.id, secret);
  }
  const chosen = [...all.values()].slice(0, MOST).sort((a, b) => (a.id < b.id ? -1 : 1));
  const values = chosen.map(({ value }) => value);
  const left = [...all.keys()].slice(MOST);
  return {
    values,
    left,
    gaps: left.length === 0 ? [] : [{ what: 'untraced values', why: WHY, count: left.length }],
    question: `${known.length} ${chosen.map(({ id }) => id).join()}`,
    rules: followValues(values, 'found'),
  };
}
