/** What is to be typed for the to-do of a report, as it runs from where its own command was run: same repository, same runbooks. */
import { quoted } from '../../plan/procedure-files.ts';
import type { Target } from './output.ts';

interface Asked {
  /** How the person calls this program. */
  readonly program: string;
  readonly paths: readonly string[];
  readonly runbooks: readonly string[];
  /** Where its own reports go. */
  readonly wanted: readonly Target[];
}

const TO_DO = '--format markdown=ROTATION.md';

/** Of an audit: the to-do audits the repository afresh. */
export function afterAudit({ program, paths, runbooks }: Omit<Asked, 'wanted'>): string {
  return [program, 'todo', ...paths.map(quoted), ...named(runbooks), TO_DO].join(' ');
}

/** Of a sweep, which is of more than one repository: the to-do is made of its report, for which it has to run once more. */
export function afterSweep({ program, paths, runbooks, wanted, asked }: Asked & { readonly asked: readonly string[] }): string {
  const file = wanted.find(({ format, file: to }) => format === 'json' && to !== undefined)?.file;
  const todo = [program, 'todo', quoted(file ?? SAVED), ...named(runbooks), TO_DO].join(' ');
  if (file !== undefined) return todo;
  const again = [program, 'sweep', ...paths.map(quoted), ...asked.map(quoted), `--format json=${SAVED}`].join(' ');
  return `${again}; ${todo}`;
}

const SAVED = 'sweep.json';

function named(runbooks: readonly string[]): readonly string[] {
  return runbooks.map((path) => `--runbook ${quoted(path)}`);
}
