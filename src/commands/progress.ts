/** The line that shows how far a scan is, at most ten times a second. Only ever drawn on a terminal. */
import type { Tally } from './engine.ts';

const INTERVAL_MS = 100;
const BAR = 18;

export function progressLine(draw: (line: string) => void): (tally: Tally) => void {
  let last = 0;
  return ({ done, of, bytes, found }) => {
    const now = performance.now();
    if (now - last < INTERVAL_MS) return;
    last = now;
    const share = of === 0 ? 1 : Math.min(1, done / of);
    const full = Math.round(share * BAR);
    const objects = `${done.toLocaleString('en')} of ${of.toLocaleString('en')} objects`;
    const numbers = `${objects} · ${size(bytes)} · ${found.toLocaleString('en')} found so far`;
    draw(`  reading objects  ${'█'.repeat(full)}${'░'.repeat(BAR - full)}  ${Math.round(share * 100)} %  ${numbers}`);
  };
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
