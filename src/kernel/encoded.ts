/** A glance at the first characters of a run: may it be text, or packed content, in base64 or hexadecimal? */

/** What base64 makes of a character; 255: it is none of its. */
export const sixths = memory.data(256);
/** How packed content begins, four characters each; 0 ends the list. */
export const packed = memory.data(4 * 8);

const ALL: u32 = 0x3ffff;
const EVEN: u32 = 0x15555;
const ODD: u32 = 0x2aaaa;
const HEX_LOOKED_AT: usize = 20;

/** @param at address of at least 24 characters that all have a sixth */
export function mayBeEncoded(at: usize): bool {
  if (isBase64OfText(at)) return true;
  const first = load<u8>(at);
  const digits = first === 0x78 ? at + 1 : first === 0x30 && load<u8>(at, 1) === 0x78 ? at + 2 : at;
  if (isHexOfText(digits)) return true;
  const four = load<u32>(at);
  for (let magic = packed; load<u32>(magic) !== 0; magic += 4) if (load<u32>(magic) === four) return true;
  return false;
}

/** Text in UTF-8, or in UTF-16 with either end first. */
function isBase64OfText(at: usize): bool {
  let texts: u32 = 0;
  let nuls: u32 = 0;
  let open: u32 = 0; // bytes that a character still has to have
  for (let n: u32 = 0; n < 18; n += 3, at += 4) {
    const bits =
      (sixth(at) << 18) | (sixth(at + 1) << 12) | (sixth(at + 2) << 6) | sixth(at + 3);
    for (let i: u32 = 0; i < 3; i++) {
      const byte = (bits >> (16 - 8 * i)) & 255;
      if (open > 0) {
        if (byte >> 6 !== 2) return false;
        open--;
      } else if (byte === 0) {
        nuls |= 1 << (n + i);
        continue;
      } else if (!isOfText(byte)) {
        open = behindLead(byte);
        if (open === 0) return false;
      }
      texts |= 1 << (n + i);
    }
  }
  return (texts === ALL && nuls === 0) || (texts === EVEN && nuls === ODD) || (texts === ODD && nuls === EVEN);
}

/** Bytes of a character in UTF-8 behind its first one, beyond ASCII; 0: none begins so. */
// @ts-ignore: decorator
@inline
function behindLead(byte: u32): u32 {
  return byte - 0xc2 < 30 ? 1 : byte >> 4 === 14 ? 2 : byte - 0xf0 < 5 ? 3 : 0;
}

function isHexOfText(at: usize): bool {
  for (const end = at + HEX_LOOKED_AT; at < end; at += 2) {
    const high = nibble(load<u8>(at));
    const low = nibble(load<u8>(at, 1));
    if (high > 15 || low > 15 || !isOfText((high << 4) | low)) return false;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function sixth(at: usize): u32 {
  return load<u8>(sixths + <usize>load<u8>(at));
}

// @ts-ignore: decorator
@inline
function isOfText(byte: u32): bool {
  return byte - 32 < 95 || byte === 9 || byte === 10 || byte === 13;
}

/** More than 15 for what is no digit. */
// @ts-ignore: decorator
@inline
function nibble(byte: u32): u32 {
  if (byte - 48 < 10) return byte - 48;
  const letter = (byte | 32) - 97;
  return letter < 6 ? letter + 10 : 255;
}
