/** A form in which AWS has something signed with a secret key: what a prover needs of it. */

export interface Signed {
  /** Of the key; '' where it does not say. */
  readonly id: string;
  /** "on 2026-01-02, for 60 s" */
  readonly when: string;
  /** What one key costs. */
  readonly steps: number;
  readonly signedBy: (key: Buffer) => boolean;
}

/** A kind of anchor, in words, and how one is read. */
export interface SignedForm {
  readonly kind: string;
  readonly word: string;
  readonly read: (text: string) => Signed | undefined;
}
