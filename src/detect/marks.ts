/**
 * Allow marks: comments by which people say that a value on the same line, or on the line below, may stay.
 * burnlist's own names a rule, `burnlist:allow <rule> reason`; other scanners' marks are for any rule.
 */
import type { Literal } from './literals.ts';
import type { Mark } from '../model.ts';

const OWN = 'burnlist:allow';

export const MARK_LITERALS: readonly Literal[] = [
  OWN,
  'gitleaks:allow',
  'betterleaks:allow',
  'trufflehog:ignore',
  'kingfisher:ignore',
  'pragma: allowlist',
  'pragma:allowlist',
  'pragma: whitelist',
  'pragma:whitelist',
  'secretlint-disable-line',
  'secretlint-disable-next-line',
  'ggignore',
].map((text) => ({ text, ignoreCase: false }));

/** Bytes behind the literal that belong to a mark at most: rule and reason. */
export const MARK_REACH = 200;

export interface Known {
  has(name: string): boolean;
}

/**
 * @param text the line from the mark's literal on, Latin-1
 * @param known ids and kinds of rules; a mark of ours that names none of them counts for nothing
 */
export function readMark(text: string, line: number, known: Known): Mark | undefined {
  const rest = text.split(/[\r\n]/, 1)[0]!;
  if (!rest.startsWith(OWN)) return { line, rules: [] };
  const [, rule, reason] =
    /^[ \t]+([a-z0-9-]+)(?:[ \t]+(.*?))?[ \t]*(?:\*\/|-->|#\})?[ \t]*$/.exec(rest.slice(OWN.length)) ?? [];
  if (rule === undefined || !known.has(rule)) return undefined;
  return { line, rules: [rule], ...(reason ? { reason: Buffer.from(reason, 'latin1').toString('utf8') } : {}) };
}

/** The mark that covers a finding of this rule on these lines, if any. */
export function markFor(
  marks: readonly Mark[],
  rule: { id: string; kind: string },
  firstLine: number,
  lastLine: number,
): Mark | undefined {
  return marks.find(
    (mark) =>
      ((mark.line >= firstLine && mark.line <= lastLine) || mark.line === firstLine - 1) &&
      (mark.rules.length === 0 || mark.rules.includes(rule.id) || mark.rules.includes(rule.kind)),
  );
}
