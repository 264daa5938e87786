/** The account that an AWS access key id belongs to, decoded from the id itself, and resource names that say the same. */
import { placeOf } from './place.ts';
import { textOf } from './aws-keys.ts';
import type { AwsKeys } from './aws-keys.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

/** Of canarytokens.org, as several public lists have them: whoever uses such a key is seen doing it. */
const CANARIES = new Set(['052310077262', '171436882533', '534261010715', '595918472158', '992382622183']);
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account an id belongs to: forty bits behind the prefix, as AWS encodes them since 2019. Older ids, which begin
 * with a zero bit, do not tell.
 */
export function accountOf(id: string): string | undefined {
  const digits = Array.from(id.slice(4, 14), (character) => BASE32.indexOf(character));
  if (digits[0]! < 16) return undefined;
  const number = digits.reduce((sum, digit) => (sum << 5n) | BigInt(digit), 0n);
  // ten characters are fifty bits, of which the first 48 count
  return String(((number >> 2n) & 0x7fffffffff80n) >> 7n).padStart(12, '0');
}

export function accountsOfIds({ ids }: AwsKeys, secrets: readonly Secret[], proofs: Proofs): void {
  if (ids.length === 0) return;
  const byAccount = new Map<string, Secret>();
  for (const secret of secrets) {
    const start = textOf(secret.value.expose('proof').subarray(0, 128));
    const account = /^arn:[a-z-]+:[^:]*:[^:]*:(\d{12}):/.exec(start)?.[1];
    if (account !== undefined && !byAccount.has(account)) byAccount.set(account, secret);
  }
  for (const secret of ids) {
    const account = accountOf(textOf(secret.value.expose('proof')));
    if (account === undefined) continue;
    const named = byAccount.get(account);
    const also = named === undefined ? '' : `, which the ARN in ${placeOf(named)} names too`;
    const trap = CANARIES.has(account) ? ', where canary tokens live: using the key alarms whoever laid it' : '';
    proofs.add(secret, { kind: 'decoded', detail: `of AWS account ${account}${also}${trap}` });
    if (named !== undefined) proofs.relate(secret, 'same account', named);
  }
}
