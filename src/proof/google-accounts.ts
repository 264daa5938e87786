/**
 * Whose the key of a Google service account is: the account's name stands in the same file of JSON, behind the key
 * (https://cloud.google.com/iam/docs/keys-create-delete).
 */
import { groupBy } from './group-by.ts';
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
  for (const secret of secrets) {
    if (!secret.names.some(({ kind }) => kind === KIND)) continue;
    for (const { position, ...place } of secret.occurrences) {
      const behind = (byFile.get(fileOf(place)) ?? [])
        .map(({ place: other, name }) => ({ name, lines: other.position.line - position.line }))
        .filter(({ lines }) => lines >= 0 && lines <= LINES_APART)
        .sort((a, b) => a.lines - b.lines);
      const [nearest] = behind;
      if (nearest !== undefined) proofs.add(secret, { kind: 'decoded', detail: `of service account ${nearest.name}` });
    }
  }
}

function fileOf({ repository, where, path, commit }: Omit<Occurrence, 'position'>): string {
  return [repository, where, path, path === '' ? commit : ''].join('\0');
}
