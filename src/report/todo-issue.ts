/**
 * A plan in, the body of one issue on GitHub out: the same list with links that work there, within what it takes. Of a
 * longer one whole tasks are kept, from the first.
 */
import type { Plan } from '../model.ts';
import { counted } from './numbers.ts';
import { signed } from './todo-merge.ts';
import { renderTodo, type TodoOptions } from './todo.ts';

/** GitHub refuses a body of more characters. */
const MOST = 65_536;
/** For what says that it was cut. */
const LAST_WORDS = 200;

/** The issue's body; `base` is the address below which the repository's files are read, when that is known. */
export function renderTodoIssue(plan: Plan, options: TodoOptions): string {
  const body = renderTodo(plan, options);
  if (signed(body).length <= MOST) return body;
  const parts = body.split(/(?=^## )/m);
  let kept = '';
  for (const part of parts) {
    if (signed(kept + part).length > MOST - LAST_WORDS) break;
    kept += part;
  }
  const tasksIn = (text: string): number => text.match(/^## \d+\. /gm)?.length ?? 0;
  const where = `after ${tasksIn(kept)} of ${counted(tasksIn(body), 'task')}`;
  return `${kept}*Cut here, ${where}: an issue takes 65,536 characters. The rest:* \`burnlist todo\`\n`;
}
