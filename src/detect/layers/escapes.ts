/**
 * Text with escapes in it: `password%3D…`, `&quot;password&quot;:&quot;…`, `\u0070\u0061…`. A trigger is an escape that
 * joins a name and a value, or the parts of a URL, or the first of many that stand for letters and digits; what stands
 * around it is decoded and looked at. Nothing is looked for where only a letter of some word is escaped.
 */
import { latin1Of } from './inner.ts';
import { hexAt, standsFor } from './rewritten.ts';
import type { Escaping } from './rewritten.ts';

export interface EscapeLayer {
  readonly via: string;
  /** What triggers begin with: ASCII in lower case, in either case. */
  readonly literals: readonly string[];
  /** A trigger on Latin-1: the next one from a place on, and one that stands there. */
  readonly next: RegExp;
  readonly here: RegExp;
  /** 1 for bytes that end what is decoded. */
  readonly ends: Uint8Array;
  readonly escaping: Escaping;
}

/** More bytes than a trigger has, and than one escape has, which says that no chain begins behind it. */
export const TRIGGER_REACH = { before: 8, after: 64 };

const LINES = bytesOf('\n\r\0');
const WORDS = bytesOf('\n\r\0\t "\'`<>');

const PERCENT_ESCAPE: Escaping = {
  lead: 0x25,
  read(bytes, at) {
    const byte = hexAt(bytes, at + 1, 2);
    return byte < 0 ? 0 : standsFor.byte(3, byte);
  },
};

const [BACKSLASH_BYTE, QUOTE, LONG, LONGEST, SHORT, BRACE] = [0x5c, 0x22, 0x75, 0x55, 0x78, 0x7b];
const BRACED_FORM = /^\\u\{([0-9a-f]{1,6})\}/i;
const LONGEST_BRACED = 10;
const MOST_CODE = 0x10ffff;
const ZERO = 0x30;

/** `\u0041`, `\u{41}`, `\U00000041`, `\x41` and `\101`; the quotes of JSON in JSON. */
const BACKSLASH: Escaping = {
  lead: BACKSLASH_BYTE,
  read(bytes, at) {
    const kind = bytes[at + 1]!;
    if (kind === BACKSLASH_BYTE || kind === QUOTE) return standsFor.byte(2, kind);
    if (kind === LONG && bytes[at + 2] === BRACE) return braced(bytes, at);
    if (kind === LONG) return character(bytes, at, 4);
    if (kind === LONGEST) return character(bytes, at, 8);
    const byte = kind === SHORT ? hexAt(bytes, at + 2, 2) : octalAt(bytes, at + 1);
    return byte < 0 ? 0 : standsFor.byte(4, byte);
  },
};

function character(bytes: Uint8Array, at: number, digits: number): number {
  const code = hexAt(bytes, at + 2, digits);
  return code < 0 || code > MOST_CODE ? 0 : standsFor.character(2 + digits, code);
}

/** Three digits, the first of them up to 3; -1: they are not all there. */
function octalAt(bytes: Uint8Array, at: number): number {
  const [high, middle, low] = [bytes[at]! - ZERO, bytes[at + 1]! - ZERO, bytes[at + 2]! - ZERO];
  const isOctal = high >= 0 && high < 4 && middle >= 0 && middle < 8 && low >= 0 && low < 8;
  return isOctal ? high * 64 + middle * 8 + low : -1;
}

function braced(bytes: Uint8Array, at: number): number {
  const form = BRACED_FORM.exec(latin1Of(bytes, at, at + LONGEST_BRACED));
  const code = Number.parseInt(form?.[1] ?? '', 16);
  return form === null || code > MOST_CODE ? 0 : standsFor.character(form[0].length, code);
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>', nbsp: ' ', colon: ':', equals: '=' };
const LONGEST_ENTITY = 10;
const ENTITY_FORM = /^&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([a-z]{2,6}));/;

const ENTITY_ESCAPE: Escaping = {
  lead: 0x26,
  read(bytes, at) {
    const form = ENTITY_FORM.exec(latin1Of(bytes, at, at + LONGEST_ENTITY));
    if (form === null) return 0;
    const [{ length }, decimal, hex, name] = form;
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? standsFor.byte(length, ENTITIES[name]!.charCodeAt(0)) : 0;
    const code = Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10);
    return code > MOST_CODE ? 0 : standsFor.character(length, code);
  },
};

