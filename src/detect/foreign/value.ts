/** What of a match is the value: each scanner has its own way to say so. */
import { pem } from '../checks/pem.ts';
import type { Runnable, Spans } from './expression.ts';
import type { ForeignRule } from '../../foreign-rule.ts';

export interface Valued {
  /** The match, and the value in it; offsets are the text's. */
  readonly match: { readonly start: number; readonly end: number };
  readonly value: { readonly start: number; readonly end: number };
}

const LONGEST_KEY = 64 << 10;
const PRIVATE_KEY = /^\s*(-----BEGIN [A-Z0-9 ]{0,64}PRIVATE KEY(?: BLOCK)?-----[^]*?)-----END [A-Z0-9 ]{0,64}KEY(?: BLOCK)?-----\s*$/;

export function valueIn(rule: ForeignRule, expression: Runnable, spans: Spans, slice: (start: number, end: number) => string): Valued {
  const [start, end] = spans as [number, number];
  if (rule.format === 'kingfisher') return { match: { start, end }, value: named(expression.groups, spans) };
  // line feeds at the ends are no part of a match, and its groups are those of the expression tried again on what is left
  const text = slice(start, end);
  let [from, to] = [0, text.length];
  while (text[from] === '\n') from++;
  while (to > from && text[to - 1] === '\n') to--;
  const trimmed = text.slice(from, to);
  const match = { start: start + from, end: start + to };
  const again = expression.groups.length === 1 ? undefined : expression.find(trimmed, 0);
  const group = again === undefined ? undefined : chosen(again, rule.group);
  if (group === undefined) return { match, value: match };
  return { match, value: { start: match.start + group.start, end: match.start + group.end } };
}

/** The group that is asked for, or the first that is not empty. */
function chosen(spans: Spans, group: number): Valued['value'] | undefined {
  for (let number = group === 0 ? 1 : group; number * 2 < spans.length; number++) {
    const [start, end] = [spans[number * 2]!, spans[number * 2 + 1]!];
    if (end > start) return { start, end };
    if (group !== 0) return { start: 0, end: 0 };
  }
  return undefined;
}

/** TOKEN, or the first group with a name, or the first; without groups all of the match. */
function named(groups: readonly string[], spans: Spans): Valued['value'] {
  const took = (number: number): boolean => number > 0 && spans[number * 2]! >= 0;
  const token = groups.findIndex((name, number) => name.toUpperCase() === 'TOKEN' && took(number));
  const withName = groups.findIndex((name, number) => name !== '' && took(number));
  const number = token > 0 ? token : withName > 0 ? withName : groups.findIndex((_, index) => took(index));
  const at = Math.max(number, 0) * 2;
  return { start: spans[at]!, end: spans[at + 1]! };
}

/** A private key is its body, however that is written: one secret, whichever rule finds it. */
export function secretIn(value: Buffer): Buffer {
  const key = value.length > LONGEST_KEY ? null : PRIVATE_KEY.exec(value.toString('latin1'));
  return (key && pem({ raw: key[1]! }).value) ?? Buffer.from(value);
}
