/**
 * Sections, rows and entries in, what they say that a named secret is exempt from out: that it cannot be rotated, or is
 * no secret at all. Neither makes a leak harmless, so both come up where the secret leaked.
 */
import type { Exempt } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { namesIn } from './names.ts';
import type { Section } from './sections.ts';
import { shorten } from './steps.ts';

const SORTS: readonly (readonly [Exempt['sort'], RegExp])[] = [
  [
    'not-rotatable',
    new RegExp(
      "\\bnot (?:yet |currently )?rotat(?:able|ed)\\b|\\bnon-?rotatable\\b|\\bnot (?:treated as )?an? (?:\\w+ ){0,2}rotation target|" +
        "\\b(?:cannot|can['’]t|must not|should not|never) be rotated\\b|\\bno rotation (?:procedure|path|needed|possible)|" +
        '\\brotation (?:is )?not (?:yet )?(?:possible|supported|implemented|applicable)|nicht rotierbar|non rotatif',
      'i',
    ),
  ],
  ['no-secret', /\bnot (?:really |strictly |actually )?(?:a )?secrets?\b|\bnon è (?:strettamente )?(?:un )?segret|\bkein Geheimnis/i],
];
/** "Must not be rotated without …" is a caution. */
const CONDITION = /\b(?:without|before|until|unless|during|while)\b/i;
const MOST = 100;

export function exemptIn(sections: readonly Section[]): readonly Exempt[] {
  const found: Exempt[] = [];
  const open = [...sections];
  for (let section = open.pop(); section !== undefined && found.length < MOST; section = open.pop()) {
    const { heading, anchor, blocks, children } = section;
    open.push(...children);
    const named = namesOf(heading);
    found.push(...exempt(named, heading, anchor));
    for (const block of blocks) {
      // what a paragraph begins with is what it is about, else it is about the section's
      const [first] = block.kind === 'paragraph' ? namesOf(block) : [];
      if (block.kind === 'paragraph') found.push(...exempt(first === undefined ? named : [first], block, anchor));
    }
    found.push(...blocks.flatMap(entriesOf).flatMap(({ names, prose }) => exempt(names, prose, anchor)));
  }
  return found.slice(0, MOST).sort((a, b) => a.lines[0] - b.lines[0]);
}

function exempt(names: readonly string[], { text, lines }: Pick<Prose, 'text' | 'lines'>, anchor: string): readonly Exempt[] {
  if (names.length === 0 || CONDITION.test(text)) return [];
  const sort = SORTS.find(([, words]) => words.test(text))?.[0];
  return sort === undefined ? [] : [{ sort, names, text: shorten(text), lines, anchor }];
}

interface Entry {
  readonly names: readonly string[];
  readonly prose: Pick<Prose, 'text' | 'lines'>;
}

/** Rows of tables and entries of lists that begin with a name. */
function entriesOf(block: Block): readonly Entry[] {
  if (block.kind === 'table')
    return block.rows.slice(1).flatMap((cells) => {
      const [first] = cells;
      const text = cells.map((cell) => cell.text).join(' · ');
      return first === undefined ? [] : [{ names: namesIn(first.text, true), prose: { text, lines: first.lines } }];
    });
  if (block.kind !== 'list') return [];
  return block.items.flatMap(({ blocks: [first] }) => {
    if (first?.kind !== 'paragraph') return [];
    const opening = first.spans[0];
    const names = opening === undefined ? [] : namesIn(opening.text, opening.style !== 'plain');
    return [{ names, prose: first }];
  });
}

function namesOf({ spans }: Prose): readonly string[] {
  return spans.flatMap(({ text, style }) => namesIn(text, style === 'code'));
}
