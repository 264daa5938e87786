/** What one secret is to others, as verdicts and plans ask for it. */
import type { Relation, Secret } from './model.ts';

type Related = Pick<Secret, 'related'>;

/** Ids of the secrets that it is `how` to, of those it is wrapped by, say. */
export function idsBy({ related }: Related, how: Relation): readonly string[] {
  return related.filter((relation) => relation.how === how).map(({ id }) => id);
}

/**
 * Kinds that are ciphertext: lost with their key, and renewed by encrypting again. A private key or a store of keys is
 * wrapped by its passphrase as well, but is a secret of its own, which a new passphrase does not renew.
 */
export const SEALED: ReadonlySet<string> = new Set([
  'age-file',
  'ansible-vault',
  'fernet-token',
  'laravel-payload',
  'rails-credentials',
  'sealed-secret',
  'sops-value',
]);

/** Ids of the found keys that open it, where it is ciphertext; else none. */
export function openersOf(secret: Related & Pick<Secret, 'rule'>): readonly string[] {
  return SEALED.has(secret.rule.kind) ? idsBy(secret, 'wrapped by') : [];
}

/** Ciphertext whose key was found. */
export function isOpened(secret: Parameters<typeof openersOf>[0]): boolean {
  return openersOf(secret).length > 0;
}
