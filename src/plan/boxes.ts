/**
 * The chosen procedures and the rotation rule of a kind in, checkboxes out, in the order in which a leak of this kind
 * is worked off. Steps are the runbook's; a phase that it does not have comes from the rule and has no source. Ids
 * depend on words only, so that a runbook may move its lines and everybody keeps their ticks.
 */
import { createHash } from 'node:crypto';
import type { Box, Cited, Note, Phase, Procedure, Rotation, Step } from '../model.ts';
import { concerns } from '../runbook/link.ts';
import { alsoMade, clausesOf, phaseOf } from '../runbook/phases.ts';
import { auditsAnother } from './audit-of-kind.ts';
import { changeOf, keepsOld, loadsBoth, phasesOf, replacesPassword, withReencryption } from './leak-path.ts';

export interface BoxFor {
  readonly secretId: string;
  readonly name: string;
  readonly kind: string;
  readonly scheme?: string | undefined;
  readonly rotation: Rotation;
  /** Those of all kinds. */
  readonly rotations: readonly Rotation[];
}

/** The boxes of a task: steps of the procedures that concern the secret, and what they leave out. */
export function boxesOf(procedures: readonly Procedure[], task: BoxFor): readonly Box[] {
  const used = new Map<string, number>();
  const planned = procedures.filter(({ mode }) => mode !== 'leak');
  const ofLeak = procedures.filter(({ mode }) => mode === 'leak');
  const both = loadsBoth(procedures.flatMap(({ steps }) => steps));
  const made = withoutRepeats([...planned, ...ofLeak].flatMap((procedure) => boxesFrom(procedure, task, both, used)));
  const boxes = made.filter((box) => !isHurry(box));
  const found = withChecks(boxes, 'reencrypt', task);
  const has = new Set(found.filter(({ text }) => !HURRIES.test(text)).flatMap((box) => [box.phase, ...alsoServed(box)]));
  const left = task.rotation.leak.order.filter((phase) => !has.has(phase));
  const lacking = auditsAnother(found, task.rotation, task.rotations) ? [...left, 'audit' as const] : left;
  return hurried(inOrder([...found, ...lacking.map((phase) => ruleBox(phase, task))], task.rotation), made.filter(isHurry));
}

/** By itself it is nothing to tick: it says when to do all the rest. */
function isHurry({ text, code, children }: Box): boolean {
  return HURRIES.test(text) && code.length + children.length === 0;
}

/** What hurries stands where the new value is made. */
function hurried(boxes: readonly Box[], hurries: readonly Box[]): readonly Box[] {
  const said = hurries.flatMap(({ text, source }) => (source === undefined ? [] : [{ text, source }]));
  const makes = boxes.find(({ phase }) => phase === 'generate') ?? boxes[0];
  return boxes.map((box) => (box === makes ? { ...box, reminders: [...said, ...box.reminders] } : box));
}

/** "Rotate immediately" says when, and contains nothing. */
const HURRIES = /^rotat\w+ (?:it |them )?(?:immediately|now|at once)\b[^,;]{0,20}$/i;

/** Runbooks say that everything is encrypted again and seldom how that is seen; without it the old key cannot go. */
function withChecks(boxes: readonly Box[], phase: Phase, task: BoxFor): readonly Box[] {
  const last = boxes.findLast((box) => box.phase === phase);
  const { children } = ruleBox(phase, task);
  return boxes.map((box) => (box === last ? { ...box, children: [...box.children, ...children] } : box));
}

/** What two sections both say is done once: the planned one's box, with what a leak changes about it. */
function withoutRepeats(boxes: readonly Box[]): readonly Box[] {
  const wordsOf = ({ phase, text, children }: Box): string =>
    [phase, ...(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []), ...children.map(wordsOf)].join(' ');
  const seen = new Map<string, Cited | undefined>();
  return boxes.filter((box) => {
    const words = wordsOf(box);
    const first = seen.get(words);
    if (first === undefined) seen.set(words, box.source);
    // within one section the same words twice are two things to do
    return first === undefined || (first.path === box.source?.path && first.anchor === box.source.anchor);
  });
}

/**
 * "Change the password and invalidate active sessions" is both, "store it and restart the backend" too; a new password for
 * the user in use leaves no old one to revoke.
 */
function alsoServed({ text, code, children }: Box): readonly Phase[] {
  const made = alsoMade(text, code.map((each) => each.text).join('\n'));
  const said = [...ALSO.filter(([, words]) => words.test(text)).map(([phase]) => phase), ...made];
  const replaces = [{ text, code }, ...children].some(replacesPassword);
  return replaces ? [...said, 'revoke'] : said;
}

const ALSO: readonly (readonly [Phase, RegExp])[] = [
  ['invalidate', /\b(?:invalidat|end|terminat|kill)\w*\b.{0,30}\bsessions?\b/i],
  ['deploy', /\band (?:then )?(?:re-?deploy|deploy|restart|roll out)\b/i],
];

