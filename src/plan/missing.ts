/** What a rotation after a leak needs and the chosen procedures do not say, in the words of the to-do. */
import type { Box, Phase, Procedure } from '../model.ts';

const ENDS = '(?:remove|delete|drop|disable|retire|expire|take)\\b.{0,30}\\b';
const OLD = '(?:old|obsolete|previous|former|leaked|compromised)\\b';
const REVOKES = new RegExp(`revok|deactivat|invalidat(?:e|es|ing)\\b|${ENDS}${OLD}`, 'i');

/** Facets without a line in any of the procedures. */
export function missingFrom(procedures: readonly Procedure[], boxes: readonly Box[]): readonly string[] {
  const all = flatten(boxes);
  const has = (phase: Phase): boolean => all.some((box) => box.phase === phase);
  const facets: readonly (readonly [string, boolean])[] = [
    ['steps', procedures.some((procedure) => procedure.steps.length > 0) && boxes.length > 0],
    ['impact', procedures.some((procedure) => procedure.impact.length > 0)],
    ['verification', has('verify')],
    ['revoke the old value', all.some((box) => box.phase === 'revoke' || REVOKES.test(box.text))],
    ['cleanup', has('cleanup')],
    ['audit', has('audit')],
  ];
  return facets.filter(([, isThere]) => !isThere).map(([facet]) => facet);
}

function flatten(boxes: readonly Box[]): readonly Box[] {
  return boxes.flatMap((box) => [box, ...flatten(box.children)]);
}
