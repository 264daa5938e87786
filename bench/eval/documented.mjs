// Positives whose label is a value that documentation prints as its example (`AKIA…EXAMPLE`): nobody can use it, and
// burnlist sets it aside by name. Only values that are known one by one count, as hashes, and none that looks like one.
import { knownValue } from '../../dist/detect/checks/known-values.js';

export function isDocumented({ kind, text, secret, secrets }) {
  if (kind !== 'positive') return false;
  const wanted = [secret, ...(secrets ?? [])].filter((value) => typeof value === 'string' && value !== '');
  return (wanted.length === 0 ? [text] : wanted)
    .flatMap((value) => value.split(/[^\w+/=.-]+/))
    .some((word) => knownValue(Buffer.from(word, 'utf8'))?.as === 'documentation');
}
