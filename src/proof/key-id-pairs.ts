/**
 * The id of a key and the secret that belongs to it, by where they stand: a relation, no proof. AWS, and every provider
 * whose rules give both the same kind.
 */
import { groupBy } from '../group-by.ts';
import { besideIn } from './beside.ts';
import type { AwsKeys } from './aws-keys.ts';
import type { Placed } from './beside.ts';
import type { Proofs } from './proofs.ts';
import type { Occurrence, Secret } from '../model.ts';

/** Read by form, as its secrets have none of their own. */
const AWS = 'aws-access-key';
/** An id and its secret stand this close to each other. */
const LINES_APART = 8;

export function pairedKeys(aws: AwsKeys, secrets: readonly Secret[], proofs: Proofs): void {
  pair(aws, proofs);
  for (const [kind, same] of groupBy(secrets, ({ rule }) => rule.kind)) {
    if (kind === AWS) continue;
    const ids = same.filter(({ nature }) => nature === 'identifier');
    pair({ ids, keys: ids.length === 0 ? [] : same.filter(({ nature }) => nature === 'secret') }, proofs);
  }
}

/** The nearest id of the same file; else the only one that came with the same commit. */
function pair({ ids, keys }: AwsKeys, proofs: Proofs): void {
  if (ids.length === 0 || keys.length === 0) return;
  const beside = besideIn(ids);
  const onlyOfCommit = new Map<string, readonly Secret[]>();
  const places = ids.flatMap((secret) => secret.occurrences.map(({ commit = '' }) => ({ secret, commit })));
  for (const [commit, same] of groupBy(places, (place) => place.commit)) {
    const together = new Set(same.map(({ secret }) => secret));
    if (commit !== '' && together.size === 1) onlyOfCommit.set(commit, [...together]);
  }
  for (const key of keys) {
    const near = key.occurrences.flatMap((occurrence) => nearest(occurrence, beside(occurrence)) ?? []);
    const together = key.occurrences.flatMap(({ commit }) => onlyOfCommit.get(commit ?? '') ?? []);
    for (const id of near.length > 0 ? near : together) proofs.relate(id, 'key id of', key);
  }
}

/** Above it before below it, when both are as near: people write the id first. */
function nearest({ position: { line } }: Occurrence, beside: readonly Placed[]): Secret | undefined {
  const apart = ({ occurrence }: Placed): number => Math.abs(occurrence.position.line - line);
  const near = beside.filter((place) => apart(place) <= LINES_APART).sort((a, b) => apart(a) - apart(b));
  return near[0]?.secret;
}
