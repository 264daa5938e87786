/**
 * A plan for everything that was found in, what a look at the runbooks should say out: which section each name would
 * get, what that section lacks, and what in it would do harm.
 */
import type { Lint, Plan, Procedure, Secret, Task } from '../model.ts';
import { keepsOld } from './leak-path.ts';

export interface RunbookCheck {
  readonly plan: Plan;
  /** Everything wrong with the pages, dangerous or not, in the order of pages and lines. */
  readonly lint: readonly Lint[];
  /** Compromised names without a section. */
  readonly missing: readonly Task[];
}

export interface PagesSeen {
  /** Of the pages by themselves. */
  readonly lint: readonly Lint[];
  /** Secrets in them. */
  readonly held: readonly Secret[];
  /** Ids of what is to be rotated today, of all that the plan has sections for. */
  readonly burnt: ReadonlySet<string>;
}

export function checkRunbooks(plan: Plan, { lint, held, burnt }: PagesSeen): RunbookCheck {
  const all = [...lint, ...overlaps(plan.tasks), ...inPages(plan, held)];
  const keyOf = ({ path, rule, lines, text }: Lint): string => [path, rule, lines[0], text].join(' ');
  const distinct = [...new Map(all.map((each) => [keyOf(each), each])).values()];
  const missing = plan.tasks.filter(
    ({ links, secret: { id, status } }) => links.length === 0 && burnt.has(id) && (status === 'open' || status === 'still-current'),
  );
  return { plan, lint: distinct.sort(byPlace), missing };
}

/** Planned work that keeps a signing key alive, and no section that says what a leak changes: each step once, for all its names. */
function overlaps(tasks: readonly Task[]): readonly Lint[] {
  const kept = new Map<string, { readonly procedure: Procedure; readonly lines: Lint['lines']; readonly names: Set<string> }>();
  for (const { rotation, chosen, ofKey, name } of tasks) {
    const sections = [...chosen, ...ofKey];
    if (rotation.overlap !== 'never' || sections.some(({ mode }) => mode === 'leak')) continue;
    for (const procedure of sections) {
      for (const { lines } of procedure.steps.filter(keepsOld)) {
        const key = `${procedure.runbook} ${lines[0]}`;
        const known = kept.get(key) ?? { procedure, lines, names: new Set() };
        known.names.add(name);
        kept.set(key, known);
      }
    }
  }
  return [...kept.values()].map(({ procedure: { heading, runbook }, lines, names }): Lint => {
    const text = `"${heading}" keeps the old ${[...names].join(', ')} valid, and no section says that a leak allows no overlap`;
    return { rule: 'unsafe-overlap', text, lines, path: runbook, isDangerous: true };
  });
}

/** Secrets that stand in a runbook itself, each place once whatever it is used for; a page is full of words that look like one. */
function inPages({ runbooks }: Plan, held: readonly Secret[]): readonly Lint[] {
  const pages = new Set(runbooks.map(({ path }) => path));
  return held.flatMap(({ occurrences, names, rule }) =>
    occurrences
      .filter(({ path }) => pages.has(path))
      .map(({ path, position, name = names[0]?.name ?? rule.name, confidence, evidence }): Lint => {
        // that it stands in documentation, which lowers confidence, is just what is wrong with it
        const isSure = confidence === 'high' || evidence.strength === 'random' || evidence.checksum === true;
        const text = `${isSure ? 'a secret' : 'what may be a secret'} stands here (${name}): a runbook is in history as well`;
        const lines = [position.line, position.endLine] as const;
        return { rule: 'secret-in-fence', text, lines, path, isDangerous: isSure };
      }),
  );
}

function byPlace(a: Lint, b: Lint): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.lines[0] - b.lines[0];
}
