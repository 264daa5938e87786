/** What a check sees, and what it can say. */
import type { Evidence, Form, Nature, SetAsideReason, Strength } from '../../model.ts';

export interface Candidate {
  /** As written, Latin-1, without quotes. */
  readonly raw: string;
  /** After escapes are resolved. */
  readonly value: Buffer;
  readonly form: Form;
  /** As written, and as words joined by `_`; '' where nothing names it. */
  readonly name: string;
  readonly words: string;
  readonly compared: boolean;
  /** An argument of a call beside the name. */
  readonly call: boolean;
  readonly user?: string;
  readonly host?: string;
  /** The window, for what stands beside the value. */
  readonly around: string;
  /** Where in it the value begins. */
  readonly at: number;
  /** The byte before the value, and some bytes behind it. */
  readonly before: string;
  readonly behind: string;
}

/** `drop`: not what the rule is about at all. The other fields overwrite what was known before. */
export interface Outcome {
  readonly drop?: true;
  readonly setAside?: SetAsideReason;
  readonly nature?: Nature;
  readonly strength?: Strength;
  readonly family?: NonNullable<Evidence['family']>;
  readonly checksum?: boolean;
  readonly value?: Buffer;
  /** Bytes of what was matched that belong to it; absent: all of them. */
  readonly length?: number;
  readonly note?: string;
}

export const DROP: Outcome = { drop: true };

export function ASIDE(setAside: SetAsideReason): Outcome {
  return { setAside };
}
