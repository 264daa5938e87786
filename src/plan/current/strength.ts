/** A new value in, why it is too weak to end a rotation out. */
import type { Strength } from '../../model.ts';
import type { SecretValue } from '../../secret-value.ts';
import { passwordsIn } from './compare.ts';

/** What detection knows of values, handed in by the command. */
export interface Weigh {
  /** Known to everybody: a product's default, an example, a common password. */
  readonly isKnown: (value: string) => boolean;
  /** No value at all. */
  readonly notASecret: (value: string, name: string) => 'placeholder' | 'reference' | 'ciphertext' | undefined;
  readonly strengthOf: (value: string) => Strength;
}

export type Quality =
  | { readonly as: 'strong'; readonly words: string }
  | { readonly as: 'weak'; readonly why: string }
  | { readonly as: 'elsewhere'; readonly what: string };

const SIGNING_KEY = 32;
const PASSWORD = 12;
const DISTINCT = 6;

/** @param kind of the leaked secret: a signing key has to be longer than a password */
export function qualityOf(value: SecretValue, name: string, kind: string, weigh: Weigh): Quality {
  const whole = value.expose('judge').toString('utf8').trim();
  const inUrl = kind === 'database-url' || kind === 'basic-auth-url' ? passwordsIn(whole)[0] : undefined;
  if (inUrl === undefined && /^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(whole))
    return { as: 'elsewhere', what: 'a URL without a password' };
  const text = inUrl ?? whole;
  if (MASKED.test(text)) return { as: 'elsewhere', what: 'a mask' };
  if (isSentence(text)) return { as: 'elsewhere', what: 'a sentence' };
  const not = weigh.notASecret(text, name);
  if (not === 'reference') return { as: 'elsewhere', what: 'a reference' };
  if (not === 'ciphertext') return { as: 'elsewhere', what: 'an encrypted value' };
  if (not === 'placeholder') return { as: 'weak', why: 'a placeholder' };
  if (weigh.isKnown(text)) return { as: 'weak', why: 'a value that everybody knows' };
  const once = onceOf(text);
  if (once.length < text.length && (once.length < PASSWORD || weigh.isKnown(once))) return { as: 'weak', why: 'a shorter value, repeated' };
  const strength = weigh.strengthOf(text);
  const least = kind === 'jwt-secret' ? SIGNING_KEY : kind === 'private-key' ? 0 : PASSWORD;
  if (text.length < least) return { as: 'weak', why: `shorter than ${least} characters` };
  if (new Set(text).size < DISTINCT) return { as: 'weak', why: 'made of very few characters' };
  if (kind === 'fernet-key' && !isFernetKey(text)) return { as: 'weak', why: 'no Fernet key: 32 bytes in base64 are needed' };
  if (strength === 'word') return { as: 'weak', why: 'a word that can be guessed' };
  return { as: 'strong', words: strength === 'random' ? `${text.length} characters, random` : 'chosen with care' };
}

/** What tools show instead of a value. */
const MASKED = /^(?:[*•●·xX]{3,64}|encrypted|redacted|[<[(](?:redacted|masked|hidden|sensitive(?: value)?|secret|encrypted)[>\])])$/i;

/** "see 1Password, item 3" says where it is; a passphrase has no such words, or is none that is worth having. */
function isSentence(text: string): boolean {
  const words = text.length > LONGEST || text.includes('\n') ? [] : (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  return /\s/.test(text) && words.length > 2 && words.some((word) => SAYS.has(word)) && !/^[a-z_]+=/i.test(text);
}

const SAYS: ReadonlySet<string> = new Set(
  (
    'see ask in from by at on the is are was be will set stored kept rotated moved managed item vault 1password bitwarden lastpass ' +
    'keeper keepass siehe im beim liegt der die das wird steht voir dans le la est demander véase ver en el está vedi nel zie'
  ).split(' '),
);

/** A value that is repeated is no stronger than once. */
function onceOf(text: string): string {
  const again = text.length > LONGEST ? -1 : `${text}${text}`.indexOf(text, 1);
  return again < 0 ? text : text.slice(0, again);
}

const LONGEST = 4096;

function isFernetKey(text: string): boolean {
  return /^[\w-]{43}=$/.test(text) && Buffer.from(text, 'base64url').length === 32;
}
