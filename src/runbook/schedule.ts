/**
 * Sections and tables in, what they say of when named secrets were rotated and are due again out: columns and lines such
 * as "Last rotated" and "Next due", with the rhythm that stands beside them.
 */
import type { Schedule } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { cadenceOf } from './cadence.ts';
import { facetOf } from './facets.ts';
import { namesIn } from './names.ts';
import type { Section } from './sections.ts';
import { headingTargets } from './targets.ts';

type Column = 'last' | 'next' | 'days';

const LAST = /^(?:last|previous(?:ly)?|most recent|zuletzt|letzte|dernière|última|ultima|前回)\b.{0,20}(?:rotat|chang|renew|rotiert|rotación|rotação|rotazione|更新|$)/i;
const NEXT = /^(?:next\b.{0,20}(?:due|rotat|renew|date|$)|due\b|expires?\b|nächste|fällig|prochaine|próxima|prossima|次回)/i;
const DATE = /(?<!\d)(20\d\d)[-/.](\d\d)[-/.](\d\d)(?!\d)/;
const BETWEEN = /[.;:,·|(\n]\s*|\s[–—-]\s+/g;
const LONGEST_LINE = 1000;
const MOST = 500;

export function scheduleIn(sections: readonly Section[]): readonly Schedule[] {
  const found: Schedule[] = [];
  const open = [...sections];
  for (let section = open.pop(); section !== undefined && found.length < MOST; section = open.pop()) {
    open.push(...section.children);
    const targets = headingTargets(section.heading).filter(({ kind }) => kind === 'name');
    const names = targets.map(({ raw }) => raw);
    if (names.length > 0) found.push(...linesOf(section.blocks).flatMap((prose) => said(names, clausesOf(prose))));
    for (const block of section.blocks) if (block.kind === 'table') found.push(...rowsOf(block));
  }
  return found.slice(0, MOST).sort((a, b) => a.line - b.line);
}

function rowsOf({ rows: [head = [], ...rows] }: Extract<Block, { kind: 'table' }>): readonly Schedule[] {
  const columns = head.map(({ text }) => columnOf(text));
  // a rhythm alone is read with the procedures that it is for
  if (!columns.includes('last') && !columns.includes('next')) return [];
  return rows.flatMap(([first, ...cells]) => {
    const names = first === undefined ? [] : namesIn(first.text, true);
    return names.length === 0 ? [] : said(names, cells.map((cell, at) => [columns[at + 1], cell] as const));
  });
}

/** Paragraphs and entries of lists. */
function linesOf(blocks: readonly Block[]): readonly Prose[] {
  return blocks.flatMap((block): readonly Prose[] => {
    if (block.kind === 'paragraph') return [block];
    return block.kind === 'list' ? block.items.flatMap(({ blocks: inner }) => linesOf(inner)) : [];
  });
}

/** What a line says one behind the other: "Rotate every 90 days, last rotated on 2025-03-01". */
function clausesOf(prose: Prose): readonly (readonly [Column | undefined, Prose])[] {
  const text = prose.text.slice(0, LONGEST_LINE);
  const starts = [0, ...Array.from(text.matchAll(BETWEEN), ({ index, 0: sign }) => index + sign.length)];
  const named = starts.filter((at) => columnOf(text.slice(at)) !== undefined);
  return named.map((at, index) => [columnOf(text.slice(at)), { ...prose, text: text.slice(at, named[index + 1]) }] as const);
}

function columnOf(label: string): Column | undefined {
  const words = label.slice(0, 60).trim();
  if (LAST.test(words)) return 'last';
  if (NEXT.test(words)) return 'next';
  return facetOf(words) === 'cadence' ? 'days' : undefined;
}

function said(names: readonly string[], parts: readonly (readonly [Column | undefined, Prose])[]): readonly Schedule[] {
  const textOf = (column: Column): string | undefined => parts.find(([of]) => of === column)?.[1].text;
  const last = dayIn(textOf('last'));
  const next = dayIn(textOf('next'));
  if (last === undefined && next === undefined) return [];
  const days = cadenceOf(textOf('days') ?? '');
  const line = parts[0]?.[1].lines[0] ?? 1;
  const dates = { ...(days === undefined ? {} : { days }), ...(last && { last }), ...(next && { next }) };
  return names.map((name) => ({ name, line, ...dates }));
}

function dayIn(text = ''): string | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const iso = `${year}-${month}-${day}`;
  return Number.isNaN(Date.parse(`${iso}T00:00:00Z`)) ? undefined : iso;
}
