/** Tokens with a documented checksum that fits: somebody's program made them, nobody typed them. */
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

export function rightChecksums(secrets: readonly Secret[], proofs: Proofs): void {
  for (const secret of secrets) {
    const place = secret.occurrences.find(
      ({ rule, evidence }) => evidence.checksum === true && rule.checks.some((check) => check.endsWith('-checksum')),
    );
    if (place === undefined) continue;
    proofs.add(secret, { kind: 'checksum', detail: `the checksum inside it fits: issued as a ${place.rule.name}` });
  }
}
