/**
 * In: the text of `.burnlist/config.yaml`, which may come from a hostile repository. Out: what it asks for. Every slip
 * stops with one line that has file, line and column; nothing is ignored, because a policy that is half read is none.
 */
import { globProblem } from '../glob.ts';
import { fail, lineOf, listOf, mapOf, oneOf, placeOf, readYaml, required, textOf, wholeOf, type Field } from '../yaml-file.ts';
import { readPriorityRow } from './priority.ts';
import type { Confidence, Nature, Priority, PriorityRow, Verdict } from '../model.ts';

/** Findings of a rule, or of any, that are allowed at paths. */
export interface Allow {
  readonly path: string;
  /** Absent: any rule. */
  readonly rule?: string;
  readonly reason: string;
}

/** A limit that was met and is acknowledged, for a path, a blob or both. */
export interface AcceptedLimit {
  readonly path?: string;
  readonly blob?: string;
  readonly reason: string;
}

/** What has to be there when the configuration is used; where it was asked for is for the message. */
export interface Wanted {
  readonly goal: string;
  /** `path:line:column: label`. */
  readonly at: string;
}

export interface Config {
  /** Rule files beside the built-in ones, relative to the top. */
  readonly rules: readonly string[];
  /** Ids of rules that are not tried. */
  readonly disable: readonly string[];
  readonly allow: readonly Allow[];
  /** Paths or globs of runbooks; empty: they are looked for. */
  readonly runbooks: readonly Wanted[];
  /** Kind or name of a secret → `file#anchor`. */
  readonly bind: ReadonlyMap<string, Wanted>;
  readonly limits: readonly AcceptedLimit[];
  readonly marks: 'honour' | 'ignore';
  /** Tried before the built-in rows. */
  readonly priority: readonly PriorityRow[];
  /** Absent: as the table of statuses says. */
  readonly failOn?: readonly FailOn[];
  /** The team's own AWS accounts; empty: every account counts as one. */
  readonly aws: { readonly accounts: readonly string[] };
  /** Kind or name → days after which a secret is due. */
  readonly cadence: ReadonlyMap<string, { readonly days: number; readonly line: number }>;
}

export type FailOn = Verdict | Nature | Priority | Confidence | 'risks' | 'none';

/** All words of `failOn` and `--fail-on`. */
const FAIL_ON = Object.keys({
  compromised: 1,
  'still-current': 1,
  rotated: 1,
  uncommitted: 1,
  unattached: 1,
  found: 1,
  local: 1,
  'public-default': 1,
  identifier: 1,
  hash: 1,
  accepted: 1,
  'false-positive': 1,
  secret: 1,
  weak: 1,
  P0: 1,
  P1: 1,
  P2: 1,
  P3: 1,
  high: 1,
  medium: 1,
  low: 1,
  risks: 1,
  none: 1,
} satisfies Record<FailOn, 1>) as readonly FailOn[];

/** What holds without a config file. */
export const EMPTY_CONFIG: Config = {
  rules: [],
  disable: [],
  allow: [],
  runbooks: [],
  bind: new Map(),
  limits: [],
  marks: 'honour',
  priority: [],
  aws: { accounts: [] },
  cadence: new Map(),
};

/** Reads a config file. Throws UsageError `path:7:3: unknown key "runboks", did you mean "runbooks"?`. */
export function parseConfig(path: string, text: string): Config {
  const top = readYaml(path, text);
  if (!top) return EMPTY_CONFIG;
  const fields = mapOf(top, [...Object.keys(EMPTY_CONFIG), 'failOn']);
  const marks = fields.get('marks');
  const failOn = fields.get('failOn');
  const aws = fields.get('aws');
  return {
    rules: listOf(fields.get('rules')).map(glob),
    disable: listOf(fields.get('disable')).map(ruleId),
    allow: listOf(fields.get('allow')).map(readAllow),
    runbooks: listOf(fields.get('runbooks')).map((field) => wanted(field, glob)),
    bind: named(fields.get('bind'), (field) => wanted(field, anchor)),
    limits: listOf(fields.get('limits')).map(readLimit),
    marks: marks ? oneOf(marks, ['honour', 'ignore']) : EMPTY_CONFIG.marks,
    priority: listOf(fields.get('priority')).map(readPriorityRow),
    ...(failOn && { failOn: failOnWords(failOn) }),
    aws: { accounts: listOf(aws && mapOf(aws, ['accounts']).get('accounts')).map(account) },
    cadence: named(fields.get('cadence'), (days) => ({ days: wholeOf(days, 1, 3650, ' of days'), line: lineOf(days) })),
  };
}

function failOnWords(field: Field): readonly FailOn[] {
  const words = listOf(field).map((word) => oneOf(word, FAIL_ON));
  return words.length > 0 ? words : fail(field, 'names nothing: write [none] where nothing is to fail, or leave it out');
}

function readAllow(field: Field): Allow {
  const fields = mapOf(field, ['path', 'rule', 'reason']);
  const rule = fields.get('rule');
  const path = glob(required(field, fields, 'path'));
  return { path, ...(rule && { rule: ruleId(rule) }), reason: textOf(required(field, fields, 'reason')) };
}

function readLimit(field: Field): AcceptedLimit {
  const fields = mapOf(field, ['path', 'blob', 'reason']);
  const path = fields.get('path');
  const blob = fields.get('blob');
  if (!path && !blob) fail(field, 'needs "path" or "blob"; a limit is acknowledged for one place');
  const reason = textOf(required(field, fields, 'reason'));
  return { ...(path && { path: glob(path) }), ...(blob && { blob: objectId(blob) }), reason };
}

function named<T>(field: Field | undefined, read: (value: Field) => T): ReadonlyMap<string, T> {
  if (!field) return new Map();
  return new Map([...mapOf(field)].map(([name, value]) => [name, read(value)]));
}

function wanted(field: Field, read: (field: Field) => string): Wanted {
  return { goal: read(field), at: placeOf(field) };
}

function ruleId(field: Field): string {
  const text = textOf(field);
  return /^[\x21-\x7e]{1,120}$/.test(text) ? text : fail(field, 'must be the id of a rule, as  burnlist rules list  shows it');
}

function glob(field: Field): string {
  const text = textOf(field);
  const problem = globProblem(text);
  return problem === undefined ? text : fail(field, problem);
}

function anchor(field: Field): string {
  const text = textOf(field);
  const [file = '', heading, ...more] = text.split('#');
  if (file === '' || !heading || more.length > 0) return fail(field, 'must be file#anchor, such as docs/keys.md#jwt');
  const problem = /[\p{Cc}\s]/u.test(heading) ? 'an anchor has no blanks' : globProblem(file);
  return problem === undefined ? text : fail(field, problem);
}

function objectId(field: Field): string {
  const text = textOf(field);
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : fail(field, 'must be a full object id of git');
}

function account(field: Field): string {
  const text = textOf(field);
  return /^\d{12}$/.test(text) ? text : fail(field, 'must be an AWS account id: 12 digits');
}
