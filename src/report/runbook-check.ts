/** What a look at the runbooks found in, the page for people out. */
import { groupBy } from '../group-by.ts';
import type { Lint, Plan, Task } from '../model.ts';
import { cutFront, padded, widest, wrapped } from './columns.ts';
import { counted } from './numbers.ts';
import { styleOf, type TextOptions } from './style.ts';

export interface CheckPage {
  readonly plan: Plan;
  readonly lint: readonly Lint[];
  readonly missing: readonly Task[];
  /** Takes values out of a text and makes it safe to print. */
  readonly clean: (text: string) => string;
}

const WIDEST = 32;

export function runbookCheckText({ plan, lint, missing, clean }: CheckPage, options: TextOptions): string {
  const style = styleOf(options);
  const names = widest(
    plan.tasks.map(({ name }) => clean(name)),
    WIDEST,
  );
  const rows = namesOf(plan.tasks).flatMap(({ name: shown, tasks }) =>
    distinct(tasks.flatMap((task) => taskRows(task, lint, clean)))
      .flatMap(({ text, isGap }) => wrapped(text, style.fits - names - 4, '  ').map((line) => ({ line, isGap })))
      .map(({ line, isGap }, at) => {
        const name = at === 0 ? cutFront(clean(shown), WIDEST) : '';
        return `  ${padded(name, names)}  ${isGap ? style.bad(line) : line}`;
      }),
  );
  const problems = lint.flatMap((each) => {
    const text = `${clean(each.path)}:${each.lines[0]}  ${clean(each.text)}${each.isDangerous ? '  (dangerous)' : ''}`;
    return wrapped(text, style.fits - 2, '  ').map((line) => `  ${each.isDangerous ? style.bad(line) : line}`);
  });
  const blocks = [
    wrapped(firstLine(plan, clean), style.fits, '  '),
    rows.length === 0 ? ['  no secret was found that a runbook would be needed for'] : rows,
    problems.length === 0 ? [] : ['To mend:', ...problems],
    [lastLine(plan, lint, missing)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function firstLine({ runbooks }: Plan, clean: (text: string) => string): string {
  if (runbooks.length === 0) return 'No runbook was found: name one with --runbook FILE.';
  return `${counted(runbooks.length, 'runbook')}: ${runbooks.map(({ path }) => clean(path)).join(', ')}`;
}

/** A name is one line whatever number of values it had. */
function namesOf(tasks: readonly Task[]): readonly { readonly name: string; readonly tasks: readonly Task[] }[] {
  return [...groupBy(tasks, ({ name }) => name)].map(([name, same]) => ({ name, tasks: same }));
}

function distinct(rows: readonly RowText[]): readonly RowText[] {
  return [...new Map(rows.map((row) => [row.text, row])).values()];
}

interface RowText {
  readonly text: string;
  readonly isGap?: true;
}

function taskRows(
  { links, chosen, ofKey, missing, kind, warnings }: Task,
  lint: readonly Lint[],
  clean: (text: string) => string,
): readonly RowText[] {
  // what is wrong with the page is said once, of the page
  const others = warnings.filter(({ files = [] }) => !lint.some(({ text }) => files.includes(text)));
  const said = others.map(({ text, files = [], sources: [source] }) => {
    const words = [text, files.map(clean).join(', ')].join(' ').trim();
    return { text: `! ${words}${source === undefined ? '' : ` (${clean(source.path)}:${source.lines[0]})`}` };
  });
  if (links.length === 0)
    return [{ text: `NO SECTION (${kind}): burnlist runbook init drafts one`, isGap: true }, ...said];
  const used = links.filter(({ procedure }) => chosen.includes(procedure) || ofKey.includes(procedure));
  const rows = used.map(({ procedure, score, reason }) => {
    const place = `${clean(procedure.runbook)}#${clean(procedure.anchor)}`;
    const use = ofKey.includes(procedure) ? 'its key: ' : procedure.mode === 'leak' ? 'leak: ' : '';
    return { text: `${use}${place}  ${score}  ${clean(reason)}` };
  });
  return [...rows, ...(missing.length === 0 ? [] : [{ text: `lacks: ${missing.join(', ')}` }]), ...said];
}

function lastLine({ tasks }: Plan, lint: readonly Lint[], missing: readonly Task[]): string {
  const open = namesOf(missing);
  const settled = namesOf(tasks.filter(({ links }) => links.length === 0)).filter(
    ({ name }) => !open.some((each) => each.name === name),
  );
  const beside = settled.length > 0 ? `, and ${settled.length} known, settled or in no branch` : '';
  const dangerous = lint.filter(({ isDangerous }) => isDangerous).length;
  return [
    counted(namesOf(tasks).length, 'name'),
    `${open.length} compromised without a section${beside}`,
    `${lint.length} to mend${dangerous > 0 ? `, ${dangerous} dangerous` : ''}`,
  ].join(' · ');
}
