/**
 * Rows of a verification in, those that no file said anything of settled by their keys out. A token dies with the key
 * that signed it. What a found key opens is ciphertext: no file of today names it, HEAD has it or not, and it is over
 * when its key is out of use and HEAD has it no more. What was in it is never read, so that stays for people to see to.
 */
import type { Judged, Verified } from '../model.ts';
import { idsBy, openersOf } from '../relations.ts';
import { isClosed, type Seen } from './outcome.ts';

/** @param rows of all secrets; of rotated ones only what contradicts */
export function withDependents(rows: readonly Verified[], secrets: readonly Judged[]): readonly Verified[] {
  const open = new Set(rows.filter((row) => !isClosed(row)).map(({ secret }) => secret.id));
  const closed = new Map(secrets.filter(({ id }) => !open.has(id)).map((secret) => [secret.id, secret]));
  const names = new Map(secrets.map((secret) => [secret.id, nameOf(secret)]));

  function settled(secret: Judged): Seen | undefined {
    const openers = openersOf(secret);
    const signers = idsBy(secret, 'signed by');
    const words = (ids: readonly string[]): string => ids.map((id) => names.get(id) ?? 'a key').join(', ');
    const left = [...openers, ...signers].filter((id) => !closed.has(id));
    if (openers.length > 0 && secret.exposure.inHead) return inHead(secret);
    if (openers.length > 0 && left.length > 0)
      return { outcome: 'UNKNOWN', detail: `its key ${words(left)} is not rotated yet: it closes with it` };
    if (openers.length > 0)
      return {
        outcome: 'REMOVED',
        detail: `gone from HEAD, and ${words(openers)}, which opens it, is rotated; whether what was in it is new is not seen`,
      };
    if (signers.length === 0) return undefined;
    return left.length > 0
      ? { outcome: 'UNKNOWN', detail: `signed with ${words(left)}, which is not rotated yet: it dies with it` }
      : { outcome: 'ROTATED', detail: `signed with ${words(signers)}, which is rotated: no service takes it any more` };
  }

  return rows.map((row) => {
    const seen = row.outcome === 'UNKNOWN' ? settled(row.secret) : undefined;
    return seen === undefined ? row : { ...row, ...seen, evidence: seen.detail };
  });
}

/** A saved report has no values, and a HEAD that was. */
function inHead({ value, occurrences }: Judged): Seen {
  if (value.length === 0)
    return { outcome: 'UNKNOWN', detail: 'in HEAD when the report was made: verify the repository itself' };
  const place = occurrences.find((occurrence) => occurrence.inHead)?.path ?? '';
  return {
    outcome: 'STILL CURRENT',
    detail: `HEAD still has it in ${place}: encrypt it again with a key that never leaked, and commit that`,
  };
}

function nameOf({ names, rule }: Judged): string {
  return names[0]?.name ?? rule.name;
}
