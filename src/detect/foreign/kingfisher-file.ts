/**
 * In: a rule file of Kingfisher (YAML). Out: what it says, as a draft. How a value is validated or revoked asks the network,
 * which is never asked: those keys are passed over.
 */
import { fail, flagOf, listOf, mapOf, required, textOf, wholeOf, type Field } from '../../yaml-file.ts';
import { plain, shownText } from '../../shown.ts';
import { ExpressionError } from './cursor.ts';
import { readyToRun } from './expression.ts';
import { template } from './requirements.ts';
import { openRoom, type Room } from './room.ts';
import type { Requirements } from '../../foreign-rule.ts';
import type { Confidence } from '../../model.ts';
import { MOST_RULES, type DraftFile, type DraftRule } from './draft.ts';

const CONFIDENCES = ['low', 'medium', 'high'] as const satisfies readonly Confidence[];

const LONGEST_NAME = 100;

type Fields = ReadonlyMap<string, Field>;

/** Whether it is one, and not a file of ours: that names its provider, and literals in each rule. */
export function isKingfisher(top: Field): boolean {
  if (top.node === null || !('items' in top.node)) return false;
  const fields = keysOf(top);
  const [first] = fields === undefined || fields.has('provider') ? [] : listOf(fields.get('rules'));
  const keys = first && keysOf(first);
  return keys?.has('pattern') === true && !['literals', 'kind', 'before', 'after', 'assignment'].some((key) => keys.has(key));
}

function keysOf(field: Field): Fields | undefined {
  try {
    return mapOf(field);
  } catch {
    return undefined;
  }
}

/** Throws UsageError `path:line:column: rules[2].pattern: …`. */
export function readKingfisher(file: string, top: Field): DraftFile {
  const room = openRoom();
  const given = required(top, mapOf(top), 'rules');
  const fields = listOf(given);
  if (fields.length > MOST_RULES) fail(given, `more than ${MOST_RULES} of them`);
  const rules = fields.map((field) => readRule(field, file, room));
  return {
    file,
    format: 'kingfisher',
    rules,
    allow: [],
    targeted: [],
    filters: [],
    extend: { useDefault: false, path: '', disabled: [] },
  };
}

function readRule(field: Field, file: string, room: Room): DraftRule {
  const fields = mapOf(field);
  const at = required(field, fields, 'id');
  const id = textOf(at);
  if (!/^[\x21-\x7e]{1,100}$/.test(id)) fail(at, 'must be 1 to 100 visible characters of ASCII');
  const pattern = required(field, fields, 'pattern');
  const regex = textOf(pattern);
  runs(pattern, () => room.take(readyToRun(regex, 'rust').size));
  const path = fields.get('path');
  if (path !== undefined) runs(path, () => room.take(readyToRun(textOf(path), 'go').size));
  const source = option(fields, 'references', (list) => listOf(list).map(textOf).find((one) => /^https:\/\/[\x21-\x7e]+$/.test(one)));
  const requirements = option(fields, 'pattern_requirements', readRequirements);
  return {
    id,
    file,
    format: 'kingfisher',
    name: plain(option(fields, 'name', textOf) ?? id).slice(0, LONGEST_NAME),
    regex,
    ...(path === undefined ? {} : { path: textOf(path) }),
    keywords: [],
    entropy: option(fields, 'min_entropy', decimalOf) ?? 0,
    group: 0,
    isHelper: option(fields, 'visible', flagOf) === false,
    companions: [],
    allow: [],
    ...(requirements === undefined ? {} : { requirements }),
    filters: [],
    confidence: option(fields, 'confidence', confidenceOf) ?? 'medium',
    ...(source === undefined ? {} : { source }),
    examples: { match: textsOf(fields, 'examples'), skip: textsOf(fields, 'negative_examples') },
  };
}

function confidenceOf(field: Field): Confidence {
  const said = textOf(field).toLowerCase();
  return CONFIDENCES.find((one) => one === said) ?? fail(field, 'must be low, medium or high');
}

function readRequirements(field: Field): Requirements {
  const fields = mapOf(field);
  const least = (key: string): number => option(fields, key, (number) => wholeOf(number, 0, 10_000)) ?? 0;
  const specials = option(fields, 'special_chars', textOf);
  const checksum = option(fields, 'checksum', readChecksum);
  return {
    digits: least('min_digits'),
    upper: least('min_uppercase'),
    lower: least('min_lowercase'),
    special: least('min_special_chars'),
    ...(specials === undefined ? {} : { specials }),
    ignored: textsOf(fields, 'ignore_if_contains').map((word) => word.trim().toLowerCase()).filter((word) => word !== ''),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

function readChecksum(field: Field): NonNullable<Requirements['checksum']> {
  const fields = mapOf(field);
  const actual = required(field, fields, 'actual');
  const parts = mapOf(actual);
  const group = option(parts, 'requires_capture', textOf);
  return {
    actual: templateOf(required(actual, parts, 'template')),
    expected: templateOf(required(field, fields, 'expected')),
    ...(group === undefined ? {} : { group }),
    skipIfMissing: option(fields, 'skip_if_missing', flagOf) ?? false,
  };
}

function templateOf(field: Field): string {
  const source = textOf(field);
  runs(field, () => template(source));
  return source;
}

function decimalOf(field: Field): number {
  const number = Number(textOf(field));
  return number >= 0 && number <= 8 ? number : fail(field, 'must be a number of bits from 0 to 8');
}

function textsOf(fields: Fields, key: string): string[] {
  return option(fields, key, (list) => listOf(list).map(textOf)) ?? [];
}

/** A key that is there and says nothing is not there. */
function option<T>(fields: Fields, key: string, read: (field: Field) => T): T | undefined {
  const field = fields.get(key);
  return field === undefined || field.node === null ? undefined : read(field);
}

function runs(field: Field, make: () => unknown): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    fail(field, `cannot be run: ${shownText(error.message)}`);
  }
}
