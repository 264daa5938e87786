/**
 * `--resume FILE`: what an interrupted sweep had done, a line for each store. It holds ids of objects and no value, no
 * path and no name.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ScanError, UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import type { Following } from './following.ts';
import type { Searched, StoreMemory } from '../engine/remembering-engine.ts';
import type { Rule } from '../../model.ts';

const HEAD = '{"schema":"burnlist/sweep-state@1"}';

export function openMemory(file: string, cwd: string): StoreMemory {
  const path = resolve(cwd, file);
  const known = new Map<string, Searched>();
  if (existsSync(path)) {
    const text = textOf(path, file);
    const [head, ...lines] = text.split('\n');
    if (head !== HEAD)
      throw new UsageError(`--resume ${shownPath(file)}: there is a file that is no state of a sweep; choose another name`);
    for (const line of lines) remember(line, known);
    if (!text.endsWith('\n')) append(path, file, '\n');
  } else {
    const failed = written(() => writeFileSync(path, `${HEAD}\n`, { mode: 0o600, flag: 'wx' }));
    if (failed !== undefined) throw new UsageError(`--resume ${shownPath(file)}: cannot be written (${failed})`);
  }
  return {
    recall: (state) => known.get(state),
    keep: (state, searched) => append(path, file, `${JSON.stringify({ state, ...searched })}\n`),
  };
}

function append(path: string, file: string, text: string): void {
  const failed = written(() => appendFileSync(path, text));
  if (failed !== undefined) throw new ScanError(`${shownPath(file)} could not be written: ${failed}`);
}

/** A line that was cut by the interrupt, or is none of ours, says nothing. */
function remember(line: string, known: Map<string, Searched>): void {
  try {
    const { state, blobs, bytes, lfs, packs } = JSON.parse(line) as Partial<Searched & { readonly state: string }>;
    const isWhole =
      typeof state === 'string' &&
      Array.isArray(blobs) &&
      blobs.every((id) => typeof id === 'string') &&
      typeof bytes === 'number' &&
      typeof lfs === 'number' &&
      [packs?.bytes, packs?.lfs, packs?.lost].every((size) => typeof size === 'number');
    if (isWhole) known.set(state, { blobs, bytes, lfs, packs: packs! });
  } catch {
    // the next run searches that store
  }
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--resume ${shownPath(file)}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

function written(write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
}

/** What is looked for, in a form that tells nothing of it: of values that are followed, their ids. */
export function questionOf(version: string, rules: readonly Rule[], marks: boolean, { ids }: Following): string {
  const hash = createHash('sha256').update(`${version} ${marks}\0`);
  for (const rule of rules) if (rule.followed?.value === undefined) hash.update(JSON.stringify(rule));
  return hash.update([...ids].sort().join()).digest('hex');
}
