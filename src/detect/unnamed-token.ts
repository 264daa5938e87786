/** The check of long runs in nobody's name: kept when nothing about one looks like a hash, a path, a name or a body. */
import { ASIDE, DROP } from './outcome.ts';
import { look, looksRandom } from './randomness.ts';
import type { Candidate, Outcome } from './outcome.ts';

/** What stands right before digests, embedded data and addresses. */
const EXPLAINED =
  /(?:sha\d{1,3}|integrity|checksum|digest|fingerprint|base64,|urn:|https?:)[^\n]{0,12}$|(?:^|[\s"'])(?:h1|zh):$/i;
/** A whole line of base64 above this one, as long as armour and wrapped bodies have it. */
const LINE_ABOVE = /(?:^|\n)[ \t#*/]{0,8}[A-Za-z0-9+/]{60,128}\r?\n[ \t#*/]{0,8}$/;
/** The head of a body that is no secret (a signature, a certificate, a public key), and what stands between the two. */
const HEAD_ABOVE = new RegExp(
  String.raw`(?:-----BEGIN [A-Z0-9 ]{0,40}(?:SIGNATURE|CERTIFICATE|PUBLIC KEY|MESSAGE)[A-Z0-9 ]{0,10}-----|\nPublic-Lines: \d{1,3})` +
    String.raw`\r?\n(?:[A-Z][\w-]{1,16}: [^\n]{0,64}\n)?(?:[ \t]*\r?\n)?[ \t]{0,8}$`,
);

export function unnamedToken({ raw, around }: Candidate): Outcome {
  const seen = look(raw);
  if (seen.hex || seen.digits < 2 || seen.lower < 4 || seen.upper < 4) return DROP;
  const above = around.slice(0, around.indexOf(raw));
  if (LINE_ABOVE.test(above) || HEAD_ABOVE.test(above)) return DROP;
  if (EXPLAINED.test(above)) return ASIDE('integrity-hash');
  return seen.entropy >= 4.2 && seen.surprise >= 5 && looksRandom(raw, seen) ? { strength: 'random' } : DROP;
}