const LONGEST_COLOUR = 24;
const COLOUR_FORM = /^\x1b\[[\d;:]{0,20}m/;

/** What sets colours in a terminal (ECMA-48 § 8.3.117) stands for nothing. */
const COLOUR: Escaping = {
  lead: 0x1b,
  read(bytes, at) {
    const form = COLOUR_FORM.exec(latin1Of(bytes, at, at + LONGEST_COLOUR));
    return form === null ? 0 : standsFor.nothing(form[0].length);
  },
};

/** Escapes of letters and digits, by their first hexadecimal digit. */
const PLAIN_HEX: readonly (readonly [string, string])[] = [
  ['3', '0123456789'],
  ['4', '123456789abcdef'],
  ['5', '0123456789a'],
  ['6', '123456789abcdef'],
  ['7', '0123456789a'],
];
const HEX = `(?:${PLAIN_HEX.map(([high, low]) => `${high}[${low}]`).join('|')})`;
/** The first digits of the same in octal. */
const OCTALS = ['06', '07', '10', '11', '12', '13', '14', '15', '16', '17'];
const OCTAL = '(?:06[0-7]|07[01]|1[04][1-7]|1[1256][0-7]|1[37][0-2])';
/** And in decimals. */
const DECIMALS = ['4', '5', '6', '7', '8', '9', '10', '11', '12'];
const DECIMAL = '(?:4[89]|5[0-7]|6[5-9]|[78]\\d|90|9[7-9]|1[01]\\d|12[0-2])';

export const ESCAPES: readonly EscapeLayer[] = [
  {
    via: 'percent',
    ...triggers(
      // once, in a URL that is part of another, and in any number of them
      ['%3a%2f%2f', '%22%3a', '%3d', '%3a%20', '%253a%252f%252f', '%2522%253a', '%253d', '%2525'],
      {
        begins: PLAIN_HEX.flatMap(([high, low]) => [...low].map((digit) => `%${high}${digit}`)),
        plain: `%${HEX}`,
        printable: '%[2-7][0-9a-f]',
      },
    ),
    ends: WORDS,
    escaping: PERCENT_ESCAPE,
  },
  {
    via: 'escapes',
    ...triggers(
      // and `\\\":` of JSON in JSON in JSON; rules read what is one string in another
      ['\\u003a', '\\u0022:', '\\u003d', '\\u0000003', '\\x3a', '\\x3d', '\\x22:', '\\072', '\\075', '\\\\\\":'],
      {
        begins: [
          ...PLAIN_HEX.flatMap(([high]) => [`\\u00${high}`, `\\x${high}`, `\\u{${high}`]),
          ...OCTALS.map((digits) => `\\${digits}`),
        ],
        plain: `\\\\(?:(?:u00|x|u\\{)${HEX}\\}?|${OCTAL})`,
        printable: '\\\\(?:(?:u00|x|u\\{)[2-7][0-9a-f]\\}?|[01][0-7]{2})',
      },
    ),
    ends: LINES,
    escaping: BACKSLASH,
  },
  {
    via: 'entities',
    ...triggers(
      ['&quot;', '&#34;', '&#x22;']
        .flatMap((quote) => [`${quote}:`, `=${quote}`])
        .concat('&quot; :', ':&quot;', '&quot;=&gt;', '&#58;', '&#61;', '&#x3a;', '&#x3d;'),
      {
        begins: [...DECIMALS.map((tens) => `&#${tens}`), ...PLAIN_HEX.map(([high]) => `&#x${high}`)],
        plain: `&#(?:${DECIMAL}|x${HEX});`,
        printable: '&#(?:\\d{2,3}|x[2-7][0-9a-f]);',
      },
    ),
    ends: LINES,
    escaping: ENTITY_ESCAPE,
  },
  {
    via: 'colours',
    ...triggers(
      ['=', ':', ': '].flatMap((join) => [`${join}\x1b[`, ...['', '0', '22', '39'].map((end) => `\x1b[${end}m${join.trim()}`)]),
    ),
    ends: LINES,
    escaping: COLOUR,
  },
];

/** What escapes of letters and digits begin with, and expressions for one of them and for one of whatever can be printed. */
interface Chain {
  readonly begins: readonly string[];
  readonly plain: string;
  readonly printable: string;
}

/** Escapes that join, and a text of which every sign is escaped: from the first letter or digit on, where literals stand. */
function triggers(joins: readonly string[], chain?: Chain): Pick<EscapeLayer, 'literals' | 'next' | 'here'> {
  const first = chain === undefined ? [] : [`(?<!${chain.plain})(?=${chain.plain})(?:${chain.printable}){8}`];
  const source = [...joins.map((join) => join.replace(/[\\[]/g, '\\$&')), ...first].join('|');
  return { literals: [...joins, ...(chain?.begins ?? [])], next: new RegExp(source, 'gi'), here: new RegExp(source, 'iy') };
}

function bytesOf(characters: string): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const character of characters) bytes[character.charCodeAt(0)] = 1;
  return bytes;
}
