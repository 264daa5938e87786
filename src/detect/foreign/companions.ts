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
  return found.filter((one) => one.rule.foreign!.companions.every((wanted) => of(wanted.id).some((other) => isBeside(one, other, wanted))));
}

function isBeside(one: PlacedFound, other: PlacedFound, { withinLines, withinColumns }: Companion): boolean {
  return (
    !other.leftOut &&
    (withinLines === undefined || Math.abs(one.line - other.line) <= withinLines) &&
    (withinColumns === undefined || Math.abs(one.column - other.column) <= withinColumns)
  );
}

/** A rule that calls itself generic says nothing where another one of its scanner found the same on the same line. */
export function withoutGeneric(found: readonly PlacedFound[], textOf: (one: PlacedFound) => string): PlacedFound[] {
  const specific = found.filter((one) => !isGeneric(one) && !one.leftOut);
  return found.filter(
    (one) => !isGeneric(one) || !specific.some((other) => other.line === one.line && textOf(other).includes(textOf(one))),
  );
}

function isGeneric({ rule }: Found): boolean {
  return rule.foreign!.id.toLowerCase().includes('generic');
}
