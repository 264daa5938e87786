/**
 * Allow marks: comments by which people say that a value may stay. burnlist's own names a rule and holds for its line
 * and the one below, `burnlist:allow <rule> reason`; other scanners' marks are for any rule, and hold where theirs do.
 */
import type { Literal } from './literals.ts';
import type { Finding, Mark } from '../../model.ts';

const OWN = 'burnlist:allow';

/** By literal: what a mark covers. Of those that begin alike the longest counts. */
const MARKS: Readonly<Record<string, Mark['covers']>> = {
  [OWN]: 'near',
  'gitleaks:allow': 'line',
  'betterleaks:allow': 'line',
  'trufflehog:ignore': 'line',
  'kingfisher:ignore': 'near',
  'pragma: allowlist nextline': 'next-line',
  'pragma:allowlist nextline': 'next-line',
  'pragma: allowlist': 'line',
  'pragma:allowlist': 'line',
  'pragma: whitelist nextline': 'next-line',
  'pragma:whitelist nextline': 'next-line',
  'pragma: whitelist': 'line',
  'pragma:whitelist': 'line',
  'secretlint-disable-next-line': 'next-line',
  'secretlint-disable-line': 'line',
  'secretlint-disable': 'from',
  'secretlint-enable': 'to',
  ggignore: 'line',
};

/** None is the beginning of another: `readMark` tells those apart. */
export const MARK_LITERALS: readonly Literal[] = Object.keys(MARKS)
  .filter((mark, _, marks) => !marks.some((other) => other !== mark && mark.startsWith(other)))
  .map((text) => ({ text, ignoreCase: false }));

const LONGEST_FIRST = Object.entries(MARKS).sort(([a], [b]) => b.length - a.length);

/** Bytes behind the literal that belong to a mark at most: rule and reason. */
export const MARK_REACH = 200;

const LONGEST_NAME = 48;

export interface Known {
  has(name: string): boolean;
}

/**
 * @param text the line from the mark's literal on, Latin-1
 * @param known ids and kinds of rules; a mark of ours that names none of them covers nothing
 */
export function readMark(text: string, line: number, known: Known): Mark | undefined {
  const rest = text.split(/[\r\n]/, 1)[0]!;
  const covers = LONGEST_FIRST.find(([mark]) => rest.startsWith(mark))?.[1];
  if (covers === undefined) return undefined;
  if (!rest.startsWith(OWN)) return { line, covers, rules: [] };
  const [, rule, reason] =
    /^[ \t]+([\w.-]+)(?:[ \t]+(.*?))?[ \t]*(?:\*\/|-->|#\})?[ \t]*$/.exec(rest.slice(OWN.length)) ?? [];
  // "burnlist:allowed" is another word
  if (rule === undefined) return isWord(rest[OWN.length]) ? undefined : { line, covers: 'nothing', rules: [] };
  // what is longer is no name, and nobody said that it may be shown
  if (!known.has(rule)) return { line, covers: 'nothing', rules: rule.length > LONGEST_NAME ? [] : [rule] };
  const said = reason ? { reason: Buffer.from(reason, 'latin1').toString('utf8') } : {};
  return { line, covers, rules: [rule], ...said };
}

function isWord(next = ''): boolean {
  return /\w/.test(next);
}

/**
 * The mark that covers a finding of this rule on these lines; else one of ours that stands there and covers nothing of it.
 *
 * @param marks of the unit, in its order
 * @param inner the one beside it in its layer
 */
export function markFor(
  marks: readonly Mark[],
  rule: { id: string; kind: string },
  firstLine: number,
  lastLine: number,
  inner?: Mark,
): Mark | undefined {
  const block = marks.findLast(({ covers, line }) => (covers === 'from' || covers === 'to') && line <= firstLine);
  if (block?.covers === 'from') return block;
  const beside = marks.filter((mark) => isBeside(mark, firstLine, lastLine));
  const isFor = ({ covers, rules }: Mark): boolean =>
    covers !== 'nothing' && (rules.length === 0 || rules.includes(rule.id) || rules.includes(rule.kind));
  const [missed] = beside;
  return beside.find(isFor) ?? inner ?? (missed && { ...missed, covers: 'nothing' });
}

/** What a finding says of the mark beside it. */
export function marked(mark: Mark | undefined): Pick<Finding, 'mark' | 'missed'> {
  if (mark === undefined) return {};
  return mark.covers === 'nothing' ? { missed: mark } : { mark };
}

function isBeside({ line, covers }: Mark, firstLine: number, lastLine: number): boolean {
  const isAbove = line === firstLine - 1;
  const isOn = line >= firstLine && line <= lastLine;
  if (covers === 'near' || covers === 'nothing') return isAbove || isOn;
  return (covers === 'line' && isOn) || (covers === 'next-line' && isAbove);
}
