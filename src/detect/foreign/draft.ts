/** A file of another scanner, read and not yet put together with what it extends. */
import type { ForeignRule } from '../../foreign-rule.ts';
import type { AllowList } from '../../foreign-rule.ts';
import type { Confidence } from '../../model.ts';

/** Of a file; all public rules of Kingfisher are 750. */
export const MOST_RULES = 10_000;

export interface DraftRule extends Omit<ForeignRule, 'isNamed'> {
  readonly name: string;
  /** Absent: by its id. */
  readonly confidence?: Confidence;
  /** A page about it. */
  readonly source?: string;
}

export interface DraftFile {
  readonly file: string;
  readonly format: ForeignRule['format'];
  readonly rules: readonly DraftRule[];
  /** Lists for all rules. */
  readonly allow: readonly AllowList[];
  /** Lists for some rules, by id. */
  readonly targeted: readonly { readonly ids: readonly string[]; readonly list: AllowList }[];
  /** For all rules. */
  readonly filters: readonly string[];
  readonly prefilter?: string;
  readonly extend: {
    /** gitleaks' own file. */
    readonly useDefault: boolean;
    readonly path: string;
    readonly disabled: readonly string[];
  };
}
