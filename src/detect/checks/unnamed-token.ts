/** The check of long runs in nobody's name: kept when nothing about one looks like a hash, a path, a name or a body. */
import { ASIDE, DROP } from './outcome.ts';
import { beginsInBase64, SSH_PUBLIC_KEY } from './known-data.ts';
import { isCursor } from './public-identifiers.ts';
import { look, looksRandom } from './randomness.ts';
import type { Candidate, Outcome } from './outcome.ts';

/** What stands right before digests, embedded data and addresses. */
const EXPLAINED =
  /\$[^ \t\r\n"'`]{0,96}\$[\^./]{0,4}$|(?:sha\d{1,3}|integrity|checksum|digest|fingerprint|base64,|urn:|https?:)[^\n]{0,12}$|(?:^|[\s"'])(?:h1|zh):$/i;
/** The head of a body that is no secret (a signature, a certificate, a public key), and what stands between the two. */
const HEAD_ABOVE = new RegExp(
  String.raw`(?:-----BEGIN [A-Z0-9 ]{0,40}(?:SIGNATURE|CERTIFICATE|PUBLIC KEY|MESSAGE|PKCS ?#?7|CMS|PARAMETERS|CRL)[A-Z0-9 ]{0,10}-----` +
    String.raw`|\nPublic-Lines: \d{1,3})` +
    String.raw`\r?\n(?:[A-Z][\w-]{1,16}: [^\n]{0,64}\n)?(?:[ \t]*\r?\n)?[ \t]{0,24}$`,
);

/**
 * Digests, nonces of scripts, recordings of terminals, what models of language number their answers by, folders that macOS
 * makes, keys that pages show to everybody, public keys of VAPID and minisign.
 */
const PUBLIC =
  /(?:^|-)sha\d{1,3}[-/]|^(?:nonce-|asciicast-|(?:chat)?cmpl-|(?:msg|tooluse|toolu|resp|run)_|\/?(?:private\/)?var\/folders\/|pk_(?:test|live)_|B[A-P][\w-]{85}$|RW[A-Za-z0-9+/]{54}$)/;
const SHOWN_TO_ALL = new RegExp(
  String.raw`(?:(?:sitekey|public_?key|(?:next|prev|previous|continuation)_?page_?token|cursor|etag)["']?[ \t]?[=:][ \t]?["']?` +
    String.raw`|(?:docs|drive)\.google\.|(?:verification|csrf-token)" content="|csrf\w{0,20}["'] value=["']` +
    String.raw`|"(?:x|y|n|kid|x5t)"[ \t]?:[ \t]?"|k\d\.public\.|["'/#]s:|signature: sig\d=:|[;'" ]bh?=|=\?utf-8\?b\?|\bmd5/|sha256\|\d{1,6}\|[\w+/]{8,32}=*\|)$`,
  'i',
);

/** `"toolUseId": "`, `x-amz-cf-id: `, `MESSAGE_ID = "`, `nonce = "`: which of them it is, said once or to everybody. */
const NUMBERS =
  /(?<![\w.-])(?![\w.-]{0,48}(?:secret|token|key|sess|auth|cookie|sid))(?:[\w.-]{0,48}id(?:-2)?|c?nonce|code_?challenge|assoc_?handle|\w{0,16}signature|user_?handle|sum)\\?["']?[ \t]?(?:=>|->|[=:])[ \t]{0,3}\\?["']?$/i;
/** Up to the value: an address, of which nothing is asked but which list or picture. */
const ADDRESS = /(?:\bhttps?:\/\/|(?:\]\(|href=["'])(?=\/))[^\s"'<>`()|{}$?]*(?:\?(?:v|id|list|gid)=)?$/;
/** A hook, an invitation, a download of one's own: who knows the address is in. */
const OPENS = /hook|token|secret|key|auth|sig|pass|cred|invit|shar|api|bot|feed|ical|private|upload|join/i;
/** What parts a message of several parts, behind a line's end that may be written out. */
const BOUNDARY = /^[nr]?-{2,}\w*Boundary|^--[\w-]{20,}--$/;
/**
 * A string that goes on from the line above: they are joined by a sign, or this one is indented. A list would have commas.
 * What is seen of a run ends with it, so that the first string is told by what it begins with alone.
 */
const PIECE = /[A-Za-z0-9+/=]{24}\\?["'][ \t]{0,4}(?:[+.\\][ \t]{0,4}\r?\n[ \t]{0,32}|\r?\n(?:[ \t]{0,32}[+.][ \t]|[ \t]{2,32}))["']$/;
/** The lines of a public key of SSH, in as many strings. */
const BELOW_SSH_KEY = new RegExp(String.raw`${SSH_PUBLIC_KEY}[A-Za-z0-9+/=\\\s"'b]*$`);

export function unnamedToken({ raw, around, at, behind }: Candidate): Outcome {
  const seen = look(raw);
  if (seen.hex || seen.digits < 2 || seen.lower < 4 || seen.upper < 4) return DROP;
  const above = around.slice(0, at);
  if (HEAD_ABOVE.test(above) || isCursor(raw)) return DROP;
  if (BOUNDARY.test(raw) || /boundary(?:=["']?-{0,40}|\(["'])$/i.test(above)) return DROP;
  // one of the pieces of what is escaped for a URL
  if (above.endsWith('%')) return DROP;
  const address = ADDRESS.exec(above + raw.slice(0, raw.lastIndexOf('/') + 1))?.[0];
  if (address !== undefined && !OPENS.test(address)) return DROP;
  // what is dotted may be a token of JSON that was cut
  const isDotted = above.endsWith('.') || behind.startsWith('.');
  if (BELOW_SSH_KEY.test(above) || isAlphabet(raw) || (!isDotted && isText(raw))) return DROP;
  const shown = beginsInBase64(raw);
  if (shown !== undefined) return ASIDE(shown);
  if (PUBLIC.test(raw) || SHOWN_TO_ALL.test(above)) return ASIDE('integrity-hash');
  if (NUMBERS.test(above) || PIECE.test(above)) return ASIDE('not-random');
  if (EXPLAINED.test(above)) return ASIDE('integrity-hash');
  return seen.entropy >= 4.2 && seen.surprise >= 5 && looksRandom(raw, seen) ? { strength: 'random' } : DROP;
}

/** Every character once, as only lists of them have it: of what chance draws, one in ten thousand of this length. */
function isAlphabet(raw: string): boolean {
  return raw.length >= 36 && new Set(raw).size >= raw.length - 1;
}

/** Base64 of a sentence, a command or JSON: what secrets it holds are found in what it stands for. One word may be a key. */
function isText(raw: string): boolean {
  const text = Buffer.from(raw, 'base64').toString('latin1');
  return /^[\x20-\x7e\t\r\n]+$/.test(text) && (/[ {}[\]<>|]/.test(text) || !looksRandom(text));
}

const SHORTEST_LINE = 60;
const LONGEST_LINE = 128;
const MOST_INDENT = 8;

/**
 * A whole line of base64 stands above this one, as long as armour and wrapped bodies have it. Told before anything else:
 * what is attached to mail has twenty thousand such lines, and every one is a run.
 */
export function isBelowLine(text: string, start: number): boolean {
  let at = start;
  while (at > 0 && start - at < MOST_INDENT && isIndent(text.charCodeAt(at - 1))) at--;
  if (text.charCodeAt(at - 1) !== 10) return false;
  at -= text.charCodeAt(at - 2) === 13 ? 2 : 1;
  const end = at;
  while (at > 0 && end - at <= LONGEST_LINE && BASE64[text.charCodeAt(at - 1)] === 1) at--;
  const first = at;
  if (end - first < SHORTEST_LINE || end - first > LONGEST_LINE) return false;
  while (at > 0 && first - at < MOST_INDENT && isIndent(text.charCodeAt(at - 1))) at--;
  return at === 0 || text.charCodeAt(at - 1) === 10;
}

const BASE64 = new Uint8Array(256);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') BASE64[c.charCodeAt(0)] = 1;

function isIndent(code: number): boolean {
  return code === 32 || code === 9 || code === 35 || code === 42 || code === 47; // # * /
}
