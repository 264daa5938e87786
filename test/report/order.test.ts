/** In which order secrets are listed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged, Reach } from '../../src/model.ts';
import { sortedSecrets } from '../../src/report/order.ts';
import { occurrence, secret } from './reports.ts';

test('of one priority what others could read comes first, then what stands longest, then by path', () => {
  const { exposure } = secret();
  const at = (path: string, date: string, ...reach: readonly Reach[]): Judged => {
    const dated = { ...exposure, first: { ...exposure.first!, date }, inHead: false, reach };
    return secret({ exposure: dated, names: [{ ...secret().names[0]!, name: path }], occurrences: [occurrence({ path })] });
  };
  const sorted = [
    at('d', '2025-06-01', 'remote-tracking'),
    at('e', '2024-01-01', 'local-branch'),
    at('a', '2025-01-01', 'local-branch'),
    at('b', '2025-01-01', 'local-branch'),
    at('c', '2025-02-01', 'local-branch'),
  ];
  const names = sortedSecrets(sorted.toReversed()).map((one) => one.names[0]!.name);
  assert.deepEqual(names, ['d', 'e', 'a', 'b', 'c']);
});
