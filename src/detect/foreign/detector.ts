/**
 * Rules of other scanners × a unit → findings. Such rules are about whole texts: a keyword may stand anywhere in one, and
 * a finding may need another. So each version of a file is looked at from its first byte to its last, which is the
 * definition for every engine; a unit that is very long is several texts.
 */
import { conclude, joined, NO_CLAIMS } from '../claims/conclude.ts';
import { knownValue } from '../checks/known-values.ts';
import { growing, openBudget } from '../layers/budget.ts';
import { documentsOf } from '../layers/documents.ts';
import { keepWhole } from '../layers/keep-whole.ts';
import { rememberingEmpty } from '../layers/known-empty.ts';
import { claimsAroundEach, type Within } from '../layers/within.ts';
import { MARK_LITERALS, MARK_REACH, marksBeside, readMark } from '../search/marks.ts';
import { strengthOf } from '../checks/randomness.ts';
import { openWithText } from '../layers/utf-16.ts';
import { withCompanions, withoutGeneric, type PlacedFound } from './companions.ts';
import { eachRun, holdsRun, inLines, membersIn, settledInside, SPOKEN } from './inside.ts';
import { openMemory } from './matches.ts';
import { nameBefore } from './name-before.ts';
import { placesIn, type Place, type Places } from './places.ts';
import { planOf } from './plan.ts';
import { secretIn } from './value.ts';
import { printOf } from '../print-of.ts';
import type { Claim } from '../claims/claim.ts';
import type { PlacedClaim, UnitClaims } from '../claims/conclude.ts';
import type { Budget } from '../layers/budget.ts';
import type { DocumentLayer } from '../layers/document-layer.ts';
import type { Inner } from '../layers/inner.ts';
import type { ClaimScan } from '../pieces.ts';
import type { UnitScan } from '../unit.ts';
import type { LimitName, LimitReached, Mark, Rule, Span, UnitFindings } from '../../model.ts';

/** Bytes of a text; a longer unit is several, each of which may end so much further on. */
const LONGEST_TEXT = 16 << 20;
const OVERLAP = 64 << 10;

export interface ForeignDetector {
  scan(bytes: Uint8Array): UnitFindings;
  open(): UnitScan;
  /** Whether any rule may find anything in it. */
  mayHold(bytes: Uint8Array): boolean;
}

