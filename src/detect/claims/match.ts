/** A rule tried at a hit → the span that it takes for a value and what stands beside it, by pattern or as an assignment. */
import { heldIn, nameAt, readAssignment, wordsOf } from '../assignment/assignment.ts';
import { namesNoSecret } from '../checks/secret-names.ts';
import { cellsBelow } from '../assignment/table-cell.ts';
import { entriesBehind } from '../assignment/list-entries.ts';
import type { Joined } from '../assignment/joined-strings.ts';
import type { Inside } from '../assignment/opening.ts';
import type { Form, Rule, Span } from '../../model.ts';

export interface Window {
  /** The bytes as Latin-1. */
  readonly text: string;
  /** Offset of the hit in `text`. */
  readonly hit: number;
  /** Whether the window's first and last byte are the unit's, or mere cuts. */
  readonly startsUnit: boolean;
  readonly endsUnit: boolean;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly form: Form;
  readonly name?: string | undefined;
  readonly words: string;
  readonly scheme?: string | undefined;
  readonly user?: string | undefined;
  readonly host?: string | undefined;
  readonly database?: string | undefined;
  readonly compared: boolean;
  readonly call: boolean;
  readonly inside?: Inside;
  /** Of several strings that are put together. */
  readonly joined?: Joined;
  /** It touches an end of the window that is no end of the unit. */
  readonly cut: boolean;
}

const NONE: readonly Match[] = [];

/** Nearly always one or none: a column has several cells, a list several entries. */
export function matchesOf(rule: Rule, window: Window): readonly Match[] {
  const match = matchOf(rule, window);
  if (match === undefined) return NONE;
  const { text, startsUnit, endsUnit } = window;
  if (rule.column === true) return inColumn(text, match, startsUnit, endsUnit);
  if (rule.list !== true) return [match];
  return [match, ...entriesBehind(text, match, endsUnit).map((entry) => ({ ...match, ...entry }))];
}

function matchOf(rule: Rule, window: Window): Match | undefined {
  if (rule.text !== undefined) return matchText(rule.text, rule.ignoreCase, window);
  return rule.assignment === undefined ? matchPattern(rule, window) : matchAssignment(rule, window);
}

function matchText(wanted: string, ignoreCase: boolean, { text, hit }: Window): Match | undefined {
  const end = hit + wanted.length;
  const isThere = ignoreCase ? lowerCase(text.slice(hit, end)) === wanted : text.startsWith(wanted, hit);
  return isThere ? { ...UNNAMED, start: hit, end, form: isQuoted(text, [hit, end]) ? 'quoted' : 'token', cut: false } : undefined;
}

/** Of ASCII alone: the text is bytes. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const UNNAMED = { words: '', compared: false, call: false };

const expressions = new WeakMap<Rule, RegExp>();

function matchPattern(rule: Rule, { text, hit, endsUnit }: Window): Match | undefined {
  let expression = expressions.get(rule);
  if (expression === undefined) {
    expression = new RegExp(rule.pattern!, rule.ignoreCase ? 'dyi' : 'dy');
    expressions.set(rule, expression);
  }
  expression.lastIndex = hit;
  const match = expression.exec(text);
  if (match === null) return undefined;
  const groups = match.groups ?? {};
  const spans = match.indices!.groups ?? {};
  const value = spans['value'];
  if (value === undefined) return undefined;
  const start = spans['head']?.[0] ?? value[0];
  const end = value[1];
  const { section, name: own } = groups;
  const name = section === undefined ? own : own === undefined ? section : `${section}.${own}`;
  return {
    start,
    end,
    form: groups['host'] !== undefined ? 'url' : isQuoted(text, value) ? 'quoted' : 'token',
    name,
    words: name === undefined ? '' : wordsOf(name),
    scheme: groups['scheme']?.toLowerCase(),
    user: groups['user'],
    host: spans['host'] && wholeHosts(text, spans['host']),
    database: groups['database'],
    compared: false,
    call: false,
    // it sees no more before its hit than there is: that is proved when the rule is read
    cut: !endsUnit && match.indices![0]![1] + rule.lookAhead > text.length,
  };
}

/** A list of hosts that is longer than a rule reads ends with its last whole one. */
function wholeHosts(text: string, [start, end]: readonly [number, number]): string {
  const hosts = text.slice(start, end);
  const comma = hosts.lastIndexOf(',');
  return comma < 0 || !/^[\w.:,-]/.test(text.slice(end)) ? hosts : `${hosts.slice(0, comma)},…`;
}

/** @param head of the column */
function inColumn(text: string, head: Span, startsUnit: boolean, endsUnit: boolean): Match[] {
  const name = text.slice(head.start, head.end);
  return cellsBelow(text, head, startsUnit, endsUnit)
    // what a database keeps is a digest
    .filter(({ start, end }) => !/^(?:0x)?[0-9a-f]{32,}$/i.test(text.slice(start, end)))
    .map((cell) => ({ ...cell, form: 'quoted', name, words: wordsOf(name), compared: false, call: false, cut: false }));
}

function isQuoted(text: string, [start, end]: readonly [number, number]): boolean {
  const quote = text[start - 1] ?? '';
  return quote !== '' && '"\'`'.includes(quote) && text[end] === quote;
}

interface NameTest {
  readonly value: RegExp | undefined;
  /** By words: most names name nothing that a rule is about, and stand everywhere. */
  readonly fits: (words: string) => boolean;
}

const tests = new WeakMap<Rule, NameTest>();
const MOST_NAMES = 4096;

function nameTest(rule: Rule): NameTest {
  let test = tests.get(rule);
  if (test !== undefined) return test;
  const { name, value } = rule.assignment!;
  const expression = new RegExp(name);
  const isNamed = rule.checks.includes('named-value');
  const known = new Map<string, boolean>();
  test = {
    value: value === undefined ? undefined : new RegExp(`^(?:${value})$`),
    fits(words) {
      let fits = known.get(words);
      if (fits === undefined) {
        if (known.size === MOST_NAMES) known.clear();
        known.set(words, (fits = expression.test(words) && !(isNamed && namesNoSecret(words))));
      }
      return fits;
    },
  };
  tests.set(rule, test);
  return test;
}

/** Whether the rule is about what is called so; a name that somebody asked for also where the name says what holds it. */
export function isAboutName(rule: Rule, name: string): boolean {
  const { fits } = nameTest(rule);
  return fits(wordsOf(name)) || (rule.followed !== undefined && heldIn(name).some((own) => fits(wordsOf(own))));
}

function matchAssignment(rule: Rule, { text, hit, startsUnit, endsUnit }: Window): Match | undefined {
  const { value } = nameTest(rule);
  const named = nameAt(text, hit, startsUnit);
  if (named === undefined || !isAboutName(rule, named.name)) return undefined;
  const found = readAssignment(text, named, startsUnit, endsUnit);
  if (found === undefined || value?.test(text.slice(found.start, found.end)) === false) return undefined;
  return found;
}
