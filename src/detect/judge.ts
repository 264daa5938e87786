/**
 * `judge(rule, window, hit)`: what a hit comes to, as a pure function of the bytes around it. Because it looks no
 * further than the rule's reach, every engine and every split of the input gives the same findings.
 */
import { ASSIGNMENT_REACH, nameAt, readAssignment, wordsOf } from './assignment.ts';
import { CHECKS } from './checks.ts';
import { KEY_LIKE } from './key-like.ts';
import { knownValue } from './known-values.ts';
import { notASecret } from './placeholders.ts';
import { mixesClasses } from './randomness.ts';
import { unescape } from './unescape.ts';
import { namesNoSecret } from './secret-names.ts';
import type { Candidate, Outcome } from './outcome.ts';
import type { Evidence, Form, Nature, Rule, SetAsideReason } from '../model.ts';

export interface Window {
  /** The bytes as Latin-1. */
  readonly text: string;
  /** Offset of the hit in `text`. */
  readonly hit: number;
  /** Whether the window's first and last byte are the unit's, or mere cuts. */
  readonly startsUnit: boolean;
  readonly endsUnit: boolean;
}

/** A judged candidate; offsets are the window's. */
export interface Judgement {
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
  readonly setAside?: SetAsideReason;
  /** 24 bits of a hash of the text as written. */
  readonly print: number;
  /** Decoded; absent when set aside. */
  readonly value?: Buffer;
  readonly nature: Nature;
  readonly evidence: Evidence;
  readonly name?: string;
  readonly user?: string;
  readonly host?: string;
  readonly database?: string;
}

/** Bytes a rule looks at before and behind the first byte of its literal. */
export function reachOf(rule: Rule): { before: number; after: number } {
  return rule.assignment === undefined ? rule : ASSIGNMENT_REACH;
}

/** The same at an offset of a unit; offsets of the judgement are the unit's. @param startsUnit the bytes begin with it */
export function judgeAt(
  unit: Buffer,
  hit: number,
  rule: Rule,
  startsUnit: boolean,
  endsUnit: boolean,
): Judgement | undefined {
  const reach = reachOf(rule);
  const from = Math.max(0, hit - reach.before);
  const most = Math.min(unit.length, hit + reach.after);
  const until = rule.runOf === undefined ? most : endOfRun(unit, hit, most);
  const judgement = judge(rule, {
    text: unit.toString('latin1', from, until),
    hit: hit - from,
    startsUnit: startsUnit && from === 0,
    endsUnit: endsUnit && until === unit.length,
  });
  // an anchor is looked for to prove something: one that is none is nothing that anybody has to hear of
  if (judgement === undefined || (rule.anchor === true && judgement.setAside !== undefined)) return undefined;
  return { ...judgement, start: from + judgement.start, end: from + judgement.end };
}

/** A rule that starts at every run of key-like characters sees the run and the byte that ended it. */
function endOfRun(unit: Buffer, hit: number, most: number): number {
  let at = hit;
  while (at < most && KEY_LIKE[unit[at]!] === 1) at++;
  return Math.min(at + 1, most);
}

