/**
 * The nouns of burnlist, in the order in which data flows:
 * unit → hit → finding → secret (occurrences, exposure) → verdict → task.
 * Offsets are bytes within a unit and half-open; lines and columns start at 1, columns count UTF-16 units.
 */
import type { ForeignFacts, ForeignRule } from './foreign-rule.ts';
import type { SecretValue } from './secret-value.ts';

// ── rules ───────────────────────────────────────────────────────────────────────────────────────────────

export type Confidence = 'high' | 'medium' | 'low';

/** What a value is, worst first. */
export type Nature = 'secret' | 'weak' | 'public-default' | 'identifier' | 'hash';

/** Checks a match must pass, or that weigh on it; each is a function in detect/checks/checks.ts. */
export type Check =
  | 'argument-key'
  | 'aws-key-id'
  | 'aws-secret-key'
  | 'basic-auth'
  | 'der-file'
  | 'der-key'
  | 'arn-account'
  | 'atlassian-checksum'
  | 'cloudflare-checksum'
  | 'confluent-checksum'
  | 'fernet-key'
  | 'fernet-token'
  | 'github-checksum'
  | 'gitlab-checksum'
  | 'grafana-checksum'
  | 'java-key-store'
  | 'json-web-token'
  | 'named-value'
  | 'password'
  | 'password-hash'
  | 'pem'
  | 'pem-cut'
  | 'pkcs12'
  | 'presigned-url'
  | 'putty-key'
  | 'random'
  | 'seed-phrase'
  | 'signing-key'
  | 'signed-text'
  | 'signing-secret'
  | 'sops-value'
  | 'stellar-checksum'
  | 'supabase-checksum'
  | 'suspected'
  | 'unnamed-password'
  | 'unnamed-token'
  | 'url-credentials'
  | 'varied'
  | 'vercel-checksum'
  | 'zuplo-checksum';

/** A rule as the build compiles it from YAML. Reach is in bytes, counted from the first byte of the literal. */
export interface Rule {
  readonly id: string;
  /** For people, lower case: "JWT signing secret". */
  readonly name: string;
  /** What has to be rotated: "jwt-secret". Rotation rules and runbook families go by it. */
  readonly kind: string;
  readonly provider: string;
  /** The page that documents the format. */
  readonly source?: string;
  readonly literals: readonly string[];
  /** ASCII case of literals and pattern does not count. */
  readonly ignoreCase: boolean;
  /** The window is [hit − before, hit + after). */
  readonly before: number;
  readonly after: number;
  /**
   * Tried at the hit only. What stands before the hit is matched by look-behind. Groups: value, head, name, scheme, user, host,
   * database.
   */
  readonly pattern?: string;
  /** Instead of a pattern: what stands at the hit, to the letter, is the value. Latin-1; lower case when `ignoreCase`. */
  readonly text?: string;
  /** Instead of a pattern: the hit lies in the name of an assignment whose whole name fits. */
  readonly assignment?: {
    readonly name: string;
    readonly value?: string;
    /** Instead of literals: the hit lies in any name that promises a secret (detect/search/promises.ts) and holds one of these words. */
    readonly words?: readonly string[];
  };
  /** Instead of literals: every start of a run of at least so many characters of base64 or base64url is a hit. */
  readonly runOf?: number;
  /** Bytes behind the end of a match that its look-ahead can see. */
  readonly lookAhead: number;
  /** What must follow the literal in every match: bytes of a set, then this one. See detect/rules/follow.ts. */
  readonly follow?: { readonly byte: number; readonly over: string };
  /** The group `value` is the head of a column of a table; what stands below it, row by row, are the values. */
  readonly column?: true;
  /** The group `value` is the first entry of a list; the others are values as well. */
  readonly list?: true;
  /** The evidence is a path: the rule is tried only in blobs that stand at such a path. Globs. */
  readonly paths?: readonly string[];
  /** What it finds is no secret, but can prove one: a certificate, a signed cookie. Reported only when a found key opens it. */
  readonly anchor?: true;
  /** It was asked for, by name or by value: it gives way to no other rule and takes no other's place. */
  readonly followed?: {
    /** Its matches are this value, in whatever form; absent: whatever stands there. Threads are not told. */
    readonly value?: SecretValue;
    /** Layers between the match and that value. */
    readonly via: readonly string[];
  };
  /** It is another scanner's, and tried as that one does: on whole texts. */
  readonly foreign?: ForeignRule;
  readonly nature: Nature;
  readonly confidence: Confidence;
  /** Overlapping findings of two rules: the more specific one stays. */
  readonly specificity: number;
  /** Values are made by machines: a few bytes of them may be shown. */
  readonly generated: boolean;
  /** The first so many bytes of a value say what it is and may be shown. */
  readonly publicPrefix: number;
  readonly checks: readonly Check[];
  readonly examples: { readonly match: readonly Example[]; readonly skip: readonly Example[] };
}

