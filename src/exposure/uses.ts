/** Under which names a value is used: each is a rotation of its own. */
import type { Occurrence, Secret, Use, UseName } from '../model.ts';

export function isSameUse(a: Use, b: Use): boolean {
  const isSame = a.rule.id === b.rule.id && a.name === b.name;
  return isSame && a.scheme === b.scheme && a.user === b.user && a.host === b.host && a.database === b.database;
}

/**
 * Names of all uses, those of mere guesses last, the most specific rule's first; without a name the account, or what the
 * rule calls it.
 */
export function namesOf(occurrences: readonly Occurrence[]): Secret['names'] {
  const names = new Map<string, UseName>();
  const uses = occurrences.flatMap((occurrence) =>
    [occurrence, ...(occurrence.otherUses ?? [])].map((use) => ({ ...use, isGuess: occurrence.confidence === 'low' })),
  );
  uses.sort((a, b) => Number(a.isGuess) - Number(b.isGuess) || b.rule.specificity - a.rule.specificity);
  for (const use of uses) {
    const name = use.name ?? accountOf(use) ?? use.rule.name;
    const { rule, scheme } = use;
    if (!names.has(name)) names.set(name, { name, rule, kind: rule.kind, ...(scheme === undefined ? {} : { scheme }) });
  }
  // one that only the rule names says nothing beside one that has a name
  const all = [...names.values()];
  const named = all.filter(({ name, rule }) => name !== rule.name);
  if (named.length > 0) return named;
  // nor does one that was only found again, beside one that a rule found
  const found = all.filter(({ rule }) => rule.followed === undefined);
  return found.length > 0 ? found : all;
}

function accountOf({ user, host, database }: Use): string | undefined {
  if (host === undefined) return undefined;
  return `${user === undefined ? '' : `${user}@`}${host}${database === undefined ? '' : `/${database}`}`;
}
