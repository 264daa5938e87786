/**
 * Tables whose rows are procedures in, one procedure a row out: the first cell names the secrets, the cell under "How" or
 * "Procedure" says what to do, clause by clause. Rows that only point on are no procedures.
 */
import type { Procedure, Step, Target } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { isWay, stepsInClauses } from './clauses.ts';
import { LEAK } from './facets.ts';
import { familiesIn, isBroad, isProvider } from './families.ts';
import { SECRETS } from './general.ts';
import { isGlob, namesIn } from './names.ts';
import type { PageContext } from './procedures.ts';
import type { Section } from './sections.ts';

const HOW = /^(?:(?:how|come|wie|comment|cómo|como)\b|(?:rotation )?(?:procedure|steps?|action|method)|rotation$|rotate$|regenerate|revoke|replace|vorgehen|procédure|procedura|procedimiento|手順)/i;
/** Of a column that spells the names of what the first one describes. */
const NAMES = /\b(?:env(?:ironment)?|variables?|names?|keys?|settings?|ids?)\b/i;
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
    const spelled = cells.filter((_, index) => index > 0 && index !== at && NAMES.test(head[index]?.text ?? ''));
    const named = [first, ...spelled].map((cell) => namesOf(cell, 'table')).find(({ length }) => length > 0) ?? [];
    const own = named.length > 0 ? named : kindsIn(first, page);
    const targets = [...own, ...namesOf(how, 'prose')];
    const steps = stepsIn(how);
    const isWork = steps.some(({ phase }) => phase !== 'other') || isWay(how.text);
    return own.length === 0 || !isWork ? [] : [procedureOn(section, targets, steps, first, page)];
  });
}

/** "Database password" in front of a row of a page about rotation; "password" alone may be anybody's. */
export function kindsIn({ text, lines: [line] }: Prose, { isAboutRotation }: PageContext, above = ''): readonly Target[] {
  if (!isAboutRotation || !SECRETS.test(`${text} ${above}`)) return [];
  const kinds = [...familiesIn(text)].filter((family) => !isBroad(family));
  return kinds.map((raw) => ({ raw, kind: isProvider(raw) ? 'provider' : 'family', where: 'table', line }));
}

/** Names that it spells. */
export function namesOf({ spans, lines: [line] }: Prose, where: Target['where']): readonly Target[] {
  const names: string[] = [];
  for (const { text, style } of spans) names.push(...namesIn(text, style !== 'plain', names.at(-1)));
  return names.map((raw) => ({ raw, kind: isGlob(raw) ? 'glob' : 'name', where, line }));
}

/** A way through menus leads to where the new value is made. */
function stepsIn({ text, lines }: Prose): readonly Step[] {
  return stepsInClauses(text, lines).map((step) => (step.phase === 'other' && isWay(step.text) ? { ...step, phase: 'generate' } : step));
}

/** What a row or an entry says as a procedure of its section. */
export function procedureOn(
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
    isEntry: true,
    ...(owner === undefined ? {} : { owner }),
  };
}
