/** What a rotation after a leak needs and the chosen procedures do not say, in the words of the to-do. */
import type { Box, Phase, Procedure } from '../model.ts';

const REVOKES = /revok|deactivat|invalidat(?:e|es|ing)\b/i;

/** Facets without a line in any of the procedures; boxes without a source say nothing. */
export function missingFrom(procedures: readonly Procedure[], boxes: readonly Box[]): readonly string[] {
  const all = flatten(boxes).filter(({ source }) => source !== undefined);
  const has = (...phases: readonly Phase[]): boolean => all.some((box) => phases.includes(box.phase));
  // what a runbook calls by another name than the leak path does is there all the same
  const shows = (facet: 'verification' | 'cleanup', as: Phase): boolean =>
    procedures.some(({ runbook, [facet]: notes }) =>
      notes.some(({ lines: [line] }) =>
        all.some(({ phase, source }) => phase === as && source?.path === runbook && source.lines[0] === line),
      ),
    );
  const facets: readonly (readonly [string, boolean])[] = [
    ['steps', procedures.some((procedure) => procedure.steps.length > 0) && all.length > 0],
    ['impact', procedures.some((procedure) => procedure.impact.length > 0)],
    [shows('verification', 'deploy') ? 'verification after the deployment' : 'verification', has('verify')],
    ['revoke the old value', has('revoke') || all.some((box) => REVOKES.test(box.text))],
    ['test of the old value', has('verify-old')],
    ['audit', has('audit')],
    ['cleanup', has('cleanup') || shows('cleanup', 'revoke')],
  ];
  return facets.filter(([, isThere]) => !isThere).map(([facet]) => facet);
}

function flatten(boxes: readonly Box[]): readonly Box[] {
  return boxes.flatMap((box) => [box, ...flatten(box.children)]);
}
