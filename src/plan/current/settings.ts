/**
 * Lines of `.env`, INI, properties and TOML files in, their assignments out. As dotenv reads them: `export`, quotes,
 * values over several lines in quotes, comments behind a blank and `#`. Unit files of systemd have theirs behind `Environment=`.
 */
import { type Entry, entryOf } from './entry.ts';

const ASSIGNMENT = /^\s*(?:(?:export|set|ENV)\s+|\$env:)?["']?([A-Za-z_][\w.:-]{0,200}?)["']?\s*(?:=|:(?=\s)|:=)\s*(.*)$/s;
/** As shells without `=` set a variable, and image files did. */
const SPACED = /^\s*(?:set\s+(?:-[\w-]+\s+)+|setenv\s+|setx\s+|ENV\s+)([A-Za-z_]\w{0,200})\s+(\S.*)$/s;
/** Settings of npm are for a registry, whose address stands in front of the name. */
const OF_REGISTRY = /^\/\/([\w.-]{1,253}(?::\d{1,5})?(?:\/[^\s:=]{0,200})?):(_?[A-Za-z]{1,40}) {0,8}=(.*)$/s;
const SECTION = /^\[{1,2}([^\]]{1,200})\]{1,2}\s*(?:[#;].*)?$/;
const COMMENT = /^\s*(?:#|;|\/\/)/;

/** The assignments of a text; undefined when most of its lines are something else. */
export function readSettings(text: string): readonly Entry[] | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const entries: Entry[] = [];
  let section: readonly string[] = [];
  let others = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, registry, setting = '', given = ''] = OF_REGISTRY.exec(line.trim()) ?? [];
    if (registry !== undefined) {
      entries.push(entryOf([registry, setting], valueAt(given.trim(), lines, at).value, `line ${at + 1}`));
      continue;
    }
    if (line.trim() === '' || COMMENT.test(line)) continue;
    const header = SECTION.exec(line.trim())?.[1]?.trim();
    if (header !== undefined && header !== '') {
      section = header.split('.');
      continue;
    }
    const [, name, rest = ''] = ASSIGNMENT.exec(line) ?? SPACED.exec(line) ?? [];
    if (name === undefined) {
      others++;
      continue;
    }
    const place = `line ${at + 1}`;
    const inner = name === 'Environment' ? assignmentsIn(rest) : [];
    if (inner.length > 0) {
      entries.push(...inner.map(([own, value]) => entryOf([own], value, place)));
      continue;
    }
    const { value, used } = valueAt(rest, lines, at);
    entries.push(entryOf([...section, name], value, place));
    at += used;
  }
  return entries.length > 0 && entries.length >= others ? entries : undefined;
}

/** Each a word of its own, or in quotes; nothing where something else stands among them. */
function assignmentsIn(text: string): readonly (readonly [name: string, value: string])[] {
  const words = [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
  const found = words.flatMap((word) => {
    const [, name, value = ''] = /^([A-Za-z_]\w{0,200})=(.*)$/s.exec(word) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  return found.length === words.length ? found : [];
}

/** A value may run over the lines below when it begins with a quote: keys in PEM do. */
function valueAt(rest: string, lines: readonly string[], at: number): { value: string; used: number } {
  const triple = /^("""|''')/.exec(rest)?.[1];
  const quote = triple ?? /^["'`]/.exec(rest)?.[0];
  if (quote === undefined) return { value: rest.replace(/(?:^|\s)[#;].*$/, '').trim(), used: 0 };
  let text = rest.slice(quote.length);
  let seen = 0;
  for (let used = 0; used <= MOST_LINES && at + used < lines.length; used++) {
    if (used > 0) text += `\n${lines[at + used] ?? ''}`;
    const end = closing(text, quote, seen);
    seen = text.length;
    if (end >= 0) return { value: unescaped(text.slice(0, end), quote), used };
  }
  return { value: rest.trim(), used: 0 };
}

const MOST_LINES = 300;

/** @param from where the lines end that do not have it */
function closing(text: string, quote: string, from: number): number {
  for (let end = text.indexOf(quote, from); end >= 0; end = text.indexOf(quote, end + 1)) {
    const slashes = /\\*$/.exec(text.slice(Math.max(0, end - 20), end))?.[0].length ?? 0;
    if (quote.startsWith("'") || slashes % 2 === 0) return end;
  }
  return -1;
}

function unescaped(text: string, quote: string): string {
  if (!quote.startsWith('"')) return text;
  return text.replace(/\\([nrt"\\$])/g, (all, letter: string) => ESCAPES[letter] ?? all);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };
