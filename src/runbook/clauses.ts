/**
 * The text of a cell or of an entry in, its clauses as steps out: "Create a new one; update `KEY`, then restart". What stands in
 * brackets stays together, and so do clicks: "Console → API keys → Regenerate" is one thing to do.
 */
import type { Lines, Step } from '../model.ts';
import { phaseOf } from './phases.ts';
import { shorten } from './steps.ts';

export function stepsInClauses(text: string, lines: Lines): readonly Step[] {
  return text
    .split(ENDS)
    .flatMap(atArrows)
    .map((clause) => shorten(clause.trim().replace(/[.,;。；，]$/u, '')))
    .filter((clause) => clause !== '')
    .map((clause) => ({ text: clause, phase: phaseOf(clicked(clause)), lines, code: [], children: [] }));
}

const ENDS = /;\s{1,8}|[；，。]|(?<=[.!?])\s{1,8}|,\s{1,8}(?:and\s{1,8}|then\s{1,8})?(?![^()]{0,200}\))/u;
const ARROW = /\s{1,8}(?:→|->|›)\s{1,8}/u;

/** Work, one thing after the other, or a way through menus to the only thing to do. */
function atArrows(clause: string): readonly string[] {
  const parts = clause.split(ARROW);
  return parts.slice(0, -1).some((part) => phaseOf(part) !== 'other' && !MENU.test(part)) ? parts : [clause];
}

/** What menus say, and no step: "Settings" sets nothing. */
const MENU = /\b(?:settings|deployments|releases|issues|alerts|storage|add-?ons)$/i;

/** What the last of several clicks is on. */
function clicked(clause: string): string {
  return clause.split(ARROW).at(-1) ?? clause;
}

/** Whether it is a way through menus: where it is done is said, if not with which word. */
export function isWay(text: string): boolean {
  return text.split(ARROW).length > 2;
}
