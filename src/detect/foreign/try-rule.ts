/** One rule of another scanner × a text → what it finds there, before it is known where the text stands. */
import { allowListsOf } from './allow-lists.ts';
import { entropyOfBytes, entropyOfCharacters } from './entropy.ts';
import { asText, readyToRun, type Runnable, type Spans } from './expression.ts';
import { filterOf } from './filter.ts';
import { matcherOf, type Memory, type Text } from './matches.ts';
import { meets } from './requirements.ts';
import { valueIn, type Valued } from './value.ts';
import type { Rule } from '../../model.ts';

/** Offsets are the text's. */
export interface Found extends Valued {
  readonly rule: Rule;
  readonly leftOut: boolean;
  readonly awaits: readonly number[];
  readonly checksum?: boolean;
}

export interface Tried {
  readonly rule: Rule;
  readonly expression: Runnable;
  find(text: Text, hits: readonly number[] | undefined): Found[];
}

export function ready(rule: Rule, memory: Memory): Tried {
  const foreign = rule.foreign!;
  const expression = readyToRun(foreign.regex!, foreign.format === 'kingfisher' ? 'rust' : 'go');
  const matcher = matcherOf(expression, memory);
  let rest: ReturnType<typeof conditionsOf> | undefined;
  return {
    rule,
    expression,
    find(text, hits) {
      const all = matcher.all(text, hits);
      if (all.length === 0) return [];
      rest ??= conditionsOf(rule, expression);
      return all.flatMap((spans) => rest!(text, spans) ?? []);
    },
  };
}

function conditionsOf(rule: Rule, expression: Runnable): (text: Text, spans: Spans) => Found | undefined {
  const { format, entropy, requirements, filters, allow } = rule.foreign!;
  const entropyOf = format === 'gitleaks' ? entropyOfCharacters : entropyOfBytes;
  const says = allowListsOf(allow);
  const filtered = filters.map((filter) => filterOf(filter));

  return (text, spans) => {
    const slice = (start: number, end: number): string => text.bytes.toString('latin1', start, end);
    const valued = valueIn(rule.foreign!, expression, spans, slice);
    const secret = slice(valued.value.start, valued.value.end);
    if (secret === '' || (entropy !== 0 && entropyOf(secret) <= entropy)) return undefined;
    const required = requirements === undefined ? undefined : meets(asText(secret), namedGroups(), requirements);
    if (required?.passes === false) return undefined;
    const { match } = valued;
    const line = lineAround(text.bytes, match.start, match.end);
    const content = { secret, match: slice(match.start, match.end), line: slice(line.start, line.end) };
    if (filtered.some((filter) => filter({ finding: facts(), path: '' }))) return undefined;
    return { rule, ...valued, ...says(content), ...(required?.checksum === true && { checksum: true }) };

    function facts(): Record<string, string | number> {
      const offsets = { match_start_idx: match.start, match_end_idx: match.end };
      const ofLine = { match_line_start_idx: line.start, match_line_end_idx: line.end };
      return { ...content, ...offsets, ...ofLine, fragment_raw: text.whole() };
    }

    function namedGroups(): Map<string, string> {
      const groups = new Map([
        ['MATCH', asText(secret)],
        ['FULL_MATCH', asText(slice(spans[0]!, spans[1]!))],
      ]);
      expression.groups.forEach((name, number) => {
        const [start, end] = [spans[number * 2]!, spans[number * 2 + 1]!];
        if (name === '' || start < 0) return;
        groups.set(name, asText(slice(start, end)));
        groups.set(name.toUpperCase(), asText(slice(start, end)));
      });
      return groups;
    }
  };
}

const LF = 10;

/** From the start of a match's first line to the end of its last. */
export function lineAround(bytes: Buffer, start: number, end: number): { start: number; end: number } {
  const before = start === 0 ? -1 : bytes.lastIndexOf(LF, start - 1);
  const behind = bytes.indexOf(LF, end);
  return { start: before + 1, end: behind < 0 ? bytes.length : behind };
}
