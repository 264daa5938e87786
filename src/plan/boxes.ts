/**
 * The chosen procedures in, checkboxes out, in the order in which a leak is worked off: what contains it, the rotation
 * as the runbook orders it, then what else the leak section asks for. Ids depend on words only, so that a runbook may
 * move its lines and everybody keeps their ticks.
 */
import { createHash } from 'node:crypto';
import type { Box, Note, Phase, Procedure, Step } from '../model.ts';
import { concerns } from '../runbook/link.ts';

export interface BoxFor {
  readonly secretId: string;
  readonly name: string;
  readonly kind: string;
}

/** The steps of the procedures that concern a secret, and their other checks, as boxes. */
export function boxesOf(procedures: readonly Procedure[], task: BoxFor): readonly Box[] {
  const used = new Map<string, number>();
  const boxes = procedures.map((procedure) => boxesFrom(procedure, task, used));
  const ofLeak = boxes.flatMap((list, at) => (procedures[at]?.mode === 'leak' ? list : []));
  const planned = boxes.flatMap((list, at) => (procedures[at]?.mode === 'leak' ? [] : list));
  if (planned.length === 0) return ofLeak;
  const firstLater = ofLeak.findIndex((box) => box.phase !== 'contain');
  const contains = firstLater < 0 ? ofLeak.length : firstLater;
  return [...ofLeak.slice(0, contains), ...planned, ...ofLeak.slice(contains)];
}

function boxesFrom(procedure: Procedure, task: BoxFor, used: Map<string, number>): readonly Box[] {
  const key = [task.secretId, task.name, procedure.anchor];
  const steps = procedure.steps.filter((step) => concerns(step.text, task));
  const checks: readonly (readonly [Phase, readonly Note[]])[] = [
    ['verify', procedure.verification],
    ['audit', procedure.audit],
    ['cleanup', procedure.cleanup],
  ];
  const others = checks.flatMap(([phase, notes]) =>
    notes
      .filter((note) => !procedure.steps.some((step) => holds(step, note)))
      .map((note): Step => ({ ...note, phase, code: [], children: [] })),
  );
  return [...steps, ...others].map((step) => boxOf(step, procedure, key, task, used));
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
    code: step.code.map(({ language, text }) => (language === undefined ? { text } : { language, text })),
    children: children.map((child) => boxOf(child, procedure, own, task, used)),
  };
}

/** The same words twice under one heading are two boxes: the second one counts. */
function uniqueId(key: readonly string[], used: Map<string, number>): string {
  const text = JSON.stringify(key);
  const times = used.get(text) ?? 0;
  used.set(text, times + 1);
  const digest = createHash('sha256')
    .update(times === 0 ? text : `${text} ${times}`)
    .digest('hex');
  return digest.slice(0, 10);
}
