/**
 * Secrets in, which of them replaced which out: the commit that took the one out of its files put the other there under the
 * same names. A variable that was given new values in git is one thing to rotate, and each of its values is burnt.
 */
import { groupBy } from '../group-by.ts';
import type { Judged } from '../model.ts';

/** Id → id of the first value of its succession, of those that have one; where one commit changed several alike, nothing says which. */
export function successions(secrets: readonly Judged[]): ReadonlyMap<string, string> {
  const firstOf = new Map<string, string>();
  for (const alike of groupBy(secrets.filter(({ names }) => names.length > 0), placeOf).values()) {
    const added = onlyOnes(alike, ({ exposure }) => exposure.first?.commit);
    const takenOut = onlyOnes(alike, ({ exposure }) => exposure.removed?.commit);
    for (const secret of alike) {
      const commit = secret.exposure.first?.commit ?? '';
      const isFirst = added.get(commit) !== secret || (takenOut.get(commit) ?? secret) === secret;
      if (isFirst) follow(secret, added, takenOut, firstOf);
    }
  }
  return firstOf;
}

function follow(first: Judged, added: ByCommit, takenOut: ByCommit, firstOf: Map<string, string>): void {
  for (let at = first; ; ) {
    const commit = at.exposure.removed?.commit ?? '';
    const next = takenOut.get(commit) === at ? added.get(commit) : undefined;
    if (next === undefined || next === at) return;
    firstOf.set(first.id, first.id).set(next.id, first.id);
    at = next;
  }
}

type ByCommit = ReadonlyMap<string, Judged>;

/** By the commit of which there is one secret only. */
function onlyOnes(secrets: readonly Judged[], commitOf: (secret: Judged) => string | undefined): ByCommit {
  const groups = groupBy(secrets.filter((secret) => commitOf(secret) !== undefined), (secret) => commitOf(secret)!);
  return new Map([...groups].flatMap(([commit, [only, ...others]]) => (only && others.length === 0 ? [[commit, only]] : [])));
}

function placeOf(secret: Judged): string {
  const { rule, names, status } = secret;
  return JSON.stringify([rule.id, names.map(({ name }) => name).sort(), status === 'known', filesOf(secret)]);
}

/** Each file in which it stands, once. */
export function filesOf({ occurrences }: Judged): readonly string[] {
  return [...new Set(occurrences.map(({ repository, path }) => `${repository}:${path}`))].sort();
}
