/** Text that somebody names, in UTF-8 whatever it was saved in: Windows' editors and PowerShell write UTF-16. */
import { utf16Of } from '../detect/layers/utf-16.ts';

/** Without a byte order mark. */
export function inUtf8(bytes: Buffer): Buffer {
  const form = utf16Of(bytes);
  if (form === undefined) return bytes.subarray(0, 3).equals(MARK) ? bytes.subarray(3) : bytes;
  const units = Buffer.from(bytes.subarray(form.mark, bytes.length - ((bytes.length - form.mark) % 2)));
  return Buffer.from((form.isBigEndian ? units.swap16() : units).toString('utf16le'), 'utf8');
}

const MARK = Buffer.from('efbbbf', 'hex');
