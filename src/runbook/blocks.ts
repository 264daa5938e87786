/**
 * Markdown text in, a tree of blocks with line ranges out: only what runbooks are made of. The parser's flat list of
 * tokens is folded with a stack, never by recursion; it nests at most 100 deep by itself.
 */
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';
import type { Lines } from '../model.ts';
import { goalOf, isLabel, type Labels, labelsIn, NO_LABELS, referred } from './labels.ts';

export interface Span {
  readonly text: string;
  readonly style: 'plain' | 'code' | 'bold';
  /** Where a link goes. */
  readonly href?: string;
}

/** Inline content with its plain text. */
export interface Prose {
  readonly text: string;
  readonly spans: readonly Span[];
  readonly lines: Lines;
}

export type Block =
  | (Prose & { readonly kind: 'heading'; readonly level: number; readonly anchor: string; readonly isFold?: true })
  | (Prose & { readonly kind: 'paragraph' })
  | { readonly kind: 'fence'; readonly lines: Lines; readonly language: string; readonly text: string }
  | { readonly kind: 'list'; readonly lines: Lines; readonly ordered: boolean; readonly items: readonly Item[] }
  | { readonly kind: 'table'; readonly lines: Lines; readonly rows: readonly (readonly Prose[])[] }
  | { readonly kind: 'quote'; readonly lines: Lines; readonly blocks: readonly Block[] };

export interface Item {
  readonly lines: Lines;
  readonly blocks: readonly Block[];
  /** Written as `- [ ]`. */
  readonly task: boolean;
}

const parser = new MarkdownIt({ html: true });
type Token = ReturnType<typeof parser.parse>[number];

interface Frame {
  readonly type: string;
  readonly lines: Lines;
  readonly ordered: boolean;
  readonly blocks: Block[];
  readonly items: Item[];
  readonly rows: Prose[][];
}

/** The blocks of a page, headings with the anchor GitHub gives them. */
export function parseBlocks(text: string): readonly Block[] {
  const source = text.split('\n');
  const tokens = parser.parse(text, {});
  const blocks = folded(tokens, source, NO_LABELS);
  const labels = labelsIn(blocks);
  // what leads to a label may stand above it
  return labels.size === 0 ? blocks : folded(tokens, source, labels);
}

