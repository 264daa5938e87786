/** Room for what decoders that are our own make byte by byte. */
import type { LayerBudget } from './inner.ts';

const LEAST = 1 << 10;

/**
 * A buffer that begins with the same bytes and has room for so many more behind the first `length`, as they are or longer.
 * @throws LayerLimit when the budget does not have them
 */
export function withRoom(bytes: Buffer, length: number, more: number, budget: LayerBudget): Buffer {
  if (length + more <= bytes.length) return bytes;
  if (length + more > budget.bytes) budget.takeBytes(Infinity);
  const longer = Buffer.allocUnsafe(Math.min(budget.bytes, Math.max(LEAST, bytes.length * 2, length + more)));
  bytes.copy(longer, 0, 0, length);
  return longer;
}
