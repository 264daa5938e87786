/**
 * Steps as a runbook has them in, their place on the leak path out: which phase each one really serves, and what a
 * leak changes about its words. Right for planned work may be wrong after a leak: whoever holds a signing key signs
 * tokens with any expiry.
 */
import type { Phase, Rotation, Step } from '../model.ts';

/** The phase of each step: what its words leave open is decided by the steps around it. */
export function phasesOf(steps: readonly Step[]): readonly Phase[] {
  const phases = steps.map(refined);
  const lastDeploy = phases.lastIndexOf('deploy');
  const firstMake = phases.findIndex((phase) => MAKES.has(phase));
  return phases.map((phase, at) => {
    if (phase === 'other') return known(phases.slice(0, at).toReversed()) ?? known(phases.slice(at)) ?? 'other';
    // what is looked at before the first change is a preparation, what is tested before the deployment is its gate
    if (phase === 'verify' && at < firstMake) return phases[firstMake] ?? phase;
    if (phase === 'verify' && at < lastDeploy && !phases.slice(0, at).includes('deploy')) return 'deploy';
    return phase;
  });
}

const MAKES: ReadonlySet<Phase> = new Set<Phase>(['generate', 'store', 'deploy']);

function known(phases: readonly Phase[]): Phase | undefined {
  return phases.find((phase) => phase !== 'other');
}

const OLD = '(?:old|obsolete|previous|former|leaked|compromised|outdated)\\b';
const ENDS_OLD = new RegExp(`\\b(?:remov|delet|drop|disabl|retir|tak)\\w*\\b.{0,60}\\b${OLD}`, 'i');
const TESTS_OLD = new RegExp(
  `\\b${OLD}.{0,80}\\b(?:refus|reject|401|403|denied|fail|no longer (?:work|valid|accept))`,
  'i',
);

/** "Clean up: remove the old entry" revokes, "verify that the old key gets 401" tests the old one. */
function refined({ phase, text }: Step): Phase {
  if (phase === 'cleanup' && ENDS_OLD.test(text)) return 'revoke';
  return phase === 'verify' && TESTS_OLD.test(text) ? 'verify-old' : phase;
}

/** "Deploy. All data should be re-encrypted in the same go" is two things to do: what encrypts again stands for itself. */
export function withReencryption(step: Step, { leak }: Rotation): readonly Step[] {
  if (!leak.order.includes('reencrypt') || !MAKES.has(step.phase)) return [step];
  const [first = '', ...more] = step.text.split(/(?<=[.!?])\s+/);
  const again = more.filter((sentence) => REENCRYPTS.test(sentence) && !ONCE_DONE.test(sentence));
  if (again.length === 0) return [step];
  const rest = more.filter((sentence) => !again.includes(sentence));
  return [
    { ...step, text: [first, ...rest].join(' ') },
    { text: again.join(' '), phase: 'reencrypt', lines: step.lines, code: [], children: [] },
  ];
}

const REENCRYPTS = /\bre-?encrypt|\bencrypt\w*\b.{0,30}\bagain\b/i;
const ONCE_DONE = /\b(?:once|after|when|until|before|as soon as)\b.{0,80}(?:\bre-?encrypt|\bagain\b)/i;

const KEEPS: readonly RegExp[] = [
  /(?<!\bnot )\b(?:remain|stay|keep|continue)\w{0,4}\b.{0,30}\b(?:valid|accepted|usable|working|honou?red)\b/i,
  /(?<!\bnot )\bstill (?:valid|accepted|usable|honou?red)\b/i,
  /(?<!\bnot )\b(?:keep|leav|retain)\w{0,3} the (?:old|previous|former|existing) (?:one|key|secret|value|entry)\b.{0,20}\b(?:as|for|until|while|in|alongside|beside)\b/i,
  /\buntil\b.{0,60}\bexpir/i,
  /\b(?:after|once|when)\b.{0,80}\b(?:old|previous|existing|former|issued)\b.{0,60}\bexpire/i,
  /\b(?:after|once|when)\b.{0,60}\b(?:tokens?|sessions?)\b.{0,30}\bexpire/i,
  /(?<!\bno |\bwithout (?:an |a |any )?)\b(?:grace period|overlap)/i,
];

/** Whether a step lets the old value live on. */
export function keepsOld(step: Step): boolean {
  return KEEPS.some((pattern) => pattern.test(step.text)) || step.children.some(keepsOld);
}

