/** What decoders of Node's made before they came upon damage: they do not say. */
import type { LayerBudget } from './inner.ts';

/** They hold so many bytes at a time. */
const LEAST = 1 << 14;
const STEP = 4;

/**
 * Bytes, up to four times as many as there were: it is found out by a third of the work again.
 * @param isMore whether there is more than so many bytes before the damage
 */
export function madeBefore(budget: LayerBudget, isMore: (limit: number) => boolean): number {
  let made = LEAST;
  while (made < budget.bytes && isMore(made)) made *= STEP;
  return Math.min(made, budget.bytes);
}
