/**
 * A section about a rotation that lists no steps in, the steps that it shows in other ways out: blocks of commands with
 * comments between them, subsections one after the other, sentences that ask for something.
 */
import type { Step } from '../model.ts';
import type { Block } from './blocks.ts';
import { isShell, isSql, namesSetIn } from './commands.ts';
import { NUMBERED, ROTATION } from './facets.ts';
import { ANYWHERE, ownWords, SECRETS } from './general.ts';
import { phasesInCommands } from './known-commands.ts';
import { phaseInWords, phaseOf } from './phases.ts';
import { stepsInProse } from './prose-steps.ts';
import { ownLines, type Section } from './sections.ts';
import { joined, readContent, shorten } from './steps.ts';
import { commandTargets, headingTargets } from './targets.ts';

interface Unlisted {
  readonly steps: readonly Step[];
  /** Subsections that are the steps. */
  readonly from: readonly Section[];
}

export const NO_STEPS: Unlisted = { steps: [], from: [] };

/**
 * @param apart subsections that would stand for themselves: without names and rotations of their own they are its course
 * @param isOfName the section names its secret, so that none below it is another's
 * @param isAlone none of the subsections is a procedure by itself: what they list is the only course there is
 */
export function stepsWithoutList(blocks: readonly Block[], apart: readonly Section[], isOfName: boolean, isAlone: boolean): Unlisted {
  const shown = blocks.flatMap((block) => (block.kind === 'fence' && (isShell(block) || isSql(block)) ? stepsInCommands(block) : []));
  // commands that say nothing of what they are for may be anything
  const steps = shown.some(saysWhatFor) ? shown : [];
  const isOwn = (child: Section): boolean => isForItself(child) || (!isOfName && saysWhose(child.heading.text));
  const kinds: readonly Block['kind'][] = isOfName && isAlone ? ['fence', 'list'] : ['fence'];
  const hasWork = (child: Section): boolean => child.blocks.some(({ kind }) => kinds.includes(kind));
  const isWork = (child: Section): boolean => hasWork(child) && !isOwn(child);
  const isCourse = apart.length > 1 && apart.every(isWork) && !setApart(apart);
  if (steps.length === 0 && isCourse) return { steps: apart.map(sectionStep), from: apart };
  // above sections of their own it introduces them
  return { steps: steps.length === 0 && apart.length === 0 ? stepsInProse(blocks) : steps, from: [] };
}

/** One of them sets one secret, another one another: none is a step on the way to the same one. */
function setApart(sections: readonly Section[]): boolean {
  const sets = sections.map(({ blocks }) => new Set([...commandTargets(blocks)].map(({ raw }) => raw))).filter(({ size }) => size > 0);
  return sets.some((one) => sets.some((other) => ![...one].some((name) => other.has(name))));
}

/** By its words, by what its commands do with a new value, by renewing something, or by the secret that it sets. */
function saysWhatFor({ text, code }: Step): boolean {
  const isUsed = code.some((each) => phasesInCommands(each.text).some((phase) => phase !== 'generate'));
  if (isUsed || phaseInWords(text) !== 'other') return true;
  return [text, ...code.map((each) => each.text)].some((each) => ROTATION.test(each) || namesSetIn(each).length > 0);
}

function isForItself({ heading, children }: Section): boolean {
  const headings = [heading, ...children.map((child) => child.heading)];
  return ROTATION.test(heading.text) || headings.some((each) => headingTargets(each).some(({ kind }) => kind === 'name'));
}

/** "Mollie API key" says whose secret it is for; "Store the new secret" is a step. */
function saysWhose(title: string): boolean {
  const isTitle = SECRETS.test(title) && !IN_A_SENTENCE.test(title) && phaseOf(title) === 'other';
  return isTitle && ownWords(title).some((word) => !ANYWHERE.test(word));
}

const IN_A_SENTENCE = /\b(?:an?|the|new|old|its?|your|each|all)\b/i;

/** Commands with the comment above them; what stands above the first comment goes by its first command. */
function stepsInCommands(fence: Extract<Block, { kind: 'fence' }>): readonly Step[] {
  const { text, lines, language } = fence;
  const comment = isSql(fence) ? SQL_COMMENT : COMMENT;
  const groups: { readonly said: string[]; readonly code: string[]; readonly line: number }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const said = comment.exec(line)?.[1];
    const last = groups.at(-1);
    if (line.trim() === '') continue;
    const isApart = (code: readonly string[]): boolean => code.length > 0 && (said !== undefined || servesAnother(line, code));
    if (last === undefined || isApart(last.code)) groups.push({ said: [], code: [], line: lines[0] + 1 + at });
    if (said === undefined) groups.at(-1)?.code.push(line);
    else groups.at(-1)?.said.push(said);
  }
  return groups.map(({ said, code, line }): Step => {
    const title = shorten(said.length > 0 ? said.join(' ') : (code[0] ?? '').trim());
    const commands = { text: code.join('\n'), line, ...(language === '' ? {} : { language }) };
    const end = Math.min(lines[1], line + said.length + code.length - 1);
    return { text: title, phase: phaseOf(title, commands.text), lines: [line, end], code: code.length > 0 ? [commands] : [], children: [] };
  });
}

/** The next command is for something else, though no comment says so. */
function servesAnother(line: string, before: readonly string[]): boolean {
  const [phase] = phasesInCommands(line);
  const known = phasesInCommands(before.join('\n'));
  return phase !== undefined && known.length > 0 && !known.includes(phase);
}

const COMMENT = /^\s*#(?!!)\s*(\S.{0,400})$/;
const SQL_COMMENT = /^\s*--\s*([^\s-].{0,400})$/;

/** A subsection as a step: its title, its prose, its commands, and what it lists. */
export function sectionStep(section: Section): Step {
  const title = section.heading.text.replace(NUMBERED, '');
  const content = readContent(section.blocks, 'steps', true);
  const prose = joined(section.blocks);
  const fences = section.blocks.filter((block) => block.kind === 'fence');
  const starts = new Set(fences.map((fence) => fence.lines[0]));
  return {
    text: shorten(prose === '' ? title : `${title}: ${prose}`),
    phase: phaseOf(title),
    lines: ownLines(section),
    code: fences.map(({ language, text, lines }) =>
      language === '' ? { text, line: lines[0] } : { language, text, line: lines[0] },
    ),
    children: [
      // Fences of the section are the step's own: its items keep those that stand inside them.
      ...content.steps.map((step) => ({ ...step, code: step.code.filter(({ line }) => !starts.has(line)) })),
      ...section.children.map(sectionStep),
    ],
  };
}
