/**
 * Text with escapes in it: `password%3D…`, `&quot;password&quot;:&quot;…`, `\u0070\u0061…`. A trigger is an escape that
 * joins a name and a value, or the parts of a URL, or the first of many that stand for letters and digits; what stands
 * around it is decoded and looked at. Nothing is looked for where only a letter of some word is escaped.
 */
import { bufferOf } from './inner.ts';
import { hexAt, rewrite, standsFor } from './rewritten.ts';
import type { Inner } from './inner.ts';
import type { Escaping } from './rewritten.ts';
import type { Span } from '../../model.ts';

export interface EscapeLayer {
  readonly via: string;
  /** ASCII in lower case, in either case. */
  readonly literals: readonly string[];
  /** Where literals are the beginnings of escapes: so many of them, on Latin-1, sticky; and one that ends before it. */
  readonly chain?: { readonly many: RegExp; readonly before: RegExp };
  /** 1 for bytes that end what is decoded. */
  readonly ends: Uint8Array;
  readonly escaping: Escaping;
}

/** Bytes before and behind a trigger that are decoded with it: a name, and a value. */
export const ESCAPES_REACH = { before: 256, after: 1024 };

const LINES = bytesOf('\n\r\0');
const WORDS = bytesOf('\n\r\0\t "\'`<>');

const PERCENT_ESCAPE: Escaping = {
  lead: 0x25,
  read(bytes, at) {
    const byte = hexAt(bytes, at + 1, 2);
    return byte < 0 ? 0 : standsFor.byte(3, byte);
  },
};

const [BACKSLASH_BYTE, QUOTE, LONG, SHORT, BRACE] = [0x5c, 0x22, 0x75, 0x78, 0x7b];
const BRACED_FORM = /^\\u\{([0-9a-f]{1,6})\}/i;
const LONGEST_BRACED = 10;

/** `\u0041`, `\u{41}` and `\x41`; the quotes of JSON in JSON. */
const BACKSLASH: Escaping = {
  lead: BACKSLASH_BYTE,
  read(bytes, at) {
    const kind = bytes[at + 1]!;
    if (kind === BACKSLASH_BYTE || kind === QUOTE) return standsFor.byte(2, kind);
    if (kind === LONG && bytes[at + 2] === BRACE) return braced(bytes, at);
    const isLong = kind === LONG;
    if (!isLong && kind !== SHORT) return 0;
    const code = hexAt(bytes, at + 2, isLong ? 4 : 2);
    if (code < 0) return 0;
    return isLong ? standsFor.character(6, code) : standsFor.byte(4, code);
  },
};

function braced(bytes: Uint8Array, at: number): number {
  const form = BRACED_FORM.exec(latin1(bytes, at, at + LONGEST_BRACED));
  const code = Number.parseInt(form?.[1] ?? '', 16);
  return form === null || code > 0x10ffff ? 0 : standsFor.character(form[0].length, code);
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>', nbsp: ' ', colon: ':', equals: '=' };
const LONGEST_ENTITY = 10;
const ENTITY_FORM = /^&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([a-z]{2,6}));/;

const ENTITY_ESCAPE: Escaping = {
  lead: 0x26,
  read(bytes, at) {
    const form = ENTITY_FORM.exec(latin1(bytes, at, at + LONGEST_ENTITY));
    if (form === null) return 0;
    const [{ length }, decimal, hex, name] = form;
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? standsFor.byte(length, ENTITIES[name]!.charCodeAt(0)) : 0;
    const code = Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10);
    return code > 0x10ffff ? 0 : standsFor.character(length, code);
  },
};

