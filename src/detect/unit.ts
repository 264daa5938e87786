/**
 * Unit × rules → findings. A unit comes whole, or in pieces of any size: hits are judged once their whole window is at
 * hand, and the tail of a piece is carried over, so the split never shows in the result. Text in UTF-16 is searched too.
 */
import { settle } from './claims.ts';
import { conclude } from './conclude.ts';
import { createHitTable } from './hit-table.ts';
import { judgeAt } from './judge.ts';
import { KEY_LIKE } from './key-like.ts';
import { literalSearch, runStarts } from './literals.ts';
import { mayAssign } from './may-assign.ts';
import { readMark, MARK_REACH } from './marks.ts';
import { lineCounter } from './position.ts';
import { openWithText, scanWithText } from './utf-16.ts';
import type { Claim } from './claims.ts';
import type { Layer, PlacedClaim } from './conclude.ts';
import type { HitTable } from './hit-table.ts';
import type { Literal, LiteralSearch } from './literals.ts';
import type { LimitReached, Mark, Rule, UnitFindings } from '../model.ts';

export interface Detector {
  /** What is looked for, and which rules that concerns. */
  readonly table: HitTable;
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

export interface DetectorOptions {
  readonly marks?: boolean;
  /** How literals are looked for; always to the same answer. */
  readonly search?: (literals: readonly Literal[]) => LiteralSearch;
}

export function createDetector(rules: readonly Rule[], options: DetectorOptions = {}): Detector {
  const table = createHitTable(rules, options);
  const { rulesOf, firstMark, runRules, known } = table;
  const search = (options.search ?? literalSearch)(table.literals);

  function open(layer?: Layer, whole: Uint8Array = new Uint8Array(0)): UnitScan {
    let buffer = whole;
    let base = 0; // offset in the unit of the buffer's first byte
    let judged = 0; // hits before this offset are done
    let line = 1;
    let column = 1;
    let units = 0;
    const claims: PlacedClaim[] = [];
    const marks: Mark[] = [];
    const limits: LimitReached[] = [];
    const denseBefore = new Set<Rule>();
    const recent = new Map<Rule, number[]>();

    function judgeUpTo(to: number, endsUnit: boolean): void {
      const found: Claim[] = [];
      const markAt: number[] = [];
      const dense = new Map<Rule, number>(); // the first of each rule: crafted content has millions
      const buffered = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);

      function onLiteral(at: number, id: number): void {
        let assigns: boolean | undefined;
        for (const rule of rulesOf[id]!) {
          if (rule.assignment === undefined || (assigns ??= mayAssign(buffer, at, buffer.length))) onHit(at, rule);
        }
        if (table.promises.has(id) && (assigns ??= mayAssign(buffer, at, buffer.length))) {
          for (const rule of table.rulesByName(buffered, at)) onHit(at, rule);
        }
      }

      function onHit(at: number, rule: Rule): void {
        if (isDense(recent, rule, base + at)) {
          dense.set(rule, Math.min(at, dense.get(rule) ?? at));
          return;
        }
        const { claim } = judgeAt(buffered, at, rule, base === 0, endsUnit);
        if (claim !== undefined) found.push(claim);
      }

      search.search(buffer, judged - base, to - base, buffer.length, (at, id) => {
        if (id >= firstMark) markAt.push(at);
        else onLiteral(at, id);
      });
      if (runRules.length > 0) {
        runStarts(buffer, judged - base, to - base, buffer.length, KEY_LIKE, table.shortestRun, (at) => {
          for (const rule of runRules) onHit(at, rule);
        });
      }
      judged = to;
      if (found.length + markAt.length + dense.size === 0) return;

      found.sort((a, b) => a.start - b.start || a.end - b.end);
      const counter = lineCounter(buffer, line, column, units);
      for (const claim of found) {
        const start = counter.at(claim.start);
        const rest = buffer.subarray(claim.start);
        const end = lineCounter(rest, start.line, start.column, start.units).at(claim.end - claim.start);
        const at = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
        const inUnits = { start: start.units, end: end.units };
        claims.push({ ...claim, start: base + claim.start, end: base + claim.end, at, units: inUnits });
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
        const safe = base + buffer.length - table.after;
        if (safe > judged) judgeUpTo(safe, false);
        const drop = Math.max(0, judged - table.before - base);
        if (drop === 0) return;
        ({ line, column, units } = lineCounter(buffer, line, column, units).at(drop));
        buffer = Uint8Array.prototype.slice.call(buffer, drop);
        base += drop;
      },
      end() {
        judgeUpTo(base + buffer.length, true);
        if (claims.length === 0 && limits.length === 0) return NOTHING;
        claims.sort((a, b) => a.start - b.start || a.end - b.end);
        return conclude(settle(claims) as PlacedClaim[], marks, limits, layer);
      },
    };
  }

  return {
    table,
    scan: (bytes) => scanWithText(bytes, open, open(undefined, bytes).end()),
    open: () => openWithText(open),
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
