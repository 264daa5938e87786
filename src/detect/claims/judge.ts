/**
 * `judge(rule, window, hit)`: what a hit comes to, as a pure function of the bytes around it. Because it looks no
 * further than the rule's reach, every engine and every split of the input gives the same findings.
 */
import { ASSIGNMENT_REACH, NEAR } from '../assignment/assignment.ts';
import { CHECKS } from '../checks/checks.ts';
import { KEY_LIKE } from '../search/key-like.ts';
import { knownValue } from '../checks/known-values.ts';
import { encodedTwice, plainWords, refersElsewhere, textInBase64 } from '../layers/named-text.ts';
import { matchesOf, type Window } from './match.ts';
import { IN_A_ROW, isInRow, notASecret, type Use } from '../checks/placeholders.ts';
import { passwordIn } from '../checks/url-credentials.ts';
import { mixesClasses } from '../checks/randomness.ts';
import { isPasswordName, signs } from '../checks/secret-names.ts';
import { unescape, unescapeUnquoted } from '../assignment/unescape.ts';
import { isBelowLine } from '../checks/unnamed-token.ts';
import { printOf } from '../print-of.ts';
import type { Match } from './match.ts';
import type { Candidate, Outcome } from '../checks/outcome.ts';
import type { ForeignFacts } from '../../foreign-rule.ts';
import type { Check, Evidence, Nature, Rule, SetAsideReason } from '../../model.ts';

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
  /** Through what the value stands there: its text says it, and not the text itself. */
  readonly through?: readonly string[];
  readonly name?: string;
  readonly scheme?: string;
  readonly user?: string;
  readonly host?: string;
  readonly database?: string;
  /** Of another scanner's rule. */
  readonly foreign?: ForeignFacts;
}

/** Bytes a rule looks at before and behind the first byte of its literal. */
export function reachOf(rule: Rule): { before: number; after: number } {
  return rule.assignment === undefined ? rule : ASSIGNMENT_REACH;
}

/** How far behind a hit most judgements of a rule look. */
export function nearOf(rule: Rule): number {
  return rule.assignment === undefined ? rule.after : NEAR.after;
}

export interface Judged {
  /** Offsets are the unit's. Nearly always one or none. */
  readonly claims: readonly Judgement[];
  /** It took all of the rule's reach, not only what is near. */
  readonly far: boolean;
}

/** The same at an offset of a unit. @param startsUnit the bytes begin with it */
export function judgeAt(unit: Buffer, hit: number, rule: Rule, startsUnit: boolean, endsUnit: boolean): Judged {
  const { before, after } = reachOf(rule);
  const from = Math.max(0, hit - before);
  const most = Math.min(unit.length, hit + after);
  if (isOfAnyRun(rule)) return { claims: judgeWithin(endOfRun(unit, hit, most)), far: false };
  const near = rule.assignment === undefined ? most : nearEnd(unit, hit);
  if (near !== undefined) {
    const claims = judgeWithin(near);
    if (near === most || claims.every(({ end }) => end + NEAR.behind <= near)) return { claims, far: false };
  }
  return { claims: judgeWithin(most), far: true };

  function judgeWithin(until: number): readonly Judgement[] {
    const judgements = judge(rule, {
      text: unit.toString('latin1', from, until),
      hit: hit - from,
      startsUnit: startsUnit && from === 0,
      endsUnit: endsUnit && until === unit.length,
    });
    // an anchor is looked for to prove something: one that is none is nothing that anybody has to hear of
    const left = rule.anchor === true ? judgements.filter(({ setAside }) => setAside === undefined) : judgements;
    return left.length === 0 ? NONE : left.map((each) => ({ ...each, start: from + each.start, end: from + each.end }));
  }
}

/** Values end with their lines, most of them long before: undefined where the line goes on. */
function nearEnd(unit: Buffer, hit: number): number | undefined {
  const cap = Math.min(unit.length, hit + NEAR.after);
  for (let at = hit; at < cap; at++) if (unit[at] === LF) return Math.min(cap, at + NEAR.behind);
  return cap === unit.length ? cap : undefined;
}

const LF = 10;

/** Starts at every long run, wherever it stands; a rule for paths starts at few. */
function isOfAnyRun({ runOf, paths }: Rule): boolean {
  return runOf !== undefined && paths === undefined;
}

/** A rule that starts at every run of key-like characters sees the run and the byte that ended it. */
function endOfRun(unit: Buffer, hit: number, most: number): number {
  let at = hit;
  while (at < most && KEY_LIKE[unit[at]!] === 1) at++;
  return Math.min(at + 1, most);
}

/** Bytes of what may stand between a name and its value. */
const JOINS_VALUE = 32;

const NONE: readonly Judgement[] = [];

export function judge(rule: Rule, window: Window): readonly Judgement[] {
  const matches = matchesOf(rule, window);
  return matches.length === 0 ? NONE : matches.flatMap((match) => judgeMatch(rule, match, window) ?? NONE);
}

