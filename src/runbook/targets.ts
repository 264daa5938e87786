/**
 * A section's heading and blocks in, what it says it is for out: names in headings, in code that opens a paragraph,
 * bullet or row, in tables, in commands and in the text; families and providers from headings, for leak sections from the
 * text too.
 */
import type { Target } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { isShell, namesSetIn } from './commands.ts';
import { LEAK, leadsToExample, ROTATION, withoutExamples } from './facets.ts';
import { familiesIn, isProvider } from './families.ts';
import { isGlob, namesIn, withoutDenied } from './names.ts';

const MAX_TARGETS = 300;
/** Characters that an example and what leads to it have at most: no more is looked back. */
const LONGEST_EXAMPLE = 400;

/** What a heading alone says, without what it says that it is not about. */
export function headingTargets(heading: Prose): readonly Target[] {
  const line = heading.lines[0];
  const names: string[] = [];
  for (const span of heading.spans)
    names.push(...namesIn(withoutDenied(span.text), span.style === 'code', names[names.length - 1]));
  return [
    ...names.map((raw): Target => ({ raw, kind: isGlob(raw) ? 'glob' : 'name', where: 'heading', line })),
    ...familyTargets(withoutDenied(heading.text), 'heading', line),
  ];
}

/** What the blocks under a heading say. */
export function blockTargets(blocks: readonly Block[], isLeak: boolean): readonly Target[] {
  const found = new Map<string, Target>();
  for (const target of everyTarget(blocks, isLeak)) {
    if (found.size >= MAX_TARGETS) break;
    const key = `${target.where} ${target.raw}`;
    if (!found.has(key)) found.set(key, target);
  }
  return [...found.values()];
}

function* everyTarget(blocks: readonly Block[], isLeak: boolean): Generator<Target> {
  for (const place of placesIn(blocks, true)) yield* targetsAt(place, isLeak);
  yield* commandTargets(blocks);
}

/** What commands give a new value to: `gh secret set SMTP_PASS`, `sed "s/^SMTP_PASS=.*"`. */
export function* commandTargets(blocks: readonly Block[]): Generator<Target> {
  for (const block of blocks) {
    if (block.kind === 'list') for (const item of block.items) yield* commandTargets(item.blocks);
    else if (block.kind === 'quote') yield* commandTargets(block.blocks);
    else if (block.kind === 'fence' && isShell(block))
      for (const raw of namesSetIn(block.text)) yield { raw, kind: 'name', where: 'command', line: block.lines[0] };
  }
}

interface Place {
  readonly prose: Prose;
  readonly where: 'table' | 'prose';
  /** It begins a section, bullet or row. */
  readonly opens: boolean;
}

function* placesIn(blocks: readonly Block[], opens: boolean): Generator<Place> {
  for (const [at, block] of blocks.entries()) {
    if (block.kind === 'paragraph') yield { prose: block, where: 'prose', opens: opens && at === 0 };
    else if (block.kind === 'list') for (const item of block.items) yield* placesIn(item.blocks, true);
    else if (block.kind === 'quote') yield* placesIn(block.blocks, false);
    else if (block.kind === 'table') {
      for (const cells of block.rows.slice(1)) {
        const naming = cells.find((cell) => namesIn(cell.text, true).length > 0) ?? cells[0];
        if (naming) yield { prose: naming, where: 'table', opens: true };
      }
    }
  }
}

function* targetsAt(place: Place, isLeak: boolean): Generator<Target> {
  const { prose, where, opens } = place;
  const line = prose.lines[0];
  let said = '';
  for (const [at, span] of prose.spans.entries()) {
    const leads = opens && at === 0 && span.style !== 'plain';
    for (const raw of namesIn(span.text, span.style === 'code' || leads || where === 'table')) {
      const kind = isGlob(raw) ? 'glob' : 'name';
      const before = `${said}${span.text.slice(0, Math.max(0, span.text.indexOf(raw)))}`;
      const example = leadsToExample(before.slice(-LONGEST_EXAMPLE));
      yield { raw, kind, where: where === 'table' ? 'table' : leads ? 'code' : 'prose', line, ...(example ? { isExample: true } : {}) };
    }
    said = `${said}${span.text}`.slice(-LONGEST_EXAMPLE);
  }
  if (isLeak && (LEAK.test(prose.text) || ROTATION.test(prose.text))) yield* familyTargets(withoutExamples(prose.text), 'prose', line);
}

function familyTargets(text: string, where: Target['where'], line: number): readonly Target[] {
  return [...familiesIn(text)].map((raw) => ({ raw, kind: isProvider(raw) ? 'provider' : 'family', where, line }));
}