/** Text with generated parts, see detect/rules/sample.ts. */
export interface Example {
  readonly text: string;
  /** Where it stands, for rules and confidence that look at paths. */
  readonly path?: string;
}

// ── findings: what stands in the content of one unit ────────────────────────────────────────────────────

/** A stretch of bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Why a candidate is no finding. */
export type SetAsideReason =
  | 'placeholder'
  | 'reference'
  | 'ciphertext'
  | 'documentation'
  | 'expression'
  | 'not-random'
  | 'not-well-formed'
  | 'integrity-hash'
  | 'password-hash'
  | 'data-file'
  | 'longer-than-reach'
  | 'allow-list';

export type Strength = 'random' | 'mixed' | 'word';

/** How a value stands in its text: the form decides, together with the file type, how far a word can be trusted. */
/** `prose`: it stands behind a name, with nothing but blanks between the two. */
export type Form = 'token' | 'url' | 'quoted' | 'bare' | 'block' | 'option' | 'prose';

/** What the bytes around a hit say. Paths come later (verdict/confidence.ts). */
export interface Evidence {
  readonly form: Form;
  /** Family of the name: how much a name alone promises. */
  readonly family?: 'password' | 'secret' | 'token' | 'key';
  /** What the value's characters say: made by a machine, chosen with care, or a word. */
  readonly strength: Strength;
  /** A documented checksum or structure was verified (true) or contradicted (false). */
  readonly checksum?: boolean;
  /** Short reasons, in our own words, for --explain. */
  readonly notes: readonly string[];
  /** Somebody asked for the value or its name: it is as sure as this at least, wherever it stands. */
  readonly asked?: Confidence;
}

export interface Finding extends Span {
  readonly rule: Rule;
  readonly value: SecretValue;
  readonly nature: Nature;
  readonly evidence: Evidence;
  /** JWT_SECRET, DATABASE_URL, jwt_secrets.v1 … as written. */
  readonly name?: string;
  /** Of a URL with credentials: `postgresql+asyncpg`, in lower case. */
  readonly scheme?: string;
  readonly user?: string;
  readonly host?: string;
  readonly database?: string;
  readonly position: Position;
  /** An allow mark on the line or the line above. */
  readonly mark?: Mark;
  /** One that stands there and is for something else. */
  readonly missed?: Mark;
  /** Layers between the unit and the value, outermost first: ["base64", "gzip"]. */
  readonly via: readonly string[];
  /** Name of the member that holds it, members of members behind `!`: "lib/x.jar!config/app.properties". */
  readonly member?: string;
  /** Of another scanner's rule. */
  readonly foreign?: ForeignFacts;
  /** An anchor for which there was no room: the value is a hash of it. */
  readonly hashed?: true;
}

