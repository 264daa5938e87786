/** A report saved as JSON, read back for the to-do. It holds no values: what was masked stays masked. */
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import { loadBuiltInRules } from '../../detect/rules/built-in.ts';
import { hideQuoted } from '../output/quoted.ts';
import { SecretValue } from '../../secret-value.ts';
import { standIn } from '../../reported/stand-in.ts';
import type { Judged, Occurrence, Remembered, Report, Rule } from '../../model.ts';

const SCHEMA = 'burnlist/report@1';

type Json = Record<string, unknown>;

export function isSaved(document: unknown): document is Json {
  return isMap(document) && document['schema'] === SCHEMA;
}

export interface SavedReport {
  readonly report: Report;
  /** The section of a runbook for each task, as the report has it. */
  readonly remembered: ReadonlyMap<string, Remembered>;
}

/** @param path for messages */
export function readSaved(saved: Json, path: string, asOf: string): SavedReport {
  const wrong = wrongPart(saved);
  if (wrong !== undefined)
    throw new UsageError(`${shownPath(path)}: not a whole report: "${wrong}" is missing or of another kind`);
  const rules = new Map(loadBuiltInRules().map((rule) => [rule.id, rule]));
  const report: Report = {
    command: 'todo',
    asOf,
    repositories: saved['repositories'] as Report['repositories'],
    coverage: saved['coverage'] as Report['coverage'],
    secrets: (saved['secrets'] as Json[]).map((secret) => secretFrom(secret, saved['repositories'] as Json[], rules)),
    risks: saved['risks'] as Report['risks'],
    setAside: saved['setAside'] as Report['setAside'],
    hidden: [],
    notices: [],
  };
  const remembered = new Map((saved['secrets'] as Json[]).flatMap(sectionsOf));
  return { report: hideQuoted(report, loadBuiltInRules(), { report, sections: [...remembered] }), remembered };
}

function sectionsOf({ rotation }: Json): readonly (readonly [string, Remembered])[] {
  if (!isListOfMaps(rotation)) return [];
  return rotation.flatMap(({ task, runbook }) => {
    if (typeof task !== 'string' || !isMap(runbook)) return [];
    const { path, heading, anchor, lines } = runbook;
    const isWhole = [path, heading, anchor].every((text) => typeof text === 'string') && Array.isArray(lines);
    if (!isWhole || lines.length !== 2 || !lines.every(Number.isSafeInteger)) return [];
    return [[task, { path, heading, anchor, lines } as unknown as Remembered] as const];
  });
}

