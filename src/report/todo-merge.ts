/**
 * A to-do as it would be written now and the file as it stands in, one to-do out that has everything new and loses
 * nothing that people made of the old: ticks, wording, notes, order, sections of their own. What burnlist wrote itself
 * is known by a list of line hashes at the end of the file; every other line is somebody's.
 */
import { createHash } from 'node:crypto';
import { type Block, DONE, type Part, partsOf, tickOf } from './todo-parts.ts';
import { idsIn, type Open, withReturns } from './todo-returned.ts';

export interface MergeFacts {
  /** Why tasks that are no longer asked for are closed, by task id: "rotated on 2026-11-22: …". */
  readonly closed: ReadonlyMap<string, string>;
  /** Why secrets that were closed are open again, by id of the secret: "was rotated, and came back with …". */
  readonly returned: ReadonlyMap<string, string>;
  /** Ids of all tasks that are asked for: an issue may be cut before some of them. */
  readonly asked: ReadonlySet<string>;
  /** Those of them that are a line each, since nobody works on them. */
  readonly listed: ReadonlySet<string>;
  /** ISO day. */
  readonly asOf: string;
  /** Takes values out of what people wrote. */
  readonly mask: (text: string) => string;
}

const OWN = /^<!-- burnlist ([\w-]{6}(?: [\w-]{6})*) -->$/;

/** Whether a file is a to-do that burnlist wrote. */
export function isTodo(text: string): boolean {
  return text.split(/\r?\n/).some((line) => OWN.test(line));
}

/** Whether nobody has written or ticked anything in it since. */
export function isUntouchedTodo(text: string): boolean {
  const lines = text.split('\n').filter((line) => !OWN.test(line));
  return isTodo(text) && !lines.some((line) => tickOf(line)?.done === true) && signed(lines.join('\n')) === text;
}

/** The to-do with the list of its own lines; by it the next run knows what people added. */
export function signed(text: string, foreign: ReadonlySet<number> = new Set()): string {
  const lines = text.replace(/\n+$/, '').split('\n');
  const own = lines.filter((line, at) => line.trim() !== '' && !foreign.has(at)).map(hash);
  return `${lines.join('\n')}\n\n<!-- burnlist ${[...new Set(own)].sort().join(' ')} -->\n`;
}

/** Ids of the tasks in which somebody has ticked or written. */
export function workedOn(old: string): ReadonlySet<string> {
  const { parts, isOwn } = opened(old);
  const isTouched = ({ lines }: Part): boolean => lines.some((line) => !isOwn(line) || tickOf(line)?.done === true);
  return new Set(parts.filter(isTouched).flatMap(({ task }) => task ?? []));
}

function opened(old: string): { readonly parts: readonly Part[]; readonly isOwn: Test } {
  const lines = old.replace(/\r\n?/g, '\n').split('\n');
  const own = new Set(lines.flatMap((line) => OWN.exec(line)?.[1]?.split(' ') ?? []));
  const isOwn: Test = (line) => line.trim() === '' || OWN.test(line) || own.has(hash(line));
  const parts = partsOf(
    lines.filter((line) => !OWN.test(line)),
    isOwn,
  );
  return { parts, isOwn };
}

/** What stands in `old` and matters to people, put into `fresh`. Both end up in the order of `old` where that has one. */
export function mergeTodo(fresh: string, old: string, facts: MergeFacts): string {
  const { closed, returned, asked, listed, asOf, mask } = facts;
  const { parts: before, isOwn } = opened(old);
  const now = partsOf(fresh.replace(/\n+$/, '').split('\n'), () => true);
  const out = new Output(mask);
  const done: string[] = [];
  const seen = new Set<Part>();
  for (const part of now) {
    const known = before.find((each) => each.key === part.key && !seen.has(each));
    if (known !== undefined) seen.add(known);
    mergePart(part, known, isOwn, out, done);
  }
  for (const part of before.filter((each) => !seen.has(each))) {
    if (part.task !== undefined && listed.has(part.task)) continue;
    if (part.lines[0] === DONE) done.unshift(...part.lines.slice(1));
    else if (part.task !== undefined && asked.has(part.task)) out.asBefore(part.lines, isOwn);
    else if (part.task !== undefined)
      done.push(...closedTask(part, closed.get(part.task) ?? `no longer found on ${asOf}`));
    else if (part.lines.some((line) => !isOwn(line))) out.people(...part.lines);
  }
  if (done.some((line) => line.trim() !== '')) out.people('', DONE, '', ...trimmed(withReturns(done, returned, now.flatMap(openTask))));
  return signed(out.text(), out.foreign());
}

function openTask(part: Part): readonly Open[] {
  return part.task === undefined ? [] : [{ title: titleOf(part).replace(/ · P\d$/, ''), ids: idsIn(part.lines) }];
}

/** Lines with the knowledge of whose they are. */
class Output {
  readonly #lines: string[] = [];
  readonly #foreign = new Set<number>();
  readonly #mask: (text: string) => string;

  constructor(mask: (text: string) => string) {
    this.#mask = mask;
  }

