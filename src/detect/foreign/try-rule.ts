/** One rule of another scanner × a text → what it finds there, before it is known where the text stands. */
import { allowListsOf, blocksOf } from './allow-lists.ts';
import { entropyOfBytes, entropyOfCharacters } from './entropy.ts';
import { asText, readyToRun, type Runnable, type Spans } from './expression.ts';
import { filterOf } from './filter.ts';
import { matcherOf, type Condition, type Memory, type Text } from './matches.ts';
import { linesOf, NO_LINE, type Lines } from './lines.ts';
import { meets } from './requirements.ts';
import { openRoom } from './room.ts';
import { valueIn, type Valued } from './value.ts';
import type { Rule } from '../../model.ts';

/** Offsets are the text's. */
export interface Found extends Valued {
  readonly rule: Rule;
  readonly leftOut: boolean;
  readonly awaits: readonly number[];
  readonly checksum?: boolean;
}

export interface FoundIn {
  readonly found: readonly Found[];
  /** Matches from here on were not looked at. */
  readonly denseFrom?: number;
}

export interface Tried {
  readonly rule: Rule;
  readonly expression: Runnable;
  /** @param most matches that are looked at */
  find(text: Text, hits: readonly number[] | undefined, most: number, work: Work): FoundIn;
}

/** What conditions of all rules have come to in one text. */
export interface Work {
  /** Words and nodes of expressions that findings were held against. */
  compared: number;
}

/** Bytes of lines, and of whole texts where they are asked for, that conditions of a rule may look at in one text. */
const MOST_LOOKED_AT = 1 << 30;
/** A few seconds in one text: a finding with gitleaks' own words takes 2000. */
const MOST_COMPARED = 1 << 26;

export function ready(rule: Rule, memory: Memory): Tried {
  const foreign = rule.foreign!;
  const expression = readyToRun(foreign.regex!, foreign.format === 'kingfisher' ? 'rust' : 'go');
  const matcher = matcherOf(expression, memory);
  let rest: Conditions | undefined;
  return {
    rule,
    expression,
    find(text, hits, most, work) {
      const { spans, ...end } = matcher.all(text, hits, most);
      if (spans.length === 0) return { found: [], ...end };
      rest ??= conditionsOf(rule, expression, memory);
      const lines = linesOf(text);
      const found: Found[] = [];
      for (const one of spans) {
        if (lines.lookedAt > MOST_LOOKED_AT || work.compared > MOST_COMPARED) return { found, denseFrom: one[0]! };
        const here = rest(text, one, lines, work);
        if (here !== undefined) found.push(here);
      }
      return { found, ...end };
    },
  };
}

type Conditions = (text: Text, spans: Spans, lines: Lines, work: Work) => Found | undefined;

function conditionsOf(rule: Rule, expression: Runnable, memory: Memory): Conditions {
  const { format, entropy, requirements, filters, allow } = rule.foreign!;
  const entropyOf = format === 'gitleaks' ? entropyOfCharacters : entropyOfBytes;
  const lists = allowListsOf(allow);
  const filtered = filters.map((filter) => conditionOf(filter, memory));
  const ofFilters = filtered.reduce((sum, { size }) => sum + size, 0);
  const ignored = requirements?.ignored.length ?? 0;
  const ofLines = filters.length + allow.filter(({ target }) => target === 'line').length;
  const ofTexts = filters.filter((filter) => filter.includes('fragment_raw')).length;

  return (text, spans, lines, work) => {
    const slice = (start: number, end: number): string => text.bytes.toString('latin1', start, end);
    const valued = valueIn(rule.foreign!, expression, spans, slice);
    const secret = slice(valued.value.start, valued.value.end);
    if (secret === '' || (entropy !== 0 && entropyOf(secret) <= entropy)) return undefined;
    work.compared += ignored * blocksOf(secret.length);
    const required = requirements === undefined ? undefined : meets(asText(secret), namedGroups(), requirements);
    if (required?.passes === false) return undefined;
    const { match } = valued;
    const line = ofLines === 0 ? NO_LINE : lines.around(match.start, match.end);
    lines.lookedAt += ofLines * line.text.length + ofTexts * text.bytes.length;
    const content = { secret, match: slice(match.start, match.end), line: line.text };
    work.compared += lists.compared(content) + ofFilters * blocksOf(ofTexts === 0 ? line.text.length : text.bytes.length);
    if (filtered.some(({ holds }) => holds({ finding: facts(), path: '' }))) return undefined;
    return { rule, ...valued, ...lists.says(content), ...(required?.checksum === true && { checksum: true }) };

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

/** Conditions for all rules stand in each of them. */
function conditionOf(source: string, { conditions }: Memory): Condition {
  let known = conditions.get(source);
  if (known === undefined) {
    const room = openRoom();
    const holds = filterOf(source, room);
    conditions.set(source, (known = { holds, size: room.taken }));
  }
  return known;
}
