/**
 * What a key that was found opens is lost with the key: ciphertext that no rule reports by itself becomes a secret, which
 * depends on that key. Only the ciphertext: what is in it is never read.
 */
import { placeOf } from './place.ts';
import type { Proofs } from './proofs.ts';
import type { Occurrence, Rule, Secret } from '../model.ts';

/** @param keyName "Fernet key", as part of a sentence */
export function tellOpened(key: Secret, sealed: Secret, keyName: string, proofs: Proofs): void {
  if (sealed.rule.anchor === true) proofs.report(reported(sealed));
  proofs.relate(key, 'wraps', sealed);
  proofs.add(sealed, {
    kind: 'proven',
    detail: `can be read with the ${keyName} in ${placeOf(key)}: what it wraps has leaked with it`,
    unit: placeOf(key),
  });
}

/** An anchor as the secret that it has become. */
function reported(anchor: Secret): Secret {
  const withoutAnchor = ({ anchor: _anchor, ...rule }: Rule): Rule => ({ ...rule, nature: 'secret' });
  const placed = (occurrence: Occurrence): Occurrence => ({
    ...occurrence,
    rule: withoutAnchor(occurrence.rule),
    nature: 'secret',
    ...(occurrence.each && { each: occurrence.each.map(placed) }),
  });
  return {
    ...anchor,
    rule: withoutAnchor(anchor.rule),
    nature: 'secret',
    names: anchor.names.map((name) => ({ ...name, rule: withoutAnchor(name.rule) })),
    occurrences: anchor.occurrences.map(placed),
  };
}
