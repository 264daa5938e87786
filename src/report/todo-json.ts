/** A plan in, `burnlist/todo@1` out: tasks and boxes for programs. Holds no value, no length and no blob id. */
import type { Box, Cited, Lint, Plan, Procedure, Remembered, Task } from '../model.ts';
import { dueHours } from '../urgency.ts';
import { printableJson } from './printable.ts';
import { readableSince } from './when.ts';
import type { TodoOptions } from './todo.ts';

type Mask = (text: string) => string;

/** The to-do as JSON text, a function of its arguments. */
export function renderTodoJson(plan: Plan, { mask, repository, coverageComplete }: TodoOptions): string {
  const todo = {
    schema: 'burnlist/todo@1',
    asOf: plan.asOf,
    repository: mask(repository),
    complete: coverageComplete,
    tasks: plan.tasks.map((task) => taskJson(task, mask)),
    identifiers: plan.identifiers.map(({ group, secrets }) => ({
      group: mask(group),
      secrets: secrets.map(({ id }) => id),
    })),
    gaps: plan.gaps.map(({ name, kind }) => ({ name: mask(name), kind })),
    lint: plan.lint.map((lint) => lintJson(lint, mask)),
  };
  return `${printableJson(JSON.stringify(todo, null, 2))}\n`;
}

function taskJson(task: Task, mask: Mask): object {
  const { secret, rotation } = task;
  const said = task.chosen.flatMap(({ runbook, anchor, impact }) =>
    impact.map(({ text, lines }) => ({ text: mask(text), source: citedJson({ path: runbook, anchor, lines }, mask) })),
  );
  return {
    id: task.id,
    name: mask(task.name),
    also: task.also.map(mask),
    kind: task.kind,
    secret: secret.id,
    versions: task.versions,
    verdict: secret.verdict,
    status: secret.status,
    priority: secret.priority,
    path: 'leak',
    because: rotation.leak.because,
    dueHours: dueHours(task),
    exposed: {
      from: readableSince(secret.exposure) ?? null,
      published: secret.exposure.published !== undefined,
    },
    codeowners: task.codeowners.map(mask),
    before: task.before.map(mask),
    sameValue: task.sameValue.map(mask),
    runbook: task.chosen.map((procedure) => procedureJson(procedure, task, mask)),
    keyRunbook: task.ofKey.map((procedure) => procedureJson(procedure, task, mask)),
    remembered: task.remembered === undefined ? null : rememberedJson(task.remembered, mask),
    notTaken: task.links
      .filter(({ procedure }) => !task.chosen.includes(procedure) && !task.ofKey.includes(procedure))
      .map(({ procedure }) => procedureJson(procedure, task, mask)),
    impact: said.length > 0 ? said : [{ text: rotation.impact, source: null }],
    warnings: task.warnings.map(({ text, files, sources }) => ({
      text,
      files: (files ?? []).map(mask),
      sources: sources.map((source) => citedJson(source, mask)),
    })),
    boxes: task.boxes.map((box) => boxJson(box, mask)),
    missing: task.missing,
    sources: rotation.sources,
  };
}

function procedureJson(procedure: Procedure, { links }: Task, mask: Mask): object {
  const link = links.find((each) => each.procedure === procedure);
  return {
    path: mask(procedure.runbook),
    heading: mask(procedure.heading),
    anchor: mask(procedure.anchor),
    lines: procedure.lines,
    mode: procedure.mode,
    rollback: procedure.rollback.map(({ text, lines }) => ({ text: mask(text), lines })),
    owner: procedure.owner === undefined ? null : mask(procedure.owner),
    score: link?.score ?? null,
    reason: link === undefined ? null : mask(link.reason),
  };
}

function rememberedJson({ heading, ...cited }: Remembered, mask: Mask): object {
  return { ...citedJson(cited, mask), heading: mask(heading) };
}

function boxJson(box: Box, mask: Mask): object {
  return {
    id: box.id,
    phase: box.phase,
    text: box.source === undefined ? box.text : mask(box.text),
    files: (box.files ?? []).map(mask),
    inRunbook: box.source !== undefined,
    source: box.source === undefined ? null : citedJson(box.source, mask),
    change: box.change ?? null,
    reminders: box.reminders.map(({ text, source }) => ({ text: mask(text), source: citedJson(source, mask) })),
    code: box.code.map(({ language, text }) => ({ language: language ?? null, text: mask(text) })),
    boxes: box.children.map((child) => boxJson(child, mask)),
  };
}

function citedJson({ path, anchor, lines }: Cited, mask: Mask): object {
  return { path: mask(path), anchor: mask(anchor), lines };
}

function lintJson({ rule, text, path, lines, isDangerous }: Lint, mask: Mask): object {
  return { rule, text: mask(text), path: mask(path), lines, dangerous: isDangerous };
}
