/**
 * Hits in names, where all rules of a literal are about names: most are of names that are only passed on, or that no
 * rule is about. The first is seen at a glance, by what follows the name (detect/assignment/may-assign.ts, which says more of it);
 * the second is what the host said of the same name before.
 *
 *   slot:  literal (u16) | offset of the hit in the name (u8) | length of the name, 0: empty (u8) | the name (60 bytes)
 */
const SIDE: usize = 64;
const BLANKS: usize = 40;
const RUN: usize = 20;

const NAME: u32 = 1; // may stand in a name
const JOINS: u32 = 2; // may stand right behind a name, or behind blanks
const BLANK: u32 = 4;
const BEGINS: u32 = 8; // begins a word that may stand between a name and its value
const ENDS: u32 = 16; // ends a word that may stand before a name that is given a value
const classes = memory.data(256);

const SLOT_BITS: u32 = 12;
const SLOT: usize = 64;
const BYTES_AT: usize = 4;
const LONGEST: usize = SLOT - BYTES_AT;
const slots = memory.data(64 << 12);

/** Must run once, before any hit is looked at. */
export function prepareNames(): void {
  for (let byte: usize = 0; byte < 26; byte++) {
    mark(65 + byte, NAME);
    mark(97 + byte, NAME);
  }
  for (let byte: usize = 0; byte < 10; byte++) mark(48 + byte, NAME);
  markAll('_-.$', NAME);
  markAll('=:!?+|->("\'`\\]', JOINS);
  markAll(' \t\n\r', BLANK);
  markAll('vVdP', BEGINS);
  markAll('VvGgHhDdTtXx', ENDS);
}

function markAll(characters: string, bit: u32): void {
  for (let i = 0; i < characters.length; i++) mark(characters.charCodeAt(i), bit);
}

function mark(byte: usize, bit: u32): void {
  store<u8>(classes + byte, load<u8>(classes + byte) | <u8>bit);
}

// @ts-ignore: decorator
@inline
function is(byte: u32, bit: u32): bool {
  return (load<u8>(classes + byte) & bit) !== 0;
}

/** The name around the hit that was looked at last. */
let nameStart: usize = 0;
let nameEnd: usize = 0;

/** May let through what comes to nothing, but never the other way round. */
export function isNameWorthJudging(unit: usize, length: usize, hit: usize, literal: u32): bool {
  if (!findName(unit, length, hit) || !mayAssign(unit, length)) return false;
  const slot = slotOf(unit, hit, literal);
  if (slot === 0 || load<u32>(slot) !== headOf(hit, literal)) return true;
  return memory.compare(slot + BYTES_AT, unit + nameStart, nameEnd - nameStart) !== 0;
}

/** No rule of the literal is about the name around this hit. */
export function rememberName(unit: usize, length: usize, hit: usize, literal: u32): void {
  if (!findName(unit, length, hit)) return;
  const slot = slotOf(unit, hit, literal);
  if (slot === 0) return;
  store<u32>(slot, headOf(hit, literal));
  memory.copy(slot + BYTES_AT, unit + nameStart, nameEnd - nameStart);
}

/** @returns false for one that is longer than names are */
function findName(unit: usize, length: usize, hit: usize): bool {
  let at = hit;
  while (at < length && is(load<u8>(unit + at), NAME)) if (++at - hit > SIDE) return false;
  nameEnd = at;
  at = hit;
  while (at > 0 && is(load<u8>(unit + at - 1), NAME)) if (hit - --at > SIDE) return false;
  nameStart = at;
  return true;
}

// @ts-ignore: decorator
@inline
function headOf(hit: usize, literal: u32): u32 {
  return literal | (<u32>(hit - nameStart) << 16) | (<u32>(nameEnd - nameStart) << 24);
}

/** 0 for a name that is longer than slots are. */
function slotOf(unit: usize, hit: usize, literal: u32): usize {
  const size = nameEnd - nameStart;
  if (size > LONGEST) return 0;
  let hash = <u64>headOf(hit, literal);
  let next = unit + nameStart;
  const last = unit + nameEnd;
  for (; next + 8 <= last; next += 8) hash = rotl(hash ^ load<u64>(next), 29) * 0x9e3779b97f4a7c15;
  if (next < last) hash = rotl(hash ^ (load<u64>(next) << ((8 - (last - next)) << 3)), 29) * 0x9e3779b97f4a7c15;
  return slots + <usize>((hash * 0x9e3779b97f4a7c15) >> (64 - SLOT_BITS)) * SLOT;
}

