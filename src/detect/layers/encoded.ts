/**
 * Runs of characters in which text may be written: base64, base64url, hexadecimal. A run counts when its first characters
 * decode to text; of random ones two in a million do. The kernel looks the same way (kernel/encoded.ts).
 */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const NO_DIGIT = 255;

/** What base64 and base64url make of a character. */
export const SIXTH = new Uint8Array(256).fill(NO_DIGIT);
Array.from(DIGITS, (digit, value) => (SIXTH[digit.charCodeAt(0)] = value));
for (const [digit, value] of [['+', 62], ['-', 62], ['/', 63], ['_', 63]] as const) SIXTH[digit.charCodeAt(0)] = value;

/** Characters of such runs, 1 for each; the padding behind them is none of theirs. */
export const ENCODED = SIXTH.map((value) => (value === NO_DIGIT ? 0 : 1));

/** Six groups of four characters: shorter runs say too little of themselves, and are read where a name stands before them. */
export const SHORTEST_ENCODED = 24;
/** Of hexadecimal digits only so many are looked at, so that `0x` may stand before them. */
const HEX_LOOKED_AT = 20;

/** How packed content begins in base64: gzip, zip, xz, bzip2, PDF. */
export const PACKED = ['H4sI', 'UEsD', '/Td6', 'Qlpo', 'JVBE'] as const;

/** @param at first of at least SHORTEST_ENCODED characters of a run */
export function mayBeEncoded(bytes: Uint8Array, at: number): boolean {
  return isBase64OfText(bytes, at) || isHexOfText(bytes, hexFrom(bytes, at)) || isPacked(bytes, at);
}

/** Where the digits begin: `0x68…`, `x68…` of `\x68…`. */
export function hexFrom(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x78) return at + 1;
  return bytes[at] === 0x30 && bytes[at + 1] === 0x78 ? at + 2 : at;
}

/** Text in UTF-8, or in UTF-16 with either end first. */
function isBase64OfText(bytes: Uint8Array, at: number): boolean {
  let texts = 0; // bit n: the n-th byte is of text; NUL bytes likewise
  let nuls = 0;
  let open = 0; // bytes that a character still has to have
  for (let group = 0; group < 6; group++) {
    const from = at + group * 4;
    const bits =
      (SIXTH[bytes[from]!]! << 18) | (SIXTH[bytes[from + 1]!]! << 12) | (SIXTH[bytes[from + 2]!]! << 6) | SIXTH[bytes[from + 3]!]!;
    for (let n = 0; n < 3; n++) {
      const byte = (bits >> (16 - 8 * n)) & 255;
      if (open > 0) {
        if (byte >> 6 !== 2) return false;
        open--;
      } else if (byte === 0) {
        nuls |= 1 << (group * 3 + n);
        continue;
      } else if (!isOfText(byte)) {
        open = behindLead(byte);
        if (open === 0) return false;
      }
      texts |= 1 << (group * 3 + n);
    }
  }
  return (texts === ALL && nuls === 0) || (texts === EVEN && nuls === ODD) || (texts === ODD && nuls === EVEN);
}

/** Bytes of a character in UTF-8 behind its first one, beyond ASCII; 0: none begins so. */
function behindLead(byte: number): number {
  if (byte >= 0xc2 && byte < 0xe0) return 1;
  return byte >> 4 === 14 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 0;
}

const ALL = 0x3ffff;
const EVEN = 0x15555;
const ODD = 0x2aaaa;

export function isHexOfText(bytes: Uint8Array, at: number): boolean {
  for (let from = at; from < at + HEX_LOOKED_AT; from += 2) {
    const [high, low] = [nibble(bytes[from]!), nibble(bytes[from + 1]!)];
    if (high < 0 || low < 0 || !isOfText(high * 16 + low)) return false;
  }
  return true;
}

/** Printable ASCII and what parts lines. */
function isOfText(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
}

/** @returns -1 for what is no digit */
function nibble(byte: number): number {
  if (byte >= 48 && byte < 58) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower < 103 ? lower - 87 : -1;
}

function isPacked(bytes: Uint8Array, at: number): boolean {
  return PACKED.some((magic) => Array.from(magic).every((digit, n) => bytes[at + n] === digit.charCodeAt(0)));
}