function folded(tokens: readonly Token[], source: readonly string[], labels: Labels): readonly Block[] {
  const slugger = new GithubSlugger();
  const root = frame('root', [1, source.length], false);
  const stack = [root];
  for (const [at, token] of tokens.entries()) {
    const top = stack[stack.length - 1] ?? root;
    const lines = linesOf(token, source, top.lines);
    if (OPENS.has(token.type)) {
      stack.push(frame(token.type.slice(0, -'_open'.length), lines, token.type === 'ordered_list_open'));
    } else if (CLOSES.has(token.type)) {
      stack.pop();
      close(top, stack[stack.length - 1] ?? root);
    } else if (token.type === 'inline') {
      const content = prose(token, lines, labels);
      if (labels.size === 0 || !isLabel(content)) addProse(tokens[at - 1], content, top, slugger);
    } else if (token.type === 'html_block' && top === root) {
      addHtmlHeading(token.content, lines, root, slugger);
    } else if (token.type === 'fence' || token.type === 'code_block') {
      const language = /^[\w+#.-]{0,20}/.exec(token.info.trim())?.[0] ?? '';
      top.blocks.push({ kind: 'fence', lines, language, text: token.content.replace(/\n$/, '') });
    }
  }
  return root.blocks;
}

const FOLDED = ['ordered_list', 'bullet_list', 'list_item', 'blockquote', 'table', 'tr'];
const OPENS: ReadonlySet<string> = new Set(FOLDED.map((name) => `${name}_open`));
const CLOSES: ReadonlySet<string> = new Set(FOLDED.map((name) => `${name}_close`));

function frame(type: string, lines: Lines, ordered: boolean): Frame {
  return { type, lines, ordered, blocks: [], items: [], rows: [] };
}

function close(done: Frame, parent: Frame): void {
  const { lines, ordered, items, blocks, rows } = done;
  if (done.type === 'list_item') parent.items.push(item(lines, blocks));
  else if (done.type === 'blockquote') parent.blocks.push({ kind: 'quote', lines, blocks });
  else if (done.type === 'table') parent.blocks.push({ kind: 'table', lines, rows });
  else if (done.type === 'tr') parent.rows.push(...rows);
  else parent.blocks.push({ kind: 'list', lines, ordered, items });
}

function addProse(opener: Token | undefined, content: Prose, top: Frame, slugger: GithubSlugger): void {
  if (opener?.type === 'heading_open') {
    const level = Number(opener.tag.slice(1));
    // The slug counts spaces that the eye does not see: from the spans, not from the tidied text.
    const anchor = slugger.slug(
      content.spans
        .map((span) => span.text)
        .join('')
        .trim(),
    );
    top.blocks.push({ kind: 'heading', level, anchor, ...content });
  } else if (opener?.type === 'paragraph_open') {
    top.blocks.push({ kind: 'paragraph', ...content });
  } else if (top.type === 'tr') {
    const row = top.rows[0];
    if (row) row.push(content);
    else top.rows.push([content]);
  }
}

/** Raw HTML shows headings too; a summary folds what follows it, one level below the heading it stands under. */
function addHtmlHeading(html: string, lines: Lines, root: Frame, slugger: GithubSlugger): void {
  const match = /<(h[1-6]|summary)\b[^>]{0,200}>([^]{1,500}?)<\/\1>/i.exec(html);
  const text = (match?.[2] ?? '').replace(/<[^>]{0,200}>/g, '').replace(/\s+/g, ' ').trim();
  if (match === null || text === '') return;
  const above = root.blocks.findLast((block) => block.kind === 'heading' && !block.isFold);
  const { level: outer, anchor: inner } = above?.kind === 'heading' ? above : { level: 1, anchor: '' };
  const isFold = match[1]?.toLowerCase() === 'summary';
  const level = isFold ? Math.min(6, outer + 1) : Number(match[1]?.slice(1));
  const spans: readonly Span[] = [{ text, style: 'plain' }];
  // a fold has no anchor of its own: links go to the heading above
  const anchor = isFold ? inner : slugger.slug(text);
  root.blocks.push({ kind: 'heading', level, anchor, text, spans, lines, ...(isFold ? { isFold: true as const } : {}) });
}

function item(lines: Lines, blocks: readonly Block[]): Item {
  const first = blocks[0];
  const box = /^\[[ xX]\] /;
  if (first?.kind !== 'paragraph' || !box.test(first.text)) return { lines, blocks, task: false };
  const spans = first.spans.map((span, at) => (at === 0 ? { ...span, text: span.text.replace(box, '') } : span));
  return { lines, blocks: [{ ...first, text: first.text.replace(box, ''), spans }, ...blocks.slice(1)], task: true };
}

/** The parser counts from 0, half-open, and lets lists run on over blank lines. */
function linesOf(token: Token, source: readonly string[], outer: Lines): Lines {
  if (!token.map) return outer;
  const [start, stop] = token.map;
  let end = Math.max(stop, start + 1);
  while (end > start + 1 && (source[end - 1] ?? '').trim() === '') end--;
  return [start + 1, end];
}

function prose(token: Token, lines: Lines, labels: Labels): Prose {
  const spans: Span[] = [];
  let bold = 0;
  let href: string | undefined;
  const add = (text: string, style: Span['style']): void => {
    if (text !== '') spans.push(href === undefined ? { text, style } : { text, style, href });
  };
  const children = token.children ?? [];
  for (const [at, child] of children.entries()) {
    if (child.type === 'strong_open') bold++;
    else if (child.type === 'strong_close') bold--;
    else if (child.type === 'link_open') {
      // without words of its own it has the title of what it leads to
      const written = String(child.attrGet('href') ?? '');
      const link = goalOf(written, labels);
      href = link?.href ?? written;
      if (link !== undefined && children[at + 1]?.type === 'link_close') add(link.text, 'plain');
    } else if (child.type === 'link_close') href = undefined;
    else if (child.type === 'code_inline') addCode(child.content, spans, href, labels);
    else if (child.type === 'text' || child.type === 'text_special') add(child.content, bold > 0 ? 'bold' : 'plain');
    else if (child.type === 'softbreak' || child.type === 'hardbreak') add(breakAfter(spans), 'plain');
  }
  const text = spans
    .map((span) => span.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  return { text, spans, lines };
}

/** Code, or where {ref} stands in front of it, a link to the section of a label. */
function addCode(text: string, spans: Span[], href: string | undefined, labels: Labels): void {
  const last = spans.at(-1);
  const link = last?.style === 'plain' && last.text.endsWith(REF) ? referred(text, labels) : undefined;
  if (last === undefined || link === undefined) {
    spans.push(href === undefined ? { text, style: 'code' } : { text, style: 'code', href });
    return;
  }
  spans.pop();
  const before = last.text.slice(0, -REF.length);
  if (before !== '') spans.push({ ...last, text: before });
  spans.push({ ...link, style: 'plain' });
}

const REF = '{ref}';

/** A bold title on a line of its own reads on as "title: text". */
function breakAfter(spans: readonly Span[]): string {
  const last = spans[spans.length - 1];
  const isTitle = last?.style === 'bold' && spans.every((span) => span.style === 'bold');
  return isTitle && !/[.:!?…-]\s*$/.test(last.text) ? ': ' : ' ';
}
