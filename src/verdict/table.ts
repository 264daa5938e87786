/**
 * The table of verdicts: nature × exposure × status, and nothing else. The first row that fits decides; its reason is
 * what people read.
 */
import type { ExposureClass, Nature, Status, Verdict } from '../model.ts';

export interface Axes {
  readonly nature: Nature;
  readonly exposure: ExposureClass;
  readonly status: Status;
}

interface Row {
  readonly verdict: Verdict;
  readonly when: (axes: Axes) => boolean;
  readonly reason: string;
}

export const TABLE: readonly Row[] = [
  {
    verdict: 'false-positive',
    when: ({ status }) => status === 'false-positive',
    reason: 'the ledger says it is no secret',
  },
  { verdict: 'accepted', when: ({ status }) => status === 'accepted', reason: 'accepted by the team' },
  {
    verdict: 'public-default',
    when: ({ nature }) => nature === 'public-default',
    reason: 'a well-known default: set a real value wherever it is deployed',
  },
  {
    verdict: 'identifier',
    when: ({ nature }) => nature === 'identifier',
    reason: 'names something, opens nothing: move it to configuration',
  },
  { verdict: 'hash', when: ({ nature }) => nature === 'hash', reason: 'a hash, not the value itself' },
  {
    verdict: 'still-current',
    when: ({ status }) => status === 'still-current',
    reason: "today's configuration still holds or honours it",
  },
  { verdict: 'rotated', when: ({ status }) => status === 'rotated', reason: 'the ledger holds a verified rotation' },
  {
    verdict: 'compromised',
    when: ({ exposure }) => exposure === 'committed',
    reason: 'it has been in git history: it must be rotated, whether or not it was deleted since',
  },
  {
    verdict: 'uncommitted',
    when: ({ exposure }) => exposure === 'uncommitted',
    reason: 'not in any commit yet: take it out before it is',
  },
  {
    verdict: 'unattached',
    when: ({ exposure }) => exposure === 'unattached',
    reason: 'in the object store but in no commit: git will drop it in time',
  },
  {
    verdict: 'found',
    when: ({ exposure }) => exposure === 'outside-git',
    reason: 'in a file or input, whatever git knows of it: move it to where secrets belong',
  },
  { verdict: 'local', when: ({ exposure }) => exposure === 'ignored-file', reason: 'in an ignored file' },
];

export function verdictOf(axes: Axes): { verdict: Verdict; reason: string } {
  return TABLE.find(({ when }) => when(axes))!;
}