export interface SetAside extends Span {
  readonly rule: Rule;
  readonly reason: SetAsideReason;
  /** A hash of its text, to count each candidate once. Too short to find the text by. */
  readonly print: number;
  readonly name?: string;
  readonly position: Position;
}

export interface Mark {
  readonly line: number;
  /** Its own line, the one below, both (near), all lines from here on, to a mark that ends it; or nothing, for the rule that it names. */
  readonly covers: 'line' | 'next-line' | 'near' | 'from' | 'to' | 'nothing';
  /** Rule ids it is for; empty: any, or where it covers nothing, none. */
  readonly rules: readonly string[];
  readonly reason?: string;
}

/** Limits by name: of hits of a rule, and of what is decoded out of a unit (detect/layers/budget.ts). */
export type LimitName =
  | 'too-dense'
  | 'too-deep'
  | 'too-many-members'
  | 'too-many-escapes'
  | 'too-much-inside'
  | 'too-large-to-open'
  | 'not-opened'
  | 'broke-while-opened';

/** A limit that was reached, by name. */
export interface LimitReached {
  readonly what: LimitName;
  /** Of what is too dense. */
  readonly rule?: string;
  readonly line: number;
}

/** Everything that stands in one unit, sorted by place. */
export interface UnitFindings {
  readonly findings: readonly Finding[];
  readonly setAside: readonly SetAside[];
  readonly limits: readonly LimitReached[];
}

// ── secrets: one distinct value with everything that is known of it ─────────────────────────────────────

/** Kinds of place. */
export type Where =
  | 'blob'
  | 'commit-message'
  | 'tag-message'
  | 'identity'
  | 'header'
  | 'ref-name'
  | 'file-name'
  | 'note'
  | 'reflog'
  | 'git-file'
  | 'index'
  | 'worktree'
  | 'file'
  | 'stdin';

/** Who could read it, worst first. */
export const REACH = [
  'head',
  'remote-tracking',
  'tag',
  'pull-request',
  'was-on-remote',
  'local-branch',
  'stash',
  'note',
  'reflog',
  'dangling',
  'unattached',
  'index',
  'worktree',
] as const;
export type Reach = (typeof REACH)[number];

/** Exposure classes, worst first. */
export const EXPOSURE_CLASSES = ['committed', 'unattached', 'uncommitted', 'ignored-file', 'outside-git'] as const;
export type ExposureClass = (typeof EXPOSURE_CLASSES)[number];

/** What a team has decided or done about a secret, that which leaves most to do first. */
export const STATUSES = ['still-current', 'open', 'known', 'rotated', 'accepted', 'false-positive'] as const;
export type Status = (typeof STATUSES)[number];
/** What the ledger can have had a value as that comes back. */
export type Returned = Extract<Status, 'known' | 'rotated'>;

export type Verdict =
  | 'compromised'
  | 'still-current'
  | 'rotated'
  | 'uncommitted'
  | 'unattached'
  | 'found'
  | 'local'
  | 'public-default'
  | 'identifier'
  | 'hash'
  | 'accepted'
  | 'false-positive';

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Who could read it: others, who works in this clone, who digs in its store. */
export const AUDIENCES = ['others', 'clone', 'store'] as const;
export type Audience = (typeof AUDIENCES)[number];

/**
 * What it opens: a provider from anywhere, without more knowledge; a system of one's own; something that only the same
 * machine reaches; one session of somebody; nothing by itself, as it is sealed with a key.
 */
export const POWERS = ['provider', 'system', 'local', 'session', 'sealed'] as const;
export type Power = (typeof POWERS)[number];

/** One row of the policy that gives priorities. All that is named must fit; what is not named does not matter. */
export interface PriorityRow {
  readonly priority: Priority;
  readonly when: {
    /** What has to be rotated, of one of its names. */
    readonly kind?: readonly string[];
    readonly audience?: readonly Audience[];
    readonly inHead?: boolean;
    readonly power?: readonly Power[];
    /** One of these is there. */
    readonly proof?: readonly ProofKind[];
    readonly confidence?: readonly Confidence[];
  };
  readonly because: string;
}

