/**
 * A first look at a name, on bytes and without any string: could what follows it be an assignment at all? Nine hits of
 * ten in ordinary code are names that are only passed on, `(token, options)`, and end here. Whatever this turns away
 * readAssignment would turn away too (a property test holds them together). kernel/names.ts looks the same way.
 */

const NAME_SIDE = 64;
const BLANKS = 40;

const NAME = new Uint8Array(256);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.$') NAME[c.charCodeAt(0)] = 1;
/** What may stand right behind a name, or behind blanks: operators, and the quote or bracket that closes the name. */
const JOINS = new Uint8Array(256);
for (const c of '=:!?+|->("\'`\\]') JOINS[c.charCodeAt(0)] = 1;
/** Behind blanks also `value`, `default`, `description` and `ParameterValue` (readOperator's PAIR), and `or` (its FALLBACK). */
const WORDS = new Uint8Array(256);
for (const c of 'vVdP') WORDS[c.charCodeAt(0)] = 1;

const CLOSE = 41;
const COMMA = 44;
const HYPHEN = 45;
const COLON = 58;

/** @param hit where a literal stands, inside a name; @param end of the bytes at hand */
export function mayAssign(bytes: Uint8Array, hit: number, end: number): boolean {
  let at = hit;
  while (at < end && NAME[bytes[at]!] === 1) if (++at - hit > NAME_SIDE) return false;
  if (at >= end) return false;
  if (JOINS[bytes[at]!] === 1) return true;
  if (clings(bytes, at)) return true;
  // NAME<-"x" · <key>NAME</key>
  if (bytes[at] === 60) return bytes[at + 1] === HYPHEN || (bytes[at + 1] === 47 && bytes[at + 2] === 107);
  // getenv(NAME) ?? "x"
  if (bytes[at] === CLOSE) return followed(bytes, bytes[at + 1] === CLOSE ? at + 2 : at + 1, end);
  let start = hit;
  while (start > 0 && NAME[bytes[start - 1]!] === 1) if (hit - --start > NAME_SIDE) return false;
  if (bytes[at] === COMMA && bytes[start - 1] === 123) return true; // {name, <<"x">>}
  if (bytes[at] === COMMA) return isUpper(bytes, start, at) || followed(bytes, at + 1, end);
  if (!isBlank(bytes[at]!)) return false;
  // --name value · :name "value" · ENV NAME value · WITH PASSWORD 'value'
  if (bytes[start] === HYPHEN || bytes[start - 1] === COLON || isAfterWord(bytes, start)) return true;
  return followed(bytes, at, end) || (bytes[at + 1] === 123 && bytes[at + 3] === 103); // { get; set; } = "x"
}

/** name[8] = "x" · name{"x"} · $ENV{NAME} = "x" */
function clings(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1]!;
  if (bytes[at] === 91) return next === 93 || (next >= 48 && next <= 57);
  if (bytes[at] === 123) return next === 34;
  return bytes[at] === 125 && (next === 61 || next === 32 || next === 9);
}

function followed(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from;
  while (at < end && at - from < BLANKS && (isBlank(bytes[at]!) || bytes[at] === COMMA)) at++;
  return (
    at >= end ||
    JOINS[bytes[at]!] === 1 ||
    (bytes[at] === 60 && (bytes[at + 1] === HYPHEN || bytes[at + 1] === 60)) || // name <- "x" · NAME , <<"x">>
    WORDS[bytes[at]!] === 1 ||
    (bytes[at] === 111 && bytes[at + 1] === 114) ||
    isType(bytes, at) ||
    saysMore(bytes, at) ||
    isRun(bytes, at)
  );
}

/** `type:`, `required:`, `sensitive:`, `secret:`, `masked:`, by their first letters: what else is said of a name before its value. */
function saysMore(bytes: Uint8Array, at: number): boolean {
  const [first, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first === 116) return second === 121;
  if (first === 114) return second === 101 && third === 113;
  if (first === 109) return second === 97 && third === 115;
  return first === 115 && second === 101 && (third === 110 || third === 99);
}

const RUN = 20;

/** `token 8f3a…`: what may be a key, right behind the name or behind `is`, also in quotes. */
function isRun(bytes: Uint8Array, from: number): boolean {
  let digits = 0;
  let start = from;
  if (bytes[from] === 105 && bytes[from + 1] === 115 && bytes[from + 2] === 32) start += isQuote(bytes[from + 3]!) ? 4 : 3;
  for (let at = start; at < start + RUN; at++) {
    const byte = bytes[at]!;
    if (NAME[byte] !== 1 && byte !== 43 && byte !== 47 && byte !== 61) return false;
    if (byte >= 48 && byte <= 57) digits++;
  }
  return digits >= 2;
}

/** name .= "x" · name &= "x" · name string = "x" · name []byte = · name As String = · name NVARCHAR(8) = */
function isType(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1]!;
  if (bytes[at] === 46 || bytes[at] === 38) return next === 61;
  if (bytes[at] === 91) return next === 93;
  const letter = bytes[at]! | 32;
  if (letter === 115) return (next | 32) === 116 && (bytes[at + 2]! | 32) === 114;
  return letter === 97 ? (next | 32) === 115 && isBlank(bytes[at + 2]!) : letter === 110 && (next | 32) === 118;
}

function isUpper(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at]! >= 97 && bytes[at]! <= 122) return false;
  return true;
}

function isQuote(byte: number): boolean {
  return byte === 34 || byte === 39 || byte === 96;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}

/** `#define`, `(defonce`, `(def`, `_param`: where the last letter stands, and what begins the word. */
function isDefine(bytes: Uint8Array, last: number): boolean {
  if (bytes[last] === 101) return bytes[last - 6] === 35 || bytes[last - 7] === 40;
  return (bytes[last] === 102 && bytes[last - 3] === 40) || (bytes[last] === 109 && bytes[last - 5] === 95);
}

/** Last letters of ENV, ARG, WITH, ENCRYPTED, set and setx, in both cases. */
const LAST = new Uint8Array(256);
for (const c of 'VvGgHhDdTtXx') LAST[c.charCodeAt(0)] = 1;

function isAfterWord(bytes: Uint8Array, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && start - at <= 9 && (bytes[at] === 32 || bytes[at] === 9)) at--;
  return at >= 0 && at < start - 1 && (LAST[bytes[at]!] === 1 || isDefine(bytes, at));
}
