/**
 * Judged secrets in, identifiers to move to configuration out, grouped by AWS account. An account is no secret, yet a
 * to-do is passed on: a group is labelled with the last digits only.
 */
import type { Judged, Plan } from '../model.ts';

const ARN_ACCOUNT = /^arn:[a-z-]{1,20}:[^:]{0,64}:[^:]{0,64}:(\d{12}):/;

/** Identifiers by account, those without one by kind; in the order of their first secret's id. */
export function groupIdentifiers(secrets: readonly Judged[]): Plan['identifiers'] {
  const groups = new Map<string, { readonly group: string; readonly secrets: Judged[] }>();
  const identifiers = secrets.filter(({ verdict }) => verdict === 'identifier').sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const secret of identifiers) {
    const account = accountOf(secret);
    const key = account ?? secret.rule.kind;
    const group = account === undefined ? secret.rule.name : `AWS account ending in ${account.slice(-4)}`;
    const known = groups.get(key) ?? { group, secrets: [] };
    known.secrets.push(secret);
    groups.set(key, known);
  }
  return [...groups.values()];
}

function accountOf(secret: Judged): string | undefined {
  const text = secret.value.expose('redact').subarray(0, 200).toString('latin1');
  return ARN_ACCOUNT.exec(text)?.[1];
}
