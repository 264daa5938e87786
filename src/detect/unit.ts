/**
 * Unit × rules → findings. A unit comes whole, or in pieces of any size: hits are judged once their whole window is at
 * hand, and the tail of a piece is carried over, so the split never shows in the result.
 */
import { settle } from './claims.ts';
import { judge, reachOf } from './judge.ts';
import { literalSearch, runStarts } from './literals.ts';
import { mayAssign } from './may-assign.ts';
import { markFor, readMark, MARK_LITERALS, MARK_REACH } from './marks.ts';
import { lineCounter } from './position.ts';
import { SecretValue } from '../secret-value.ts';
import type { Claim } from './claims.ts';
import type { Literal } from './literals.ts';
import type { Finding, LimitReached, Mark, Position, Rule, SetAside, UnitFindings } from '../model.ts';

export interface Detector {
  /** A whole unit at once. */
  scan(bytes: Uint8Array): UnitFindings;
  /** A unit in pieces. */
  open(): UnitScan;
  /** Whether any literal stands in it at all; runs are not looked for. */
  mayHold(bytes: Uint8Array): boolean;
}

export interface UnitScan {
  push(piece: Uint8Array): void;
  end(): UnitFindings;
}

export const NOTHING: UnitFindings = { findings: [], setAside: [], limits: [] };

/**
 * More hits of a rule than the cap among the bytes of the span before a hit, and the hit is left out, counted as
 * `too-dense`: text that is made of nothing but keywords would cost minutes and gigabytes.
 */
export const DENSITY_CAP = 64;
const DENSITY_SPAN = 1024;

const KEY_LIKE = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-')
  KEY_LIKE[character.charCodeAt(0)] = 1;

type Positioned = { readonly at: Position };
type Placed = Claim & Positioned;

