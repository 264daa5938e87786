/**
 * In: a rule file (YAML). Out: its rules, checked as far as they can be without a judge. The first thing that is wrong
 * stops with one line that says where, what and what to do. Keys are those of `Rule`, and `run`.
 */
import { quoted } from '../../shown.ts';
import { fail, flagOf, listOf, mapOf, oneOf, readYaml, required, textOf, wholeOf, type Field } from '../../yaml-file.ts';
import { globProblem } from '../../glob.ts';
import { ASSIGNMENT_REACH } from '../assignment/assignment.ts';
import { CHECKS } from '../checks/checks.ts';
import { followOf } from './follow.ts';
import { provedReach } from './reach.ts';
import { ruleProblems } from './check.ts';
import { expand, seeded } from './sample.ts';
import type { Check, Confidence, Example, Nature, Rule } from '../../model.ts';

type Fields = ReadonlyMap<string, Field>;

const KEYS = [
  ...'id name kind source literals runOf ignoreCase before after pattern assignment run column list paths anchor'.split(' '),
  ...'nature confidence specificity generated publicPrefix checks examples'.split(' '),
];
const NATURES = ['secret', 'identifier', 'hash'] as const satisfies readonly Nature[];
const CONFIDENCES = ['high', 'medium', 'low'] as const satisfies readonly Confidence[];
/** The window of a rule is held in memory for every hit. */
const MAX_REACH = 65_536;

/** The rules of a file, in its order. Throws UsageError `path:line:column: rules[2].after: …`. */
export function parseRuleFile(path: string, text: string): Rule[] {
  const top = readYaml(path, text);
  if (!top) return [];
  const file = mapOf(top, ['provider', 'source', 'rules']);
  const provider = slug(required(top, file, 'provider'));
  const source = optional(file, 'source', link);
  const seen = new Set<string>();
  return listOf(required(top, file, 'rules')).map((field) => {
    const rule = readRule(field, provider, source);
    if (seen.has(rule.id)) fail(field, `the id ${quoted(rule.id)} is taken by another rule; choose a new one`);
    seen.add(rule.id);
    return rule;
  });
}

function readRule(field: Field, provider: string, fileSource: string | undefined): Rule {
  const fields = mapOf(field, KEYS);
  const need = (key: string): Field => required(field, fields, key);
  const source = optional(fields, 'source', link) ?? fileSource;
  const pattern = optional(fields, 'pattern', textOf);
  const assignment = optional(fields, 'assignment', readAssignment);
  if ((pattern === undefined) === (assignment === undefined)) fail(field, 'needs either "pattern" or "assignment"');
  const runOf = optional(fields, 'runOf', (number) => wholeOf(number, 8, 256));
  const paths = optional(fields, 'paths', (list) => listOf(list).map(glob));
  const rule = {
    id: slug(need('id')),
    name: textOf(need('name')),
    kind: slug(need('kind')),
    provider,
    ...(source !== undefined && { source }),
    literals: listOf(fields.get('literals')).map(textOf),
    ...(runOf !== undefined && { runOf }),
    ignoreCase: optional(fields, 'ignoreCase', flagOf) ?? false,
    ...(assignment === undefined
      ? { before: wholeOf(need('before'), 0, MAX_REACH), after: wholeOf(need('after'), 1, MAX_REACH) }
      : noReach(fields)),
    ...(pattern !== undefined && { pattern }),
    ...(assignment !== undefined && { assignment }),
    ...(paths !== undefined && { paths }),
    ...((optional(fields, 'column', flagOf) ?? false) && { column: true as const }),
    ...((optional(fields, 'list', flagOf) ?? false) && { list: true as const }),
    ...((optional(fields, 'anchor', flagOf) ?? false) && { anchor: true as const }),
    nature: optional(fields, 'nature', (choice) => oneOf(choice, NATURES)) ?? 'secret',
    confidence: oneOf(need('confidence'), CONFIDENCES),
    specificity: optional(fields, 'specificity', (number) => wholeOf(number, 0, 1000)) ?? 50,
    generated: flagOf(need('generated')),
    publicPrefix: optional(fields, 'publicPrefix', (number) => wholeOf(number, 0, 64)) ?? 0,
    checks: listOf(fields.get('checks')).map((check) => oneOf(check, Object.keys(CHECKS) as Check[])),
  };
  const run = optional(fields, 'run', flagOf) ?? false;
  const problem = ruleProblems(rule, run)[0];
  if (problem) fail(placeOf(field, fields, problem.key), problem.message);
  const follow = pattern === undefined ? undefined : followOf(pattern, rule.ignoreCase ? 'i' : '', rule.literals);
  return {
    ...rule,
    lookAhead: lookAheadOf(pattern),
    ...(follow !== undefined && { follow }),
    examples: readExamples(need('examples')),
  };
}

/** An endless match has to see a byte behind its end: at a cut it might have gone on. */
function lookAheadOf(pattern: string | undefined): number {
  if (pattern === undefined) return 0;
  const { ahead, lookAhead } = provedReach(pattern);
  return Number.isFinite(ahead) ? lookAhead : Math.max(1, lookAhead);
}

/** How far an assignment is read is the same for all rules. */
function noReach(fields: Fields): { readonly before: number; readonly after: number } {
  const field = fields.get('before') ?? fields.get('after');
  return field ? fail(field, 'a rule with "assignment" has a fixed reach; remove this key') : ASSIGNMENT_REACH;
}

function readAssignment(field: Field): NonNullable<Rule['assignment']> {
  const fields = mapOf(field, ['name', 'value', 'words']);
  const value = optional(fields, 'value', textOf);
  const words = optional(fields, 'words', (list) => listOf(list).map(textOf));
  return {
    name: textOf(required(field, fields, 'name')),
    ...(value !== undefined && { value }),
    ...(words !== undefined && { words }),
  };
}

function readExamples(field: Field): Rule['examples'] {
  const fields = mapOf(field, ['match', 'skip']);
  const some = (key: string): readonly Example[] => {
    const list = required(field, fields, key);
    const examples = listOf(list).map(readExample);
    return examples.length > 0 ? examples : fail(list, 'needs at least one example');
  };
  return { match: some('match'), skip: some('skip') };
}

/** A text, or a map of it and the path at which it stands. Expanded once, to find slips in the template. */
function readExample(field: Field): Example {
  const isMap = field.node !== null && 'items' in field.node;
  const fields: Fields = isMap ? mapOf(field, ['text', 'path']) : new Map([['text', field]]);
  const path = optional(fields, 'path', textOf);
  const template = required(field, fields, 'text');
  const text = textOf(template);
  try {
    expand(text, seeded(text));
  } catch (error) {
    fail(template, (error as Error).message);
  }
  return { text, ...(path !== undefined && { path }) };
}

function placeOf(field: Field, fields: Fields, key: string): Field {
  const [outer = '', inner] = key.split('.');
  const place = fields.get(outer) ?? field;
  return inner === undefined ? place : (mapOf(place).get(inner) ?? place);
}

function optional<T>(fields: Fields, key: string, read: (field: Field) => T): T | undefined {
  const field = fields.get(key);
  return field && read(field);
}

function slug(field: Field): string {
  const text = textOf(field);
  const isSlug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
  return isSlug ? text : fail(field, 'use lower-case letters, digits and single hyphens');
}

function link(field: Field): string {
  const text = textOf(field);
  return /^https:\/\/[\x21-\x7e]+$/.test(text) ? text : fail(field, 'must be an https:// address');
}

function glob(field: Field): string {
  const text = textOf(field);
  const problem = globProblem(text);
  return problem === undefined ? text : fail(field, problem);
}
