/**
 * Allow marks: comments by which people say that a value may stay. burnlist's own names a rule and holds for its line
 * and the one below, `burnlist:allow <rule> reason`; other scanners' marks are for any rule, and hold where theirs do.
 */
import { groupBy } from '../../group-by.ts';
import { shown } from '../../shown.ts';
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
  if (!known.has(rule)) return { line, covers: 'nothing', rules: shown(rule) === rule ? [rule] : [] };
  const said = reason ? { reason: Buffer.from(reason, 'latin1').toString('utf8') } : {};
  return { line, covers, rules: [rule], ...said };
}

function isWord(next = ''): boolean {
  return /\w/.test(next);
}

/**
 * The mark that covers a finding of this rule on these lines; else one of ours that stands there and covers nothing of it.
 *
 * @param inner the one beside it in its layer
 */
export type MarkFor = (
  rule: { readonly id: string; readonly kind: string },
  firstLine: number,
  lastLine: number,
  inner?: Mark,
) => Mark | undefined;

/** A unit may have a mark and a finding on each of its lines: no finding looks through all marks. @param marks by line */
export function marksBeside(marks: readonly Mark[]): MarkFor {
  const blocks = marks.filter(({ covers }) => covers === 'from' || covers === 'to');
  const lines = groupBy(marks, ({ line }) => line);
  const missing = new Map<Mark, Mark>();

  function blockAbove(firstLine: number): Mark | undefined {
    let [from, to] = [0, blocks.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (blocks[middle]!.line <= firstLine) from = middle + 1;
      else to = middle;
    }
    return blocks[from - 1];
  }

  /** Alike for all that it misses. */
  function missed(mark: Mark): Mark {
    if (!missing.has(mark)) missing.set(mark, { ...mark, covers: 'nothing' });
    return missing.get(mark)!;
  }

  return (rule, firstLine, lastLine, inner) => {
    const block = blockAbove(firstLine);
    if (block?.covers === 'from') return block;
    const isFor = ({ covers, rules }: Mark): boolean =>
      covers !== 'nothing' && (rules.length === 0 || rules.includes(rule.id) || rules.includes(rule.kind));
    let other: Mark | undefined;
    for (let line = firstLine - 1; line <= lastLine; line++) {
      for (const mark of lines.get(line) ?? []) {
        if (!isBeside(mark, firstLine, lastLine)) continue;
        if (isFor(mark)) return mark;
        other ??= mark;
      }
    }
    return inner ?? (other && missed(other));
  };
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
