/**
 * An expression of another scanner, ready to run: in re2js, in time that grows with the text alone. Compiled when it is
 * first needed, since most rules of a file never are. What it came to in a stretch of text is remembered, for the
 * versions of a file are nearly alike.
 */
import { RE2JS } from 're2js';
import { neededBy, type Needed } from './needed.ts';
import { parseExpression } from './parse.ts';
import { aheadOf, extentOf, sizeOf, type Extent } from './tree.ts';
import { tooManyCounts, write } from './write.ts';
import { refuse, type Dialect } from './cursor.ts';

/** Offsets of the match and of its groups, in pairs; -1 for a group that took no part. */
export type Spans = readonly number[];

export interface Runnable {
  /** Names of its groups, by number; '' for those without. */
  readonly groups: readonly string[];
  /** Every match holds one of these texts. */
  readonly needed: Needed | undefined;
  readonly extent: Extent;
  readonly ahead: Extent;
  /** Nodes of its syntax tree. */
  readonly size: number;
  test(text: string): boolean;
  /** The first match that begins at an offset or behind it. */
  find(text: string, from: number): Spans | undefined;
}

/** Throws ExpressionError for what the engine would not take. */
export function readyToRun(pattern: string, dialect: Dialect): Runnable {
  const { root, groups } = parseExpression(pattern, dialect);
  if (tooManyCounts(root)) refuse('counts inside counts that come to more than 1000');
  let engine: RE2JS | undefined;
  const ready = (): RE2JS => (engine ??= RE2JS.compile(write(root)));
  return {
    groups,
    needed: neededBy(root),
    extent: extentOf(root),
    ahead: aheadOf(root),
    size: sizeOf(root),
    test: (text) => ready().test(text),
    find(text, from) {
      const matcher = ready().matcher(text);
      if (!matcher.find(from)) return undefined;
      return groups.flatMap((_, number) => [matcher.start(number), matcher.end(number)]);
    },
  };
}

/** One that matches where any of these does. */
export function anyOf(patterns: readonly string[]): Pick<Runnable, 'size' | 'test'> {
  const each = patterns.map((pattern) => readyToRun(pattern, 'go'));
  return { size: each.reduce((sum, { size }) => sum + size, 0), test: (text) => each.some((one) => one.test(text)) };
}

/** Text as UTF-8, in the view that expressions have of it. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export function asText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
