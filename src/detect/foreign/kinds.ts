/** What has to be rotated when a rule of another scanner finds something: told by the words of its id. */
import type { Rule } from '../../model.ts';

/** What no provider says: the first whose words are all there. */
const BY_WORDS: readonly (readonly [words: string, kind: string])[] = [
  ['private key', 'private-key'],
  ['age secret key', 'private-key'],
  ['pkcs12', 'private-key'],
  ['jwt', 'json-web-token'],
  ['basic auth', 'password'],
  ['password', 'password'],
  ['passwd', 'password'],
  ['webhook', 'webhook-secret'],
  ['gcp', 'cloud-key'],
];

/** @param builtIn rules that say which provider's secrets rotate how */
export function kindOf(id: string, builtIn: readonly Rule[]): string {
  const words = id.toLowerCase().split(/[^a-z0-9]+/);
  const known = BY_WORDS.find(([text]) => text.split(' ').every((word) => words.includes(word)));
  if (known !== undefined) return known[1];
  const same = builtIn.find((rule) => rule.id === id);
  const secrets = builtIn.filter(({ nature, anchor }) => nature === 'secret' && anchor !== true);
  const provider = words.filter((word) => word.length > 2 && !GENERAL.has(word));
  return (same ?? secrets.find((rule) => provider.includes(rule.provider.replace(/-.*$/, ''))))?.kind ?? 'generic-secret';
}

/** Words that say nothing of a provider, and names of scanners. */
const GENERAL = new Set(['api', 'key', 'token', 'secret', 'generic', 'access', 'client', 'kingfisher', 'gitleaks', 'betterleaks']);
