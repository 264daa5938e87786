/** What a rotation after a leak needs and the chosen procedures do not say, in the words of the to-do. */
import type { Box, Phase, Procedure } from '../model.ts';

/** "Store the printed value as the new key in the secret manager", in the step that makes it. */
const STORES = /\b(?:stor|sav|put)\w*\b.{0,80}\b(?:secrets? (?:manager|store)|vault|parameter store|password manager)\b/i;
const REVOKES = /revok|deactivat|invalidat(?:e|es|ing)\b/i;

/** Phases without a box from any of the procedures, in the order of the leak path, and facets without a line. */
export function missingFrom(procedures: readonly Procedure[], boxes: readonly Box[], order: readonly Phase[]): readonly string[] {
  const all = flatten(boxes).filter(({ source }) => source !== undefined);
  // what a runbook calls by another name than the leak path does is there all the same
  const shows = (facet: 'verification' | 'cleanup', as: Phase): boolean =>
    procedures.some(({ runbook, [facet]: notes }) =>
      notes.some(({ lines: [line] }) =>
        all.some(({ phase, source }) => phase === as && source?.path === runbook && source.lines[0] === line),
      ),
    );
  const isServed = (phase: Phase): boolean => !boxes.some((box) => box.phase === phase && box.source === undefined);
  const isThere: Partial<Record<Phase, () => boolean>> = {
    revoke: () => all.some((box) => REVOKES.test(box.text)),
    store: () => all.some((box) => STORES.test(box.text)),
    cleanup: () => shows('cleanup', 'revoke'),
  };
  const left = order.filter((phase) => !isServed(phase) && isThere[phase]?.() !== true);
  const isGated = shows('verification', 'deploy');
  return [
    ...(procedures.every(({ steps }) => steps.length === 0) || all.length === 0 ? ['steps'] : []),
    ...(procedures.every(({ impact }) => impact.length === 0) ? ['impact'] : []),
    ...left.map((phase) => {
      if (phase === 'verify' && isGated) return 'verification after the deployment';
      return phase === 'audit' && all.some((box) => box.phase === phase) ? 'audit of what this one opens' : WORDS[phase];
    }),
  ];
}

const WORDS: Readonly<Record<Phase, string>> = {
  contain: 'containment',
  generate: 'a new value',
  store: 'storing it',
  deploy: 'deployment',
  verify: 'verification',
  reencrypt: 'encrypting again',
  revoke: 'revoke the old value',
  'verify-old': 'test of the old value',
  invalidate: 'end of sessions',
  audit: 'audit',
  dependents: 'what depends on it',
  cleanup: 'cleanup',
  prevent: 'prevention',
  record: 'record',
  other: 'what else there is',
};

function flatten(boxes: readonly Box[]): readonly Box[] {
  return boxes.flatMap((box) => [box, ...flatten(box.children)]);
}