export function createDetector(rules: readonly Rule[], options: { marks?: boolean } = {}): Detector {
  const known = new Set(rules.flatMap((rule) => [rule.id, rule.kind]));
  const literals: Literal[] = [];
  const rulesOf: Rule[][] = [];
  const place = new Map<string, number>();
  for (const rule of rules) {
    for (const text of rule.literals) {
      const key = `${rule.ignoreCase}${text}`;
      if (!place.has(key)) {
        place.set(key, literals.push({ text, ignoreCase: rule.ignoreCase }) - 1);
        rulesOf.push([]);
      }
      rulesOf[place.get(key)!]!.push(rule);
    }
  }
  const firstMark = literals.length;
  if (options.marks !== false) literals.push(...MARK_LITERALS);
  const runRules = rules.filter((rule) => rule.runOf !== undefined);
  const shortest = Math.min(...runRules.map((rule) => rule.runOf!));
  const search = literalSearch(literals);

  let before = 1;
  let after = MARK_REACH;
  for (const rule of rules) {
    before = Math.max(before, reachOf(rule).before);
    after = Math.max(after, reachOf(rule).after);
  }

  function open(whole: Uint8Array = new Uint8Array(0)): UnitScan {
    let buffer = whole;
    let base = 0; // offset in the unit of the buffer's first byte
    let judged = 0; // hits before this offset are done
    let line = 1;
    let column = 1;
    const claims: Placed[] = [];
    const marks: Mark[] = [];
    const limits: LimitReached[] = [];
    const denseBefore = new Set<Rule>();
    const recent = new Map<Rule, number[]>();

    function judgeUpTo(to: number, endsUnit: boolean): void {
      const found: Claim[] = [];
      const markAt: number[] = [];
      const dense = new Map<Rule, number>(); // the first of each rule: crafted content has millions
      const buffered = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);

      function onHit(at: number, rule: Rule): void {
        if (rule.assignment !== undefined && !mayAssign(buffer, at, buffer.length)) return;
        const reach = reachOf(rule);
        if (isDense(recent, rule, base + at)) {
          dense.set(rule, Math.min(at, dense.get(rule) ?? at));
          return;
        }
        const from = Math.max(0, at - reach.before);
        const until = Math.min(buffer.length, at + reach.after);
        const judgement = judge(rule, {
          text: buffered.toString('latin1', from, until),
          hit: at - from,
          startsUnit: base === 0 && from === 0,
          endsUnit: endsUnit && until === buffer.length,
        });
        if (judgement !== undefined)
          found.push({ ...judgement, start: from + judgement.start, end: from + judgement.end });
      }

      search.search(buffer, judged - base, to - base, buffer.length, (at, id) => {
        if (id >= firstMark) markAt.push(at);
        else for (const rule of rulesOf[id]!) onHit(at, rule);
      });
      if (runRules.length > 0) {
        runStarts(buffer, judged - base, to - base, buffer.length, KEY_LIKE, shortest, (at) => {
          for (const rule of runRules) onHit(at, rule);
        });
      }
      judged = to;
      if (found.length + markAt.length + dense.size === 0) return;

      found.sort((a, b) => a.start - b.start || a.end - b.end);
      const counter = lineCounter(buffer, line, column);
      for (const claim of found) {
        const start = counter.at(claim.start);
        const end = lineCounter(buffer.subarray(claim.start), start.line, start.column).at(claim.end - claim.start);
        const at = { ...start, endLine: end.line, endColumn: end.column };
        claims.push({ ...claim, start: base + claim.start, end: base + claim.end, at });
      }
      const lines = lineCounter(buffer, line, column);
      for (const at of markAt) {
        const mark = readMark(buffered.toString('latin1', at, at + MARK_REACH), lines.at(at).line, known);
        if (mark !== undefined) marks.push(mark);
      }
      const denseLines = lineCounter(buffer, line, column);
      for (const [rule, at] of [...dense].sort((a, b) => a[1] - b[1])) {
        if (denseBefore.has(rule)) continue;
        denseBefore.add(rule);
        limits.push({ what: 'too-dense', rule: rule.id, line: denseLines.at(at).line });
      }
    }

    return {
      push(piece) {
        buffer = buffer.length === 0 ? piece : Buffer.concat([buffer, piece]);
        const safe = base + buffer.length - after;
        if (safe > judged) judgeUpTo(safe, false);
        const drop = Math.max(0, judged - before - base);
        if (drop === 0) return;
        ({ line, column } = lineCounter(buffer, line, column).at(drop));
        buffer = Uint8Array.prototype.slice.call(buffer, drop);
        base += drop;
      },
      end() {
        judgeUpTo(base + buffer.length, true);
        if (claims.length === 0 && limits.length === 0) return NOTHING;
        claims.sort((a, b) => a.start - b.start || a.end - b.end);
        return conclude(settle(claims) as Placed[], marks, limits);
      },
    };
  }

  return {
    scan: (bytes) => open(bytes).end(),
    open: () => open(),
    mayHold(bytes) {
      let found = false;
      search.search(bytes, 0, bytes.length, bytes.length, () => (found = true));
      return found;
    },
  };
}

function isDense(recent: Map<Rule, number[]>, rule: Rule, at: number): boolean {
  let hits = recent.get(rule);
  if (hits === undefined) recent.set(rule, (hits = []));
  hits.push(at);
  if (hits.length <= DENSITY_CAP + 1) return false;
  return hits.shift()! >= at - DENSITY_SPAN;
}

/** A unit with more unnamed tokens than this is a data file: none of them is anybody's secret. */
const DATA_FILE = 32;

function conclude(claims: readonly Placed[], marks: readonly Mark[], limits: readonly LimitReached[]): UnitFindings {
  const findings: Finding[] = [];
  const setAside: SetAside[] = [];
  const isData = claims.filter(({ rule, value }) => rule.runOf !== undefined && value !== undefined).length > DATA_FILE;
  for (const { at: position, value, setAside: told, print, ...claim } of claims) {
    const reason = told ?? (isData && claim.rule.runOf !== undefined ? 'data-file' : undefined);
    if (value === undefined || reason !== undefined) {
      const { rule, start, end, name } = claim;
      setAside.push({
        rule,
        start,
        end,
        reason: reason ?? 'not-well-formed',
        print,
        position,
        ...(name === undefined ? {} : { name }),
      });
      continue;
    }
    const mark = markFor(marks, claim.rule, position.line, position.endLine);
    findings.push({
      ...claim,
      value: new SecretValue(value),
      position,
      via: [],
      ...(mark === undefined ? {} : { mark }),
    });
  }
  return { findings, setAside, limits };
}
