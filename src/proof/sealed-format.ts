/** One format of sealed text: how to take it apart, and whether a key fits. */

/** A sealed text, taken apart. */
export interface Sealed {
  /** Steps to try one key. */
  readonly steps: number;
  readonly opens: (key: Buffer) => boolean;
}

/** Keys that are made from a value at a cost, once for all texts. */
export interface DerivedKeys {
  readonly count: number;
  /** Of making them. */
  readonly steps: number;
  readonly from: (value: Buffer) => readonly Buffer[];
}

/** A format; its `read` gives undefined for what is not of it. */
export interface SealedFormat {
  /** Of the anchor. */
  readonly kind: string;
  /** "opens the Laravel payload". */
  readonly says: string;
  /** What its key is called, where it encrypts and does not only sign: "Laravel key". */
  readonly opener?: string;
  readonly limit: string;
  /** Lengths that a key can have; absent: any. */
  readonly keyLengths?: readonly number[];
  /** Only as it stands, in no encoding. */
  readonly isPassword?: true;
  /** The keys, where a value as it stands is only what they are made from. */
  readonly derived?: DerivedKeys;
  /** Names of values that are tried first. */
  readonly likely: RegExp;
  readonly read: (value: Buffer) => Sealed | undefined;
}
