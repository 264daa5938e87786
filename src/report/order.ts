/**
 * Secrets, occurrences and texts in the one order in which every renderer lists them: what needs action first.
 */
import { REACH, type Judged, type Occurrence, type Verdict } from '../model.ts';
import { urgencyOf } from '../urgency.ts';

/** What needs action first comes first. */
export const VERDICTS: readonly Verdict[] = [
  'still-current',
  'compromised',
  'uncommitted',
  'found',
  'unattached',
  'local',
  'public-default',
  'identifier',
  'hash',
  'rotated',
  'accepted',
  'false-positive',
];
const CONFIDENCE = ['high', 'medium', 'low'];

/**
 * What is new before what the ledger knows: that is what the exit status speaks of. Then by priority among what is to be
 * done, what is live first, how sure it is, who could read it, since when, and where; of one place by name, then id.
 */
export function sortedSecrets(secrets: readonly Judged[]): readonly Judged[] {
  const places = new Map(secrets.map((secret) => [secret, firstPath(secret)]));
  return [...secrets].sort(
    (a, b) =>
      group(a) - group(b) ||
      Number(a.status === 'known') - Number(b.status === 'known') ||
      compareText(urgencyOf(a), urgencyOf(b)) ||
      VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
      Number(b.exposure.inHead) - Number(a.exposure.inHead) ||
      CONFIDENCE.indexOf(a.confidence) - CONFIDENCE.indexOf(b.confidence) ||
      worstReach(a) - worstReach(b) ||
      compareText(a.exposure.first?.date ?? UNDATED, b.exposure.first?.date ?? UNDATED) ||
      compareText(places.get(a)!, places.get(b)!) ||
      compareText(a.names[0]?.name ?? '', b.names[0]?.name ?? '') ||
      compareText(a.id, b.id),
  );
}

/** Behind all dates. */
const UNDATED = '~';

function worstReach({ exposure: { reach } }: Judged): number {
  return reach[0] === undefined ? REACH.length : REACH.indexOf(reach[0]);
}

function firstPath({ occurrences }: Judged): string {
  return occurrences.reduce((first, { path }) => (path < first ? path : first), occurrences[0]?.path ?? '');
}

/** By repository, path and place; the commit decides between versions. */
export function sortedOccurrences(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  return [...occurrences].sort(
    (a, b) =>
      a.repository - b.repository ||
      compareText(a.path, b.path) ||
      a.position.line - b.position.line ||
      a.position.column - b.position.column ||
      compareText(a.where, b.where) ||
      compareText(a.rule.id, b.rule.id) ||
      compareText(a.commit ?? '', b.commit ?? ''),
  );
}

/** The same with each version by itself, where versions were asked for. */
export function sortedVersions(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  return sortedOccurrences(occurrences.flatMap((occurrence) => occurrence.each ?? [occurrence]));
}

/** By code unit: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What is to be done goes by priority across verdicts; all the rest follows it, verdict by verdict. */
function group(secret: Judged): number {
  const rank = VERDICTS.indexOf(secret.verdict);
  const lastToDo = VERDICTS.indexOf('unattached');
  return rank <= lastToDo ? 0 : rank;
}