/** What a value is used for where it stands. */
export interface Use {
  readonly rule: Rule;
  readonly name?: string;
  readonly scheme?: string;
  readonly user?: string;
  readonly host?: string;
  readonly database?: string;
}

/** A place of a secret over all versions that hold it. Use, evidence and confidence are the strongest of theirs. */
export interface Occurrence extends Use {
  /** Index into the report's repositories; -1: in none of them. */
  readonly repository: number;
  /** What that one is called, where a report is about several. */
  readonly home?: string;
  readonly where: Where;
  readonly path: string;
  /** In the version of the earliest introduction. */
  readonly position: Position;
  /** What else versions use the value for. */
  readonly otherUses?: readonly Use[];
  /** The worst of the versions'. */
  readonly nature: Nature;
  readonly evidence: Evidence;
  readonly confidence: Confidence;
  /** Earliest introduction; absent where no commit holds it. */
  readonly commit?: string;
  readonly blob?: string;
  readonly lastCommit?: string;
  readonly lastBlob?: string;
  readonly versions: number;
  readonly inHead: boolean;
  /** In HEAD's version, where that is another position. */
  readonly inHeadAt?: Position;
  readonly class: ExposureClass;
  readonly via: readonly string[];
  readonly member?: string;
  /** The last version carries an allow mark. */
  readonly mark?: Mark;
  /** It carries one that does not cover it. */
  readonly missed?: Mark;
  /** Every introduction: commits that hold it here and whose parents do not, or less strongly. */
  readonly introductions: readonly Introduction[];
  /** Asked for with --all-versions: each version that a commit holds as an occurrence of its own, the oldest first. */
  readonly each?: readonly Occurrence[];
}

/** A commit as evidence. Dates are ISO days, UTC, of the committer; authors are as written. */
export interface Moment {
  readonly commit: string;
  readonly date: string;
  readonly author: string;
  /** Which repository's commit it is, where a report is about several. */
  readonly home?: string;
}

export interface Introduction extends Moment {
  /** Not new by definition: the commit touches a path where a parent has the value, as often or less often than it. */
  readonly moved?: 'as-often' | 'more-often';
}

export interface Exposure {
  readonly class: ExposureClass;
  readonly first?: Moment;
  readonly last?: Moment;
  /** Earliest evidence that others could read it; without a date a remote has it, and no log says since when. */
  readonly published?: {
    readonly date?: string;
    readonly evidence: string;
    /** A push, which is when it happened; what was cloned or fetched had been there since nobody knows when. */
    readonly pushed?: true;
    /** The repository, where a report is about several. */
    readonly home?: string;
  };
  /** The commit that took it out of HEAD's history, or out of all where HEAD never had it; it stays in history. */
  readonly removed?: Moment;
  /** A commit that does not build on `removed`, and stands behind it in order, has it. */
  readonly longerElsewhere?: true;
  /** It was looked for where no rule could see it: only then is `first` more than first detected. */
  readonly traced?: true;
  /** Why the date of `first` is not to be trusted. */
  readonly oddDate?: string;
  readonly inHead: boolean;
  /** HEAD leads to no commit, so whether it has it cannot be said. */
  readonly headless?: true;
  readonly reach: readonly Reach[];
  /** Full names of refs whose history holds it, those that reach furthest first; of very many only these. */
  readonly refs: readonly string[];
  /** How many such refs there are. */
  readonly refCount: number;
  /** Full names of branches and pull requests whose newest commit has it, branches first; of very many only these. */
  readonly stillIn?: readonly string[];
  /** How many such refs there are. */
  readonly stillInCount?: number;
  /** ISO day on which its rotation was verified, by the ledger; absent while it is open. */
  readonly end?: string;
  /** Days from `first` to `end`, while it is open to the report's date. */
  readonly days: number;
}

