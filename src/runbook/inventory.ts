/**
 * A page's lists of what it is for and its only procedure in, the procedure out for all of them: "What rotates: `A`, `B`",
 * and below it how. Where there are several procedures nobody knows which of them is meant.
 */
import type { Procedure, Target } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { namesIn, isGlob } from './names.ts';
import type { Section } from './sections.ts';

const MOST = 100;

export function withInventory(procedures: readonly Procedure[], others: readonly Section[]): readonly Procedure[] {
  const [only, ...more] = procedures;
  if (only === undefined || more.length > 0) return procedures;
  const listed = others.filter(({ heading }) => FOR_WHAT.test(heading.text)).flatMap(({ blocks }) => [...entriesIn(blocks)]);
  const targets = listed.flatMap(targetsOf).slice(0, MOST);
  return [{ ...only, targets: [...only.targets, ...targets] }];
}

/** Said of the page, not of a step: "What to rotate", "Scope", "Applies to", "Secrets covered". */
const FOR_WHAT = new RegExp(
  '^[\\d.): ]{0,6}(?:(?:in )?scope$|applies to\\b|what (?:to rotate|rotates|(?:gets|is) rotated|(?:this|it) covers)\\b|' +
    '(?:covered|affected) (?:secrets|credentials|keys)\\b|(?:secrets|credentials|keys) (?:covered|in scope|to rotate)\\b)',
  'i',
);

interface Entry {
  readonly prose: Prose;
  readonly where: 'table' | 'code';
}

function* entriesIn(blocks: readonly Block[]): Generator<Entry> {
  for (const block of blocks) {
    if (block.kind === 'table') for (const [prose] of block.rows.slice(1)) if (prose !== undefined) yield { prose, where: 'table' };
    if (block.kind !== 'list') continue;
    for (const { blocks: [prose] } of block.items) if (prose?.kind === 'paragraph') yield { prose, where: 'code' };
  }
}

/** Names that open the entry: what follows tells of them. Such a list is seldom whole, so it takes the procedure from no other name. */
function targetsOf({ prose: { spans, lines: [line] }, where }: Entry): readonly Target[] {
  const names: string[] = [];
  for (const { text, style } of spans) {
    const found = namesIn(text, style !== 'plain', names.at(-1));
    if (found.length === 0 && !/^[\s,/&+|]{0,8}(?:and|or)?[\s,]{0,8}$/.test(text)) break;
    names.push(...found);
  }
  return names.map((raw) => ({ raw, kind: isGlob(raw) ? 'glob' : 'name', where, line, isExample: true }));
}
