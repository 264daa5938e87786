/** Blocks of a page in, what a look at the whole page needs out: anchors that lead nowhere, files it names, words in code. */
import GithubSlugger from 'github-slugger';
import type { Lines, Runbook } from '../model.ts';
import type { Block, Prose } from './blocks.ts';

const MOST = 500;
const MOST_QUOTED = 5000;
const FILE = /(?<![\w/.-])[\w./-]{0,120}\w\.(?:log|json|ya?ml|env|toml|ini)\b/g;

export function pageFacts(blocks: readonly Block[]): Pick<Runbook, 'staleAnchors' | 'files' | 'anchors' | 'quoted'> {
  const pieces = [...piecesOf(blocks)];
  const anchors = new Set(pieces.flatMap(({ anchor }) => (anchor === undefined ? [] : [anchor, squeezed(anchor)])));
  const staleAnchors = pieces.flatMap(({ prose, lines }) =>
    (prose?.spans ?? []).flatMap(({ href }) => {
      if (href === undefined || !/^#./.test(href)) return [];
      const wanted = decoded(href.slice(1));
      const known = anchors.has(wanted) || anchors.has(wanted.toLowerCase()) || anchors.has(new GithubSlugger().slug(wanted));
      return known ? [] : [{ text: `the link to #${wanted} leads to no heading of this page`, lines }];
    }),
  );
  const files = pieces.flatMap(({ text, lines }) => [...text.matchAll(FILE)].map(([file]) => ({ text: file, lines })));
  const quoted = pieces.flatMap(({ prose, lines }) =>
    (prose?.spans ?? []).filter(({ style }) => style === 'code').map(({ text }) => ({ text, lines })),
  );
  return {
    staleAnchors: staleAnchors.slice(0, MOST),
    files: files.slice(0, MOST),
    anchors: [...anchors],
    quoted: quoted.slice(0, MOST_QUOTED),
  };
}

interface Piece {
  readonly text: string;
  readonly lines: Lines;
  readonly prose?: Prose;
  readonly anchor?: string;
}

function* piecesOf(blocks: readonly Block[]): Generator<Piece> {
  for (const block of blocks) {
    if (block.kind === 'heading') yield { text: block.text, lines: block.lines, prose: block, anchor: block.anchor };
    else if (block.kind === 'paragraph') yield { text: block.text, lines: block.lines, prose: block };
    else if (block.kind === 'fence') yield { text: block.text, lines: block.lines };
    else if (block.kind === 'quote') yield* piecesOf(block.blocks);
    else if (block.kind === 'list') for (const item of block.items) yield* piecesOf(item.blocks);
    else for (const cell of block.rows.flat()) yield { text: cell.text, lines: cell.lines, prose: cell };
  }
}

/** As GitLab once wrote anchors: no two dashes in a row. */
function squeezed(anchor: string): string {
  return anchor.replace(/-{2,}/g, '-');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
