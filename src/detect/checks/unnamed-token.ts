/** The check of long runs in nobody's name: kept when nothing about one looks like a hash, a path, a name or a body. */
import { ASIDE, DROP } from './outcome.ts';
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
    String.raw`\r?\n(?:[A-Z][\w-]{1,16}: [^\n]{0,64}\n)?(?:[ \t]*\r?\n)?[ \t]{0,8}$`,
);

/** Digests, keys that pages show to everybody, public keys of VAPID and minisign, pictures and pages in base64. */
const PUBLIC = /^(?:sha\d{3}-|pk_(?:test|live)_|B[A-P][\w-]{85}$|RW[A-Za-z0-9+/]{54}$|iVBORw0KGgo|R0lGOD[dl]h|JVBERi0)/;
const SHOWN_TO_ALL = new RegExp(
  String.raw`(?:(?:sitekey|public_?key|(?:next|prev|previous|continuation)_?page_?token|cursor|etag)["']?[ \t]?[=:][ \t]?["']?` +
    String.raw`|(?:docs|drive)\.google\.|(?:verification|csrf-token)" content="|"(?:x|y|n|kid|x5t)"[ \t]?:[ \t]?")$`,
  'i',
);

export function unnamedToken({ raw, around }: Candidate): Outcome {
  const seen = look(raw);
  if (seen.hex || seen.digits < 2 || seen.lower < 4 || seen.upper < 4) return DROP;
  const above = around.slice(0, around.indexOf(raw));
  if (HEAD_ABOVE.test(above) || isCursor(raw)) return DROP;
  if (PUBLIC.test(raw) || SHOWN_TO_ALL.test(above)) return ASIDE('integrity-hash');
  if (EXPLAINED.test(above)) return ASIDE('integrity-hash');
  return seen.entropy >= 4.2 && seen.surprise >= 5 && looksRandom(raw, seen) ? { strength: 'random' } : DROP;
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