/** Could what follows the name be an assignment at all? Bytes beyond the unit's ends only ever let through. */
function mayAssign(unit: usize, length: usize): bool {
  if (nameEnd >= length) return true;
  const at = unit + nameEnd;
  const start = unit + nameStart;
  const end = unit + length;
  const byte = <u32>load<u8>(at);
  const next = <u32>load<u8>(at, 1);
  if (is(byte, JOINS) || clings(byte, next)) return true;
  // NAME<-"x" · <key>NAME</key>
  if (byte === 0x3c) return next === 0x2d || (next === 0x2f && load<u8>(at, 2) === 0x6b);
  // getenv(NAME) ?? "x"
  if (byte === 0x29) return followed(next === 0x29 ? at + 2 : at + 1, end);
  if (byte === 0x2c && load<u8>(start - 1) === 0x7b) return true; // {name, <<"x">>}
  if (byte === 0x2c) return isUpper(start, at) || followed(at + 1, end);
  if (!is(byte, BLANK)) return false;
  // --name value · :name "value" · ENV NAME value · WITH PASSWORD 'value'
  if (load<u8>(start) === 0x2d || load<u8>(start - 1) === 0x3a || isAfterWord(unit, start)) return true;
  return followed(at, end) || (next === 0x7b && load<u8>(at, 3) === 0x67); // { get; set; } = "x"
}

/** name[8] = "x" · name{"x"} · $ENV{NAME} = "x" */
function clings(byte: u32, next: u32): bool {
  if (byte === 0x5b) return next === 0x5d || next - 0x30 < 10;
  if (byte === 0x7b) return next === 0x22;
  return byte === 0x7d && (next === 0x3d || next === 0x20 || next === 0x09);
}

function followed(from: usize, end: usize): bool {
  let at = from;
  while (at < end && at - from < BLANKS && (is(load<u8>(at), BLANK) || load<u8>(at) === 0x2c)) at++;
  if (at >= end) return true;
  const byte = <u32>load<u8>(at);
  const next = <u32>load<u8>(at, 1);
  if (is(byte, JOINS | BEGINS) || (byte === 0x3c && (next === 0x2d || next === 0x3c))) return true;
  return (byte === 0x6f && next === 0x72) || isType(at, byte, next) || saysMore(at, byte, next) || isRun(at, end);
}

/** `type:`, `required:`, `sensitive:`, `secret:`, `masked:`, by their first letters: what else is said of a name before its value. */
function saysMore(at: usize, byte: u32, next: u32): bool {
  const third = <u32>load<u8>(at, 2);
  if (byte === 0x74) return next === 0x79;
  if (byte === 0x72) return next === 0x65 && third === 0x71;
  if (byte === 0x6d) return next === 0x61 && third === 0x73;
  return byte === 0x73 && next === 0x65 && (third === 0x6e || third === 0x63);
}

/** `token 8f3a…`: what may be a key, right behind the name or behind `is`, also in quotes. */
function isRun(from: usize, end: usize): bool {
  let start = from;
  if (load<u16>(from) === 0x7369 && load<u8>(from, 2) === 0x20) start += isQuote(load<u8>(from, 3)) ? 4 : 3;
  if (start + RUN > end) return true;
  let digits = 0;
  for (let at = start; at < start + RUN; at++) {
    const byte = <u32>load<u8>(at);
    if (!is(byte, NAME) && byte !== 0x2b && byte !== 0x2f && byte !== 0x3d) return false;
    if (byte - 0x30 < 10) digits++;
  }
  return digits >= 2;
}

/** name .= "x" · name &= "x" · name string = "x" · name []byte = · name As String = · name NVARCHAR(8) = */
function isType(at: usize, byte: u32, next: u32): bool {
  if (byte === 0x2e || byte === 0x26) return next === 0x3d;
  if (byte === 0x5b) return next === 0x5d;
  const letter = byte | 0x20;
  const third = <u32>load<u8>(at, 2);
  if (letter === 0x73) return (next | 0x20) === 0x74 && (third | 0x20) === 0x72;
  return letter === 0x61 ? (next | 0x20) === 0x73 && is(third, BLANK) : letter === 0x6e && (next | 0x20) === 0x76;
}

function isQuote(byte: u32): bool {
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

function isUpper(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) if (<u32>load<u8>(at) - 97 < 26) return false;
  return true;
}

function isAfterWord(unit: usize, start: usize): bool {
  let at = start - 1;
  while (at >= unit && start - at <= 9 && (load<u8>(at) === 0x20 || load<u8>(at) === 0x09)) at--;
  return at >= unit && at < start - 1 && (is(load<u8>(at), ENDS) || isDefine(at));
}

/** `#define`, `(defonce`, `(def`, `_param`: where the last letter stands. */
function isDefine(last: usize): bool {
  const byte = load<u8>(last);
  if (byte === 0x65) return load<u8>(last - 6) === 0x23 || load<u8>(last - 7) === 0x28;
  return (byte === 0x66 && load<u8>(last - 3) === 0x28) || (byte === 0x6d && load<u8>(last - 5) === 0x5f);
}
