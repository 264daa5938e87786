/** P0 to P3: how soon, never whether. From who could read it, whether it is still there, how sure the finding is. */
import type { Priority, Proof, Secret } from '../model.ts';

const PUBLISHED = new Set(['remote-tracking', 'tag', 'pull-request', 'was-on-remote']);
const ORDER: readonly Priority[] = ['P0', 'P1', 'P2', 'P3'];

export function priorityOf({
  exposure,
  confidence,
  proofs,
}: Pick<Secret, 'exposure' | 'confidence'> & { proofs: readonly Proof[] }): Priority {
  const published = exposure.reach.some(
    (reach) => PUBLISHED.has(reach) && (reach !== 'tag' || exposure.reach.includes('remote-tracking')),
  );
  let step = 3;
  if (
    exposure.reach.some((reach) => reach === 'local-branch' || reach === 'tag' || reach === 'stash' || reach === 'note')
  )
    step = 2;
  if (published || exposure.inHead) step = 1;
  if (published && (exposure.inHead || proofs.length > 0)) step = 0;
  if (confidence === 'low') step++;
  if (confidence === 'medium' && step === 0) step = 1;
  return ORDER[Math.min(3, step)]!;
}
