/** All runbooks in, what is wrong between them out: links to pages that lead nowhere, procedures that stand twice. */
import type { Lint, Procedure, Runbook } from '../model.ts';
import { lint } from './lint.ts';

/** @param tracked paths of the repository; undefined: nothing is known of other pages */
export function lintTogether(runbooks: readonly Runbook[], tracked: readonly string[] | undefined): readonly Lint[] {
  return [...deadLinks(runbooks, tracked), ...copies(runbooks)];
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

function wordsOf({ heading, steps }: Procedure): string {
  const texts = [heading, ...steps.flatMap(({ text, code }) => [text, ...code.map((each) => each.text)])];
  return texts.map((text) => text.toLowerCase().replace(/\s+/g, ' ')).join('\n');
}
