/** All runbooks in, what is wrong between them out: dead links from page to page, procedures that stand twice, pages without any. */
import type { Lint, Procedure, Runbook } from '../model.ts';
import { lint } from './lint.ts';

/** @param tracked paths of the repository; undefined: nothing is known of other pages */
export function lintTogether(runbooks: readonly Runbook[], tracked: readonly string[] | undefined): readonly Lint[] {
  return [...deadLinks(runbooks, tracked), ...copies(runbooks), ...withoutProcedures(runbooks)];
}

function deadLinks(runbooks: readonly Runbook[], tracked: readonly string[] | undefined): readonly Lint[] {
  if (tracked === undefined) return [];
  const paths = new Set([...tracked, ...runbooks.map(({ path }) => path)]);
  const anchors = new Map(runbooks.map((runbook) => [runbook.path, new Set(runbook.anchors)]));
  return runbooks.flatMap((runbook) =>
    runbook.pointers.flatMap(({ path, anchor, lines }) => {
      const say = (text: string): readonly Lint[] => [lint(runbook, 'stale-anchor', text, lines)];
      if (!paths.has(path)) return say(`the link to ${path} leads to no file of this version`);
      const known = anchors.get(path);
      const isThere = anchor === '' || known === undefined || known.has(anchor) || known.has(anchor.toLowerCase());
      return isThere ? [] : say(`the link to ${path}#${anchor} leads to no heading of that page`);
    }),
  );
}

/** Two pages with the same procedure go apart with the first change to one of them. */
function copies(runbooks: readonly Runbook[]): readonly Lint[] {
  const first = new Map<string, Procedure>();
  return runbooks.flatMap((runbook) =>
    runbook.procedures.flatMap((procedure) => {
      const words = wordsOf(procedure);
      const known = first.get(words);
      if (known === undefined) first.set(words, procedure);
      if (known === undefined || known.runbook === runbook.path || procedure.steps.length < 2) return [];
      const text = `"${procedure.heading}" is a copy of ${known.runbook}:${known.lines[0]}: keep one, and link to it`;
      return [lint(runbook, 'copied', text, [procedure.lines[0], procedure.lines[0]])];
    }),
  );
}

/** So many pages are named. */
const FEW = 3;

/** Named pages to which nothing is linked; of those that a glob brings in, the first stands for all. */
function withoutProcedures(runbooks: readonly Runbook[]): readonly Lint[] {
  const idle = runbooks.filter(({ procedures, exempt, pointers }) => procedures.length + exempt.length + pointers.length === 0);
  const [first, ...others] = idle;
  if (first === undefined) return [];
  const named = others.slice(0, FEW).map(({ path }) => path).join(', ');
  const too = others.length === 0 ? '' : `; nor to ${named}${others.length > FEW ? ', …' : ''}`;
  return [lint(first, 'no-procedure', `no section replaces a secret or speaks of a leak, so nothing is linked to this page${too}`, [1, 1])];
}

function wordsOf({ heading, steps }: Procedure): string {
  const texts = [heading, ...steps.flatMap(({ text, code }) => [text, ...code.map((each) => each.text)])];
  return texts.map((text) => text.toLowerCase().replace(/\s+/g, ' ')).join('\n');
}
