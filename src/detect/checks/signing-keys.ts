/** The checks of keys that sign: whoever guesses one makes tokens of his own, so a guessable one is weak, not harmless. */
import { namedValue } from './named-value.ts';
import { ALGORITHM } from './not-literal.ts';
import { ASIDE, DROP } from './outcome.ts';
import { EXPLAINED, guessable, isEcho, TRIED_FIRST } from './placeholders.ts';
import { look, strengthOf } from './randomness.ts';
import type { Candidate, Outcome } from './outcome.ts';

/** Under a name that promises one. */
export function signingSecret(candidate: Candidate): Outcome {
  if (candidate.compared) return DROP;
  // beside such a name a list of other names is as likely as a value
  if (candidate.call) return isNoName(candidate.raw) ? signingKey(candidate) : DROP;
  const { form, before, raw, words } = candidate;
  // a variable of the same name
  const isEchoed = isEcho(raw, words);
  if (isEchoed && form !== 'quoted' && before !== '=') return ASIDE('placeholder');
  const named = namedValue(candidate);
  const isWeak = named.setAside === 'not-random' && /^[\x21-\x7e]+$/.test(raw);
  if (named.drop === true || (named.setAside !== undefined && !isWeak)) return named;
  return signingKey(candidate);
}

/** A key that is an argument of a function that signs: a literal, and no name of a file, an algorithm or a claim. */
export function argumentKey(candidate: Candidate): Outcome {
  const { raw } = candidate;
  if (/^(?:[HRPE]S\d{3}|EdDSA|sha\d{1,3}|md5|utf-?8|base64(?:url)?|hex|binary|latin1|ascii)$/i.test(raw)) return DROP;
  if (ALGORITHM.test(raw)) return DROP;
  if (/^[\w./-]+\.(?:pem|key|pub|crt|json)$/.test(raw)) return ASIDE('reference');
  const outcome = signingSecret({ ...candidate, form: 'quoted', words: 'jwt_secret', name: 'jwt_secret' });
  return outcome.nature === 'weak' && isExplained(candidate) ? { ...outcome, note: EXPLAINED } : outcome;
}

/** `# verifier = MessageVerifier.new("secret")`: a line of a comment shows how the function is called. */
function isExplained({ around, at }: Candidate): boolean {
  return /(?:^|\n)[ \t]{0,16}(?:#|\/\/\/?|\/?\*{1,2}|--|;)[ \t][^\r\n]*$/.test(around.slice(0, at));
}

function isNoName(raw: string): boolean {
  if (/secret|key|jwt|token|pass/i.test(raw) && raw.length < 24) return false;
  return strengthOf(raw) === 'random' || /^(?=.*[a-z])(?=.*[A-Z0-9])[A-Za-z0-9+/=]{8,}$/.test(raw);
}

/** At least 32 characters and high entropy (RFC 7518 § 3.2 asks for a key as long as the hash): else guessable. */
export function signingKey({ raw }: Candidate): Outcome {
  const seen = look(raw);
  const outcome: Outcome = { strength: strengthOf(raw), family: 'secret' };
  const weak = guessable(raw);
  const isStrong = raw.length >= 32 && seen.entropy >= 3 && weak.note !== TRIED_FIRST;
  return isStrong ? outcome : { ...outcome, ...weak };
}
