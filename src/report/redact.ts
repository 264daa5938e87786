/**
 * A value and its rule go in; out comes what may be shown of it: what tells one machine-made token from another,
 * and nothing at all of what a person chose, not even how long it is.
 */
import { headOfArn } from '../aws-account.ts';
import type { Rule } from '../model.ts';
import type { SecretValue } from '../secret-value.ts';
import { MASK } from './mask.ts';

const REST = '••••';
/** Below this many bytes behind the prefix nothing of them is shown. */
const ENOUGH_TO_SHOW_SOME = 16;
const MOST_SHOWN = 4;

/** `ghp_a1B2••••` of generated values, `••••••••` of chosen ones; of an ARN all but the resource. */
export function redact(value: SecretValue, rule: Rule): string {
  if (!rule.generated) return MASK;
  const head = headOfArn(value);
  if (head !== undefined) return head + REST;
  const bytes = value.expose('redact');
  const rest = bytes.length - rule.publicPrefix;
  // a prefix that is most of the value is no prefix
  if (rest < MOST_SHOWN * 2) return MASK;
  const prefix = bytes.subarray(0, rule.publicPrefix);
  if (!isPrintable(prefix)) return REST;
  const count = rest < ENOUGH_TO_SHOW_SOME ? 0 : Math.min(MOST_SHOWN, Math.floor(rest / 4));
  // the first bytes of what is no text are the name of its format, the same for all
  const some = isPrintable(bytes) ? bytes.toString('latin1', prefix.length, prefix.length + count) : '';
  return prefix.toString('latin1') + some + REST;
}

function isPrintable(bytes: Buffer): boolean {
  return bytes.every((byte) => byte > 0x20 && byte < 0x7f);
}
