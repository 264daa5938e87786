/** The line that shows how far a scan is, at most ten times a second. Only ever drawn on a terminal, and within it. */
import { cutEnd } from '../../report/columns.ts';
import { grouped, size } from '../../report/numbers.ts';
import type { ProgressScreen } from '../context.ts';
import type { Tally } from '../engine/engine.ts';

const INTERVAL_MS = 100;
const BAR = 18;

export function progressLine({ draw, columns }: ProgressScreen): (tally: Tally) => void {
  let last = 0;
  return ({ done, of, bytes, found }) => {
    const now = performance.now();
    if (now - last < INTERVAL_MS) return;
    last = now;
    const share = of === 0 ? 1 : Math.min(1, done / of);
    const full = Math.round(share * BAR);
    const bar = `  ${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
    const amount = `  ${Math.round(share * 100)} %  ${grouped(done)} of ${grouped(of)} objects`;
    const parts = ['  reading objects', bar, amount, ` · ${size(bytes)}`, ` · ${grouped(found)} found so far`];
    // the last column stays free: there some terminals wrap already
    draw(fitting(parts, columns() - 1));
  };
}

/** Without the bar where that is enough, then without what stands last. */
function fitting([title = '', bar = '', ...rest]: readonly string[], columns: number): string {
  for (let count = rest.length; count > 0; count--) {
    for (const start of [title + bar, title]) {
      const line = start + rest.slice(0, count).join('');
      if (line.length <= columns) return line;
    }
  }
  return cutEnd(title, columns);
}
