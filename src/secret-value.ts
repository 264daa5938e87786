/**
 * The only type that holds the raw text of a secret. It cannot be printed, serialised or inspected by
 * accident; the text leaves it for named purposes only: to compute an id, to compare, to mask, to prove, to follow it.
 */
import { createHash } from 'node:crypto';

const HIDDEN = '[secret]';

export class SecretValue {
  readonly #raw: Buffer;

  /** @param raw the value after decoding: PEM as DER, URL parts percent-decoded, escapes resolved */
  constructor(raw: Buffer) {
    this.#raw = raw;
  }

  /** Bytes of the value. */
  get length(): number {
    return this.#raw.length;
  }

  /** Equal values have equal keys. For maps in memory only: unlike an id it is neither salted nor slow. */
  key(): string {
    return createHash('sha256').update(this.#raw).digest('base64');
  }

  equals(other: SecretValue): boolean {
    return this.#raw.equals(other.#raw);
  }

  /** The one way out. Every caller names why it needs the bytes. */
  expose(_purpose: 'id' | 'mask' | 'redact' | 'proof' | 'judge' | 'follow'): Buffer {
    return this.#raw;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}
