/**
 * Tar archives. Members stand in it as they are.
 *   (header (512) | data, filled up to 512)* | empty blocks
 */
import { asIs, bufferOf } from './inner.ts';
import { beginsAsTar, BLOCK, headerOf, isFilling, roomOf } from './tar-header.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { Said } from './tar-header.ts';

export function openTar(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  return beginsAsTar(bytes) ? members(bufferOf(bytes), budget) : undefined;
}

function* members(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  let said: Said = {};
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    at += BLOCK;
    if (isFilling(block)) continue; // the end, unless archives were joined
    const header = headerOf(block, said);
    if (header === undefined) return budget.leave('damaged');
    budget.takeMember();
    const { is, size, name } = header;
    const end = Math.min(bytes.length, at + size);
    if (at + size > bytes.length) budget.leave('damaged');
    if (is === 'sparse') budget.leave('unknown form');
    else if (is === 'file' && size > 0) yield asIs('tar', name, bytes, at, end);
    said = is === 'said' ? header.saying(bytes.subarray(at, end)) : {};
    at += roomOf(size);
  }
}
