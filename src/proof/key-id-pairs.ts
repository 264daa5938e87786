/**
 * The id of a key and the secret that belongs to it, by where they stand: a relation, no proof. AWS, and every provider
 * whose rules give both the same kind.
 */
import { groupBy } from '../group-by.ts';
import type { AwsKeys } from './aws-keys.ts';
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
  const places = ids.flatMap((secret) => secret.occurrences.map((occurrence) => ({ secret, occurrence })));
  const byFile = groupBy(places, ({ occurrence }) => fileOf(occurrence));
  for (const same of byFile.values()) same.sort((a, b) => lineOf(a) - lineOf(b));
  const onlyOfCommit = new Map<string, readonly Secret[]>();
  for (const [commit, same] of groupBy(places, ({ occurrence }) => occurrence.commit ?? '')) {
    const together = new Set(same.map(({ secret }) => secret));
    if (commit !== '' && together.size === 1) onlyOfCommit.set(commit, [...together]);
  }
  for (const key of keys) {
    const beside = key.occurrences.flatMap((occurrence) => nearest(occurrence, byFile) ?? []);
    const together = key.occurrences.flatMap(({ commit }) => onlyOfCommit.get(commit ?? '') ?? []);
    for (const id of beside.length > 0 ? beside : together) proofs.relate(id, 'key id of', key);
  }
}

interface Place {
  readonly secret: Secret;
  readonly occurrence: Occurrence;
}

function fileOf({ repository, where, path }: Occurrence): string {
  return `${repository}\0${where}\0${path}`;
}

function lineOf({ occurrence }: Place): number {
  return occurrence.position.line;
}

/** Above it before below it, when both are as near: people write the id first. */
function nearest(occurrence: Occurrence, byFile: ReadonlyMap<string, readonly Place[]>): Secret | undefined {
  const places = byFile.get(fileOf(occurrence)) ?? [];
  const { line } = occurrence.position;
  let low = 0;
  for (let high = places.length; low < high;) {
    const middle = (low + high) >> 1;
    if (lineOf(places[middle]!) <= line) low = middle + 1;
    else high = middle;
  }
  const apart = (place: Place): number => Math.abs(lineOf(place) - line);
  const near = [places[low - 1], places[low]].flatMap((place) => (place && apart(place) <= LINES_APART ? [place] : []));
  near.sort((a, b) => apart(a) - apart(b));
  return near[0]?.secret;
}
