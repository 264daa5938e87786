/** Rules that count only beside another one's finding, and general rules that give way to one that knows more. */
import type { Companion } from '../../foreign-rule.ts';
import type { Found } from './try-rule.ts';

/** A finding with the place of its match. */
export interface PlacedFound extends Found {
  readonly line: number;
  readonly column: number;
}

/** @param of what each rule found in the text, by the id that its file has for it */
export function withCompanions(found: readonly PlacedFound[], of: (id: string) => readonly PlacedFound[]): PlacedFound[] {
  const sorted = new Map<string, readonly PlacedFound[]>();
  const allOf = (id: string): readonly PlacedFound[] => {
    let all = sorted.get(id);
    if (all === undefined) sorted.set(id, (all = of(id).filter(({ leftOut }) => !leftOut).sort((a, b) => a.line - b.line)));
    return all;
  };
  return found.filter((one) => one.rule.foreign!.companions.every((wanted) => hasBeside(one, allOf(wanted.id), wanted)));
}

/** @param others by line */
function hasBeside(one: PlacedFound, others: readonly PlacedFound[], { withinLines = Infinity, withinColumns }: Companion): boolean {
  let [from, to] = [0, others.length]; // the first that is not too far before
  while (from < to) {
    const middle = (from + to) >> 1;
    if (others[middle]!.line < one.line - withinLines) from = middle + 1;
    else to = middle;
  }
  for (let at = from; at < others.length && others[at]!.line <= one.line + withinLines; at++)
    if (withinColumns === undefined || Math.abs(one.column - others[at]!.column) <= withinColumns) return true;
  return false;
}

/** Findings on a line that a generic one is compared with; further ones let it stand. */
const MOST_BESIDE = 1000;

/** A rule that calls itself generic says nothing where another one of its scanner found the same on the same line. */
export function withoutGeneric(found: readonly PlacedFound[], textOf: (one: PlacedFound) => string): PlacedFound[] {
  const specific = new Map<number, Set<string>>(); // by line
  for (const one of found) {
    if (isGeneric(one) || one.leftOut) continue;
    const here = specific.get(one.line);
    if (here === undefined) specific.set(one.line, new Set([textOf(one)]));
    else if (here.size < MOST_BESIDE) here.add(textOf(one));
  }
  return found.filter((one) => {
    const here = isGeneric(one) ? specific.get(one.line) : undefined;
    if (here === undefined) return true;
    const text = textOf(one);
    for (const other of here) if (other.includes(text)) return false;
    return true;
  });
}

function isGeneric({ rule }: Found): boolean {
  return rule.foreign!.id.toLowerCase().includes('generic');
}