function judgeMatch(rule: Rule, match: Match, window: Window): Judgement | undefined {
  if (wantsItAlone(rule) && isBelowLine(window.text, window.hit)) return undefined;
  const raw = match.joined?.raw ?? window.text.slice(match.start, match.end);
  const before = window.text.slice(Math.max(0, match.start - JOINS_VALUE), match.start);
  const text = rule.assignment === undefined || match.cut ? undefined : textInBase64(raw, match.words, before);
  if (text === undefined) return judgeValue(rule, match, window, raw);
  const again = encodedTwice(text);
  const inside = judgeValue(rule, { ...match, words: plainWords(match.words) }, window, again ?? text);
  // what is no secret as text may be one as it stands: not everybody decodes it
  const isSure = inside?.value !== undefined || inside?.setAside === 'placeholder' || refersElsewhere(text);
  if (inside === undefined || !isSure) return judgeValue(rule, match, window, raw);
  return { ...inside, through: again === undefined ? ['base64'] : ['base64', 'base64'] };
}

/** As its text has it, in → the value out: in a table a quote is doubled, in strings there are backslashes. */
function written(rule: Rule, { form, start }: Match, { text }: Window, raw: string): string {
  if (rule.generated) return raw;
  if (form !== 'quoted') return form === 'bare' ? unescapeUnquoted(raw) : raw;
  if (rule.column !== true) return unescape(raw);
  const quote = text[start - 1] ?? '';
  return quote === "'" || quote === '"' ? raw.replaceAll(quote + quote, quote) : raw;
}

function judgeValue(rule: Rule, match: Match, window: Window, text: string): Judgement | undefined {
  const raw = match.form === 'url' ? passwordIn(text) : text;
  const { start, end, name, scheme, user, host, database } = match;
  // most hits of a rule that starts at every long run end here, before anything costs
  if (isOfAnyRun(rule) && !mixesClasses(raw)) return undefined;
  const parts = {
    ...(name ? { name } : {}),
    ...(scheme ? { scheme } : {}),
    ...(user ? { user } : {}),
    ...(host ? { host } : {}),
    ...(database ? { database } : {}),
  };
  const base = { rule, start, end, print: printOf(Buffer.from(raw, 'latin1')), nature: rule.nature, ...parts };
  const blank: Evidence = { form: match.form, strength: 'word', notes: [] };
  if (match.cut) return { ...base, setAside: 'longer-than-reach', evidence: blank };
  // a form of a value that is known: the collector asks the rule which
  if (rule.text !== undefined) return { ...base, value: Buffer.from(raw, 'latin1'), evidence: blank };

  const candidate: Candidate = {
    raw,
    value: Buffer.from(written(rule, match, window, raw), 'latin1'),
    form: match.form,
    name: name ?? '',
    words: match.words,
    compared: match.compared,
    call: match.call,
    ...(user ? { user } : {}),
    ...(host ? { host } : {}),
    around: window.text,
    at: start,
    before: window.text[start - 1] ?? '\n',
    behind: window.text.slice(end, end + 16),
  };
  const known = knownValue(candidate.value);
  let isRow = false;
  if (known?.as === 'documentation') return { ...base, setAside: 'documentation', evidence: blank };
  if (known === undefined && rule.nature === 'secret') {
    const use = useOf(rule, match);
    const reason = notASecret(raw, candidate.words, use);
    // the prefix of a token may itself read like a placeholder: access_token, AGE-SECRET-KEY
    const isPrefix = rule.publicPrefix > 0 && notASecret(raw.slice(rule.publicPrefix), candidate.words, use) === undefined;
    isRow = reason === 'placeholder' && use !== 'password' && rule.checks.includes('named-value') && isInRow(raw);
    if (reason !== undefined && !isPrefix && !isRow && !(reason === 'placeholder' && rule.checks.includes('pem')))
      return { ...base, setAside: reason, evidence: blank };
  }
  const outcome = weigh(rule, candidate);
  if (isRow && (outcome.drop === true || outcome.setAside !== undefined)) return { ...base, setAside: 'placeholder', evidence: blank };
  if (outcome.drop === true) return undefined;
  // what is known need not be guessed
  const notes = [...(known ? [known.what] : outcome.notes), ...notesOn(match), ...(isRow ? [IN_A_ROW] : [])];
  const evidence: Evidence = {
    form: match.form,
    ...(outcome.family ? { family: outcome.family } : {}),
    strength: outcome.strength ?? (rule.generated ? 'random' : 'word'),
    ...(outcome.checksum === undefined ? {} : { checksum: outcome.checksum }),
    notes,
  };
  if (outcome.setAside !== undefined && known === undefined) return { ...base, setAside: outcome.setAside, evidence };
  const nature = known ? 'public-default' : (outcome.nature ?? rule.nature);
  const whole = outcome.length === undefined ? {} : { end: start + outcome.length };
  return { ...base, ...whole, value: outcome.value ?? candidate.value, nature, evidence };
}

/** Of the rules that start at every long run: it wants a token that stands by itself. */
export function wantsItAlone({ checks }: Rule): boolean {
  return checks.includes('unnamed-token');
}

/** What a value that people can guess is worth here: a password is one nevertheless, and so is what signs. */
function useOf({ checks }: Rule, { form, words }: Match): Use {
  if (form === 'url' || checks.includes('password') || isPasswordName(words)) return 'password';
  return signs(words) || checks.some((check) => SIGNING.has(check)) ? 'signing' : 'other';
}

const SIGNING: ReadonlySet<Check> = new Set(['argument-key', 'signing-key', 'signing-secret']);

/** How it is written. */
function notesOn({ joined, inside }: Match): readonly string[] {
  const notes = inside === 'call' ? ['handed to a call'] : [];
  if (joined !== undefined) notes.push(joined.open ? 'goes on in code: only its beginning is known' : 'put together from several strings');
  return notes;
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
