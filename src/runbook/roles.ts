/**
 * A section in, what each of its subsections is to it out: a step on its way, a facet such as "Impact", or a section that
 * stands for itself.
 */
import type { Target } from '../model.ts';
import type { Facet } from './facets.ts';
import { facetOf, LEAK, NUMBERED, ROTATION } from './facets.ts';
import { familiesIn } from './families.ts';
import { ownWords } from './general.ts';
import { phaseOf } from './phases.ts';
import type { Section } from './sections.ts';
import { headingTargets } from './targets.ts';

/** `told`: it says when, and has the commands of the section that has none itself. */
export type Role = Facet | 'step' | 'told' | 'own';

export function isStepRole(role: Role): boolean {
  return role === 'step' || role === 'steps' || role === 'told';
}

export function isName({ kind }: Target): boolean {
  return kind === 'name' || kind === 'glob';
}

export function isForItself({ heading }: Section): boolean {
  return headingTargets(heading).length > 0;
}

/** A numbered step without the sections below it that are for certain secrets, "#### AGENT_TOKEN" below "3. Rotate", and those. */
export function apartFromStep(step: Section): { readonly step: Section; readonly named: readonly Section[] } {
  const named = step.children.filter(isOfOne);
  return { step: { ...step, children: step.children.filter((child) => !named.includes(child)) }, named };
}

function isOfOne({ heading, blocks, children }: Section): boolean {
  const hasCourse = children.length > 0 || blocks.some((block) => block.kind === 'list' && block.ordered);
  return hasCourse && headingTargets(heading).some(isName);
}

/** The roles of the subsections. */
export function rolesBelow(section: Section): ReadonlyMap<Section, Role> {
  const { heading, level, blocks, children } = section;
  const family: Family = {
    ofParent: familiesIn(heading.text),
    isGeneral: !isForItself(section),
    forThemselves: children.filter(isForItself),
    areSteps: areNumberedSteps(children),
    isCourse: isCourse(section),
    arePhases: LEAK.test(heading.text) && children.filter(isPhase).length > 2,
  };
  const roles = new Map(children.map((child) => [child, roleOf(child, family)]));
  const hasWork = blocks.some(({ kind }) => kind === 'fence' || kind === 'list') || [...roles.values()].some(isStepRole);
  // "### When: on expiry" above all the commands; a page's title has chapters below it
  if (level < 2 || hasWork) return roles;
  const isTold = (child: Section): boolean => roles.get(child) === 'background' && child.blocks.some(({ kind }) => kind === 'fence');
  return new Map([...roles].map(([child, role]) => [child, isTold(child) ? 'told' : role]));
}

/** What the subsections of one section have in common. */
interface Family {
  readonly ofParent: ReadonlySet<string>;
  /** The section above them names no secret and no kind of secret. */
  readonly isGeneral: boolean;
  readonly forThemselves: readonly Section[];
  readonly areSteps: boolean;
  /** "Procedure" above "1. Stage it", "2. Promote": whatever the verbs, the numbers say that it is one. */
  readonly isCourse: boolean;
  readonly arePhases: boolean;
}

function roleOf(child: Section, family: Family): Role {
  const targets = headingTargets(child.heading);
  if (targets.some(isName)) return 'own';
  if ((family.areSteps && isNumberedStep(child)) || (family.isCourse && isNumbered(child))) return 'step';
  if (family.arePhases && isPhase(child)) return 'step';
  const facet = facetOf(child.heading.text);
  return facet === 'steps' && isProcedureApart(child, targets, family) ? 'own' : (facet ?? 'own');
}

/**
 * "Procedure: device keys", "Procedure (JWT secrets)", "Procedures" above sections by kind, and "General procedure" beside
 * those, are no part of what stands above them.
 */
function isProcedureApart(child: Section, targets: readonly Target[], { ofParent, isGeneral, forThemselves }: Family): boolean {
  if (SPECIFIC.test(child.heading.text) || targets.some(({ raw }) => !ofParent.has(raw))) return true;
  return (isGeneral && forThemselves.some((each) => each !== child)) || child.children.some(standsApart);
}

const SPECIFIC = /^(?:[^:]{3,40}:\s*|.{3,40}?\sfor\s{1,8})\S/i;

/** "If it leaked" and "Every quarter" below "Procedure". */
function standsApart(section: Section): boolean {
  return isForItself(section) || LEAK.test(section.heading.text) || ROTATION.test(section.heading.text);
}

/** "1. Generate", "2. Deploy". "1. Rotate the Redis password" and "2. Rotate the SMTP password" are each for itself. */
function areNumberedSteps(children: readonly Section[]): boolean {
  const numbered = children.filter(({ heading }) => NUMBERED.test(heading.text));
  const steps = numbered.filter(isNumberedStep).length;
  return steps > 1 && steps * 2 > numbered.length && numbered.filter(rotatesSome).length < 2;
}

/** It says what it rotates: "Rotate the Redis password", not "Rotate it". */
function rotatesSome({ heading }: Section): boolean {
  const title = heading.text.replace(NUMBERED, '');
  return ROTATION.test(title) && (headingTargets(heading).length > 0 || ownWords(title).length > 0);
}

function isCourse({ heading, children }: Section): boolean {
  return facetOf(heading.text) === 'steps' && !children.some(isForItself) && children.filter(isNumbered).length > 1;
}

function isNumbered({ heading }: Section): boolean {
  return NUMBERED.test(heading.text);
}

function isNumberedStep({ heading: { text } }: Section): boolean {
  const number = NUMBERED.exec(text)?.[0];
  if (number === undefined) return false;
  return /\p{L}/u.test(number) || phaseOf(text.slice(number.length)) !== 'other';
}

/** "Contain", "Rotate the credential", "Check the logs" below a heading about a leak: its course, not a section for each. */
function isPhase({ heading }: Section): boolean {
  const title = heading.text.replace(NUMBERED, '');
  return title.split(' ').length <= 6 && phaseOf(title) !== 'other' && !LEAK.test(title);
}
