/** A plan in, the body of one issue on GitHub out: the same list with links that work there, within what it takes. */
import type { Plan } from '../model.ts';
import { renderTodo, type TodoOptions } from './todo.ts';

/** GitHub refuses a body of more characters. */
const MOST = 65_536;
const CUT = '\n\n*Cut here: an issue takes 65,536 characters. The rest:* `burnlist todo`\n';

/** The issue's body; `base` is the address below which the repository's files are read, when that is known. */
export function renderTodoIssue(plan: Plan, options: TodoOptions): string {
  const body = renderTodo(plan, options);
  if (body.length <= MOST) return body;
  const kept = body.slice(0, MOST - CUT.length);
  return kept.slice(0, kept.lastIndexOf('\n')) + CUT;
}
