/**
 * Unit × rules → findings. A unit comes whole, or in pieces of any size. What is decoded out of it is a unit as well, and
 * looked at in the same way: text in UTF-16, runs of encoded text, whatever layers/documents.ts opens.
 */
import { settle } from './claims/settle.ts';
import { conclude, joined, NO_CLAIMS } from './claims/conclude.ts';
import { createHitTable } from './search/hit-table.ts';
import { ENCODED, mayBeEncoded, SHORTEST_ENCODED } from './layers/encoded.ts';
import { growing, openBudget } from './layers/budget.ts';
import { documentsOf } from './layers/documents.ts';
import { keepWhole } from './layers/keep-whole.ts';
import { rememberingEmpty } from './layers/known-empty.ts';
import { claimsOfDocuments } from './layers/within.ts';
import { inMembers } from './layers/named-members.ts';
import { literalSearch, runStarts } from './search/literals.ts';
import { createPieces } from './pieces.ts';
import { place } from './claims/placing.ts';
import { openWithText } from './layers/utf-16.ts';
import type { PlacedClaim, UnitClaims } from './claims/conclude.ts';
import type { HitTable } from './search/hit-table.ts';
import type { Budget } from './layers/budget.ts';
import type { DocumentLayer } from './layers/document-layer.ts';
import type { Inner } from './layers/inner.ts';
import type { Look } from './layers/look.ts';
import type { Kept } from './layers/keep-whole.ts';
import type { Within } from './layers/within.ts';
import type { Literal, LiteralSearch } from './search/literals.ts';
import type { LimitName, LimitReached, Rule, UnitFindings } from '../model.ts';

export interface Detector {
  /** What is looked for, and which rules that concerns. */
  readonly table: HitTable;
  /** A whole unit at once. */
  scan(bytes: Uint8Array): UnitFindings;
  /** A unit in pieces. */
  open(): UnitScan;
  /** What stands in a unit that is inside another. */
  readonly look: Look;
  /** What documents hold that take the whole unit; its own bytes are not looked at. */
  inside(documents: Iterable<DocumentLayer>, bytes: Uint8Array, budget: Budget): Within;
  /** Whether any literal or encoded text stands in it at all; other runs are not looked for. */
  mayHold(bytes: Uint8Array): boolean;
}

export interface UnitScan {
  push(piece: Uint8Array): void;
  end(): UnitFindings;
}

export interface DetectorOptions {
  readonly marks?: boolean;
  /** Whether what is inside is looked at: not where another detector does that already. */
  readonly layers?: boolean;
  /** Rules whose evidence is a path: of the unit itself somebody else knows it, of members of archives their name says it. */
  readonly byPath?: readonly Rule[];
  /** How literals are looked for; always to the same answer. */
  readonly search?: (literals: readonly Literal[]) => LiteralSearch;
}

export const NOTHING: UnitFindings = { findings: [], setAside: [], limits: [] };

export function createDetector(rules: readonly Rule[], options: DetectorOptions = {}): Detector {
  const table = createHitTable(rules, options);
  const search = (options.search ?? literalSearch)(table.literals);
  const lookInside = inMembers(
    rememberingEmpty(look),
    options.byPath ?? [],
    (own) => createDetector(own, { ...options, byPath: [], layers: false }).look,
  );
  const openPieces = createPieces(table, search, look, lookInside);

  function look(bytes: Uint8Array, budget: Budget): UnitClaims {
    const scan = openWithText((whole) => openPieces(budget, whole), bytes);
    const own = scan.end();
    if (!table.layers) return own;
    const documents = new Set([...documentsOf(bytes), ...scan.documents]);
    return documents.size === 0 ? own : withInside(own, opened(documents, bytes, budget));
  }

  /** Of text with its escapes resolved: what said that there are any still stands in it. */
  function lookInText({ bytes }: Inner, budget: Budget): UnitClaims {
    return openPieces(budget, bytes).end();
  }

  function inside(documents: Iterable<DocumentLayer>, bytes: Uint8Array, budget: Budget): Within {
    return claimsOfDocuments(documents, bytes, budget, lookInside, lookInText);
  }

  function opened(documents: Iterable<DocumentLayer>, bytes: Uint8Array, budget: Budget): UnitClaims {
    const { claims, limits } = inside(documents, bytes, budget);
    return { claims: place(claims, bytes), limits: limits.map(atFirstLine) };
  }

  function open(): UnitScan {
    const budget = openBudget(0);
    const grow = growing(budget);
    const scan = openWithText((whole) => openPieces(budget, whole));
    const kept = table.layers ? keepWhole(budget, lookInside) : undefined;
    return {
      push(piece) {
        grow(piece);
        scan.push(piece);
        kept?.push(piece);
      },
      end() {
        const own = scan.end();
        const { bytes, documents, inside: members } = kept?.end() ?? NONE_KEPT;
        const spoken = [...scan.documents].filter((document) => !documents.includes(document));
        // the beginning is gone where a text further on says what it is, unless a member that was looked at says so
        const lost: UnitClaims = spoken.length === 0 || members?.isWhole === true ? NO_CLAIMS : TOO_LARGE;
        if (documents.length === 0) return concluded(joined(own, lost));
        const held = members ?? (bytes === undefined ? TOO_LARGE : opened(documents, bytes, budget));
        return concluded(withInside(joined(own, lost), held));
      },
    };
  }

  return {
    table,
    look,
    inside,
    scan: (bytes) => concluded(look(bytes, openBudget(bytes.length))),
    open,
    mayHold(bytes) {
      let found = false;
      search.search(bytes, 0, bytes.length, bytes.length, () => (found = true));
      if (found || !table.layers) return found;
      runStarts(bytes, 0, bytes.length, bytes.length, ENCODED, SHORTEST_ENCODED, (at) => (found ||= mayBeEncoded(bytes, at)));
      return found;
    },
  };
}

/** Where a limit of what stands in the unit as a whole is told of. */
export function atFirstLine(what: LimitName): LimitReached {
  return { what, line: 1 };
}

function withInside(own: UnitClaims, inside: UnitClaims): UnitClaims {
  const { claims, limits } = joined(own, inside);
  return { claims: settle(claims) as PlacedClaim[], limits };
}

const TOO_LARGE: UnitClaims = { claims: [], limits: [{ what: 'too-large-to-open', line: 1 }] };

function concluded(unit: UnitClaims): UnitFindings {
  return unit.claims.length === 0 && unit.limits.length === 0 ? NOTHING : conclude(unit);
}

const NONE_KEPT: Kept = { bytes: undefined, documents: [] };