/** What the to-do reads must be there; a report that was cut or edited must not pass for one without secrets. */
function wrongPart(saved: Json): string | undefined {
  const lists = ['repositories', 'secrets', 'risks', 'setAside'].find((key) => !isListOfMaps(saved[key]));
  if (lists !== undefined) return lists;
  const { coverage } = saved;
  if (!isMap(coverage)) return 'coverage';
  const gaps = ['skipped', 'failed', 'outOfScope'].find(
    (key) => !isListOfMaps(coverage[key]) || !coverage[key].every(isGap),
  );
  if (gaps !== undefined) return `coverage.${gaps}`;
  for (const [index, secret] of (saved['secrets'] as Json[]).entries()) {
    const wrong =
      ['id', 'rule', 'kind', 'redacted', 'confidence', 'nature', 'status', 'verdict', 'priority'].find(
        (key) => typeof secret[key] !== 'string',
      ) ??
      ['names', 'occurrences'].find((key) => !isListOfMaps(secret[key])) ??
      ['reasons', 'proofs'].find((key) => !Array.isArray(secret[key])) ??
      (isMap(secret['exposure']) &&
      Array.isArray(secret['exposure']['reach']) &&
      Array.isArray(secret['exposure']['refs'])
        ? undefined
        : 'exposure') ??
      ((secret['names'] as Json[]).every(isName) ? undefined : 'names') ??
      ((secret['occurrences'] as Json[]).every(isPlace) ? undefined : 'occurrences');
    if (wrong !== undefined) return `secrets[${index}].${wrong}`;
  }
  return undefined;
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOfMaps = (value: unknown): value is Json[] => Array.isArray(value) && value.every(isMap);
const isId = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isGap = ({ what, why, count }: Json): boolean =>
  typeof what === 'string' && typeof why === 'string' && typeof count === 'number';
const isName = ({ name, rule, kind, scheme = '' }: Json): boolean => [name, rule, kind, scheme].every((text) => typeof text === 'string');
const isPlace = ({ path, rule, where }: Json): boolean => [path, rule, where].every((text) => typeof text === 'string');

function secretFrom(saved: Json, repositories: readonly Json[], rules: ReadonlyMap<string, Rule>): Judged {
  const places = saved['occurrences'] as Json[];
  const isInHead = inHeadBy(places, saved['exposure'] as Json, repositories);
  const rule = ruleOf(saved['rule'] as string, saved['kind'] as string, rules);
  const names = saved['names'] as { name: string; rule: string; kind: string; scheme?: string }[];
  return {
    ...(withoutNulls(saved) as unknown as Judged),
    value: new SecretValue(Buffer.alloc(0)),
    rule,
    names: names.map((use) => ({ ...use, rule: ruleOf(use.rule, use.kind, rules) })),
    exposure: { ...exposureFrom(saved['exposure'] as Json), ...headlessIn(saved['exposure'] as Json, places, repositories) },
    occurrences: places.map((place) => ({
      ...occurrenceFrom(place, saved, rule, rules),
      ...homeOf(place, repositories),
      inHead: isInHead(place),
    })),
  };
}

/** Of a sweep over several. */
function homeOf({ repository }: Json, repositories: readonly Json[]): Pick<Occurrence, 'home'> {
  const name = repositories.length > 1 ? repositories[Number(repository ?? -1)]?.['name'] : undefined;
  return typeof name === 'string' ? { home: name } : {};
}

/** Where HEAD of one that holds it leads to no commit, it is not known to be gone. */
function headlessIn({ inHead }: Json, places: readonly Json[], repositories: readonly Json[]): Pick<Judged['exposure'], 'headless'> {
  const isHeadless = places.some(({ repository }) => repositories[Number(repository ?? -1)]?.['head'] === null);
  return isHeadless && inHead !== true ? { headless: true } : {};
}

/** A report has no key for a push: there it shows in the words of the evidence alone. */
function exposureFrom(saved: Json): Judged['exposure'] {
  const exposure = withoutNulls(saved) as unknown as Judged['exposure'];
  if (!isMap(saved['published'])) return exposure;
  const published = withoutNulls(saved['published']) as unknown as NonNullable<typeof exposure.published>;
  const pushed = String(published.evidence).startsWith('pushed to ') && { pushed: true as const };
  return { ...exposure, published: { ...published, ...pushed } };
}

/**
 * Whether HEAD has it, a report says of the secret as a whole. Of its places and versions it is those that were last in
 * HEAD's commit; where others came after that one, those that were there last of all.
 */
function inHeadBy(places: readonly Json[], exposure: Json, repositories: readonly Json[]): (place: Json) => boolean {
  if (exposure['inHead'] !== true) return () => false;
  const last = isMap(exposure['last']) ? exposure['last']['commit'] : undefined;
  const tests = [
    ({ repository, lastCommit }: Json) => isId(lastCommit) && repositories[Number(repository)]?.['head'] === lastCommit,
    ({ lastCommit }: Json) => isId(lastCommit) && lastCommit === last,
  ];
  return tests.find((test) => places.some(test)) ?? (() => true);
}

function occurrenceFrom(saved: Json, secret: Json, rule: Rule, rules: ReadonlyMap<string, Rule>): Omit<Occurrence, 'inHead'> {
  const { line, column, endLine, endColumn } = saved as Record<string, number>;
  return {
    ...(withoutNulls(saved) as unknown as Occurrence),
    position: { line: line!, column: column!, endLine: endLine!, endColumn: endColumn! },
    rule: ruleOf(saved['rule'] as string, rule.kind, rules),
    evidence: { form: 'token', strength: 'word', notes: [] },
    class: (secret['exposure'] as Json)['class'] as Occurrence['class'],
    introductions: [],
  };
}

function withoutNulls(saved: Json): Json {
  return Object.fromEntries(Object.entries(saved).filter(([, value]) => value !== null));
}

/** Rules of the saved report that this version does not know keep their id and kind. */
function ruleOf(id: string, kind: string, rules: ReadonlyMap<string, Rule>): Rule {
  return rules.get(id) ?? standIn({ id, name: id.replaceAll('-', ' '), kind });
}
