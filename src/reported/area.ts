/** A piece of a line in, the value that stands in it out, where the piece says plainly which part that is. */
import { SecretValue } from '../secret-value.ts';

const ALONE = /^["'`]?([^\s"'`=:,;(){}]{6,}={0,2})["'`]?$/;
const QUOTED = /(?:=>|:=|[=:(,])\s{0,4}(["'`])((?:(?!\1).){6,})\1/g;
const ASSIGNED = /^[\s-]{0,40}(?:export\s+)?["']?[\w.:-]{1,80}["']?\s{0,4}(?:=>|:=|[=:])\s{0,4}([^\s"'`]{6,})\s*[,;]?$/;

/** The only quoted text after a sign of assignment, or what stands there alone. */
export function valueIn(area: SecretValue): SecretValue | undefined {
  const text = area.expose('judge').toString('utf8').trim();
  const quoted = [...text.matchAll(QUOTED)].map(([, , value]) => value ?? '');
  const found = ALONE.exec(text)?.[1] ?? (quoted.length === 1 ? quoted[0] : (ASSIGNED.exec(text)?.[1] ?? undefined));
  return found === undefined || quoted.length > 1 ? undefined : new SecretValue(Buffer.from(found, 'utf8'));
}
