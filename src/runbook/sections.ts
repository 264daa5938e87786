/**
 * Blocks of a page in, its sections as a tree out. What stands before the first heading is a section of its own
 * under the page's title; headings inside quotes and lists have anchors but start no section.
 */
import type { Lines } from '../model.ts';
import type { Block, Prose } from './blocks.ts';

export interface Section {
  readonly heading: Prose;
  readonly anchor: string;
  readonly level: number;
  /** Headings above it, outermost first. */
  readonly parents: readonly string[];
  /** What stands under the heading itself. */
  readonly blocks: Block[];
  readonly children: Section[];
}

/** The sections of a page; at most six levels deep. */
export function sectionsOf(blocks: readonly Block[], title: string): readonly Section[] {
  const heading: Prose = { text: title, spans: [{ text: title, style: 'plain' }], lines: [1, 1] };
  const root: Section = { heading, anchor: '', level: 0, parents: [], blocks: [], children: [] };
  const open = [root];
  for (const block of blocks) {
    if (block.kind !== 'heading') {
      (open[open.length - 1] ?? root).blocks.push(block);
      continue;
    }
    while (open.length > 1 && (open[open.length - 1]?.level ?? 0) >= block.level) open.pop();
    const parent = open[open.length - 1] ?? root;
    const parents = parent === root ? [] : [...parent.parents, parent.heading.text];
    const { anchor, level } = block;
    const section: Section = { heading: block, anchor, level, parents, blocks: [], children: [] };
    parent.children.push(section);
    open.push(section);
  }
  return [{ ...root, children: [] }, ...root.children];
}

/** Lines of a section without its children, from the heading to the last block. */
export function ownLines(section: Section): Lines {
  const last = section.blocks[section.blocks.length - 1];
  const first = section.level === 0 ? (section.blocks[0]?.lines[0] ?? 1) : section.heading.lines[0];
  return [first, last ? last.lines[1] : section.heading.lines[1]];
}
