/** A rule of another scanner, as its own file says it: data that threads can hand to each other. */

/** Findings that a rule's file leaves out. */
export interface AllowList {
  readonly description: string;
  /** All of what it names has to fit, or any of it. */
  readonly condition: 'and' | 'or';
  /** Full ids, lower case. */
  readonly commits: readonly string[];
  /** Expressions for paths, and for what `target` says. */
  readonly paths: readonly string[];
  readonly regexes: readonly string[];
  readonly target: 'secret' | 'match' | 'line';
  /** Lower case; parts of the secret. */
  readonly stopwords: readonly string[];
}

/** A finding counts only beside one of another rule. */
export interface Companion {
  readonly id: string;
  /** How far their first lines, and the columns in them, may be apart; absent: anywhere in the same text. */
  readonly withinLines?: number;
  readonly withinColumns?: number;
}

/** What Kingfisher asks of a value beyond its expression. */
export interface Requirements {
  readonly digits: number;
  readonly upper: number;
  readonly lower: number;
  readonly special: number;
  readonly specials?: string;
  /** Lower case. */
  readonly ignored: readonly string[];
  readonly checksum?: {
    readonly actual: string;
    readonly expected: string;
    /** A group that has to be there. */
    readonly group?: string;
    readonly skipIfMissing: boolean;
  };
}

export interface ForeignRule {
  /** As its file calls it: other rules and lists of fingerprints know it by this name. */
  readonly id: string;
  /** The file that holds it. */
  readonly file: string;
  /** The configuration names that file: nobody asked to believe one that is only there. */
  readonly isNamed: boolean;
  readonly format: 'gitleaks' | 'betterleaks' | 'kingfisher';
  /** Absent: the path alone is the finding. */
  readonly regex?: string;
  readonly path?: string;
  /** Lower case; one of them has to stand in the text, wherever. None: no text is passed over. */
  readonly keywords: readonly string[];
  /** Bits a character that the value has to have more of; 0: any. */
  readonly entropy: number;
  /** The group that is the value; 0: as its format says. */
  readonly group: number;
  /** It only helps other rules, and is not reported itself. */
  readonly isHelper: boolean;
  readonly companions: readonly Companion[];
  readonly allow: readonly AllowList[];
  readonly requirements?: Requirements;
  /** Conditions of betterleaks: a finding that one of them holds for is left out. */
  readonly filters: readonly string[];
  /** The same for whole files, by their path. */
  readonly prefilter?: string;
  /** Texts in which it finds something, and nothing. */
  readonly examples: { readonly match: readonly string[]; readonly skip: readonly string[] };
}

/** What a finding of such a rule needs once its path is known. */
export interface ForeignFacts {
  /** Line of the whole match, which fingerprints go by. */
  readonly line: number;
  /** Allow-lists, by number, that leave it out where its path or commit fits as well. */
  readonly awaits: readonly number[];
}
