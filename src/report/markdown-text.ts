/**
 * Text from outside in, Markdown out that shows it and does nothing else: no HTML, no links, no mentions, no blocks.
 * Values are masked before anything is cut or escaped; paths become links only within the repository.
 */
import type { Lines } from '../model.ts';
import { printable } from './printable.ts';

/** What a renderer writes outside text with; every one takes the text as it came. */
export interface MarkdownText {
  /** Words on one line. */
  readonly inline: (text: string) => string;
  /** Words of our own: never masked, also where somebody's password is one of them. */
  readonly own: (text: string) => string;
  /** Words of a runbook: what stands in code there is code here. */
  readonly said: (text: string, where: Place) => string;
  /** A code span. */
  readonly code: (text: string) => string;
  /** A fenced block, each line behind the indent of the list item it stands in. */
  readonly fence: (text: string, language: string, indent: string) => string;
  /** A link to a section of a page; to the page itself without an anchor. */
  readonly section: (label: string, path: string, anchor: string) => string;
  /** A link to lines of a page, readable also where links do not work. */
  readonly lines: (path: string, lines: Lines) => string;
}

/** Lines of a page. */
interface Place {
  readonly path: string;
  readonly lines: Lines;
}

const MAX_INLINE = 500;
const MAX_CODE_LINES = 40;
const MAX_CODE_LINE = 400;

/**
 * Where pages of the repository are read: from the file itself, as links relative to it; on a forge, below the address
 * of a commit; or nowhere, then places are named and not linked.
 */
export type LinkBase = 'here' | 'nowhere' | `https://${string}`;

/**
 * Writers that pass everything through one masker.
 * @param codeAt what stands in code at a place of a runbook
 */
export function markdownText(
  mask: (text: string) => string,
  base: LinkBase = 'here',
  codeAt: (where: Place) => readonly string[] = () => [],
): MarkdownText {
  const clean = (text: string): string => printable(mask(text).replace(/\s+/g, ' ')).trim();
  const inline = (text: string): string => escaped(cut(clean(text), MAX_INLINE));
  const code = (text: string): string => codeSpan(cut(clean(text), MAX_INLINE));
  // a link with a mask in it is broken, and without one it shows a value
  const leadsNowhere = (path: string): boolean => base === 'nowhere' || mask(path) !== path;
  const target = (path: string): string =>
    base === 'here' ? destination(clean(path)) : `${base}/${destination(clean(path)).replace(/^\//, '')}`;
  return {
    inline,
    said: (text, where) => withCode(cut(clean(text), MAX_INLINE), codeAt(where).map(clean)),
    own: (text) => escaped(cut(printable(text.replace(/\s+/g, ' ')).trim(), MAX_INLINE)),
    code,
    fence: (text, language, indent) => fenced(printable(mask(text), '\n\t'), language, indent),
    section: (label, path, anchor) =>
      leadsNowhere(path)
        ? [inline(label), path === label ? '' : `(${code(path)})`].filter(Boolean).join(' ')
        : `[${inline(label)}](${target(path)}${anchor === '' || mask(anchor) !== anchor ? '' : `#${encoded(clean(anchor))}`})`,
    lines: (path, [first, last]) => {
      const label = first === last ? `line ${first}` : `lines ${first}–${last}`;
      if (leadsNowhere(path)) return `${label} of ${code(path)}`;
      return `[${label}](${target(path)}?plain=1#L${first}${first === last ? '' : `-L${last}`})`;
    },
  };
}

/** Where a forge shows a page of the repository. @param path masked @param anchor masked; '' for the page itself */
export function addressOf(base: `https://${string}`, path: string, anchor: string): string {
  return `${base}/${destination(path).replace(/^\//, '')}${anchor === '' ? '' : `#${encoded(anchor)}`}`;
}

/** A path as a reference within a URL: nothing of it is a scheme, a host, a query or a fragment. */
export function destination(path: string): string {
  return path.replace(/^\/+/, '/').split('/').map(encoded).join('/');
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${printable(text.slice(0, length))}…`;
}

function escaped(text: string, empty = '(empty)'): string {
  if (text === '') return empty;
  // At the start of a line or list item these would begin a heading or a list.
  return escapedWords(text).replace(/^(?=[#+=-]+(?: |$))/, '\\').replace(/^(\d{1,9})(?=[.)](?: |$))/, '$1\\');
}

function escapedWords(text: string): string {
  return text.split(' ').map(escapeWord).join(' ');
}

/** What a renderer would turn into a link or a mention by itself stands in a code span. */
function escapeWord(word: string): string {
  if (/\/\/|www\.|@|#\d/i.test(word)) {
    const end = word.search(/(?<![,.;:])[,.;:]*$/);
    return codeSpan(word.slice(0, end)) + word.slice(end);
  }
  return word.replace(/[\\`*[\]<>&~$|!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&');
}

/** Text with those words in code spans that stand there by themselves, the longest first. */
function withCode(text: string, words: readonly string[]): string {
  const wanted = [...new Set(words)].filter((word) => word !== '').sort((a, b) => b.length - a.length);
  const isPart = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);
  const wordAt = (at: number): string | undefined =>
    isPart(text[at - 1]) && isPart(text[at])
      ? undefined
      : wanted.find((word) => text.startsWith(word, at) && !(isPart(word.at(-1)) && isPart(text[at + word.length])));
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const word = wordAt(at);
    if (word === undefined) at++;
    else {
      pieces.push(from === 0 ? escaped(text.slice(0, at), '') : escapedWords(text.slice(from, at)), codeSpan(word));
      from = at += word.length;
    }
  }
  if (from === 0) return escaped(text);
  pieces.push(escapedWords(text.slice(from)));
  // spans that touch would be one with other ends
  const all = pieces.filter((piece) => piece !== '');
  const touch = all.some((piece, at) => piece.startsWith('`') && /(?<!\\)`$/.test(all[at - 1] ?? ''));
  return touch ? escaped(text) : all.join('');
}

function codeSpan(text: string): string {
  if (text === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(text, /`+/g) + 1);
  const space = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${ticks}${space}${text}${space}${ticks}`;
}

function fenced(text: string, language: string, indent: string): string {
  const lines = text.split('\n');
  const shown = lines.slice(0, MAX_CODE_LINES).map((line) => cut(line.trimEnd(), MAX_CODE_LINE));
  if (lines.length > shown.length) shown.push(`… ${lines.length - shown.length} more lines in the runbook`);
  const ticks = '`'.repeat(Math.max(3, longestRun(text, /`+/g) + 1));
  const info = /^[\w+#.-]{1,20}$/.test(language) ? language : '';
  return [`${ticks}${info}`, ...shown, ticks].map((line) => `${indent}${line}`.trimEnd()).join('\n');
}

function longestRun(text: string, pattern: RegExp): number {
  let longest = 0;
  for (const [run] of text.matchAll(pattern)) longest = Math.max(longest, run.length);
  return longest;
}

/** No scheme and no host can be spelled: colons are encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
