/** Links to sections that have a secret's name in, the sections for leaks beside them out, which name no secret themselves. */
import type { Link, Procedure, Runbook } from '../model.ts';
import { isOfSome } from './general.ts';

/** A section for leaks that names nothing is, on a page about one thing, for what the section beside it names. */
export function besideThem(links: readonly Link[], runbooks: readonly Runbook[]): readonly Link[] {
  const named = links.flatMap(({ procedure, score }) => (score >= NAMED && procedure.mode !== 'leak' ? procedure : []));
  const linked = new Set(links.map(({ procedure }) => procedure));
  const isBeside = ({ runbook, parents }: Procedure): boolean =>
    named.some((other) => other.runbook === runbook && other.parents.length > 0 && other.parents.join('\n') === parents.join('\n'));
  return runbooks
    .flatMap(({ procedures }) => procedures)
    .filter((procedure) => procedure.mode === 'leak' && !linked.has(procedure) && !isOfSome(procedure) && isBeside(procedure))
    .map((procedure) => ({ procedure, score: 40, reason: 'a leak section beside the one that names it' }));
}

/** The least score of a section that says the name. */
const NAMED = 75;
