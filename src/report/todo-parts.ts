/** Lines of a to-do in, its parts out: what stands above the tasks, each task with its boxes, other sections. */

export interface Part {
  /** Task id, or heading; empty for what stands above the first heading. */
  readonly key: string;
  readonly task?: string;
  readonly lines: readonly string[];
  /** Up to the first box. */
  readonly head: readonly string[];
  readonly blocks: readonly Block[];
  /** From the first line after the boxes that belongs to none of them. */
  readonly tail: readonly string[];
}

/** A box with everything that stands below it. */
export interface Block {
  readonly id: string;
  readonly lines: readonly string[];
}

/** Heading of what is over. */
export const DONE = '## Done';
const TASK = /^## .*<!-- task:([0-9a-f]{10}) -->\s*$/;

/** The parts in their order; lines that are not ours are in them too, headings of people as well. */
export function partsOf(lines: readonly string[], isOwn: (line: string) => boolean): readonly Part[] {
  const starts = startsOf(lines, isOwn);
  return [0, ...starts].flatMap((from, at) => {
    const piece = lines.slice(from, starts[at] ?? lines.length);
    return piece.length === 0 ? [] : [partOf(piece, at === 0)];
  });
}

/** The box of a task list on a line, if it carries one of our markers. */
export function tickOf(line: string): { readonly id: string; readonly done: boolean } | undefined {
  const match = /^\s*[-*+] \[([ xX])\] .*<!-- box:([0-9a-f]{10}) -->\s*$/.exec(line);
  return match ? { id: match[2] ?? '', done: match[1] !== ' ' } : undefined;
}

/** A task's heading starts a part whoever worded it; any other heading has to be ours. */
function startsOf(lines: readonly string[], isOwn: (line: string) => boolean): readonly number[] {
  return lines.flatMap((line, at) => {
    if (!line.startsWith('## ')) return [];
    return line === DONE || TASK.test(line) || isOwn(line) ? [at] : [];
  });
}

function partOf(lines: readonly string[], isTop: boolean): Part {
  const task = TASK.exec(lines[0] ?? '')?.[1];
  const key = task ?? (isTop ? '' : (lines[0] ?? ''));
  const isBox = (line: string): boolean => !/^\s/.test(line) && tickOf(line) !== undefined;
  const first = lines.findIndex(isBox);
  if (first < 0) return { key, ...(task === undefined ? {} : { task }), lines, head: lines, blocks: [], tail: [] };
  const blocks: { id: string; lines: string[] }[] = [];
  let tail = lines.length;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isBox(line)) blocks.push({ id: tickOf(line)?.id ?? '', lines: [line] });
    else if (endsBoxes(line, lines.slice(at + 1).some(isBox))) {
      tail = at;
      break;
    } else blocks.at(-1)?.lines.push(line);
  }
  return {
    key,
    ...(task === undefined ? {} : { task }),
    lines,
    head: lines.slice(0, first),
    blocks,
    tail: lines.slice(tail),
  };
}

/** Text at the margin ends the list, unless boxes follow: then somebody wrote between them. */
function endsBoxes(line: string, boxesFollow: boolean): boolean {
  return /^\S/.test(line) && !boxesFollow;
}
