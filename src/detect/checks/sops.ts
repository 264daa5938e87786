/**
 * A value that SOPS encrypted, with what its tag covers besides: the path of its key in the file, or, for the sum over all
 * values, the time of the last change (https://getsops.io/docs/#message-authentication-code). Read from the lines above, as
 * SOPS itself writes YAML, JSON, INI and dotenv; where they do not show it, the value cannot be tied to a key.
 */
import { DROP } from './outcome.ts';
import type { Candidate, Outcome } from './outcome.ts';

const KEY = String.raw`"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'#{}[\],:=-][^:=]*?`;
/** What stands before the value in its line: an item of a list has no key of its own. */
const OWN = new RegExp(String.raw`^(?<indent>[ \t]*)(?<dashes>(?:-[ \t]+)*)(?:(?<key>${KEY})(?<sign>:|=|[ \t]=)[ \t]*)?["']?$`);
/** A key with no value in its line: what is indented below belongs to it. */
const ABOVE = new RegExp(String.raw`^(?<indent>[ \t]*)(?<dashes>(?:-[ \t]+)*)(?<key>${KEY}):[ \t]*(?:[{[][ \t]*)?$`);
const SECTION = /^\[(?<section>[^\]]+)\][ \t]*$/;
const CHANGED = /lastmodified"?[ \t]{0,40}[:=][ \t]{0,4}["']?(?<time>[0-9TZ:+-]{20,25})/g;

/** The value is what the tag covers, a line feed, and the ciphertext. */
export function sopsValue({ raw, around }: Candidate): Outcome {
  const lines = around.slice(0, around.indexOf(raw)).split(/\r?\n/);
  const path = pathOf(lines);
  if (path === undefined) return DROP;
  const isSum = /^(?:sops:mac|sops_mac)$/.test(path.join(':'));
  const covers = isSum ? [...around.matchAll(CHANGED)].at(-1)?.groups?.['time'] : `${path.join(':')}:`;
  return covers === undefined ? DROP : { value: Buffer.from(`${covers}\n${raw}`, 'latin1') };
}

function pathOf(lines: readonly string[]): readonly string[] | undefined {
  const own = OWN.exec(lines.at(-1) ?? '')?.groups;
  if (own === undefined) return undefined;
  const { indent = '', dashes = '', key, sign = ':' } = own;
  if (sign !== ':') return flatPath(unquoted(key!), sign, lines);
  const path = key === undefined ? [] : [unquoted(key)];
  let left = indent.length;
  let inList = dashes !== '' || key === undefined;
  for (let at = lines.length - 2; at >= 0 && (left > 0 || inList); at--) {
    const line = lines[at]!;
    if (/\S/.test(line.slice(0, left)) || inList) {
      const above = ABOVE.exec(line)?.groups;
      if (above === undefined) continue;
      const column = above['indent']!.length + above['dashes']!.length;
      // the items of a list may stand in the column of its key
      if (column > left || (column === left && !(inList && above['dashes'] === ''))) continue;
      path.unshift(unquoted(above['key']!));
      left = above['indent']!.length;
      inList = above['dashes'] !== '';
    }
  }
  return path.length === 0 ? undefined : path;
}

/** dotenv has names alone, INI has sections. */
function flatPath(key: string, sign: string, lines: readonly string[]): readonly string[] {
  if (sign === '=') return [key];
  const section = lines.findLast((line) => SECTION.test(line));
  return [section === undefined ? 'DEFAULT' : SECTION.exec(section)!.groups!['section']!, key];
}

function unquoted(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1);
  if (!key.startsWith('"')) return key.trimEnd();
  try {
    return JSON.parse(key) as string;
  } catch {
    return key;
  }
}