const LONGEST_COLOUR = 24;
const COLOUR_FORM = /^\x1b\[[\d;:]{0,20}m/;

/** What sets colours in a terminal (ECMA-48 § 8.3.117) stands for nothing. */
const COLOUR: Escaping = {
  lead: 0x1b,
  read(bytes, at) {
    const form = COLOUR_FORM.exec(latin1(bytes, at, at + LONGEST_COLOUR));
    return form === null ? 0 : standsFor.nothing(form[0].length);
  },
};

const JOINS: readonly EscapeLayer[] = [
  {
    via: 'percent',
    // once, and in a URL that is part of another
    literals: ['%3a%2f%2f', '%22%3a', '%3d', '%3a%20', '%253a%252f%252f', '%2522%253a', '%253d'],
    ends: WORDS,
    escaping: PERCENT_ESCAPE,
  },
  {
    via: 'escapes',
    // and `\\\":` of JSON in JSON in JSON; rules read what is one string in another
    literals: ['\\u003a\\u002f\\u002f', '\\u0022:', '\\u0022\\u003a', '\\u003d', '\\x3d', '\\x22:', '\\x3a\\x2f\\x2f', '\\\\\\":'],
    ends: LINES,
    escaping: BACKSLASH,
  },
  {
    via: 'entities',
    literals: ['&quot;:', '&quot; :', ':&quot;', '=&quot;', '&quot;=&gt;', '&#34;:', '=&#34;', '&#x22;:', '=&#x22;', '&#61;', '&#x3d;'],
    ends: LINES,
    escaping: ENTITY_ESCAPE,
  },
  {
    via: 'colours',
    literals: ['=', ':', ': '].flatMap((join) => [`${join}\x1b[`, ...['', '0', '22', '39'].map((end) => `\x1b[${end}m${join.trim()}`)]),
    ends: LINES,
    escaping: COLOUR,
  },
];

/** Escapes of letters and digits, by their first hexadecimal digit. */
const PLAIN_HEX: readonly (readonly [string, string])[] = [
  ['3', '0123456789'],
  ['4', '123456789abcdef'],
  ['5', '0123456789a'],
  ['6', '123456789abcdef'],
  ['7', '0123456789a'],
];
const DECIMALS = ['4', '5', '6', '7', '8', '9', '10', '11', '12'];

const [PERCENT, UNICODE, ENTITY] = JOINS as [EscapeLayer, EscapeLayer, EscapeLayer];

/** A text of which every letter is escaped: from its first one on. */
const CHAINS: readonly EscapeLayer[] = [
  {
    ...PERCENT,
    literals: PLAIN_HEX.flatMap(([high, low]) => [...low].map((digit) => `%${high}${digit}`)),
    chain: { many: /(?:%[3-7][0-9a-f]){8}/iy, before: /%[0-9a-f]{2}$/i },
  },
  {
    ...UNICODE,
    literals: PLAIN_HEX.flatMap(([high]) => [`\\u00${high}`, `\\x${high}`, `\\u{${high}`]),
    chain: { many: /(?:\\(?:u00|x|u\{)[2-7][0-9a-f]\}?){8}/iy, before: /\\(?:u00|x|u\{)[0-9a-f]{2}\}?$/i },
  },
  {
    ...ENTITY,
    literals: [...DECIMALS.map((tens) => `&#${tens}`), ...PLAIN_HEX.map(([high]) => `&#x${high}`)],
    chain: { many: /(?:&#(?:\d{2,3}|x[2-7][0-9a-f]);){8}/iy, before: /&#(?:\d{2,3}|x[0-9a-f]{2});$/i },
  },
];
/** More than the escapes of a chain that are asked for are long, and than one of them is. */
const CHAIN_BYTES = 64;
const ESCAPE_BYTES = 8;
/** More than any literal is long. */
const MOST_LITERAL = 32;

export const ESCAPES: readonly EscapeLayer[] = [...JOINS, ...CHAINS];

function bytesOf(characters: string): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const character of characters) bytes[character.charCodeAt(0)] = 1;
  return bytes;
}

export interface Escaped {
  readonly inner: Inner;
  /** Nothing was an escape: to look at it again would say the same, without end. */
  readonly isSame: boolean;
  /** What is cut off before and behind: a claim that touches the cut is none. */
  readonly isCut: (claim: Span) => boolean;
}

/** Whether a literal says that there is something to decode: the first of a chain, or any other. */
export function beginsEscaped(bytes: Uint8Array, hit: number, { chain }: EscapeLayer): boolean {
  if (chain === undefined) return true;
  chain.many.lastIndex = 0;
  if (!chain.many.test(latin1(bytes, hit, hit + CHAIN_BYTES))) return false;
  return !chain.before.test(latin1(bytes, hit - ESCAPE_BYTES, hit));
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return bufferOf(bytes).toString('latin1', Math.max(0, from), Math.min(bytes.length, to));
}

interface Stretch extends Span {
  readonly cutBefore: boolean;
  readonly cutBehind: boolean;
}

function stretchAt(bytes: Uint8Array, hit: number, ends: Uint8Array): Stretch {
  const first = Math.max(0, hit - ESCAPES_REACH.before);
  const last = Math.min(bytes.length, hit + ESCAPES_REACH.after);
  let start = hit;
  while (start > first && ends[bytes[start - 1]!] === 0) start--;
  let end = hit;
  while (end < last && ends[bytes[end]!] === 0) end++;
  return { start, end, cutBefore: start === first && start > 0, cutBehind: end === last && end < bytes.length };
}

/**
 * What is decoded around an earlier trigger reaches to the end of the stretch: doing it again for each of many would cost
 * their square, and layer in layer a power of them.
 */
export function isDecodedBefore(bytes: Uint8Array, hit: number, { chain, ends, literals }: EscapeLayer): boolean {
  if (chain !== undefined) return false;
  const { start, end, cutBehind } = stretchAt(bytes, hit, ends);
  if (cutBehind) return false;
  const from = Math.max(start, end - ESCAPES_REACH.after);
  const text = latin1(bytes, from, hit + MOST_LITERAL).toLowerCase();
  return literals.some((literal) => {
    const at = text.indexOf(literal);
    return at >= 0 && from + at < hit;
  });
}

/** How far what is decoded around a trigger tells of all triggers behind it; no further than the trigger where that is cut off. */
export function decodedTo(bytes: Uint8Array, hit: number, { ends }: EscapeLayer): number {
  const { end, cutBehind } = stretchAt(bytes, hit, ends);
  return cutBehind ? hit : end;
}

/** @param hit first byte of a literal of the layer */
export function escapedAt(bytes: Uint8Array, hit: number, { via, ends, escaping }: EscapeLayer): Escaped {
  const { start, end, cutBefore, cutBehind } = stretchAt(bytes, hit, ends);
  const text = rewrite(bytes.subarray(start, end), escaping);
  return {
    inner: {
      via,
      bytes: text.bytes,
      spanOf(span) {
        const inside = text.spanOf(span);
        return { start: start + inside.start, end: start + inside.end };
      },
    },
    isSame: text.isSame,
    isCut: (claim) => (cutBefore && claim.start <= start) || (cutBehind && claim.end >= end),
  };
}