export function judge(rule: Rule, window: Window): Judgement | undefined {
  const match = rule.assignment === undefined ? matchPattern(rule, window) : matchAssignment(rule, window);
  if (match === undefined) return undefined;
  const { start, end, name, user, host, database } = match;
  const raw = window.text.slice(start, end);
  // most hits of a rule that starts at every long run end here, before anything costs
  if (rule.runOf !== undefined && !mixesClasses(raw)) return undefined;
  const parts = {
    ...(name ? { name } : {}),
    ...(user ? { user } : {}),
    ...(host ? { host } : {}),
    ...(database ? { database } : {}),
  };
  const base = { rule, start, end, print: printOf(raw), nature: rule.nature, ...parts };
  const blank: Evidence = { form: match.form, strength: 'word', notes: [] };
  if (match.cut) return { ...base, setAside: 'longer-than-reach', evidence: blank };

  const candidate: Candidate = {
    raw,
    value: Buffer.from(match.form === 'quoted' && !rule.generated ? unescape(raw) : raw, 'latin1'),
    form: match.form,
    name: name ?? '',
    words: match.words,
    compared: match.compared,
    call: match.call,
    ...(user ? { user } : {}),
    ...(host ? { host } : {}),
    around: window.text,
    before: window.text[start - 1] ?? '\n',
    behind: window.text.slice(end, end + 16),
  };
  const known = knownValue(candidate.value);
  if (known?.as === 'documentation') return { ...base, setAside: 'documentation', evidence: blank };
  if (known === undefined && rule.nature === 'secret') {
    const isPassword = match.form === 'url' || rule.checks.includes('password');
    const name = isPassword ? 'password' : candidate.words;
    const reason = notASecret(raw, name);
    // the prefix of a token may itself read like a placeholder: access_token, AGE-SECRET-KEY
    const isPrefix = rule.publicPrefix > 0 && notASecret(raw.slice(rule.publicPrefix), name) === undefined;
    if (reason !== undefined && !isPrefix && !(reason === 'placeholder' && rule.checks.includes('pem')))
      return { ...base, setAside: reason, evidence: blank };
  }
  const outcome = weigh(rule, candidate);
  if (outcome.drop === true) return undefined;
  const notes = [...outcome.notes, ...(known ? [known.what] : [])];
  const evidence: Evidence = {
    form: match.form,
    ...(outcome.family ? { family: outcome.family } : {}),
    strength: outcome.strength ?? (rule.generated ? 'random' : 'word'),
    ...(outcome.checksum === undefined ? {} : { checksum: outcome.checksum }),
    notes,
  };
  if (outcome.setAside !== undefined && known === undefined) return { ...base, setAside: outcome.setAside, evidence };
  const nature = known ? 'public-default' : (outcome.nature ?? rule.nature);
  return { ...base, value: outcome.value ?? candidate.value, nature, evidence };
}

function printOf(raw: string): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < raw.length; i++) hash = Math.imul(hash ^ raw.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 24)) & 0xffffff;
}

/** The rule's checks in order; the first that sets aside or drops ends it. */
function weigh(rule: Rule, candidate: Candidate): Outcome & { notes: readonly string[] } {
  let all: Outcome = {};
  const notes: string[] = [];
  for (const name of rule.checks) {
    const outcome = CHECKS[name](candidate);
    if (outcome.note !== undefined) notes.push(outcome.note);
    all = { ...all, ...outcome };
    if (outcome.drop === true || outcome.setAside !== undefined) break;
  }
  return { ...all, notes };
}

interface Match {
  readonly start: number;
  readonly end: number;
  readonly form: Form;
  readonly name?: string | undefined;
  readonly words: string;
  readonly user?: string | undefined;
  readonly host?: string | undefined;
  readonly database?: string | undefined;
  readonly compared: boolean;
  readonly call: boolean;
  /** It touches an end of the window that is no end of the unit. */
  readonly cut: boolean;
}

const expressions = new WeakMap<Rule, RegExp>();

function matchPattern(rule: Rule, { text, hit, startsUnit, endsUnit }: Window): Match | undefined {
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
  const cutBehind = !endsUnit && match.indices![0]![1] + rule.lookAhead > text.length;
  // a rule that looks at nothing before its hit misses nothing there
  const cutBefore = !startsUnit && start === 0 && rule.before > 0;
  const { section, name: own } = groups;
  const name = section === undefined ? own : own === undefined ? section : `${section}.${own}`;
  return {
    start,
    end,
    form: groups['host'] !== undefined ? 'url' : isQuoted(text, value) ? 'quoted' : 'token',
    name,
    words: name === undefined ? '' : wordsOf(name),
    user: groups['user'],
    host: groups['host'],
    database: groups['database'],
    compared: false,
    call: false,
    cut: cutBehind || cutBefore,
  };
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

function matchAssignment(rule: Rule, { text, hit, startsUnit, endsUnit }: Window): Match | undefined {
  const { fits, value } = nameTest(rule);
  const named = nameAt(text, hit, startsUnit);
  if (named === undefined || !fits(wordsOf(named.name))) return undefined;
  const found = readAssignment(text, named, startsUnit, endsUnit);
  if (found === undefined || value?.test(text.slice(found.start, found.end)) === false) return undefined;
  return found;
}
