/**
 * A section tree in, procedures out, with the sections left over. Subsections that are steps ("### 2. Deploy") or
 * facets ("### Impact") of the section above belong to it; every other subsection stands for itself.
 */
import type { Note, Procedure, Step, Target } from '../model.ts';
import type { Block } from './blocks.ts';
import type { Facet } from './facets.ts';
import { cadenceOf, rotationCadence } from './cadence.ts';
import { facetOf, LEAK, ROTATION } from './facets.ts';
import { ADVICE, BACK, PROPOSAL } from './manner.ts';
import type { Role } from './roles.ts';
import { apartFromStep, isForItself, isName, isStepRole, rolesBelow } from './roles.ts';
import type { Section } from './sections.ts';
import { ownLines } from './sections.ts';
import type { Content, Fact } from './steps.ts';
import { readContent } from './steps.ts';
import { blockTargets, commandTargets, headingTargets } from './targets.ts';
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
  /** The team named it as a runbook, or it lies where runbooks lie: what replaces a secret there is an instruction, whatever its title. */
  readonly isRunbook: boolean;
  readonly owner?: string;
}

/** The procedures of a section and of everything below it. */
export function findProcedures(section: Section, page: PageContext): Found {
  const facet = facetOf(section.heading.text);
  const named = headingTargets(section.heading);
  // "Problem 1: JWT key not found" speaks of a kind of secret, and is about something else all the same
  if (facet === 'outside' && !named.some(isName)) return { procedures: [], others: [] };
  if (BESIDE.has(facet) && named.length === 0) return { procedures: [], others: [section] };
  if (ABOUT.has(facet) && named.length === 0) {
    const below = section.children.map((child) => findProcedures(child, page));
    return { procedures: below.flatMap((found) => found.procedures), others: [section, ...below.flatMap((found) => found.others)] };
  }
  const speaks = ROTATION.test(section.heading.text) || LEAK.test(section.heading.text) || facet === 'steps';
  const isProcedure = speaks || ((page.isAboutRotation || page.isRunbook) && named.some(isName));
  const roles = rolesBelow(section);
  const told = section.children.filter((child) => roles.get(child) === 'told');
  const blocks = [section, ...told].flatMap((part) => part.blocks);
  const own = readContent(section.blocks, 'steps', isProcedure);
  const isHost = own.steps.length > 0 || named.length > 0 || [...roles.values()].some(isStepRole);
  const taken = section.children.filter((child) => isHost && roles.get(child) !== 'own');
  const split = taken.map((child) => (roles.get(child) === 'step' ? apartFromStep(child) : { step: child, named: [] }));
  const absorbed = split.map(({ step }) => step);
  const parts = [own, ...absorbed.map((child, at) => absorb(child, roles.get(taken[at] ?? child) ?? 'background', isProcedure))];
  const listed = parts.flatMap((part) => part.steps);
  const apart = section.children.filter((child) => !isHost || roles.get(child) === 'own');
  const sets = [...commandTargets(blocks)].length > 0;
  const isKind = named.length > 0 && ROTATION.test(section.parents.at(-1) ?? '');
  const isOfOne = isProcedure || named.some(isName) || isKind || sets;
  const ofOthers = [...split.flatMap((part) => part.named), ...apart].map((child) => ({ child, found: findProcedures(child, page) }));
  const isAlone = ofOthers.every(({ found }) => found.procedures.length === 0);
  const unlisted = listed.length === 0 && isOfOne ? stepsWithoutList(blocks, apart, named.some(isName), isAlone) : NO_STEPS;
  const content: Content = {
    steps: within(MAX_STEPS, [...listed, ...unlisted.steps]),
    facts: parts.flatMap((part) => part.facts).slice(0, MAX_STEPS),
  };
  const below = ofOthers.filter(({ child }) => !unlisted.from.includes(child)).map(({ found }) => found);
  const children = below.flatMap((found) => found.procedures);
  const others = below.flatMap((found) => found.others);
  if (!isWorthwhile(section, content, page, sets) || (children.length > 0 && content.steps.every(isTold))) {
    // A named section speaks for all below it; of any other only who and how often.
    const facts = named.length > 0 ? content.facts : content.facts.filter(({ facet }) => GENERAL.has(facet));
    return { procedures: children.map((child) => withFacts(child, facts)), others: [section, ...others] };
  }
  return { procedures: [build(section, [...absorbed, ...unlisted.from], content, named, page), ...children], others };
}

const GENERAL: ReadonlySet<Facet> = new Set<Facet>(['owner', 'cadence']);
/** What goes with a procedure and is none by itself: "Before rotation", "After rotation", "Emergency contacts". */
const BESIDE: ReadonlySet<Facet | undefined> = new Set<Facet | undefined>(['owner', 'rollback', 'verification']);
/** What is said of rotations, and does none: "Prerequisites", "Rotation schedule". */
const ABOUT: ReadonlySet<Facet | undefined> = new Set<Facet | undefined>(['background', 'cadence']);

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

function absorb(section: Section, role: Role, isProcedure: boolean): Content {
  if (role === 'step') return { steps: [sectionStep(section)], facts: [] };
  const facet = role === 'own' ? 'background' : role === 'told' ? 'steps' : role;
  const parts = [
    readContent(section.blocks, facet, isProcedure || facet === 'steps'),
    ...section.children.map((child) => absorb(child, facet, isProcedure)),
  ];
  return { steps: parts.flatMap((part) => part.steps), facts: parts.flatMap((part) => part.facts) };
}

/** "Vault: the source of truth": above procedures, a list of nothing but this says how things are. */
function isTold({ text, phase, code, children }: Step): boolean {
  return phase === 'other' && code.length === 0 && children.length === 0 && !ROTATION.test(text) && !isExpectation({ text, phase });
}

function isWorthwhile(section: Section, content: Content, page: PageContext, sets: boolean): boolean {
  if (content.steps.length === 0 || (ADVICE.test(section.heading.text) && section.children.length === 0)) return false;
  const headings = [section.heading.text, ...section.parents].join(' ');
  if (content.steps.some((step) => ROTATION.test(step.text))) return true;
  if (page.isRunbook && replaces(content.steps, headingTargets(section.heading).length > 0)) return true;
  if (!page.isAboutRotation && !ROTATION.test(headings) && !LEAK.test(headings)) return false;
  // a list of what there is, on a page about rotation, is no procedure
  const isNamed = ROTATION.test(section.heading.text) || LEAK.test(section.heading.text) || isForItself(section) || sets;
  return isNamed || content.steps.some(({ phase }) => phase !== 'other');
}

/** Makes a new value, and ends the old one or, where the heading says whose it is, brings the new one to where it is read. */
function replaces(steps: readonly Step[], isNamed: boolean): boolean {
  const phases = new Set(steps.map(({ phase }) => phase));
  return phases.has('generate') && (phases.has('revoke') || (isNamed && (phases.has('deploy') || phases.has('store'))));
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
  const blocks = [...section.blocks, ...absorbed.filter(({ heading }) => !LISTS.has(facetOf(heading.text))).flatMap(allBlocks)];
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
    ...(content.steps.some(({ text }) => BACK.test(text)) ? { sendsBack: true as const } : {}),
  };
}

/** Schedules, owners and what to look at list secrets, and renew none. */
const LISTS: ReadonlySet<Facet | undefined> = new Set<Facet | undefined>(['cadence', 'owner', 'rollback', 'verification']);

function allBlocks({ blocks, children }: Section): readonly Block[] {
  return [...blocks, ...children.flatMap(allBlocks)];
}

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
function isExpectation(step: Pick<Step, 'text' | 'phase'>): boolean {
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
