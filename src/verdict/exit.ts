/** Which secrets a command acts on: exit 1. One table for all commands, which `--fail-on` changes. */
import type { Confidence, Judged, Nature, Priority, Verdict } from '../model.ts';

export type Gate = 'staged' | 'history';
export type FailOn = Verdict | Nature | Priority | Confidence | 'risks' | 'none';

const CONFIDENCE: readonly Confidence[] = ['low', 'medium', 'high'];
const PRIORITY: readonly Priority[] = ['P3', 'P2', 'P1', 'P0'];
/** A resource name with a real account id must not enter history; other identifiers may. */
const BLOCKED_IDENTIFIER = 'aws-arn';

/** Something is to be rotated: what is still in use always, what is compromised unless it is a guess. */
export function asksForRotation({ verdict, confidence }: Pick<Judged, 'verdict' | 'confidence'>): boolean {
  return verdict === 'still-current' || (verdict === 'compromised' && confidence !== 'low');
}

/**
 * Whether a secret makes the status 1; `failOn` replaces the row for histories and adds to the hook's.
 * @param isAsked somebody asked where this value stands: that it stands anywhere is the answer
 */
export function actsOn(secret: Judged, gate: Gate, failOn?: readonly FailOn[], isAsked = false): boolean {
  if (failOn !== undefined) return isNamed(secret, gate, failOn);
  if (isAsked && secret.status === 'open') return true;
  if (secret.confidence === 'low' && secret.verdict !== 'still-current') return false;
  return byTable(secret, gate);
}

function byTable({ nature, status, verdict, rule }: Judged, gate: Gate): boolean {
  if (gate === 'staged') {
    if (nature === 'identifier') return status === 'open' && rule.id === BLOCKED_IDENTIFIER;
    return (nature === 'secret' || nature === 'weak') && status !== 'accepted' && status !== 'false-positive';
  }
  if (verdict === 'still-current') return true;
  return ['compromised', 'uncommitted', 'found'].includes(verdict) && status !== 'known';
}

/** Words for confidence set how sure it must be (medium without one); any of the others makes a secret count. */
function isNamed(secret: Judged, gate: Gate, failOn: readonly FailOn[]): boolean {
  const words = new Set<string>(failOn);
  if (words.has('none')) return false;
  const least = CONFIDENCE.findIndex((confidence) => words.has(confidence));
  if (CONFIDENCE.indexOf(secret.confidence) < (least < 0 ? 1 : least)) return false;
  // a list made for audits (compromised, P1) must not switch the hook off: there nothing is committed yet
  if (gate === 'staged' && byTable(secret, gate)) return true;
  const others = [...words].filter((word) => word !== 'risks' && !CONFIDENCE.includes(word as Confidence));
  if (others.length === 0) return least >= 0 && byTable(secret, gate);
  if (words.has(secret.verdict) && secret.status !== 'known') return true;
  // what the team has settled counts only under its own verdict
  if (words.has(secret.nature) && (secret.status === 'open' || secret.status === 'still-current')) return true;
  const priorities = PRIORITY.filter((priority) => words.has(priority));
  return (
    priorities.some((priority) => PRIORITY.indexOf(secret.priority) >= PRIORITY.indexOf(priority)) &&
    byTable(secret, gate)
  );
}

const VERDICTS: readonly Verdict[] = [
  'compromised',
  'still-current',
  'rotated',
  'uncommitted',
  'unattached',
  'found',
  'local',
  'public-default',
  'identifier',
  'hash',
  'accepted',
  'false-positive',
];

export const FAIL_ON_WORDS: readonly FailOn[] = [
  ...VERDICTS,
  'secret',
  'weak',
  'P0',
  'P1',
  'P2',
  'P3',
  'low',
  'medium',
  'high',
  'risks',
  'none',
];
