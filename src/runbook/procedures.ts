/**
 * A section tree in, procedures out, with the sections left over. Subsections that are steps ("### 2. Deploy") or
 * facets ("### Impact") of the section above belong to it; every other subsection stands for itself.
 */
import type { Note, Procedure, Step, Target } from '../model.ts';
import type { Facet } from './facets.ts';
import { cadenceOf, facetOf, LEAK, NUMBERED, ROTATION, rotationCadence } from './facets.ts';
import { phaseOf } from './phases.ts';
import type { Section } from './sections.ts';
import { ownLines } from './sections.ts';
import type { Content, Fact } from './steps.ts';
import { readContent } from './steps.ts';
import { blockTargets, headingTargets } from './targets.ts';
import { sectionStep, stepsWithoutList, NO_STEPS } from './unlisted-steps.ts';

export interface Found {
  readonly procedures: readonly Procedure[];
  /** Sections that are no procedures, but may say something about one. */
  readonly others: readonly Section[];
}

export interface PageContext {
  readonly path: string;
  /** The page as a whole is about rotation or leaks. */
  readonly isAboutRotation: boolean;
  readonly owner?: string;
}

/** The procedures of a section and of everything below it. */
export function findProcedures(section: Section, page: PageContext): Found {
  const facet = facetOf(section.heading.text);
  const named = headingTargets(section.heading);
  // "Problem 1: JWT key not found" speaks of a kind of secret, and is about something else all the same
  if (facet === 'outside' && !named.some(isName)) return { procedures: [], others: [] };
  if (BESIDE.has(facet) && named.length === 0) return { procedures: [], others: [section] };
  const isProcedure = ROTATION.test(section.heading.text) || LEAK.test(section.heading.text) || facet === 'steps';
  const own = readContent(section.blocks, 'steps', isProcedure);
  const numbered = section.children.filter(isNumberedStep).length > 1;
  const phased = LEAK.test(section.heading.text) && section.children.filter(isPhase).length > 2;
  const roles = new Map(section.children.map((child) => [child, roleOf(child, numbered, phased)]));
  const isHost = own.steps.length > 0 || named.length > 0 || [...roles.values()].some(isStepRole);
  const absorbed = section.children.filter((child) => isHost && roles.get(child) !== 'own');
  const parts = [own, ...absorbed.map((child) => absorb(child, roles.get(child) ?? 'background', isProcedure))];
  const listed = parts.flatMap((part) => part.steps);
  const apart = section.children.filter((child) => !isHost || roles.get(child) === 'own');
  const isOfOne = isProcedure || named.some(({ kind }) => kind === 'name');
  const unlisted = listed.length === 0 && isOfOne ? stepsWithoutList(section.blocks, apart) : NO_STEPS;
  const content: Content = {
    steps: within(MAX_STEPS, [...listed, ...unlisted.steps]),
    facts: parts.flatMap((part) => part.facts).slice(0, MAX_STEPS),
  };
  const below = apart.filter((child) => !unlisted.from.includes(child)).map((child) => findProcedures(child, page));
  const children = below.flatMap((found) => found.procedures);
  const others = below.flatMap((found) => found.others);
  if (!isWorthwhile(section, content, page)) {
    // A named section speaks for all below it; of any other only who and how often.
    const facts = named.length > 0 ? content.facts : content.facts.filter(({ facet }) => GENERAL.has(facet));
    return { procedures: children.map((child) => withFacts(child, facts)), others: [section, ...others] };
  }
  return { procedures: [build(section, [...absorbed, ...unlisted.from], content, named, page), ...children], others };
}

const GENERAL: ReadonlySet<Facet> = new Set<Facet>(['owner', 'cadence']);
/** What goes with a procedure and is none by itself: "After rotation", "Emergency contacts". */
const BESIDE: ReadonlySet<Facet | undefined> = new Set<Facet | undefined>(['rollback', 'verification', 'owner']);

/** Steps of one procedure with everything nested in them. Each becomes a box in every task that uses it. */
const MAX_STEPS = 200;

/** The first so many steps, counted with their children. */
function within(limit: number, steps: readonly Step[]): readonly Step[] {
  const kept: Step[] = [];
  let left = limit;
  for (const step of steps) {
    if (left <= 0) break;
    const children = within(left - 1, step.children);
    kept.push({ ...step, children });
    left -= count({ ...step, children });
  }
  return kept;
}

function count(step: Step): number {
  return step.children.reduce((sum, child) => sum + count(child), 1);
}

function isName({ kind }: Target): boolean {
  return kind === 'name' || kind === 'glob';
}

type Role = Facet | 'step' | 'own';

function roleOf(child: Section, numbered: boolean, phased: boolean): Role {
  const targets = headingTargets(child.heading);
  if (targets.some(isName)) return 'own';
  if ((numbered && isNumberedStep(child)) || (phased && isPhase(child))) return 'step';
  const facet = facetOf(child.heading.text);
  // "Procedure: device keys" and "Procedures" above sections by kind are no part of what stands above them
  if (facet === 'steps' && (SPECIFIC.test(child.heading.text) || child.children.some(isForItself))) return 'own';
  return facet ?? 'own';
}

const SPECIFIC = /^[^:]{3,40}:\s*\S/;

function isForItself({ heading }: Section): boolean {
  return headingTargets(heading).length > 0;
}

function isStepRole(role: Role): boolean {
  return role === 'step' || role === 'steps';
}

function isNumberedStep(section: Section): boolean {
  const text = section.heading.text;
  const number = NUMBERED.exec(text)?.[0];
  if (number === undefined) return false;
  return /\p{L}/u.test(number) || phaseOf(text.slice(number.length)) !== 'other';
}

