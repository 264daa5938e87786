/**
 * Procedures and the other sections of a page in, the procedures out with what those sections say of them: the
 * command under "Generating …", the impact in an inventory of secrets, a verification that names the same files.
 * Only what clearly belongs is moved; every note keeps the lines it stands on.
 */
import type { Note, Procedure, Step } from '../model.ts';
import type { Block, Item, Prose } from './blocks.ts';
import { facetOf } from './facets.ts';
import { familiesIn } from './families.ts';
import { canonicalName, namesIn } from './names.ts';
import type { Section } from './sections.ts';
import type { Fact } from './steps.ts';
import { apartFromLead, factsOf, readContent, shorten, stepOf } from './steps.ts';
import { headingTargets } from './targets.ts';
import { withFacts } from './procedures.ts';

/** Pages beyond this are no runbooks; their sections stand for themselves. */
const MAX_PAIRS = 20_000;

/** Adds what other sections of the page say to the procedures it belongs to. */
export function contribute(procedures: readonly Procedure[], others: readonly Section[]): readonly Procedure[] {
  if (procedures.length * others.length > MAX_PAIRS) return procedures;
  return others.reduce(
    (all, section) => ADDERS.reduce((sofar, add) => add(sofar, section), all),
    procedures,
  );
}

const ADDERS = [addGeneration, addVerification, addRollback, addBullets, addDemands, addTableRows];

/** A way back that stands beside procedures is theirs where they have none of their own. */
function addRollback(procedures: readonly Procedure[], section: Section): readonly Procedure[] {
  if (facetOf(section.heading.text) !== 'rollback') return procedures;
  const { facts } = readContent([section, ...section.children].flatMap(({ blocks }) => blocks), 'rollback', false);
  const isBeside = ({ parents, rollback }: Procedure): boolean =>
    rollback.length === 0 && section.parents.every((parent, at) => parents[at] === parent);
  return procedures.map((procedure) => (isBeside(procedure) ? withFacts(procedure, facts) : procedure));
}

function addGeneration(procedures: readonly Procedure[], section: Section): readonly Procedure[] {
  const code = section.blocks.filter((block) => block.kind === 'fence');
  const title = section.heading.text;
  if (code.length === 0 || !/generat|creat|erzeug|génér/i.test(title)) return procedures;
  const families = familiesIn(title);
  const snippets = code.map(({ language, text, lines }) =>
    language === '' ? { text, line: lines[0] } : { language, text, line: lines[0] },
  );
  const fill = (step: Step): Step =>
    step.phase === 'generate' && step.code.length === 0 ? { ...step, code: snippets } : step;
  return procedures.map((procedure) => {
    const mine = new Set(procedure.targets.filter(isHeading).flatMap(({ raw }) => [raw, ...familiesIn(raw)]));
    const refers = procedure.steps.some((step) => /\((?:see|as) |\babove\b|\bbelow\b/i.test(step.text));
    const shared = [...families].some((family) => mine.has(family));
    return shared || (families.size === 0 && refers) ? { ...procedure, steps: procedure.steps.map(fill) } : procedure;
  });
}

function isHeading(target: { readonly where: string }): boolean {
  return target.where === 'heading';
}

/** A verification section belongs where the same files or commands are spoken of, or where its heading says so. */
function addVerification(procedures: readonly Procedure[], section: Section): readonly Procedure[] {
  if (facetOf(section.heading.text) !== 'verification') return procedures;
  const { facts } = readContent(section.blocks, 'verification', false);
  const named = new Set(headingTargets(section.heading).map((target) => target.raw));
  const references = [...new Set(section.blocks.flatMap(referencesIn))];
  const byHand = commandsByHand(section.blocks);
  if (byHand.length * procedures.length > MAX_PAIRS) return procedures;
  return procedures.map((procedure) => {
    const same = procedure.targets.some((target) => isHeading(target) && named.has(target.raw));
    const commands = commandsOf(procedure).join('\n');
    if (!same && !references.some((path) => commands.includes(path))) return procedure;
    return withFacts({ ...procedure, steps: procedure.steps.map((step) => withByHand(step, byHand)) }, facts);
  });
}

/** "By hand:" and the block of commands below it. */
function commandsByHand(blocks: readonly Block[]): readonly Step[] {
  return blocks.flatMap((block, at) => {
    const above = blocks[at - 1];
    if (block.kind !== 'fence' || above?.kind !== 'paragraph' || !above.text.endsWith(':')) return [];
    const [words, lead] = apartFromLead(above.text);
    const { language, text, lines } = block;
    const code = [language === '' ? { text, line: lines[0] } : { language, text, line: lines[0] }];
    return [{ text: shorten(lead || words), phase: 'verify', lines: [above.lines[0], lines[1]], code, children: [] }];
  });
}

/** Another way to run a check stands below the step that runs it. */
function withByHand(step: Step, byHand: readonly Step[]): Step {
  const own = step.code.map(({ text }) => text);
  const fits = ({ code }: Step): boolean =>
    code.some(({ text }) => !own.includes(text) && filesIn(text).some((file) => own.some((each) => each.includes(file))));
  return { ...step, children: [...step.children, ...byHand.filter(fits).map((each) => ({ ...each, phase: step.phase }))] };
}

/** File names in code: long enough to be no accident. */
function referencesIn(block: Block): readonly string[] {
  const texts = block.kind === 'fence' ? [block.text] : block.kind === 'paragraph' ? codeIn(block) : [];
  return texts.flatMap(filesIn);
}

function filesIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => /^[\w./-]{8,200}$/.test(word) && /[./]/.test(word));
}

