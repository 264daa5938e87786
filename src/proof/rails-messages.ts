/**
 * What Rails signs and encrypts with keys that it makes from `secret_key_base`: cookies, Active Storage and global ids, signed
 * ids of records, streams of Turbo. A key is PBKDF2 over the name of its purpose, which Rails takes from its defaults. Older
 * encrypted cookies are AES-CBC with an HMAC, which is proof enough; newer ones are AES-256-GCM.
 * https://api.rubyonrails.org/classes/ActiveSupport/MessageVerifier.html
 * https://api.rubyonrails.org/classes/ActiveSupport/KeyGenerator.html
 */
import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { hashSteps } from './budget.ts';
import { tagFits, tagSteps } from './gcm-tag.ts';
import type { DerivedKeys, SealedFormat } from './sealed-format.ts';

/** `Rails.application.key_generator`: the rounds, and the hash before Rails 7 and since. */
const ROUNDS = 1000;
const HASHES = { sha1: 20, sha256: 32 } as const;

/** The name of each purpose: `config.action_dispatch.*_salt`, and what the frameworks ask a verifier for. */
const SIGNING_PURPOSES = [
  'signed cookie',
  'signed encrypted cookie',
  'ActiveStorage',
  'signed_global_ids',
  'active_record/signed_id',
  'active_record/token_for',
  'turbo/signed_stream_verifier_key',
];
const SIGNING_KEY = 64;
const ENCRYPTING_PURPOSES = ['authenticated encrypted cookie'];
const ENCRYPTING_KEY = 32;

/** A round is a hash of one block: eight of them cost what a step does. */
const ROUNDS_PER_STEP = 8;

const LIKELY = /secret_?key_?base|secret_?token/i;

export const railsSigned: SealedFormat = {
  kind: 'rails-signed',
  says: 'signs the Rails message',
  limit: 'rails-message-steps',
  likely: LIKELY,
  // before Rails 4, and where an application takes the secret for the key, it is the key itself
  derived: keysFor(SIGNING_PURPOSES, SIGNING_KEY, true),
  read(value) {
    const [, signed, hex = ''] = /^(.+)--([0-9a-f]+)$/.exec(unescaped(value)) ?? [];
    const hash = hex.length === HASHES.sha1 * 2 ? 'sha1' : 'sha256';
    const digest = Buffer.from(hex, 'hex');
    if (signed === undefined || digest.length !== HASHES[hash]) return undefined;
    return {
      steps: hashSteps(signed.length),
      opens: (key) => timingSafeEqual(createHmac(hash, key).update(signed).digest(), digest),
    };
  },
};

/** Says nothing of what is in it: a session ends with the key, and is no secret of its own to be rotated. */
export const railsEncrypted: SealedFormat = {
  kind: 'rails-encrypted',
  says: 'opens the encrypted Rails cookie',
  limit: 'rails-cookie-steps',
  likely: LIKELY,
  derived: keysFor(ENCRYPTING_PURPOSES, ENCRYPTING_KEY),
  read(value) {
    const [data, iv, tag] = unescaped(value)
      .split('--')
      .map((part) => Buffer.from(part, 'base64'));
    if (data === undefined || iv?.length !== 12 || tag?.length !== 16) return undefined;
    const sealed = { data, iv, tag };
    return { steps: tagSteps(sealed), opens: (key) => tagFits(key, sealed) };
  },
};

/** As it was before a cookie's header had it. */
function unescaped(value: Buffer): string {
  return value.toString('latin1').replace(/%(2B|2F|3D)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** @param asItStands whether the value is a key itself as well */
function keysFor(purposes: readonly string[], length: number, asItStands = false): DerivedKeys {
  const makers = purposes.flatMap((purpose) => Object.keys(HASHES).map((hash) => ({ purpose, hash })));
  const blocks = Object.values(HASHES).reduce((sum, size) => sum + Math.ceil(length / size), 0);
  return {
    count: makers.length + (asItStands ? 1 : 0),
    steps: (purposes.length * blocks * ROUNDS) / ROUNDS_PER_STEP,
    from(secret) {
      const made = makers.map(({ purpose, hash }) => pbkdf2Sync(secret, purpose, ROUNDS, length, hash));
      return asItStands ? [secret, ...made] : made;
    },
  };
}
