/** The progress line: within the terminal whatever its width, the share and the objects before all else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressLine } from '../../src/commands/audit/progress.ts';

const TALLY = { done: 178_402, of: 292_555, bytes: 3_400_000_000, found: 5 };

function drawn(columns: number): string {
  const lines: string[] = [];
  progressLine({ draw: (line) => void lines.push(line), columns: () => columns })(TALLY);
  return lines.join('\n');
}

test('a wide terminal shows the bar and every number', () => {
  assert.equal(
    drawn(120),
    '  reading objects  ███████████░░░░░░░  61 %  178,402 of 292,555 objects · 3.4 GB · 5 found so far',
  );
});

test('a narrow one leaves out the bar, then what stands last, and never wraps', () => {
  for (let columns = 2; columns <= 130; columns++) assert.ok(drawn(columns).length < columns, `${columns}`);
  assert.equal(drawn(80), '  reading objects  61 %  178,402 of 292,555 objects · 3.4 GB · 5 found so far');
  assert.equal(drawn(64), '  reading objects  61 %  178,402 of 292,555 objects · 3.4 GB');
});
