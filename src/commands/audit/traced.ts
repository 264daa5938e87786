/** Which of the values that were found are traced: looked for where no rule could see them, unnamed and in other forms. */
import { kernelRoom } from '../engine/kernel-table.ts';
import { followValues } from '../../detect/rules/follow-value.ts';
import { isTraceable } from '../../report/masked-everywhere.ts';
import { sortedByStrength } from '../../exposure/secrets.ts';
import type { SecretValue } from '../../secret-value.ts';
import type { Gap, Rule, Secret } from '../../model.ts';

/** Each is eleven to eighteen literals, and the kernel takes sixteen thousand of them: mostly there is room for more. */
const MOST = 800;
const WHY = 'values of a repository are traced, the surest first: these may have stood unnamed before their "first"';

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

/**
 * @param known values that are looked for anyway @param rules all that are looked for beside what is traced
 * @param elsewhere what was found in other places, and may stand unnamed in this one; its own values come first
 */
export function traced(
  secrets: readonly Secret[],
  known: readonly SecretValue[],
  rules: readonly Rule[],
  elsewhere: readonly Secret[] = [],
): Traced {
  const all = new Map<string, Secret>();
  for (const secret of [...sortedByStrength(secrets), ...sortedByStrength(elsewhere)]) {
    const isNew = !all.has(secret.id) && isTraceable(secret) && !known.some((other) => other.equals(secret.value));
    if (isNew) all.set(secret.id, secret);
  }
  const most = fitting([...all.values()], kernelRoom(rules));
  const chosen = [...all.values()].slice(0, most).sort((a, b) => (a.id < b.id ? -1 : 1));
  const values = chosen.map(({ value }) => value);
  const left = [...all.keys()].slice(most);
  return {
    values,
    left,
    gaps: left.length === 0 ? [] : [{ what: 'untraced values', why: `${most} ${WHY}`, count: left.length }],
    // never that of the first look, also where nothing is traced
    question: `traced ${chosen.map(({ id }) => id).join()}`,
    rules: followValues(values, 'found'),
  };
}

/** How many of them the kernel has room for: with a literal too many git would have to print every object. */
function fitting(secrets: readonly Secret[], room: number): number {
  let left = room;
  const beyond = secrets.slice(0, MOST).findIndex(({ value }) => (left -= followValues([value], 'found').length) < 0);
  return beyond < 0 ? MOST : beyond;
}