  own(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  people(...lines: readonly string[]): void {
    for (const line of lines) {
      if (line === '' && this.#lines.at(-1) === '') continue;
      this.#foreign.add(this.#lines.length);
      this.#lines.push(this.#mask(line));
    }
  }

  asBefore(lines: readonly string[], isOwn: Test): void {
    for (const line of lines) {
      if (isOwn(line)) this.own(line);
      else this.people(line);
    }
  }

  text(): string {
    return this.#lines.join('\n');
  }

  foreign(): ReadonlySet<number> {
    return this.#foreign;
  }
}

function mergePart(part: Part, known: Part | undefined, isOwn: Test, out: Output, done: string[]): void {
  if (known === undefined) {
    out.own(...part.lines);
    return;
  }
  const [title = '', ...head] = part.head;
  const [worded = '', ...oldHead] = known.head;
  const isWorded = part.task !== undefined && !isOwn(worded);
  if (isWorded) out.people(worded);
  mergeLines(isWorded ? head : [title, ...head], isWorded ? oldHead : known.head, isOwn, out);
  const rest = new Map(known.blocks.map((block) => [block.id, block]));
  for (const block of inOldOrder(part.blocks, known.blocks)) {
    mergeLines(block.lines, rest.get(block.id)?.lines ?? [], isOwn, out);
    rest.delete(block.id);
  }
  mergeLines(part.tail, known.tail, isOwn, out);
  for (const block of rest.values()) {
    const matters = block.lines.some((line) => !isOwn(line) || tickOf(line)?.done === true);
    if (matters) done.push(`### No longer asked for: ${titleOf(part)}`, '', ...unmarked(block.lines), '');
  }
}

type Test = (line: string) => boolean;

/** Blocks that both have in the old order; a new one stands behind the one that it follows now. */
function inOldOrder(now: readonly Block[], old: readonly Block[]): readonly Block[] {
  const ids = new Set(now.map(({ id }) => id));
  const order = old.map(({ id }) => id).filter((id) => ids.has(id));
  let previous: string | undefined;
  for (const { id } of now) {
    if (!order.includes(id)) order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, id);
    previous = id;
  }
  const byId = new Map(now.map((block) => [block.id, block]));
  return order.flatMap((id) => byId.get(id) ?? []);
}

/** Our lines as they are now, with ticks and wording of the old ones, and people's lines behind what they stood behind. */
function mergeLines(now: readonly string[], old: readonly string[], isOwn: Test, out: Output): void {
  const boxes = new Map(old.flatMap((line) => (tickOf(line) ? [[tickOf(line)?.id, line] as const] : [])));
  const anchors = now.filter((line) => line.trim() !== '').map(anchorOf);
  const added = new Map<string, string[]>();
  let anchor = '';
  for (const [at, line] of old.entries()) {
    const box = tickOf(line);
    if (box !== undefined || isOwn(line)) {
      if (line.trim() !== '') anchor = anchorOf(line);
      continue;
    }
    const gap = old[at - 1] === '' ? [''] : [];
    const key = anchor === '' || anchors.includes(anchor) ? anchor : (anchors.at(-1) ?? '');
    added.set(key, [...(added.get(key) ?? []), ...gap, line]);
  }
  const place = (key: string): void => {
    out.people(...(added.get(key) ?? []));
    added.delete(key);
  };
  place('');
  for (const line of now) {
    const box = boxes.get(tickOf(line)?.id);
    if (box !== undefined && !isOwn(box)) out.people(box);
    else out.own(box !== undefined && tickOf(box)?.done === true ? line.replace('[ ]', '[x]') : line);
    if (line.trim() !== '') place(anchorOf(line));
  }
}

/** A box is found again by its id, any other line by what it says. */
function anchorOf(line: string): string {
  return tickOf(line)?.id ?? hash(line);
}

/** A task that is over: as it stood, markers taken off, so that it can come back as a new one. */
function closedTask(part: Part, why: string): readonly string[] {
  const [, ...rest] = part.lines;
  return [`### ${titleOf(part)}: ${why}`, '', ...notTicked(rest), ...unmarked(rest), ''];
}

/** Another value in use says nothing of logs that nobody went through, nor of what hung on the old one. */
function notTicked(lines: readonly string[]): readonly string[] {
  const boxes = lines.flatMap((line) => tickOf(line) ?? []);
  const open = lines.filter((line) => tickOf(line)?.done === false);
  if (open.length === 0) return [];
  const phases = [...new Set(open.flatMap((line) => /\*\*(.+?)\*\*/.exec(line)?.[1] ?? []))];
  const which = phases.length === 0 ? '' : `: ${phases.join(', ')}`;
  return [`**${open.length} of ${boxes.length} boxes ${open.length === 1 ? 'was' : 'were'} not ticked** when it was closed${which}`, ''];
}

function titleOf({ lines }: Part): string {
  return (lines[0] ?? '').replace(/^#+ (?:\d+\. )?/, '').replace(MARKER, '');
}

function unmarked(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(MARKER, ''));
}

const MARKER = /(?<! ) *<!-- (?:box|task):\w+ -->\s*$/;

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return lines.slice(Math.max(first, 0));
}

/** Ticks do not make a line somebody's own. */
function hash(line: string): string {
  const plain = line.trim().replace(/^([-*+] )\[[xX]\] /, '$1[ ] ');
  return createHash('sha256').update(plain).digest('base64url').slice(0, 6);
}
