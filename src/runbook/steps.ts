/**
 * Blocks of a section in, its steps and labelled facts out. Lists that fences interrupt are one list; a fence belongs
 * to the step before it; bold "Step 1" paragraphs are steps; a label ("Verification:") says what the next list is.
 */
import type { Lines, Note, Phase, Step } from '../model.ts';
import type { Block, Item, Prose } from './blocks.ts';
import { effectsIn } from './effects.ts';
import type { Facet } from './facets.ts';
import { labelled, NUMBERED } from './facets.ts';
import { opensWithWork, phaseOf } from './phases.ts';

export interface Content {
  readonly steps: readonly Step[];
  readonly facts: readonly Fact[];
}

/** A sentence under a label or a facet's heading. */
export interface Fact {
  readonly facet: Facet;
  readonly note: Note;
}

/** Deeper lists are shown by the runbook itself. */
const MAX_DEPTH = 4;
const MAX_STEPS = 500;
const MAX_TEXT = 4000;

/** Reads the blocks under a heading; `facet` is what the heading announces. */
export function readContent(blocks: readonly Block[], facet: Facet, isProcedure: boolean): Content {
  const steps: Draft[] = [];
  const facts: Fact[] = [];
  const ordered = blocks.some((block) => block.kind === 'list' && (block.ordered || hasBoxes(block.items)));
  let role = facet;
  let last: Draft | undefined;
  // What stands directly before: a label that announces steps, or a list that bullets may belong to.
  let before: 'label' | 'list' | 'text' = 'text';
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      const label = labelled(block.text);
      before = label?.facet === 'steps' ? 'label' : 'text';
      if (label) role = label.rest === '' ? label.facet : facet;
      else if (/:\s*$/.test(block.text)) role = facet;
      if (role === 'steps' && opensStep(block)) {
        steps.push((last = draft(block.text.replace(NUMBERED, ''), block.lines)));
      } else {
        facts.push(...factsIn(block.text, block.lines, role, opensWithWork(block.text)));
        if (role === 'steps' && label === undefined) facts.push(...effectsOf(block));
      }
    } else if (block.kind === 'quote') {
      facts.push(...block.blocks.flatMap((inner) => (inner.kind === 'paragraph' && role === 'steps' ? effectsOf(inner) : [])));
    } else if (block.kind === 'fence') {
      const written = last === undefined && role === 'steps' ? stepsInComments(block) : [];
      steps.push(...written);
      addCode(last, block);
    } else if (block.kind === 'list' && role !== 'steps') {
      facts.push(...block.items.flatMap((item) => factsIn(joined(item.blocks), item.lines, role)));
    } else if (block.kind === 'list') {
      const areOwn = block.ordered || hasBoxes(block.items) || (!ordered && isProcedure && areSteps(block.items));
      if (areOwn || (before === 'label' && !ordered)) {
        for (const item of block.items) steps.push((last = stepOf(item, 1)));
      } else if (last && before === 'list') {
        last.children.push(...block.items.map((item) => stepOf(item, 2)));
      } else {
        facts.push(...block.items.flatMap(factsOf));
      }
      before = 'list';
    }
  }
  return { steps: steps.slice(0, MAX_STEPS), facts: facts.slice(0, MAX_STEPS) };
}

/** Many runbooks say it without a label. */
function effectsOf({ text, lines }: Prose): readonly Fact[] {
  return effectsIn(text, opensWithWork).map((sentence): Fact => ({ facet: 'impact', note: { text: shorten(sentence), lines } }));
}

/** "# 1. …" and "# Step 2: …" in a block of commands, each with the commands below it. */
function stepsInComments({ text, lines, language }: Extract<Block, { kind: 'fence' }>): readonly Draft[] {
  const found: { draft: Draft; code: string[]; line: number }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const place = lines[0] + 1 + at;
    const [, number, title] = COMMENTED.exec(line) ?? [];
    if (title !== undefined && Number(number) <= found.length + 1)
      found.push({ draft: draft(title, [place, place]), code: [], line: place + 1 });
    else if (line.trim() !== '') found.at(-1)?.code.push(line);
  }
  if (found.length < 2) return [];
  return found.map(({ draft: step, code, line }) => {
    if (code.length === 0) return step;
    const end = line + code.length - 1;
    step.code.push({ text: code.join('\n'), line, ...(language === '' ? {} : { language }) });
    step.lines = [step.lines[0], end];
    step.phase = phaseOf(step.text, code.join('\n'));
    return step;
  });
}

