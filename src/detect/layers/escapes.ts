/**
 * Text with escapes in it: `password%3D…`, `&quot;password&quot;:&quot;…`, `\u0070\u0061…`. A trigger is an escape that
 * joins a name and a value, or the parts of a URL; what stands around it is decoded and looked at. Nothing is looked for
 * where only a letter of some word is escaped.
 */
import { rewrite, utf8Of } from './rewritten.ts';
import type { Inner } from './inner.ts';
import type { Span } from '../../model.ts';

export interface EscapeLayer {
  readonly via: string;
  /** ASCII in lower case, in either case. */
  readonly literals: readonly string[];
  /** 1 for bytes that end what is decoded. */
  readonly ends: Uint8Array;
  readonly escape: RegExp;
  readonly decode: (match: RegExpExecArray) => string | undefined;
}

/** Bytes before and behind a trigger that are decoded with it: a name, and a value. */
export const ESCAPES_REACH = { before: 256, after: 1024 };

const LINES = bytesOf('\n\r\0');
const WORDS = bytesOf('\n\r\0\t "\'`<>');

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>', nbsp: ' ', colon: ':', equals: '=' };

export const ESCAPES: readonly EscapeLayer[] = [
  {
    via: 'percent',
    literals: ['%3a%2f%2f', '%22%3a', '%3d', '%3a%20'],
    ends: WORDS,
    escape: /%([0-9A-Fa-f]{2})/g,
    decode: ([, hex]) => String.fromCharCode(Number.parseInt(hex!, 16)),
  },
  {
    via: 'escapes',
    literals: ['\\u003a\\u002f\\u002f', '\\u0022:', '\\u0022\\u003a', '\\u003d', '\\x3d', '\\x22:', '\\x3a\\x2f\\x2f'],
    ends: LINES,
    escape: /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))/g,
    decode: ([, unicode, hex]) =>
      unicode === undefined ? String.fromCharCode(Number.parseInt(hex!, 16)) : utf8Of(Number.parseInt(unicode, 16)),
  },
  {
    via: 'entities',
    literals: ['&quot;:', '&quot; :', ':&quot;', '=&quot;', '&quot;=&gt;', '&#34;:', '=&#34;', '&#x22;:', '=&#x22;', '&#61;', '&#x3d;'],
    ends: LINES,
    escape: /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([a-z]{2,6}));/g,
    decode: ([, decimal, hex, name]) => {
      if (name !== undefined) return ENTITIES[name];
      const code = Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10);
      return code > 0x10ffff ? undefined : utf8Of(code);
    },
  },
];

function bytesOf(characters: string): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const character of characters) bytes[character.charCodeAt(0)] = 1;
  return bytes;
}

export interface Escaped {
  readonly inner: Inner;
  /** What is cut off before and behind: a claim that touches the cut is none. */
  readonly isCut: (claim: Span) => boolean;
}

/** @param hit first byte of a literal of the layer */
export function escapedAt(bytes: Uint8Array, hit: number, { via, ends, escape, decode }: EscapeLayer): Escaped {
  const first = Math.max(0, hit - ESCAPES_REACH.before);
  const last = Math.min(bytes.length, hit + ESCAPES_REACH.after);
  let start = hit;
  while (start > first && ends[bytes[start - 1]!] === 0) start--;
  let end = hit;
  while (end < last && ends[bytes[end]!] === 0) end++;
  const text = rewrite(bytes.subarray(start, end), escape, decode);
  const cutBefore = start === first && start > 0;
  const cutBehind = end === last && end < bytes.length;
  return {
    inner: {
      via,
      bytes: text.bytes,
      spanOf(span) {
        const inside = text.spanOf(span);
        return { start: start + inside.start, end: start + inside.end };
      },
    },
    isCut: (claim) => (cutBefore && claim.start <= start) || (cutBehind && claim.end >= end),
  };
}
