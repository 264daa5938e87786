/**
 * Tables whose rows are procedures in, one procedure a row out: the first cell names the secrets, the cell under "How" or
 * "Procedure" says what to do, clause by clause. Rows that only point on are no procedures.
 */
import type { Procedure, Step, Target } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { LEAK } from './facets.ts';
import { familiesIn, isBroad, isProvider } from './families.ts';
import { SECRETS } from './general.ts';
import { isGlob, namesIn } from './names.ts';
import { phaseOf } from './phases.ts';
import type { PageContext } from './procedures.ts';
import type { Section } from './sections.ts';
import { shorten } from './steps.ts';

const HOW = /^(?:(?:how|come|wie|comment|cómo|como)\b|(?:rotation )?(?:procedure|steps?|action)|rotation$|rotate$|regenerate|revoke|replace|vorgehen|procédure|procedura|procedimiento|手順)/i;
/** "§ 9", a link: what to do stands elsewhere. */
const POINTS = /§|\b(?:see|siehe|voir|véase|vedi|veja|zie|zob\.)/i;
const MOST = 200;

export function proceduresInRows(sections: readonly Section[], page: PageContext): readonly Procedure[] {
  const found: Procedure[] = [];
  const open = sections.toReversed();
  for (let section = open.pop(); section !== undefined && found.length < MOST; section = open.pop()) {
    open.push(...section.children.toReversed());
    for (const block of section.blocks) if (block.kind === 'table') found.push(...rowsOf(block, section, page));
  }
  return found.slice(0, MOST);
}

function rowsOf({ rows }: Extract<Block, { kind: 'table' }>, section: Section, page: PageContext): readonly Procedure[] {
  const [head = [], ...body] = rows;
  const at = head.findIndex(({ text }, index) => index > 0 && HOW.test(text));
  if (at < 0) return [];
  return body.flatMap((cells) => {
    const [first, how] = [cells[0], cells[at]];
    if (first === undefined || how === undefined || POINTS.test(how.text)) return [];
    const named = targetsIn(first, 'table');
    const own = named.length > 0 ? named : kindsIn(first, page);
    const targets = [...own, ...targetsIn(how, 'prose')];
    const steps = stepsIn(how);
    const isWork = steps.some(({ phase }) => phase !== 'other');
    return own.length === 0 || !isWork ? [] : [procedureOf(section, targets, steps, first, page)];
  });
}

/** "Database password" in front of a row of a page about rotation; "password" alone may be anybody's. */
function kindsIn({ text, lines: [line] }: Prose, { isAboutRotation }: PageContext): readonly Target[] {
  if (!isAboutRotation || !SECRETS.test(text)) return [];
  const kinds = [...familiesIn(text)].filter((family) => !isBroad(family));
  return kinds.map((raw) => ({ raw, kind: isProvider(raw) ? 'provider' : 'family', where: 'table', line }));
}

function targetsIn({ spans, lines: [line] }: Prose, where: Target['where']): readonly Target[] {
  const names: string[] = [];
  for (const { text, style } of spans) names.push(...namesIn(text, style !== 'plain', names.at(-1)));
  return names.map((raw) => ({ raw, kind: isGlob(raw) ? 'glob' : 'name', where, line }));
}

/** Clauses of a cell; what stands in brackets stays together. */
function stepsIn({ text, lines }: Prose): readonly Step[] {
  const clauses = text.split(/;\s{1,8}|(?<=[.!?])\s{1,8}|\s{1,8}(?:→|->)\s{1,8}|,\s{1,8}(?:and\s{1,8}|then\s{1,8})?(?![^()]{0,200}\))/);
  return clauses
    .map((clause) => shorten(clause.trim().replace(/[.,;]$/, '')))
    .filter((clause) => clause !== '')
    .map((clause) => ({ text: clause, phase: phaseOf(clause), lines, code: [], children: [] }));
}

function procedureOf(
  { heading, anchor, parents }: Section,
  targets: readonly Target[],
  steps: readonly Step[],
  { lines }: Prose,
  { path, owner }: PageContext,
): Procedure {
  return {
    runbook: path,
    heading: heading.text,
    anchor,
    lines,
    parents,
    mode: LEAK.test([heading.text, ...parents].join(' ')) ? 'leak' : 'planned',
    targets,
    steps,
    impact: [],
    verification: [],
    cleanup: [],
    audit: [],
    rollback: [],
    ...(owner === undefined ? {} : { owner }),
  };
}