/** What a proof rests on: cryptography, a documented checksum, what the value says of itself, a documented end. */
export const PROOF_KINDS = ['proven', 'checksum', 'decoded', 'expired'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

/** Evidence that needed no network. */
export interface Proof {
  readonly kind: ProofKind;
  /** A whole sentence part: "signs the token in test/session.txt:4 (HS256)". May hold text from outside. */
  readonly detail: string;
  /** Where the other half of the evidence stands. */
  readonly unit?: string;
}

/** What a secret is to another one. */
export type Relation =
  | 'signs'
  | 'signed by'
  | 'wraps'
  | 'wrapped by'
  | 'same key'
  | 'key id of'
  | 'key of'
  | 'derived from'
  | 'source of'
  | 'user of'
  | 'password of'
  | 'same account'
  | 'near copy'
  | 'other form of';

/** A name under which a value is used. */
export interface UseName {
  readonly name: string;
  readonly rule: Rule;
  readonly kind: string;
  /** Of the URL in which it stands under that name. */
  readonly scheme?: string;
}

/** One distinct value, wherever it stands. The unit of the output. */
export interface Secret {
  /** `id@1` of the value, see detect/fingerprint.ts. */
  readonly id: string;
  readonly value: SecretValue;
  readonly names: readonly UseName[];
  /** Of the strongest occurrence. */
  readonly rule: Rule;
  readonly confidence: Confidence;
  /** The worst of the occurrences'. */
  readonly nature: Nature;
  readonly occurrences: readonly Occurrence[];
  readonly exposure: Exposure;
  readonly proofs: readonly Proof[];
  /** What it is to other secrets: "signs" the one of that id. */
  readonly related: readonly { readonly id: string; readonly how: Relation }[];
}

/** A secret with what the table of verdicts says of it. */
export interface Judged extends Secret {
  readonly status: Status;
  readonly verdict: Verdict;
  readonly priority: Priority;
  readonly reasons: readonly string[];
  /** Why the priority is what it is; not known of a saved report. */
  readonly urgency?: string;
  /** What the ledger had it as before it came back; not known of a saved report. */
  readonly was?: Returned;
}

/** A finding without a value: a tracked `.env`. */
export interface Risk {
  readonly rule: string;
  readonly path: string;
  readonly advice: string;
}

// ── what was looked at ──────────────────────────────────────────────────────────────────────────────────

/** Part of what was asked for that was not seen, and why; `paths` are a few examples. */
export interface Gap {
  readonly what: string;
  readonly why: string;
  readonly count: number;
}

export interface Coverage {
  readonly complete: boolean;
  readonly commits: number;
  readonly blobs: number;
  /** Bytes of content that were searched. */
  readonly bytes: number;
  /** Objects of packs that were left to git: very large, or out of the ordinary. Absent where there are none. */
  readonly throughGit?: number;
  /** Left out for a named reason: 3 unless allowed. */
  readonly skipped: readonly Gap[];
  /** Should have been readable: always 3. */
  readonly failed: readonly Gap[];
  readonly outOfScope: readonly Gap[];
}

export interface RepositoryInfo {
  readonly name: string;
  readonly head: string | null;
  readonly shallow: boolean;
  readonly partial: boolean;
  /** Whether it names one or has seen a branch of one: without, nobody can say from here who else has its history. */
  readonly remote: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
}

/** What a scan comes to, before anything renders it. */
export interface Report {
  readonly command: string;
  /** ISO day all durations and expiries are counted to. */
  readonly asOf: string;
  readonly repositories: readonly RepositoryInfo[];
  readonly coverage: Coverage;
  /** Whether anybody has looked where no rule could see a value; absent where there is no history to look in. */
  readonly traced?: boolean;
  readonly secrets: readonly Judged[];
  readonly risks: readonly Risk[];
  readonly setAside: readonly { readonly reason: SetAsideReason; readonly count: number }[];
  /** Values that are no secrets of this report and stand in what it quotes: the name of an old folder, of a ref. */
  readonly hidden: readonly SecretValue[];
  /** Lines for people that belong to the report: whose policy counted, what was fallen back to. */
  readonly notices: readonly string[];
  /** A value that was asked for stands in ignored files alone. */
  readonly isAskedForHere?: true;
}

// ── ledger: what the team has already decided or done ───────────────────────────────────────────────────

export interface LedgerEntry {
  readonly id: string;
  readonly status: 'known' | 'accepted' | 'rotated' | 'false-positive';
  readonly name?: string;
  readonly reason?: string;
  readonly owner?: string;
  /** ISO day; from the day after, the entry is void. Of a rotation: the day on which `verify` saw that it does not hold. */
  readonly until?: string;
  /** HEAD when the entry was made. */
  readonly at?: string;
  /** ISO day on which the entry was made. */
  readonly on?: string;
  readonly evidence?: string;
}
export type Ledger = readonly LedgerEntry[];

// ── runbooks and the plan ───────────────────────────────────────────────────────────────────────────────

/** How a step helps, in the order in which a leak is usually worked off; rules/rotation/ has the order of each kind. */
export const PHASES = [
  'contain',
  'generate',
  'store',
  'deploy',
  'verify',
  'reencrypt',
  'revoke',
  'verify-old',
  'invalidate',
  'audit',
  'dependents',
  'cleanup',
  'prevent',
  'record',
  'other',
] as const;
export type Phase = (typeof PHASES)[number];

/** What a rotation of some kinds of secret must contain, in our words. From rules/rotation/. */
export interface Rotation {
  readonly id: string;
  readonly kinds: readonly string[];
  /** Old and new value valid together: forbidden after a leak, needed to read what is stored, or a matter of time. */
  readonly overlap: 'never' | 'needed' | 'short';
  /** Across secrets: keys that wrap others go first, then keys that sign. */
  readonly rank: 'wrapping' | 'signing' | 'other';
  /** Made with a key, which is renewed by a task of its own: signed tokens, ciphertext. */
  readonly isDerived: boolean;
  readonly impact: string;
  readonly leak: RotationPath;
  readonly planned: RotationPath;
  /** Hours until the old value is dead. */
  readonly due: Readonly<Record<Priority, number>>;
  /** Pages that say more. */
  readonly sources: readonly string[];
}

export interface RotationPath {
  readonly order: readonly Phase[];
  /** Why this order, as a part of a sentence. */
  readonly because: string;
  /** What each phase is on this path; others may be worded too. */
  readonly phases: Readonly<Partial<Record<Phase, RotationPhase>>>;
}

export interface RotationPhase {
  readonly does: string;
  /** Phases that have to be done before, whatever the order. */
  readonly after: readonly Phase[];
  /** Phases that happen in the same change. */
  readonly with: readonly Phase[];
  /** What to look at, one box each. */
  readonly checks: readonly string[];
}

/** Lines are the runbook's, 1-based, [first, last]. */
export type Lines = readonly [number, number];

export interface Step {
  /** As the runbook words it, on one line, without markup. */
  readonly text: string;
  readonly phase: Phase;
  readonly lines: Lines;
  /** Commands that stand with the step; shown, never run. */
  readonly code: readonly { readonly language?: string; readonly text: string; readonly line: number }[];
  readonly children: readonly Step[];
}

/** A sentence lifted from the runbook. */
export interface Note {
  readonly text: string;
  readonly lines: Lines;
  /** Somebody is to do it: an entry of a list, a label's sentence, a sentence that begins with what to do. */
  readonly isWork?: true;
}

/** A thing the runbook says a procedure is for. */
export interface Target {
  /** JWT_SECRET, VAPID_*, github, database … */
  readonly raw: string;
  readonly kind: 'name' | 'glob' | 'family' | 'provider';
  readonly where: 'heading' | 'code' | 'table' | 'pointer' | 'command' | 'prose';
  readonly line: number;
  /** "For example a `STRIPE_KEY`": it may be for others. */
  readonly isExample?: true;
}

/** A section of a runbook, understood. */
export interface Procedure {
  readonly runbook: string;
  readonly heading: string;
  readonly anchor: string;
  readonly lines: Lines;
  /** Headings above it, outermost first. */
  readonly parents: readonly string[];
  readonly mode: 'planned' | 'leak' | 'either';
  readonly targets: readonly Target[];
  readonly steps: readonly Step[];
  readonly impact: readonly Note[];
  readonly verification: readonly Note[];
  readonly cleanup: readonly Note[];
  readonly audit: readonly Note[];
  /** How to go back when the rotation goes wrong. */
  readonly rollback: readonly Note[];
  readonly owner?: string;
  readonly cadenceDays?: number;
  /** It says how things should be one day. */
  readonly isProposal?: true;
  /** A step says that another section has the procedure. */
  readonly sendsBack?: true;
  /** A row of a table or an entry of a list: the heading above is that of all of them, and says nothing of this one. */
  readonly isEntry?: true;
}

/** A rule of the house that stands outside any procedure and bears on rotations. */
export interface Remark extends Note {
  readonly sort: 'burnt' | 'quiet-hour' | 'no-paste' | 'no-file' | 'no-image' | 'no-commit' | 'reachable' | 'published-log';
  readonly anchor: string;
}

/** What a page says that secrets of some names are exempt from: rotation, or being secret. */
export interface Exempt extends Note {
  readonly sort: 'not-rotatable' | 'no-secret';
  readonly names: readonly string[];
  readonly anchor: string;
}

/** When a page says that a secret was rotated, and is due again; ISO days. */
export interface Schedule {
  readonly name: string;
  readonly line: number;
  /** The rhythm that stands beside it. */
  readonly days?: number;
  readonly last?: string;
  readonly next?: string;
}

/** A link to another page of the repository, and the names of secrets that it is for. */
export interface Pointer {
  readonly path: string;
  readonly anchor: string;
  readonly names: readonly string[];
  readonly lines: Lines;
}

export interface Runbook {
  readonly path: string;
  readonly title?: string;
  /** The last line that was read of a page that is too long. */
  readonly cutAfter?: number;
  readonly procedures: readonly Procedure[];
  readonly remarks: readonly Remark[];
  readonly exempt: readonly Exempt[];
  readonly schedule: readonly Schedule[];
  readonly pointers: readonly Pointer[];
  /** Where links into the page may lead. */
  readonly anchors: readonly string[];
  /** Links into the page that lead to no heading. */
  readonly staleAnchors: readonly Note[];
  /** Files that its text and commands name. */
  readonly files: readonly Note[];
  /** What stands in code in its prose. */
  readonly quoted: readonly Note[];
}

/** Where a runbook says something. */
export interface Cited {
  readonly path: string;
  readonly anchor: string;
  readonly lines: Lines;
}

/** The section that a saved report names for a rotation, where its page itself is not at hand. */
export interface Remembered extends Cited {
  readonly heading: string;
}

/** A procedure that serves a rotation, with the reason for the choice. */
export interface Link {
  readonly procedure: Procedure;
  /** 0–100; below 30 nothing is linked. */
  readonly score: number;
  readonly reason: string;
}

/** One checkbox. */
export interface Box {
  /** Stable over runs: of the secret's id, the name and what the box is for. */
  readonly id: string;
  readonly text: string;
  readonly phase: Phase;
  /** Paths that our own words are about. */
  readonly files?: readonly string[];
  /** Where the runbook says it; absent: not in your runbook, and the text is burnlist's own. */
  readonly source?: Cited;
  /** What a leak changes about the runbook's words, with the reason. */
  readonly change?: string;
  /** What the runbook says elsewhere and holds for this box. */
  readonly reminders: readonly { readonly text: string; readonly source: Cited }[];
  readonly code: readonly { readonly language?: string; readonly text: string }[];
  readonly children: readonly Box[];
}

/** Something that would go wrong if the runbook were followed to the letter. */
export interface Warning {
  readonly text: string;
  /** Paths that the words are about. */
  readonly files?: readonly string[];
  readonly sources: readonly Cited[];
}

/** One rotation: a name under which one secret is used. */
export interface Task {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** What it is under this name, in words. */
  readonly what: string;
  readonly secret: Judged;
  /**
   * Ids of other versions of the same ciphertext, of other keys of the same map, or of values that came after it under the
   * same name, which the task is for as well.
   */
  readonly versions: readonly string[];
  /** Each is a secret by itself; versions of ciphertext are one. */
  readonly areSecrets: boolean;
  /** Names of other keys of the map. */
  readonly also: readonly string[];
  readonly rotation: Rotation;
  readonly links: readonly Link[];
  /** Without links: the section that a saved report knew. */
  readonly remembered?: Remembered;
  /** The linked procedures that the boxes come from: the planned one, the one for leaks, or both. */
  readonly chosen: readonly Procedure[];
  /** Of what is made with a key: linked procedures that renew the key, which are boxes of the key's task and none of this one. */
  readonly ofKey: readonly Procedure[];
  readonly boxes: readonly Box[];
  /** Who owns the files in which it stands, by CODEOWNERS. */
  readonly codeowners: readonly string[];
  readonly warnings: readonly Warning[];
  /** Names of other tasks that this one has to come before, because its key opens them. */
  readonly before: readonly string[];
  /** Names of other tasks that are for the same value. */
  readonly sameValue: readonly string[];
  /** Facets that a rotation needs and the linked procedures do not have: "impact", "cleanup" … */
  readonly missing: readonly string[];
}

/** Something in a runbook that is stale, missing or dangerous. */
export interface Lint extends Note {
  readonly rule:
    | 'stale-anchor'
    | 'copied'
    | 'no-procedure'
    | 'no-verify'
    | 'no-revoke'
    | 'no-owner'
    | 'unsafe-overlap'
    | 'overdue'
    | 'script-differs'
    | 'missing-file'
    | 'page-cut'
    | 'two-names'
    | 'secret-in-fence'
    | 'history-first';
  /** Following the runbook in a leak would do harm. */
  readonly isDangerous: boolean;
  readonly path: string;
}

export interface Plan {
  readonly asOf: string;
  readonly tasks: readonly Task[];
  /** Identifiers (ARNs, account ids) to move to configuration, grouped. */
  readonly identifiers: readonly { readonly group: string; readonly secrets: readonly Judged[] }[];
  /** Kinds and names for which no runbook section exists. */
  readonly gaps: readonly { readonly name: string; readonly kind: string }[];
  /** What is dangerous or stale in the sections that were chosen. */
  readonly lint: readonly Lint[];
  readonly runbooks: readonly Runbook[];
}

// ── verification ────────────────────────────────────────────────────────────────────────────────────────

/** What today's configuration says of a leaked value, worst first; ROTATED and REMOVED end a task. */
export const OUTCOMES = [
  'STILL CURRENT',
  'STILL HONOURED',
  'REUSED',
  'NEAR-COPY',
  'WEAK-NEW',
  'ROTATED',
  'REMOVED',
  'UNKNOWN',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One name of a leaked secret, verified. */
export interface Verified {
  readonly secret: Judged;
  readonly name: string;
  /** Of the task that it ends. */
  readonly taskId: string;
  readonly outcome: Outcome;
  /** What was seen and where, for people; holds no value. */
  readonly detail: string;
  /** The same without what a ledger must not hold. */
  readonly evidence: string;
}
