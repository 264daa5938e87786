/**
 * Bytes of a Markdown page in, text with the same lines out. UTF-8, else windows-1252. Front matter becomes blank
 * lines, so that line numbers stay the file's own; control and direction characters cannot get further than here.
 */

export interface Page {
  readonly text: string;
  /** Front matter, keys in lower case. */
  readonly meta: ReadonlyMap<string, string>;
  /** The last line that was read, where the page goes on behind it. */
  readonly cutAfter?: number;
}

/** A runbook is some kilobytes; what stands behind this many is not read, so that no page can hold up a scan. */
const MAX_BYTES = 256 * 1024;

/** Everything but tab and newline that moves a cursor, hides text or turns its direction. */
const UNPRINTABLE = new RegExp(
  ['[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f', '\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]'].join(''),
  'g',
);

/** Reads a page as text, whatever its encoding and line ends. */
export function decodePage(bytes: Uint8Array): Page {
  const whole = wholeLines(bytes);
  const lines = textOf(whole).replace(/\r\n?/g, '\n').replace(UNPRINTABLE, '\ufffd').split('\n');
  const meta = takeFrontMatter(lines);
  return { text: lines.join('\n'), meta, ...(whole.length < bytes.length ? { cutAfter: lines.length } : {}) };
}

function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= MAX_BYTES) return bytes;
  const end = bytes.lastIndexOf(0x0a, MAX_BYTES);
  return bytes.subarray(0, end < 0 ? 0 : end);
}

/** UTF-8, else windows-1252. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function takeFrontMatter(lines: string[]): ReadonlyMap<string, string> {
  const meta = new Map<string, string>();
  if (lines[0]?.trimEnd() !== '---') return meta;
  const end = lines.findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line));
  if (end < 0) return meta;
  for (let at = 0; at <= end; at++) {
    const field = /^([A-Za-z][\w-]{0,60}):[ \t]*(\S.{0,300})$/.exec(lines[at] ?? '');
    if (field) meta.set((field[1] ?? '').toLowerCase(), unquote((field[2] ?? '').trimEnd()));
    lines[at] = '';
  }
  return meta;
}

function unquote(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
