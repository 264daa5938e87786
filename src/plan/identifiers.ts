/**
 * Judged secrets in, identifiers to move to configuration out, grouped by AWS account. An account is no secret, yet a
 * to-do is passed on: a group is labelled with the last digits only.
 */
import { awsAccountOf } from '../aws-account.ts';
import type { Judged, Plan } from '../model.ts';

/** Identifiers by account, those without one by kind; in the order of their first secret's id. */
export function groupIdentifiers(secrets: readonly Judged[]): Plan['identifiers'] {
  const groups = new Map<string, { readonly group: string; readonly secrets: Judged[] }>();
  const identifiers = secrets.filter(({ verdict }) => verdict === 'identifier').sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const secret of identifiers) {
    const account = awsAccountOf(secret.value);
    const key = account ?? secret.rule.kind;
    const group = account === undefined ? secret.rule.name : `AWS account ending in ${account.slice(-4)}`;
    const known = groups.get(key) ?? { group, secrets: [] };
    known.secrets.push(secret);
    groups.set(key, known);
  }
  return [...groups.values()];
}