const TEST = /\btests?\b|\bCI\b|pytest|\bassert|pipeline/;

/** Whether a step runs a test that demands that the old value lives on: it would stop the emergency deployment. */
export function demandsOld(step: Step): boolean {
  return keepsOld(step) && TEST.test([step.text, ...step.code.map(({ text }) => text)].join(' '));
}

const BOTH = new RegExp(
  'multi-?fernet|both (?:keys|values)|key ?ring|list of keys|' +
    '(?:old|previous) (?:key )?and (?:the )?new|new (?:key )?and (?:the )?old',
  'i',
);

/** Whether a procedure loads the old key beside the new one. */
export function loadsBoth(steps: readonly Step[]): boolean {
  return steps.some(
    ({ text, code, children }) => BOTH.test([text, ...code.map((each) => each.text)].join(' ')) || loadsBoth(children),
  );
}

/** An account has one password: a new one for the same user ends the old one, unless the server is told to keep both. */
const SAYS_NEW =
  /\b(?:set|sets?ting|chang|reset|updat|alter|rotat)\w*\b.{0,40}\bpass(?:word|wd)?\b.{0,40}\b(?:users?|roles?|accounts?|logins?)\b|\b(?:set|chang|reset|updat|alter|rotat)\w*\b.{0,40}\b(?:users?|roles?|accounts?|logins?)(?:['’]s?)? pass(?:word|wd)\b/i;
const COMMANDS_NEW = /\balter\s+(?:user|role|login)\b[^;]{0,200}\b(?:password|identified)\b|\bset\s+password\s+for\b|--(?:master-user|new)-password\b/i;
const OF_ANOTHER = /\b(?:second|other|another|standby|idle|inactive|new|next)\s+(?:(?:database|db|service|application)\s+)?(?:user|role|account|login)\b/i;
const KEEPS_BOTH = /\b(?:retain\s+current|dual)\s+password|\balternat/i;

/** Whether a step gives the user in use another password. */
export function replacesPassword({ text, code }: { readonly text: string; readonly code: readonly { readonly text: string }[] }): boolean {
  const commands = code.map((each) => each.text).join('\n');
  const all = `${text}\n${commands}`;
  return (SAYS_NEW.test(text) || COMMANDS_NEW.test(all)) && !OF_ANOTHER.test(text) && !KEEPS_BOTH.test(all);
}

const CHOOSE = 'change it, or go past it knowingly';

/** What a leak changes about a step, if anything. */
export function changeOf(step: Step, phase: Phase, rotation: Rotation, both: boolean): string | undefined {
  if (rotation.overlap === 'never' && demandsOld(step))
    return `leak path: this check demands that the old value stays valid and would stop the deployment: ${CHOOSE}`;
  if (rotation.overlap !== 'needed' && keepsOld(step)) return withoutOverlap(phase, rotation);
  if (rotation.overlap === 'needed' && !both && phase === 'reencrypt')
    return 'while both keys are loaded; the old one goes when nothing needs it any more';
  if (rotation.overlap === 'needed' && !both && MAKES.has(phase))
    return phase === 'deploy'
      ? 'with the new key alone nothing old can be read or encrypted again: deploy with both keys loaded, the new one first'
      : 'do not store it over the old key: both are needed, the new one first';
  if (!isFirst(rotation) && phase !== 'revoke' && replacesPassword(step))
    return 'this ends the old password at once: what still uses it cannot log in until it is deployed with the new one';
  return phase === 'revoke' && isFirst(rotation) ? comesFirst(rotation) : undefined;
}

function withoutOverlap(phase: Phase, rotation: Rotation): string {
  const { leak, overlap } = rotation;
  if (overlap === 'short') return 'leak path: do not wait; the old value goes as soon as the new one works';
  if (phase !== 'revoke') return `leak path: without keeping the old value: ${leak.because}`;
  return isFirst(rotation) ? comesFirst(rotation) : `leak path: in the same deployment, not after expiry: ${leak.because}`;
}

/** The old value ends before there is a new one; not as a part of the deployment. */
function isFirst({ leak: { order, phases } }: Rotation): boolean {
  const at = order.indexOf('revoke');
  return at >= 0 && at < order.indexOf('deploy') && phases.revoke?.with.includes('deploy') !== true;
}

function comesFirst({ leak }: Rotation): string {
  return `leak path: this comes first, not last: ${leak.because}`;
}
