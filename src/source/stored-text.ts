/** Small files of git that we read ourselves. */
import { readFileSync, statSync } from 'node:fs';

/** Who opens a pipe waits until somebody writes to it, and no signal ends that; devices may have no end. */
export function storedText(path: string, encoding: 'utf8' | 'latin1'): string {
  if (!statSync(path).isFile()) throw Object.assign(new Error(`${path} is no file`), { code: 'it is no file' });
  return readFileSync(path, encoding);
}
