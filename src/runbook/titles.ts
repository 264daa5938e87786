/**
 * Blocks of a page in, the same out, with lines that are titles in all but name as headings: "**Rotate the mail password:**" or
 * "1) Rotate the JWT secret" above a list of their own. Without that, the steps of one secret would run on into the next one's.
 * As folds, they stand one level below the heading above and have its anchor.
 */
import type { Block, Prose } from './blocks.ts';
import { commandTargets, headingTargets } from './targets.ts';
import { facetOf, NUMBERED, ROTATION } from './facets.ts';
import { ownWords, SECRETS } from './general.ts';

type Heading = Extract<Block, { kind: 'heading' }>;

/** One alone may be a remark; of two, each is for something. */
const LEAST = 2;

export function withTitles(blocks: readonly Block[]): readonly Block[] {
  const stretches: Block[][] = [[]];
  for (const block of blocks) {
    if (block.kind === 'heading') stretches.push([block]);
    else stretches.at(-1)?.push(block);
  }
  return stretches.flatMap(titled);
}

/** What stands under one heading, with that heading. */
function titled(blocks: readonly Block[]): readonly Block[] {
  const [first] = blocks;
  const above = first?.kind === 'heading' ? first : undefined;
  const bold = found(blocks, boldLine);
  const titles = tellApart(bold, blocks) ? bold : found(blocks, numberedLine);
  return tellApart(titles, blocks) ? blocks.map((block) => asHeading(titles.get(block), above) ?? block) : blocks;
}

/** Candidates by their blocks: each has something of its own below it. */
function found(blocks: readonly Block[], read: (block: Block) => Prose | undefined): ReadonlyMap<Block, Prose> {
  const all = new Map<Block, Prose>();
  for (const [at, block] of blocks.entries()) {
    const line = read(block);
    const next = blocks[at + 1];
    if (line !== undefined && next !== undefined && next.kind !== 'heading' && read(next) === undefined) all.set(block, line);
  }
  return all;
}

/** Two of them at least say what they rotate, or set a secret each that no other one sets. */
function tellApart(titles: ReadonlyMap<Block, Prose>, blocks: readonly Block[]): boolean {
  if (titles.size < LEAST) return false;
  if ([...titles.values()].filter(rotatesSome).length >= LEAST) return true;
  const sets = [...titles.keys()].map((title) => new Set([...commandTargets(below(title, titles, blocks))].map(({ raw }) => raw)));
  const own = sets.filter((names) => [...names].some((name) => sets.every((other) => other === names || !other.has(name))));
  return own.length >= LEAST;
}

function below(title: Block, titles: ReadonlyMap<Block, Prose>, blocks: readonly Block[]): readonly Block[] {
  const rest = blocks.slice(blocks.indexOf(title) + 1);
  const end = rest.findIndex((block) => titles.has(block));
  return end < 0 ? rest : rest.slice(0, end);
}

function rotatesSome(line: Prose): boolean {
  const isSecret = headingTargets(line).length > 0 || (SECRETS.test(line.text) && ownWords(line.text).length > 0);
  return isSecret && ROTATION.test(line.text);
}

/** Nothing but bold, no step of a course ("**Step 1: …**") and no label ("**Impact:**"). */
function boldLine(block: Block): Prose | undefined {
  if (block.kind !== 'paragraph' || block.text.length > LONGEST) return undefined;
  const { spans, text, lines } = block;
  if (!spans.every(({ style, text: part }) => style === 'bold' || /^[\s:：]*$/.test(part))) return undefined;
  return NUMBERED.test(text) || facetOf(text) !== undefined ? undefined : { text: plain(text), spans, lines };
}

/** The only entry of its list, and that on one line: the list goes on behind what stands below it. */
function numberedLine(block: Block): Prose | undefined {
  if (block.kind !== 'list' || !block.ordered || block.items.length !== 1) return undefined;
  const [line, ...more] = block.items[0]?.blocks ?? [];
  if (line?.kind !== 'paragraph' || more.length > 0 || line.text.length > LONGEST || /[.!?]$/.test(line.text)) return undefined;
  return { text: plain(line.text), spans: line.spans, lines: line.lines };
}

const LONGEST = 80;

function plain(text: string): string {
  return text.replace(/[\s:：]{1,4}$/, '');
}

function asHeading(line: Prose | undefined, above: Heading | undefined): Heading | undefined {
  if (line === undefined) return undefined;
  return { kind: 'heading', level: Math.min(6, (above?.level ?? 0) + 1), anchor: above?.anchor ?? '', isFold: true, ...line };
}
