/** `user, password = "app", "x"`: of several names that are given values at once, which value is whose. */
import type { Operator } from './operator.ts';

/** What stands before the last name on its line, and before the first value. */
const OTHERS = new RegExp(
  String.raw`[\n;{][ \t]{0,16}(?:(?:const|let|local|my|val|var)[ \t]{1,4})?[([]?((?:[$@]?[A-Za-z_][\w.]{0,24}[ \t]?,[ \t]?){1,4})$`,
);
const VALUE = String.raw`(?:"[^"\r\n]{0,64}"|'[^'\r\n]{0,64}'|[\w.]{1,32})`;
/** By how many stand before: values, all but the last, on a line that ends with the last. */
const LAST = String.raw`["'][^"'\r\n]{3,128}["'][ \t]?[)\]]?[ \t]{0,4}(?:[;#\r\n]|$)`;
const BEFORE_LAST = [1, 2, 3, 4].map(
  (count) => new RegExp(String.raw`^[ \t]{0,4}[([]?(?:${VALUE}[ \t]?,[ \t]?){${count}}(?=${LAST})`),
);

/** The operator, with its value where that of the last name begins. */
export function behindOthers(text: string, nameStart: number, operator: Operator, startsUnit: boolean): Operator {
  // f(user, password="x") names one of its arguments; names that are set together stand apart from the sign
  const isApart = /(?:[ \t]|:)=$/.test(text.slice(operator.at - 2, operator.at));
  const line = (startsUnit && nameStart <= 64 ? '\n' : '') + text.slice(Math.max(0, nameStart - 64), nameStart);
  const others = isApart ? OTHERS.exec(line)?.[1] : undefined;
  if (others === undefined) return operator;
  const skipped = BEFORE_LAST[others.split(',').length - 2]?.exec(text.slice(operator.at, operator.at + 480))?.[0].length;
  return skipped === undefined ? operator : { ...operator, at: operator.at + skipped, quoted: true };
}
