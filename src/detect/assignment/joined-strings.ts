/**
 * Strings that are put together where they are written: `"one" + "two"`, `"one" . 'two'`, `"one"⏎"two"`. Reads forward
 * from the end of the first one.
 */

export interface Joined {
  /** As written, without quotes and what joins. */
  readonly raw: string;
  /** Where the last string ends, its quote not counted. */
  readonly end: number;
  /** Something else than a string is joined behind it: the value is longer than what is known of it. */
  readonly open: boolean;
}

const MOST_PARTS = 16;
/** What joins two strings, and the quote, or a number, that follows; strings of brackets join without a sign. */
const JOIN =
  /^[ \t]{0,4}(?:\\?\r?\n[ \t]{0,40})?(?:(\+|\.\.?|&|<>)[ \t]{0,4}(?:\r?\n[ \t]{0,40})?)?(["'`]|\d{1,4}(?![\w.]))/;
const GOES_ON = /^[ \t]{0,4}(?:\r?\n[ \t]{0,40})?(?:\+|\.(?=[ \t]))[ \t]{0,4}[A-Za-z_$(]/;

/**
 * @param start of the first string's content; @param end of it; @param quote around it
 * @param limit no string ends behind it
 * @returns undefined where one string stands alone
 */
export function join(text: string, start: number, end: number, quote: string, limit: number): Joined | undefined {
  let raw = text.slice(start, end);
  let last = end;
  let behind = end + quote.length;
  let parts = 1;
  for (; parts < MOST_PARTS; parts++) {
    const joint = JOIN.exec(text.slice(behind, behind + 100));
    const next = joint?.[2];
    if (joint === null || next === undefined) break;
    const from = behind + joint[0].length;
    if (/\d/.test(next)) {
      if (joint[1] === undefined) break;
      raw += next;
      behind = from;
      continue;
    }
    // without a sign only on a line of its own, or two values would be one
    if (joint[1] === undefined && !/\n/.test(joint[0])) break;
    const until = text.indexOf(next, from);
    if (until < 0 || until > limit || /[\r\n]/.test(text.slice(from, until))) break;
    // the next key, or the next line of a diff
    if (/^[ \t]{0,4}[:=](?!=)/.test(text.slice(until + 1, until + 7))) break;
    raw += text.slice(from, until);
    last = until;
    behind = until + 1;
  }
  const open = GOES_ON.test(text.slice(behind, behind + 96));
  return last === end && !open ? undefined : { raw, end: last, open };
}
