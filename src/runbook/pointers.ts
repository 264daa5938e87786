/**
 * Pages that send their reader on: an inventory whose rows link to procedures, a section that says "see there", a page
 * that says where it moved to. What they name is what the section at the other end is for.
 */
import type { Pointer, Procedure, Runbook, Target } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { readContent } from './steps.ts';
import { namesIn } from './names.ts';
import type { Section } from './sections.ts';
import { headingTargets } from './targets.ts';

const MOST = 300;

/** Links of a page to other pages, each with the names that it is for; none for what leads on in general. */
export function pointersIn(sections: readonly Section[], path: string): readonly Pointer[] {
  const found: Pointer[] = [];
  const open = [...sections];
  for (let section = open.pop(); section !== undefined && found.length < MOST; section = open.pop()) {
    open.push(...section.children);
    const isPointer = section.children.length === 0 && readContent(section.blocks, 'steps', false).steps.length === 0;
    const names = isPointer ? headingTargets(section.heading).filter(({ kind }) => kind === 'name').map(({ raw }) => raw) : [];
    for (const { prose, named } of piecesOf(section.blocks))
      for (const { href } of prose.spans) {
        const goal = href === undefined ? undefined : goalOf(href, path);
        if (goal !== undefined) found.push({ ...goal, names: named ?? names, lines: prose.lines });
      }
  }
  return found.slice(0, MOST).sort((a, b) => a.lines[0] - b.lines[0]);
}

interface Piece {
  readonly prose: Prose;
  /** Of a row: the names in its first cell. */
  readonly named?: readonly string[];
}

function* piecesOf(blocks: readonly Block[]): Generator<Piece> {
  for (const block of blocks) {
    if (block.kind === 'paragraph') yield { prose: block };
    else if (block.kind === 'quote') yield* piecesOf(block.blocks);
    else if (block.kind === 'list') for (const item of block.items) yield* piecesOf(item.blocks);
    else if (block.kind === 'table')
      for (const cells of block.rows.slice(1))
        for (const prose of cells) yield { prose, named: namesIn(cells[0]?.text ?? '', true) };
  }
}

/** A Markdown page of the repository, relative to the page that links to it. */
function goalOf(href: string, from: string): { path: string; anchor: string } | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(href)) return undefined;
  const [target = '', anchor = ''] = href.split('#');
  const file = decoded(target.split('?')[0] ?? '');
  if (!/\.(?:md|mdx|markdown)$/i.test(file)) return undefined;
  const parts = file.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of file.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return { path: parts.join('/'), anchor: decoded(anchor) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same pages, where a procedure is also for what others send to it for. */
export function followPointers(runbooks: readonly Runbook[]): readonly Runbook[] {
  const pointers = runbooks.flatMap((runbook) => runbook.pointers).filter(({ names }) => names.length > 0);
  if (pointers.length === 0) return runbooks;
  return runbooks.map((runbook) => {
    const here = pointers.filter(({ path }) => path === runbook.path);
    if (here.length === 0) return runbook;
    const only = runbook.procedures.length === 1;
    const procedures = runbook.procedures.map((procedure) => {
      const sent = here.filter(({ anchor }) => (anchor === '' ? only : anchor.toLowerCase() === procedure.anchor));
      return sent.length === 0 ? procedure : { ...procedure, targets: [...procedure.targets, ...targetsOf(sent, procedure)] };
    });
    return { ...runbook, procedures };
  });
}

function targetsOf(pointers: readonly Pointer[], { lines }: Procedure): readonly Target[] {
  const names = [...new Set(pointers.flatMap((pointer) => pointer.names))];
  return names.map((raw) => ({ raw, kind: 'name', where: 'pointer', line: lines[0] }));
}