const COMMENTED = /^\s*(?:#|\/\/|--)\s*(?:step\s*)?(\d{1,2})\s*[.):–—-]+\s*(\S.{0,400})$/i;

interface Draft extends Omit<Step, 'phase'> {
  phase: Phase;
  lines: Lines;
  readonly code: { language?: string; text: string; line: number }[];
  readonly children: Step[];
}

function draft(text: string, lines: Lines): Draft {
  const short = shorten(text);
  return { text: short, phase: phaseOf(short), lines, code: [], children: [] };
}

/** One item of a list as a step: first paragraph, further paragraphs, its fences and its nested items. */
export function stepOf(item: Item, depth: number): Draft {
  const text = joined(item.blocks);
  const step = draft(text, item.lines);
  for (const block of item.blocks) {
    if (block.kind === 'fence') addCode(step, block);
    else if (block.kind === 'list' && depth < MAX_DEPTH) {
      const nested = block.items.slice(0, MAX_STEPS).map((child) => stepOf(child, depth + 1));
      // What is listed under "Verify:" is to be verified, whatever its own words.
      step.children.push(...nested.map((child) => (child.phase === 'other' ? { ...child, phase: step.phase } : child)));
    }
  }
  return step;
}

/** The prose of blocks on one line; a title without a full stop reads on after a colon. */
export function joined(blocks: readonly Block[]): string {
  let text = '';
  for (const block of blocks) {
    const more = block.kind === 'paragraph' ? block.text : block.kind === 'quote' ? joined(block.blocks) : '';
    if (more === '') continue;
    text += text === '' ? more : `${/[\p{L}\p{N})]$/u.test(text) ? ':' : ''} ${more}`;
  }
  return text;
}

function addCode(step: Draft | undefined, block: Extract<Block, { kind: 'fence' }>): void {
  if (!step) return;
  const { language, text, lines } = block;
  step.code.push(language === '' ? { text, line: lines[0] } : { language, text, line: lines[0] });
  step.lines = [step.lines[0], Math.max(step.lines[1], lines[1])];
  step.phase = phaseOf(step.text, step.code.map((each) => each.text).join('\n'));
}

function hasBoxes(items: readonly Item[]): boolean {
  return items.some((item) => item.task);
}

/** Plain bullets are steps when at least half of them open with what somebody is to do. */
function areSteps(items: readonly Item[]): boolean {
  const phases = items.map((item) => phaseOf(joined(item.blocks)));
  return items.length > 1 && phases.filter((phase) => phase !== 'other').length * 2 >= items.length;
}

function opensStep(block: Prose): boolean {
  return block.spans[0]?.style === 'bold' && NUMBERED.test(block.text);
}

/** Facts of a bullet that is no step: its own label, or the labels of what is nested in it. */
export function factsOf(item: Item): readonly Fact[] {
  const text = joined(item.blocks);
  const label = labelled(text);
  const own = factsIn(text, item.lines, 'steps');
  const nested = item.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
  const role = label?.rest === '' ? label.facet : 'steps';
  return [...own, ...nested.flatMap((inner) => factsIn(joined(inner.blocks), inner.lines, role))];
}

/** "Impact: all sessions end" under any role, or a plain sentence under a role that is a facet. */
function factsIn(full: string, lines: Lines, role: Facet, isWork = true): readonly Fact[] {
  const [text] = apartFromLead(full);
  const label = labelled(text);
  if (label) return label.rest === '' ? [] : [{ facet: label.facet, note: { text: shorten(label.rest), lines, isWork: true } }];
  if (role === 'steps' || text === '') return [];
  return [{ facet: role, note: { text: shorten(text), lines, ...(isWork ? { isWork } : {}) } }];
}

/** "CI runs it. By hand:" leads over to a block that a sentence cannot take along: the words before the lead, and the lead. */
export function apartFromLead(text: string): readonly [string, string] {
  const at = text.search(/(?<=[.!?]) [^.!?]*:$/);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Cut between words only: half a word of a runbook could be half a secret, which nothing would mask. */
export function shorten(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const space = text.lastIndexOf(' ', MAX_TEXT);
  return space <= 0 ? '…' : `${text.slice(0, space)} …`;
}