/** Sorted by the phases of the leak path; what no phase is known of comes with the making of the new value. */
export function inOrder(boxes: readonly Box[], { leak }: Rotation): readonly Box[] {
  const rank = ({ phase }: Box): number => {
    const at = leak.order.indexOf(phase);
    return at < 0 ? leak.order.indexOf('generate') + 0.5 : at;
  };
  return [...boxes].sort((a, b) => rank(a) - rank(b));
}

/** A box that no runbook asks for; the key keeps its id when our words change. */
export function ownBox(task: BoxFor, key: readonly string[], phase: Phase, text: string, more: Partial<Box> = {}): Box {
  const id = digest(JSON.stringify([task.secretId, task.name, 'rotation', ...key]));
  return { id, text, phase, reminders: [], code: [], children: [], ...more };
}

function ruleBox(phase: Phase, task: BoxFor): Box {
  const rule = task.rotation.leak.phases[phase];
  const children = (rule?.checks ?? []).map((check) => ownBox(task, [phase, check], phase, check));
  const together = (rule?.with ?? []).map((other) => `, in the same change as "${other}"`).join('');
  return ownBox(task, [phase], phase, `${rule?.does ?? phase}${together}`, { children });
}

function boxesFrom(
  procedure: Procedure,
  task: BoxFor,
  both: boolean,
  used: Map<string, number>,
): readonly Box[] {
  const key = [task.secretId, task.name, procedure.anchor];
  const steps = procedure.steps
    .filter((step) => concerns(step.text, task) && !isImpact(step, procedure))
    .flatMap((step) => withReencryption(step, task.rotation))
    .map(atTheService)
    .flatMap(apart);
  const checks: readonly (readonly [Phase, readonly Note[]])[] = [
    ['verify', procedure.verification],
    ['audit', procedure.audit],
    ['cleanup', procedure.cleanup],
  ];
  const others = checks.flatMap(([phase, notes]) =>
    notes
      .filter((note) => note.isWork === true && !procedure.steps.some((step) => holds(step, note)))
      .map((note): Step => ({ ...note, phase, code: [], children: [] })),
  );
  // a note about checks stands for itself: it is no gate of a step
  const phases = [...phasesOf(steps), ...others.flatMap((note) => phasesOf([note]))];
  return [...steps, ...others].map((step, at) => {
    const phase = phases[at] ?? step.phase;
    const change = changeOf(step, phase, task.rotation, both);
    // what stands below a step is of its phase, also where the leak path gives it another one
    const children = step.children.map((child) => (child.phase === step.phase ? { ...child, phase } : child));
    const box = boxOf({ ...step, phase, children }, procedure, key, task, used);
    return change === undefined || procedure.mode === 'leak' ? box : { ...box, change };
  });
}

/** `ALTER USER … PASSWORD` stores nothing: it makes the new value where the old one is known. */
function atTheService(step: Step): Step {
  const isOther = step.phase === 'store' || step.phase === 'other';
  return isOther && replacesPassword(step) ? { ...step, phase: 'generate' } : step;
}

/** A sentence with several things to do has a box for each; what stands below it could belong to any of them. */
function apart(step: Step): readonly Step[] {
  const clauses = step.children.length + step.code.length > 0 || keepsOld(step) ? undefined : clausesOf(step.text);
  return clauses?.map((text) => ({ ...step, text, phase: phaseOf(text) })) ?? [step];
}

/** What will happen is no work: it is shown as the impact. */
function isImpact(step: Step, { impact }: Procedure): boolean {
  return impact.some((note) => note.lines[0] === step.lines[0] && note.text === step.text);
}

/** What stands inside a step is shown with it. */
function holds(step: Step, note: Note): boolean {
  return step.lines[0] <= note.lines[0] && note.lines[1] <= step.lines[1];
}

function boxOf(step: Step, procedure: Procedure, key: readonly string[], task: BoxFor, used: Map<string, number>): Box {
  const own = [...key, step.text];
  const children = step.children.filter((child) => concerns(child.text, task));
  return {
    id: uniqueId(own, used),
    text: step.text,
    phase: step.phase,
    source: { path: procedure.runbook, anchor: procedure.anchor, lines: step.lines },
    reminders: [],
    code: step.code.map(({ language, text }) => (language === undefined ? { text } : { language, text })),
    children: children.map((child) => boxOf(child, procedure, own, task, used)),
  };
}

/** The same words twice under one heading are two boxes: the second one counts. */
function uniqueId(key: readonly string[], used: Map<string, number>): string {
  const text = JSON.stringify(key);
  const times = used.get(text) ?? 0;
  used.set(text, times + 1);
  return digest(times === 0 ? text : `${text} ${times}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
