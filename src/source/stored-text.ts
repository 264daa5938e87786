/** Small files of git that we read ourselves. */
import { readFileSync, statSync } from 'node:fs';

/** Who opens a pipe waits until somebody writes to it, and no signal ends that. */
export function storedText(path: string, encoding: 'utf8' | 'latin1'): string {
  if (statSync(path).isFIFO()) throw Object.assign(new Error(`${path} is a pipe`), { code: 'it is a pipe' });
  return readFileSync(path, encoding);
}