function codeIn(prose: Prose): readonly string[] {
  return prose.spans.filter((span) => span.style === 'code').map((span) => span.text);
}

function commandsOf(procedure: Procedure): readonly string[] {
  return procedure.steps.flatMap((step) => [step.text, ...step.code.map((code) => code.text)]);
}

/** "- `JWT_SECRET`: impact: …" in an inventory says it of the procedures for that name. */
function addBullets(procedures: readonly Procedure[], section: Section): readonly Procedure[] {
  const items = section.blocks.flatMap((block): readonly Item[] => (block.kind === 'list' ? block.items : []));
  const entries = items.map((item) => {
    const first = item.blocks[0];
    return { names: first?.kind === 'paragraph' ? openingNames(first) : [], facts: factsOf(item) };
  });
  return addEntries(procedures, entries);
}

/** "- `JWT_SECRET`: at least 32 characters" in an inventory is to be seen to where the value is made. */
function addDemands(procedures: readonly Procedure[], section: Section): readonly Procedure[] {
  const items = section.blocks.flatMap((block): readonly Item[] => (block.kind === 'list' ? block.items : []));
  const entries = items.flatMap(({ blocks }) => {
    const [first, ...more] = blocks;
    const names = first?.kind === 'paragraph' ? openingNames(first).map(canonicalName) : [];
    const below = more.flatMap((block): readonly Item[] => (block.kind === 'list' ? block.items : []));
    const demands = below.map((item) => stepOf(item, MOST_DEEP)).filter(({ text }) => STRENGTH.test(text));
    return names.length === 0 || demands.length === 0 ? [] : [{ names, demands }];
  });
  if (entries.length === 0 || entries.length * procedures.length > MAX_PAIRS) return procedures;
  return procedures.map((procedure) => {
    const own = new Set(procedure.targets.filter(({ where }) => where !== 'prose').map(({ raw }) => canonicalName(raw)));
    const demands = entries.filter(({ names }) => names.some((name) => own.has(name))).flatMap((entry) => entry.demands);
    const makes = procedure.steps.find(({ phase }) => phase === 'generate');
    const children = demands.map((demand) => ({ ...demand, phase: 'generate' }) as const);
    const fill = (step: Step): Step => (step === makes ? { ...step, children: [...step.children, ...children] } : step);
    return demands.length === 0 ? procedure : { ...procedure, steps: procedure.steps.map(fill) };
  });
}

const STRENGTH = /(?:at least|minimum(?: of)?|no less than|≥)\s*\d{2,4}\s*(?:random )?(?:characters|chars|bytes|bits)\b|\bentropy\b/i;
/** What is nested in a demand is shown by the runbook itself. */
const MOST_DEEP = 4;

/** The same from a table: the first column names, a column's head says what the cells are. */
function addTableRows(procedures: readonly Procedure[], section: Section): readonly Procedure[] {
  const tables = section.blocks.filter((block) => block.kind === 'table');
  const entries = tables.flatMap(({ rows: [head, ...rows] }) => {
    const facets = (head ?? []).map((cell) => facetOf(cell.text));
    return rows.map((cells): Entry => ({
      names: namesIn(cells[0]?.text ?? '', true),
      href: cells.flatMap((cell) => cell.spans).find((span) => span.href?.startsWith('#'))?.href,
      section: SECTION.exec(cells.map((cell) => cell.text).join(' '))?.[1],
      line: cells[0]?.lines[0],
      facts: cells.flatMap((cell, at): readonly Fact[] => {
        const facet = facets[at];
        return facet && cell.text !== '' ? [{ facet, note: note(cell) }] : [];
      }),
    }));
  });
  return addEntries(procedures, entries);
}

interface Entry {
  readonly names: readonly string[];
  readonly facts: readonly Fact[];
  /** An anchor of the page that the row points to. */
  readonly href?: string | undefined;
  /** The number of a section that the row points to: "see § 9". */
  readonly section?: string | undefined;
  readonly line?: number | undefined;
}

function addEntries(procedures: readonly Procedure[], entries: readonly Entry[]): readonly Procedure[] {
  const useful = entries.filter(
    ({ names, facts, href, section }) => names.length > 0 && (facts.length > 0 || href || section),
  );
  if (useful.length === 0 || useful.length * procedures.length > MAX_PAIRS) return procedures;
  return procedures.map((procedure) => {
    const named = procedure.targets.filter(({ where }) => where !== 'prose');
    const own = new Set(named.map(({ raw }) => canonicalName(raw)));
    const number = NUMBER.exec(procedure.heading)?.[1];
    return useful.reduce((sofar, { names, facts, href, section, line }) => {
      const pointed = href === `#${procedure.anchor}` || (section !== undefined && section === number);
      const shared = pointed || names.some((name) => own.has(canonicalName(name)));
      const filled = shared ? withFacts(sofar, facts) : sofar;
      if (!pointed) return filled;
      const added = names.map((raw) => ({ raw, kind: 'name', where: 'table', line: line ?? 1 }) as const);
      return { ...filled, targets: [...filled.targets, ...added] };
    }, procedure);
  });
}

const SECTION = /(?:§|\bsection)\s*(\d{1,2}(?:\.\d{1,2}){0,2})\b/i;
const NUMBER = /^\s{0,8}§?\s{0,8}(\d{1,2}(?:\.\d{1,2}){0,2})[.):\s]/;

function openingNames(prose: Prose): readonly string[] {
  const first = prose.spans[0];
  return first ? namesIn(first.text, first.style !== 'plain') : [];
}

function note(prose: Prose): Note {
  return { text: prose.text, lines: prose.lines, isWork: true };
}