/** "Contain", "Rotate the credential", "Check the logs" below a heading about a leak: its course, not a section for each. */
function isPhase({ heading }: Section): boolean {
  const title = heading.text.replace(NUMBERED, '');
  return title.split(' ').length <= 6 && phaseOf(title) !== 'other' && !LEAK.test(title);
}

function absorb(section: Section, role: Role, isProcedure: boolean): Content {
  if (role === 'step') return { steps: [sectionStep(section)], facts: [] };
  const facet = role === 'own' ? 'background' : role;
  const parts = [
    readContent(section.blocks, facet, isProcedure || facet === 'steps'),
    ...section.children.map((child) => absorb(child, facet, isProcedure)),
  ];
  return { steps: parts.flatMap((part) => part.steps), facts: parts.flatMap((part) => part.facts) };
}

function isWorthwhile(section: Section, content: Content, page: PageContext): boolean {
  if (content.steps.length === 0) return false;
  const headings = [section.heading.text, ...section.parents].join(' ');
  if (content.steps.some((step) => ROTATION.test(step.text))) return true;
  if (!page.isAboutRotation && !ROTATION.test(headings) && !LEAK.test(headings)) return false;
  // a list of what there is, on a page about rotation, is no procedure
  const isNamed = ROTATION.test(section.heading.text) || LEAK.test(section.heading.text) || isForItself(section);
  return isNamed || content.steps.some(({ phase }) => phase !== 'other');
}

function build(
  section: Section,
  absorbed: readonly Section[],
  content: Content,
  named: readonly Target[],
  page: PageContext,
): Procedure {
  const headings = [section.heading.text, ...section.parents].join(' ');
  const isLeak = LEAK.test(headings);
  const blocks = [section, ...absorbed].flatMap((part) => part.blocks);
  const last = absorbed.reduce((line, part) => Math.max(line, lastLine(part)), ownLines(section)[1]);
  const prose = blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
  const sentences = [...prose, ...content.steps.map((step) => step.text)];
  const rhythm = isLeak ? undefined : sentences.map(rotationCadence).find(Number.isFinite);
  const isPlanned = ROTATION.test(section.heading.text) || /plan|schedul/i.test(headings);
  const base: Procedure = {
    runbook: page.path,
    heading: section.heading.text,
    anchor: section.anchor,
    lines: [ownLines(section)[0], last],
    parents: section.parents,
    mode: isLeak ? 'leak' : isPlanned ? 'planned' : 'either',
    targets: [...named, ...blockTargets(blocks, isLeak)],
    steps: content.steps,
    impact: content.steps.filter(isExpectation).map(asNote),
    verification: notesOf(content.steps, 'verify'),
    cleanup: notesOf(content.steps, 'cleanup'),
    audit: notesOf(content.steps, 'audit'),
    rollback: [],
  };
  const procedure = withFacts(base, content.facts);
  const owner = procedure.owner ?? page.owner;
  const cadenceDays = procedure.cadenceDays ?? rhythm;
  return {
    ...procedure,
    ...(owner === undefined ? {} : { owner }),
    ...(cadenceDays === undefined ? {} : { cadenceDays }),
    ...(PROPOSAL.test([section.heading.text, ...prose].join(' ')) ? { isProposal: true as const } : {}),
  };
}

/** Words of a section that wishes for a procedure instead of giving one. */
const PROPOSAL = new RegExp(
  '\\b(?:should be (?:stored|managed|rotated|moved|kept|migrated)|in the (?:long run|long term|future)|proposal|' +
    'we (?:plan|want|intend) to|once (?:all of )?this is in place)\\b',
  'i',
);

function lastLine(section: Section): number {
  return section.children.reduce((line, child) => Math.max(line, lastLine(child)), ownLines(section)[1]);
}

/** The same procedure with what else its runbook says of it; what it already says comes first. */
export function withFacts(procedure: Procedure, facts: readonly Fact[]): Procedure {
  const of = (facet: Facet): readonly Note[] => facts.filter((fact) => fact.facet === facet).map((fact) => fact.note);
  const owner = procedure.owner ?? of('owner')[0]?.text;
  const cadenceDays =
    procedure.cadenceDays ??
    of('cadence')
      .map((note) => cadenceOf(note.text))
      .find(Number.isFinite);
  return {
    ...procedure,
    impact: distinct([...of('impact'), ...procedure.impact]),
    verification: distinct([...procedure.verification, ...of('verification')]),
    cleanup: distinct([...procedure.cleanup, ...of('cleanup')]),
    audit: distinct([...procedure.audit, ...of('audit')]),
    rollback: distinct([...procedure.rollback, ...of('rollback')]),
    ...(owner === undefined ? {} : { owner }),
    ...(cadenceDays === undefined ? {} : { cadenceDays }),
  };
}

/** A "step" that says what will happen instead of what to do: "Expect all sessions to become invalid." */
function isExpectation(step: Step): boolean {
  return step.phase === 'other' && /^expect\b|log(?:ged)? (?:in again|out\b)|become invalid|downtime/i.test(step.text);
}

/** A step with a list under it says in the list what is to be looked at. */
function notesOf(steps: readonly Step[], phase: Step['phase']): readonly Note[] {
  const own = steps.filter((step) => step.phase === phase);
  return own.flatMap((step) => (step.children.length > 0 ? step.children : [step]).map(asNote));
}

function asNote({ text, lines }: Step): Note {
  return { text, lines };
}

function distinct(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [`${note.lines[0]} ${note.text}`, note])).values()];
}
