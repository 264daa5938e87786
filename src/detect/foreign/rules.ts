/** Rules as another scanner's file has them → rules as all stages know them. */
import { kindOf } from './kinds.ts';
import type { Rule } from '../../model.ts';
import type { DraftRule } from './draft.ts';

/** Between rules that know a format and those that go by names: the former stay where both found something. */
const SPECIFICITY = 30;

/**
 * @param isNamed the configuration names their file
 * @param builtIn an id that one of them has is told apart by the scanner's name
 */
export function rulesOf(drafts: readonly DraftRule[], isNamed: boolean, builtIn: readonly Rule[]): Rule[] {
  const taken = new Set(builtIn.map(({ id }) => id));
  return drafts.map(({ name, confidence, source, ...draft }) => ({
    id: taken.has(draft.id) ? `${draft.format}.${draft.id}` : draft.id,
    name,
    kind: kindOf(draft.id, builtIn),
    provider: draft.format,
    ...(source === undefined ? {} : { source }),
    literals: [],
    ignoreCase: false,
    before: 0,
    after: 0,
    lookAhead: 0,
    foreign: { ...draft, isNamed },
    nature: 'secret',
    confidence: confidence ?? (draft.id.toLowerCase().includes('generic') ? 'medium' : 'high'),
    specificity: SPECIFICITY,
    generated: false,
    publicPrefix: 0,
    checks: [],
    examples: { match: [], skip: [] },
  }));
}
