/**
 * Blocks of a page in, the rules of the house out that bear on every rotation wherever they stand: what counts as
 * burnt, when people like to work, where values must never go.
 */
import type { Remark } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { apartFromLead, shorten } from './steps.ts';

const NOT = "(?:do not|don't|never|must not|not to be|no values?)\\b";
const SHARED = '(?:docs?|documentation|tickets?|chats?|issues?|slack|e-?mails?|wiki)\\b';

/** Both halves of a pair have to be there, in whatever order. */
const SORTS: readonly (readonly [Remark['sort'], RegExp, RegExp?])[] = [
  ['burnt', /\b(?:git|history|committed|repository)\b/i, /\b(?:compromised|burn(?:t|ed)|considered leaked)\b/i],
  ['quiet-hour', /maintenance window|quiet (?:hour|time)|off[- ]?(?:peak|hours)|low[- ]traffic/i],
  ['no-paste', new RegExp(`${NOT}.{0,60}\\b(?:paste|post|put|share|copy|belong|send)`, 'i'), new RegExp(SHARED, 'i')],
  ['no-file', /\.env\b/i, /\bprod(?:uction)?\b.{0,80}\b(?:disk|files?)\b/i],
  ['no-image', new RegExp(`${NOT}.{0,60}\\bimages?\\b`, 'i')],
  ['no-commit', /\bpre.?commit hooks?\b|\b(?:never|do not|don't|must not) commit\b/i, /secret|credential|password|\bkeys?\b/i],
  ['reachable', /\b(?:db|database|datenbank)/i, /\breach\w*\b.{0,20}\bothers\b|\bothers\b.{0,20}\breach/i],
  ['published-log', /\b(?:publish|upload)\w*\b|\bartifact\b|\ban artefact\b/i, /\.log\b|\blogs?\b/i],
];

const MOST = 100;

/** The remarks of a page in the order of its lines. */
export function remarksOf(blocks: readonly Block[]): readonly Remark[] {
  const found: Remark[] = [];
  for (const { prose, anchor } of sentences(blocks)) {
    for (const [sort, one, other] of SORTS) {
      if (found.length >= MOST) return found;
      const speaks = one.test(prose.text) && (other === undefined || other.test(prose.text));
      if (speaks) found.push({ sort, text: shorten(apartFromLead(prose.text)[0]), lines: prose.lines, anchor });
    }
  }
  return found;
}

function* sentences(blocks: readonly Block[], above = ''): Generator<{ prose: Prose; anchor: string }> {
  let anchor = above;
  for (const block of blocks) {
    if (block.kind === 'heading') anchor = block.anchor;
    else if (block.kind === 'paragraph') yield { prose: block, anchor };
    else if (block.kind === 'quote') yield* sentences(block.blocks, anchor);
    else if (block.kind === 'list') for (const item of block.items) yield* sentences(item.blocks, anchor);
  }
}
