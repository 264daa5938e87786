/** An AWS access key id and the secret that belongs to it, by where they stand: a relation, no proof. */
import type { AwsKeys } from './aws-keys.ts';
import type { Proofs } from './proofs.ts';
import type { Occurrence, Secret } from '../model.ts';

/** An id and its secret stand this close to each other. */
const LINES_APART = 8;

/** The nearest id of the same file; else the only one that came with the same commit. */
export function pairedKeys({ ids, keys }: AwsKeys, proofs: Proofs): void {
  if (ids.length === 0 || keys.length === 0) return;
  const byFile = groupBy(ids, ({ repository, where, path }) => `${repository}\0${where}\0${path}`);
  const byCommit = groupBy(ids, ({ commit }) => commit ?? '');
  for (const key of keys) {
    const beside = key.occurrences.flatMap((occurrence) => nearest(occurrence, byFile) ?? []);
    const together = key.occurrences.flatMap(({ commit }) =>
      commit === undefined ? [] : onlyOne(byCommit.get(commit)),
    );
    for (const id of beside.length > 0 ? beside : together) proofs.relate(id, 'key id of', key);
  }
}

interface Place {
  readonly secret: Secret;
  readonly occurrence: Occurrence;
}

function groupBy(secrets: readonly Secret[], group: (occurrence: Occurrence) => string): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  for (const secret of secrets) {
    for (const occurrence of secret.occurrences) {
      const name = group(occurrence);
      const known = groups.get(name);
      if (known === undefined) groups.set(name, [{ secret, occurrence }]);
      else known.push({ secret, occurrence });
    }
  }
  for (const places of groups.values()) places.sort((a, b) => a.occurrence.position.line - b.occurrence.position.line);
  return groups;
}

/** Above it before below it, when both are as near: people write the id first. */
function nearest({ repository, where, path, position }: Occurrence, byFile: Map<string, Place[]>): Secret | undefined {
  const places = byFile.get(`${repository}\0${where}\0${path}`) ?? [];
  let low = 0;
  for (let high = places.length; low < high;) {
    const middle = (low + high) >> 1;
    if (places[middle]!.occurrence.position.line <= position.line) low = middle + 1;
    else high = middle;
  }
  const apart = (place: Place): number => Math.abs(place.occurrence.position.line - position.line);
  const near = [places[low - 1], places[low]].flatMap((place) => (place && apart(place) <= LINES_APART ? [place] : []));
  near.sort((a, b) => apart(a) - apart(b));
  return near[0]?.secret;
}

function onlyOne(places: readonly Place[] = []): readonly Secret[] {
  const secrets = new Set(places.map(({ secret }) => secret));
  return secrets.size === 1 ? [...secrets] : [];
}
