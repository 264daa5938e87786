/**
 * Whose the key of a Google service account is: the account's name stands in the same file of JSON, behind the key
 * (https://cloud.google.com/iam/docs/keys-create-delete).
 */
import { groupBy } from '../group-by.ts';
import type { Anchors } from './anchors.ts';
import type { Proofs } from './proofs.ts';
import type { Occurrence, Secret } from '../model.ts';

const KIND = 'google-service-account';
/** In a file as it is downloaded the next line; the key may be written over several. */
const LINES_APART = 40;

export function serviceAccounts(secrets: readonly Secret[], anchors: Anchors, proofs: Proofs): void {
  const names = anchors.of('google-account-name').flatMap(({ value, occurrences }) =>
    occurrences.map((place) => ({ place, name: value.expose('proof').toString('latin1') })),
  );
  if (names.length === 0) return;
  const byFile = groupBy(names, ({ place }) => fileOf(place));
  for (const same of byFile.values()) same.sort((a, b) => a.place.position.line - b.place.position.line);
  for (const secret of secrets) {
    if (!secret.names.some(({ kind }) => kind === KIND)) continue;
    for (const { position, ...place } of secret.occurrences) {
      const behind = byFile.get(fileOf(place)) ?? [];
      const nearest = behind[firstFrom(position.line, behind)];
      if (nearest !== undefined && nearest.place.position.line <= position.line + LINES_APART)
        proofs.add(secret, { kind: 'decoded', detail: `of service account ${nearest.name}` });
    }
  }
}

/** @param names by line @returns place of the first that stands on the line or below it */
function firstFrom(line: number, names: readonly { readonly place: Occurrence }[]): number {
  let low = 0;
  for (let high = names.length; low < high;) {
    const middle = (low + high) >> 1;
    if (names[middle]!.place.position.line < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function fileOf({ repository, where, path, commit }: Omit<Occurrence, 'position'>): string {
  return [repository, where, path, path === '' ? commit : ''].join('\0');
}
