/** The to-do in its formats: to standard output, or into a file in which people may have ticked and written. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import { createMasker, valuesIn } from '../../report/mask.ts';
import { isTodo, mergeTodo, signed, workedOn } from '../../report/todo-merge.ts';
import { isListed, renderTodo, type TodoOptions } from '../../report/todo.ts';
import { standing } from '../../report/standing.ts';
import { taskMarker } from '../../report/todo-boxes.ts';
import { usesOf } from '../../plan/tasks.ts';
import type { Context } from '../context.ts';
import type { LinkBase } from '../../report/markdown-text.ts';
import type { Judged, Ledger, Plan, Report } from '../../model.ts';

export const TODO_FORMATS = ['markdown', 'github', 'json', 'csv'] as const;
export type TodoFormat = (typeof TODO_FORMATS)[number];

export interface TodoTarget {
  readonly format: TodoFormat;
  /** Absent: stdout. */
  readonly file?: string;
}

/** Refuses, before anything is read, to write over a file that is no to-do. */
export function checkTargets(targets: readonly TodoTarget[], cwd: string): void {
  for (const { format, file } of targets) {
    if (file === undefined || (format !== 'markdown' && format !== 'github')) continue;
    const old = oldText(resolve(cwd, file));
    if (old !== undefined && old.trim() !== '' && !isTodo(old))
      throw new UsageError(`--format ${format}=${shownPath(file)}: there is a file that is no to-do of burnlist; choose another name`);
  }
}

export interface TodoParts {
  readonly report: Report;
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly base: LinkBase;
  /** What was asked for; absent: everything. */
  readonly only?: readonly Judged[];
}

export async function renderTodoAs(
  { format, file }: TodoTarget,
  { report, plan, ledger, base, only }: TodoParts,
  context: Context,
): Promise<string> {
  const isMerged = file !== undefined && (format === 'markdown' || format === 'github');
  const old = isMerged ? oldText(resolve(context.cwd, file)) : undefined;
  const touched = old !== undefined && isTodo(old) ? workedOn(old) : new Set<string>();
  const options: TodoOptions = {
    mask: createMasker(valuesIn(report)),
    repository: report.repositories.map(({ name }) => name).join(', ') || 'these files',
    coverageComplete: report.coverage.complete,
    isWhole: ({ id }) => only !== undefined || touched.has(id),
  };
  if (format === 'json') return (await import('../../report/todo-json.ts')).renderTodoJson(plan, options);
  if (format === 'csv') return (await import('../../report/todo-csv.ts')).renderTodoCsv(plan, options);
  const fresh =
    format === 'markdown'
      ? renderTodo(plan, options)
      : (await import('../../report/todo-issue.ts')).renderTodoIssue(plan, { ...options, base });
  if (old === undefined || !isTodo(old)) return signed(fresh);
  const others = only === undefined ? [] : report.secrets.filter((secret) => !only.includes(secret));
  // they would be taken for what is no longer found
  if (others.flatMap(usesOf).some(({ taskId }) => old.includes(taskMarker(taskId))))
    throw new UsageError(`--format ${format}=${shownPath(file ?? '')}: it has tasks of other secrets; with --only choose another name`);
  const asked = new Set(plan.tasks.map(({ id }) => id));
  const joined = joinedTasks(report, plan);
  const idle = [...joined.keys()].filter((id) => !touched.has(id));
  const listed = new Set([...plan.tasks.filter((task) => isListed(task, options)).map(({ id }) => id), ...idle]);
  const closed = new Map([...joined, ...closedTasks(report, ledger)]);
  const returned = new Map(report.secrets.flatMap(({ id, was, reasons }) => (was === undefined ? [] : [[id, reasons[0] ?? ''] as const])));
  return mergeTodo(fresh, old, { asOf: report.asOf, closed, returned, asked, listed, mask: options.mask });
}

/** Tasks of their own in a file of before, which are a part of another one now. */
function joinedTasks({ secrets }: Report, { tasks }: Plan): ReadonlyMap<string, string> {
  const joined = tasks.filter(({ areSecrets }) => areSecrets);
  return new Map(
    joined.flatMap(({ name, versions }) => {
      const others = secrets.filter(({ id }) => versions.includes(id));
      return others.flatMap(usesOf).map(({ taskId }) => [taskId, `goes with ${name}`] as const);
    }),
  );
}

/** What the ledger says of tasks that are no longer asked for: "rotated on 2026-11-22: …". */
function closedTasks({ secrets }: Report, ledger: Ledger): ReadonlyMap<string, string> {
  return new Map(
    secrets.flatMap((secret) => {
      if (!ledger.some(({ id, status }) => id === secret.id && status === secret.status)) return [];
      return usesOf(secret).map(({ taskId }) => [taskId, standing(secret, ledger)] as const);
    }),
  );
}

function oldText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    const text = bytes.toString('utf8');
    // what cannot be read whole cannot be written whole
    if (!Buffer.from(text).equals(bytes)) throw new UsageError(`${shownPath(path)}: not UTF-8; save it so, and nothing is lost`);
    return text;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${shownPath(path)}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}
