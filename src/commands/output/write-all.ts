/** Writes to an open file until all is written: a disk that fills up takes a part first, and says nothing. */
import { writeSync } from 'node:fs';

export function writeAll(file: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
