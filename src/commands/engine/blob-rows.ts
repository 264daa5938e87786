/** What stands in blobs, as rows of numbers that one thread can hand to another; and back again, blob by blob. */
import { createNumberList } from '../../number-list.ts';
import { marked } from '../../detect/search/marks.ts';
import { SecretValue } from '../../secret-value.ts';
import { both } from './foreign.ts';
import { fromRow, otherRow, type OtherRow } from './other-rows.ts';
import type { Claim } from '../../detect/claims/claim.ts';
import type { Finding, LimitReached, Mark, Position, Rule, SetAside, SetAsideReason, Span, UnitFindings } from '../../model.ts';

export interface BlobRows {
  /** Distinct claims; a rule is its place in the list of rules. */
  readonly claims: readonly PlainClaim[];
  readonly marks: readonly Mark[];
  /** By claim and version: `FIELDS` numbers each. */
  readonly found: Int32Array;
  readonly aside: Int32Array;
  readonly limits: readonly LimitRow[];
  /** What rules of other scanners found. */
  readonly others: readonly OtherRow[];
}

type PlainClaim = Omit<Claim, 'rule'> & { readonly rule: number };
type LimitRow = LimitReached & { readonly blob: number };

/** Object, claim, start, end, line, column, end line, end column, and what the list is about. */
const FIELDS = 9;
/** In lists of findings the last field is a mark's number, or this. */
export const NO_MARK = -1;
/** In lists of what was set aside it is the number of the reason here. */
const REASONS: readonly SetAsideReason[] = [
  'placeholder',
  'reference',
  'ciphertext',
  'documentation',
  'expression',
  'not-random',
  'not-well-formed',
  'integrity-hash',
  'password-hash',
  'data-file',
  'longer-than-reach',
];

export interface RowLists {
  /** Findings by now. */
  readonly count: number;
  /** @returns its number */
  addMark(mark: Mark): number;
  /** @param claim its number */
  addFinding(blob: number, claim: number, span: Span, at: Position, mark: number): void;
  addAside(blob: number, claim: number, span: Span, at: Position, reason: SetAsideReason): void;
  addLimits(blob: number, limits: readonly LimitReached[]): void;
  /** What rules of other scanners found. */
  addOthers(blob: number, found: UnitFindings): void;
  /** @param claims by number */
  done(claims: readonly Claim[]): BlobRows;
}

/** @param rules the list that rules are numbered by */
export function createRows(rules: readonly Rule[]): RowLists {
  const numbers = new Map(rules.map((rule, number) => [rule, number]));
  const marks: Mark[] = [];
  const found = createNumberList();
  const aside = createNumberList();
  const limits: LimitRow[] = [];
  const others: OtherRow[] = [];

  return {
    get count() {
      return found.length / FIELDS;
    },
    addMark: (mark) => marks.push(mark) - 1,
    addFinding(blob, claim, { start, end }, { line, column, endLine, endColumn }, mark) {
      found.push(blob, claim, start, end, line, column, endLine, endColumn, mark);
    },
    addAside(blob, claim, { start, end }, { line, column, endLine, endColumn }, reason) {
      aside.push(blob, claim, start, end, line, column, endLine, endColumn, REASONS.indexOf(reason));
    },
    addLimits(blob, reached) {
      for (const limit of reached) limits.push({ blob, ...limit });
    },
    addOthers(blob, units) {
      if (units.findings.length + units.setAside.length + units.limits.length > 0) others.push(otherRow(blob, units, numbers));
    },
    done: (claims) => ({
      claims: claims.map((claim) => ({ ...claim, rule: numbers.get(claim.rule)! })),
      marks,
      found: found.done(),
      aside: aside.done(),
      limits,
      others,
    }),
  };
}

/** @param rules the list that rules are numbered by */
export function eachBlob(
  results: readonly BlobRows[],
  rules: readonly Rule[],
  visit: (blob: number, found: UnitFindings) => void,
): void {
  const units = new Map<number, Unit>();
  function unit(blob: number): Unit {
    let known = units.get(blob);
    if (known === undefined) units.set(blob, (known = { findings: [], setAside: [], limits: [] }));
    return known;
  }
  for (const result of results) {
    const claims = result.claims.map(({ rule, value, setAside: _told, print, start: _start, end: _end, mark, ...inside }) => {
      const { layer, through = [], ...claim } = inside;
      const member = layer?.member === undefined ? {} : { member: layer.member };
      return {
        what: { ...claim, rule: rules[rule]! },
        print,
        layer: { via: [...(layer?.via ?? []), ...through], ...member },
        own: mark,
        value: value === undefined ? undefined : new SecretValue(held(value)),
      };
    });
    for (let at = 0; at < result.found.length; at += FIELDS) {
      const [blob, claim, start, end, line, column, endLine, endColumn, mark] = row(result.found, at);
      const { what, value, layer, own } = claims[claim]!;
      const beside = mark === NO_MARK ? own : result.marks[mark]!;
      unit(blob).findings.push({
        ...what,
        start,
        end,
        value: value!,
        position: { line, column, endLine, endColumn },
        ...layer,
        ...marked(beside),
      });
    }
    for (let at = 0; at < result.aside.length; at += FIELDS) {
      const [blob, claim, start, end, line, column, endLine, endColumn, reason] = row(result.aside, at);
      const { what, print } = claims[claim]!;
      const { rule, name } = what;
      unit(blob).setAside.push({
        rule,
        start,
        end,
        reason: REASONS[reason]!,
        print,
        position: { line, column, endLine, endColumn },
        ...(name === undefined ? {} : { name }),
      });
    }
    for (const { blob, ...limit } of result.limits) unit(blob).limits.push(limit);
  }
  const others = new Map(results.flatMap((result) => result.others.map((row) => [row.blob, row])));
  for (const blob of Int32Array.from(new Set([...units.keys(), ...others.keys()])).sort()) {
    const own = unit(blob);
    const row = others.get(blob);
    visit(blob, row === undefined ? own : both(own, fromRow(row, rules)));
  }
}

/** The same with other numbers for blobs. @param numberOf of a blob; negative: it is left out */
export function renumbered(rows: BlobRows, numberOf: (blob: number) => number): BlobRows {
  const numbers = (list: Int32Array): Int32Array => {
    const kept = new Int32Array(list.length);
    let end = 0;
    for (let at = 0; at < list.length; at += FIELDS) {
      const blob = numberOf(list[at]!);
      if (blob < 0) continue;
      kept.set(list.subarray(at, at + FIELDS), end);
      kept[end] = blob;
      end += FIELDS;
    }
    return kept.slice(0, end);
  };
  const all = <Row extends { readonly blob: number }>(list: readonly Row[]): Row[] =>
    list.map((one) => ({ ...one, blob: numberOf(one.blob) })).filter(({ blob }) => blob >= 0);
  return { ...rows, found: numbers(rows.found), aside: numbers(rows.aside), limits: all(rows.limits), others: all(rows.others) };
}

/** Not copied where there is little around it that would be held with it. */
function held(value: Uint8Array): Buffer {
  const { buffer, byteOffset, length } = value;
  return length * 2 < buffer.byteLength ? Buffer.from(value) : Buffer.from(buffer, byteOffset, length);
}

interface Unit extends UnitFindings {
  readonly findings: Finding[];
  readonly setAside: SetAside[];
  readonly limits: LimitReached[];
}

type Row = [number, number, number, number, number, number, number, number, number];

function row(list: Int32Array, at: number): Row {
  return [...list.subarray(at, at + FIELDS)] as unknown as Row;
}