/** @param rules those of other scanners among them are looked for */
export function createForeignDetector(rules: readonly Rule[], options: { marks: boolean }): ForeignDetector {
  const marks = options.marks ? MARK_LITERALS : [];
  const plan = planOf(rules, { marks, layers: SPOKEN.map(({ text }) => text) }, openMemory());
  const known = { has: (name: string) => rules.some(({ id, kind }) => name === id || name === kind) };

  const lookInside = rememberingEmpty(look);

  function look(bytes: Uint8Array, budget: Budget): UnitClaims {
    const scan = openWithText((given) => open(budget, given), bytes);
    const own = scan.end();
    return withMembers(own, bytes, new Set([...documentsOf(bytes), ...scan.documents]), budget);
  }

  function withMembers(own: UnitClaims, bytes: Uint8Array, documents: Iterable<DocumentLayer>, budget: Budget): UnitClaims {
    return settledInside(joined(own, membersIn(bytes, documents, budget, lookInside, lookInText)));
  }

  /** Of text with its escapes resolved: what said that there are any still stands in it. */
  function lookInText({ bytes }: Inner, budget: Budget): UnitClaims {
    return settledInside(open(budget, bytes).end());
  }

  function scanText(bytes: Buffer, { base, mine, places, into, limits, documents, budget }: Part): void {
    let whole: string | undefined;
    const inside: (Within & { readonly at: number })[] = [];
    const around = claimsAroundEach(budget, look);
    const { found, marksAt } = plan.look({ bytes, whole: () => (whole ??= bytes.toString('latin1')) }, (at, layer) => {
      const { document, escapes } = SPOKEN[layer]!;
      if (at >= mine) return;
      if (document !== undefined) documents.add(document);
      if (escapes !== undefined) keep({ at, ...around(bytes, 0, at, escapes) });
    });
    const byRule = new Map<string, PlacedFound[]>();
    for (const [rule, { found: all, denseFrom }] of found) {
      const here = all.filter(({ match }) => match.start < mine);
      byRule.set(rule.foreign!.id, here.map((one) => ({ ...one, ...places.at(one.match.start) })));
      if (denseFrom !== undefined) reach('too-dense', denseFrom, rule);
    }
    const reported = [...byRule.values()]
      .flatMap((all) => withCompanions(all, (id) => byRule.get(id) ?? []))
      .filter(({ rule }) => !rule.foreign!.isHelper);
    const textOf = ({ value }: PlacedFound): string => bytes.toString('latin1', value.start, value.end);
    const marks = marksAt.flatMap((at): Mark[] => {
      const mark = readMark(bytes.toString('latin1', at, at + MARK_REACH), places.at(at).line, known);
      return mark === undefined ? [] : [mark];
    });
    const markFor = marksBeside(marks);
    for (const one of onceEach(withoutGeneric(reported, textOf))) add(one);
    eachRun(bytes, mine, budget, lookInside, (within, at) => keep({ at, ...within }));
    for (const { claims, limits: names, at } of inside) {
      for (const claim of claims) addInside(claim);
      for (const what of names) reach(what, at);
    }

    function keep(within: (typeof inside)[number]): void {
      if (within.claims.length + within.limits.length > 0) inside.push(within);
    }

    /** Once each in a unit. */
    function reach(what: LimitName, at: number, rule?: Rule): void {
      if (limits.some((limit) => limit.what === what && limit.rule === rule?.id)) return;
      limits.push({ what, line: places.at(at).line, ...(rule === undefined ? {} : { rule: rule.id }) });
    }

    function placed({ start, end }: Span): Pick<PlacedClaim, 'start' | 'end' | 'at' | 'units'> {
      const [from, to] = [places.at(start), places.at(end)];
      const at = { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
      return { start: base + start, end: base + end, at, units: { start: from.units, end: to.units } };
    }

    function addInside(claim: Claim): void {
      const place = placed(claim);
      const { line, endLine } = place.at;
      const mark = markFor(claim.rule, line, endLine, claim.mark);
      into.push({ ...claim, ...place, foreign: { ...claim.foreign!, line }, ...(mark === undefined ? {} : { mark }) });
    }

    function add({ rule, value: { start, end }, line, leftOut, awaits, checksum }: PlacedFound): void {
      const value = bytes.subarray(start, end);
      const place = placed({ start, end });
      const name = nameBefore(bytes, start);
      const everybodys = knownValue(value);
      const setAside = leftOut ? 'allow-list' : everybodys?.as === 'documentation' ? 'documentation' : undefined;
      const mark = markFor(rule, place.at.line, place.at.endLine);
      into.push({
        rule,
        ...place,
        print: printOf(value),
        ...(setAside === undefined ? { value: secretIn(value) } : { setAside }),
        nature: everybodys === undefined ? rule.nature : 'public-default',
        evidence: {
          form: isQuoted(bytes, start, end) ? 'quoted' : 'token',
          strength: strengthOf(value.toString('latin1')),
          ...(checksum === undefined ? {} : { checksum }),
          notes: everybodys === undefined ? [] : [everybodys.what],
        },
        ...(name === undefined ? {} : { name }),
        ...(mark === undefined ? {} : { mark }),
        foreign: { line, awaits },
      });
    }
  }

  function open(budget: Budget, given?: Uint8Array): ClaimScan {
    const into: PlacedClaim[] = [];
    const limits: LimitReached[] = [];
    const documents = new Set<DocumentLayer>();
    let held: Uint8Array[] = given === undefined ? [] : [given];
    let length = given?.length ?? 0;
    let base = 0;
    let start: Place = { line: 1, column: 1, units: 0 };

    function scanHeld(isLast: boolean): void {
      let bytes = held.length === 1 ? asBuffer(held[0]!) : Buffer.concat(held);
      while (isLast ? bytes.length > 0 : bytes.length > LONGEST_TEXT + OVERLAP) {
        const text = bytes.subarray(0, LONGEST_TEXT + OVERLAP);
        const places = placesIn(text, start);
        const isEnd = text.length === bytes.length;
        const mine = isEnd ? text.length + 1 : LONGEST_TEXT;
        scanText(text, { base, mine, places, into, limits, documents, budget });
        if (!isEnd) start = places.at(mine);
        base += mine;
        bytes = bytes.subarray(mine);
      }
      held = [bytes];
      length = bytes.length;
    }

    return {
      documents,
      push(piece) {
        held.push(piece);
        length += piece.length;
        if (length > 2 * LONGEST_TEXT) scanHeld(false);
      },
      end() {
        scanHeld(true);
        return { claims: into.sort((a, b) => a.start - b.start || a.end - b.end), limits };
      },
    };
  }

  return {
    scan: (bytes) => conclude(look(bytes, openBudget(bytes.length))),
    open() {
      const budget = openBudget(0);
      const grow = growing(budget);
      const scan = openWithText((given) => open(budget, given));
      const kept = keepWhole(budget, lookInside);
      return {
        push(piece) {
          grow(piece);
          scan.push(piece);
          kept.push(piece);
        },
        end() {
          const { bytes, documents, inside: members } = kept.end();
          const own = scan.end();
          // our own rules' detector says what is too large
          if (bytes === undefined) return conclude(settledInside(joined(own, inLines(members ?? NO_CLAIMS))));
          return conclude(withMembers(own, bytes, new Set([...documents, ...scan.documents]), budget));
        },
      };
    },
    mayHold: (bytes) => plan.mayHold(bytes) || holdsRun(bytes),
  };
}

interface Part {
  /** Where the text begins in its unit. */
  readonly base: number;
  /** Matches that begin before this offset are of this text. */
  readonly mine: number;
  readonly places: Places;
  readonly into: PlacedClaim[];
  readonly limits: LimitReached[];
  /** Layers of the whole unit that a text in it speaks of. */
  readonly documents: Set<DocumentLayer>;
  /** What may be decoded out of the whole unit. */
  readonly budget: Budget;
}

/** Of several rules that found the same, the one that does not call itself generic, or the first. */
function onceEach(found: readonly PlacedFound[]): PlacedFound[] {
  const byPlace = new Map<string, PlacedFound>();
  const order = [...found].sort((a, b) => a.value.start - b.value.start || a.value.end - b.value.end);
  for (const one of order) {
    const key = `${one.value.start} ${one.value.end}`;
    const other = byPlace.get(key);
    if (other === undefined || (other.leftOut && !one.leftOut)) byPlace.set(key, one);
  }
  return [...byPlace.values()];
}

function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

function isQuoted(bytes: Buffer, start: number, end: number): boolean {
  return start > 0 && bytes[start - 1] === bytes[end] && '"\'`'.includes(String.fromCharCode(bytes[end]!));
}
