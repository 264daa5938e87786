/**
 * The bytes of a unit, in pieces of any size → claims. Hits are judged once their whole window is at hand, and the tail of a
 * piece is carried over, so the split never shows in the result.
 */
import { shifted } from './claims/claim.ts';
import { NO_CLAIMS, settleUnit } from './claims/conclude.ts';
import { createDensity, rulesTried } from './search/density.ts';
import { judgeAt } from './claims/judge.ts';
import { KEY_LIKE } from './search/key-like.ts';
import { blockAt, decode, wholeBlock } from './layers/block.ts';
import { ENCODED, mayBeEncoded, SHORTEST_ENCODED } from './layers/encoded.ts';
import { claimsAroundEach, claimsIn } from './layers/within.ts';
import { runStarts } from './search/literals.ts';
import { readMark, MARK_REACH } from './search/marks.ts';
import { place } from './claims/placing.ts';
import { lineCounter } from './claims/position.ts';
import type { Claim } from './claims/claim.ts';
import type { PlacedClaim, UnitClaims } from './claims/conclude.ts';
import type { HitTable } from './search/hit-table.ts';
import type { Budget } from './layers/budget.ts';
import type { DocumentLayer } from './layers/document-layer.ts';
import type { Block } from './layers/block.ts';
import type { EscapeLayer } from './layers/escapes.ts';
import type { Look, LookInto } from './layers/look.ts';
import type { LiteralSearch } from './search/literals.ts';
import type { LimitName, LimitReached, Mark, Rule, Span } from '../model.ts';

export interface ClaimScan {
  push(piece: Uint8Array): void;
  end(): UnitClaims;
  /** Layers of the whole unit that a text in it speaks of, so far. */
  readonly documents: ReadonlySet<DocumentLayer>;
}

/** Of encoded text that comes in pieces no more is waited for. */
const MOST_WAITED = 4 << 20;

export type OpenPieces = (budget: Budget, whole?: Uint8Array) => ClaimScan;

/** @param lookInside the same look, where it pays to know what was looked at before */
export function createPieces(table: HitTable, search: LiteralSearch, look: Look, lookInside: LookInto): OpenPieces {
  const { firstMark, runRules, known } = table;

  return (budget, whole = new Uint8Array(0)) => {
    let buffer = whole;
    let base = 0; // offset in the unit of the buffer's first byte
    let judged = 0; // hits before this offset are done
    let decoded = 0; // where the last block of encoded text ended
    let line = 1;
    let column = 1;
    let units = 0;
    const claims: PlacedClaim[] = [];
    const marks: Mark[] = [];
    const limits: LimitReached[] = [];
    const documents = new Set<DocumentLayer>();
    const denseBefore = new Set<Rule>();
    const reachedBefore = new Set<LimitName>();
    const density = createDensity();
    const around = claimsAroundEach(budget, look);

    function judgeUpTo(most: number, endsUnit: boolean): void {
      const found: Claim[] = [];
      const markAt: number[] = [];
      const reached: { at: number; what: LimitName; rule?: string }[] = [];
      const dense = new Map<Rule, number>(); // the first of each rule: crafted content has millions
      const buffered = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      const to = judgeBlocks(most, endsUnit);

      function onLiteral(at: number, id: number): void {
        const document = table.documents.get(id);
        if (document !== undefined) documents.add(document);
        const escapes = table.escapes.get(id);
        if (escapes !== undefined) lookAround(at, escapes);
        rulesTried(table, buffered, at, id, (rule) => onHit(at, rule));
      }

      function onHit(at: number, rule: Rule): void {
        if (density.isDense(rule, base + at)) {
          dense.set(rule, Math.min(at, dense.get(rule) ?? at));
          return;
        }
        for (const claim of judgeAt(buffered, at, rule, base === 0, endsUnit).claims) found.push(claim);
      }

      /** @returns how far hits can be judged: a block of encoded text is waited for until all of it is here */
      function judgeBlocks(most: number, endsUnit: boolean): number {
        if (!table.layers) return most;
        let wait = most;
        runStarts(buffer, judged - base, most - base, buffer.length, ENCODED, SHORTEST_ENCODED, (at) => {
          if (base + at >= wait || base + at < decoded || !mayBeEncoded(buffer, at)) return;
          const near = blockAt(buffer, at);
          if (near === undefined) return;
          const block = near.isNear ? near : wholeBlock(buffer, at);
          const waited = buffer.length - at;
          const end = block.lines.at(-1)!.end;
          if (near.isNear || endsUnit || end + table.after < buffer.length) lookInto(block, { start: at, end });
          else if (waited < MOST_WAITED) wait = base + at;
          else {
            decoded = base + end;
            reach(at, ['too-large-to-open']);
          }
        });
        return wait;
      }

      function lookAround(at: number, escapes: EscapeLayer): void {
        const within = around(buffer, base, at, escapes);
        for (const claim of within.claims) found.push(claim);
        reach(at, within.limits);
      }

      /** Once a unit: what is spent is spent for all that follows. */
      function reach(at: number, names: readonly LimitName[]): void {
        for (const what of names) {
          if (!reachedBefore.has(what)) reached.push({ at, what });
          reachedBefore.add(what);
        }
      }

      function lookInto(block: Block, run: Span): void {
        decoded = base + run.end;
        const within = claimsIn(decode(buffer, block), run, budget, lookInside);
        for (const claim of within.claims) found.push(claim);
        reach(run.start, within.limits);
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
      for (const [rule, at] of dense) {
        if (!denseBefore.has(rule)) reached.push({ at, what: 'too-dense', rule: rule.id });
        denseBefore.add(rule);
      }
      if (found.length + markAt.length + reached.length === 0) return;

      for (const claim of place(found, buffer, { line, column, units })) claims.push(shifted(claim, base));
      const lines = lineCounter(buffer, line, column);
      for (const at of markAt) {
        const mark = readMark(buffered.toString('latin1', at, at + MARK_REACH), lines.at(at).line, known);
        if (mark !== undefined) marks.push(mark);
      }
      const limitLines = lineCounter(buffer, line, column);
      for (const { at, ...limit } of reached.sort((a, b) => a.at - b.at)) limits.push({ ...limit, line: limitLines.at(at).line });
    }

    return {
      documents,
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
        if (claims.length === 0 && limits.length === 0) return NO_CLAIMS;
        claims.sort((a, b) => a.start - b.start || a.end - b.end);
        return { claims: settleUnit(claims, marks), limits };
      },
    };
  };
}
