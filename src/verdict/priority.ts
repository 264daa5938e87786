/**
 * P0 to P3: how soon, never whether. Reach × power × proof, as a list of rows: the first that fits decides, and its
 * reason is what `--explain` says.
 */
import { SEALED } from '../relations.ts';
import type { Audience, Power, PriorityRow, Reach, Secret } from '../model.ts';

export const DEFAULT_POLICY: readonly PriorityRow[] = [
  { priority: 'P3', when: { proof: ['expired'] }, because: 'a documented rule has ended it' },
  { priority: 'P3', when: { audience: ['store'] }, because: 'no branch or tag holds it' },
  {
    priority: 'P0',
    when: { audience: ['others'], power: ['provider', 'system'], proof: ['proven'], confidence: ['high'] },
    because: 'others could read it, and what it opens is proved',
  },
  {
    priority: 'P1',
    when: { audience: ['others'], inHead: true, power: ['session'], confidence: ['high', 'medium'] },
    because: 'others can read it today; it is one session, not a key',
  },
  { priority: 'P2', when: { power: ['session'] }, because: 'it is one session, not a key' },
  {
    priority: 'P2',
    when: { audience: ['others'], power: ['sealed'] },
    because: 'sealed with a key that was not found',
  },
  { priority: 'P3', when: { power: ['sealed'] }, because: 'sealed with a key that was not found' },
  {
    priority: 'P2',
    when: { audience: ['others'], power: ['local'] },
    because: 'others could read it; it opens something that only its own machine reaches',
  },
  { priority: 'P3', when: { power: ['local'] }, because: 'it opens something that only its own machine reaches' },
  {
    priority: 'P2',
    when: { audience: ['others'], confidence: ['low'] },
    because: 'others could read it, if it is a secret',
  },
  { priority: 'P3', when: { confidence: ['low'] }, because: 'not sure to be a secret' },
  {
    priority: 'P0',
    when: { audience: ['others'], power: ['provider'], confidence: ['high'] },
    because: 'others could read it, and it works from anywhere',
  },
  {
    priority: 'P0',
    when: { audience: ['others'], inHead: true, confidence: ['high'] },
    because: 'others can read it today',
  },
  { priority: 'P1', when: { audience: ['others'] }, because: 'others could read it' },
  { priority: 'P1', when: { inHead: true }, because: 'it is in HEAD' },
  { priority: 'P2', when: { audience: ['clone'] }, because: 'a ref of this clone holds it' },
  { priority: 'P3', when: {}, because: 'no commit holds it' },
];

const PUBLISHED: readonly Reach[] = ['remote-tracking', 'pull-request', 'was-on-remote'];
const IN_CLONE: readonly Reach[] = ['head', 'local-branch', 'tag', 'stash', 'note'];
const NO_STORE: readonly Reach[] = ['index', 'worktree'];

const POWER_OF: ReadonlyMap<string, Power> = new Map([
  ['aws-access-key', 'provider'],
  ['json-web-token', 'session'],
  ...[...SEALED].map((kind) => [kind, 'sealed'] as const),
]);

type Weighed = Pick<Secret, 'exposure' | 'confidence' | 'names' | 'occurrences' | 'proofs' | 'rule'>;

/** @param own rows of the team's own, tried before the default ones */
export function priorityOf(secret: Weighed, own: readonly PriorityRow[] = []): PriorityRow {
  const audience = audienceOf(secret.exposure.reach);
  const power = powerOf(secret);
  return [...own, ...DEFAULT_POLICY].find(
    ({ when }) =>
      (when.kind === undefined || secret.names.some(({ kind }) => when.kind?.includes(kind))) &&
      (when.audience === undefined || (audience !== undefined && when.audience.includes(audience))) &&
      (when.inHead === undefined || when.inHead === secret.exposure.inHead) &&
      (when.power?.includes(power) ?? true) &&
      (when.proof === undefined || secret.proofs.some(({ kind }) => when.proof?.includes(kind))) &&
      (when.confidence?.includes(secret.confidence) ?? true),
  )!;
}

function audienceOf(reach: readonly Reach[]): Audience | undefined {
  if (reach.some((kind) => PUBLISHED.includes(kind))) return 'others';
  if (reach.some((kind) => IN_CLONE.includes(kind))) return 'clone';
  return reach.every((kind) => NO_STORE.includes(kind)) ? undefined : 'store';
}

/** A port stands behind it as often as not. */
const OWN_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\]|0\.0\.0\.0|host\.docker\.internal)(?::\d{1,5})?$/i;

/** A value with a prefix of its own says where it works; the host beside a password says who reaches what it opens. */
function powerOf({ rule, proofs, occurrences }: Weighed): Power {
  // one place without a host, or with another one, and it may open more
  if (occurrences.length > 0 && occurrences.every(({ host }) => host !== undefined && OWN_MACHINE.test(host))) return 'local';
  const power = POWER_OF.get(rule.kind) ?? (rule.generated && rule.publicPrefix > 0 ? 'provider' : 'system');
  // its key was found: it is no longer sealed
  return power === 'sealed' && proofs.some(({ kind }) => kind === 'proven') ? 'system' : power;
}
