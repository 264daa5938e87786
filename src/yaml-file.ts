/**
 * In: the text of one of our YAML files, which may come from a hostile repository. Out: fields that know where they
 * stand, so that every complaint is one line with file, line and column. Scalars are read as written, never guessed:
 * `no`, `0123` and `2026-11-22` are texts; a number or a flag is what the caller asks for.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, type ParsedNode } from 'yaml';
import { UsageError } from './errors.ts';
import { nearest } from './nearest.ts';
import { quoted, shown, shownChoice, shownPath, shownText } from './shown.ts';

const MAX_CHARACTERS = 4 << 20;

interface YamlFile {
  readonly path: string;
  readonly lines: LineCounter;
}

/** A value in the file with its place and its name for messages: `rules[2].after`, empty for the top. */
export interface Field {
  readonly file: YamlFile;
  readonly label: string;
  readonly node: ParsedNode | null;
  /** Where it starts, in UTF-16 units. */
  readonly offset: number;
}

/** The top of the file, or undefined when nothing but comments is in it. */
export function readYaml(path: string, text: string): Field | undefined {
  const file = { path, lines: new LineCounter() };
  const top: Field = { file, label: '', node: null, offset: 0 };
  if (text.length > MAX_CHARACTERS) fail(top, 'the file is larger than 4 MB; is it the right one?');
  const options = { schema: 'failsafe', prettyErrors: false, uniqueKeys: false } as const;
  const document = parseDocument<ParsedNode>(text, { ...options, lineCounter: file.lines });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) fail({ ...top, offset: problem.pos[0] }, `not valid YAML: ${worded(problem.message)}`);
  const node = document.contents;
  if (node === null || (isScalar(node) && node.source === '')) return undefined;
  return { ...top, node, offset: node.range[0] };
}

/**
 * The parser's own words without those that it quotes, which may be a secret; and what is made to exhaust the stack, it
 * reports by the stack's name.
 */
function worded(message: string): string {
  if (/call stack/.test(message)) return 'nested too deeply';
  return shownText(message.replace(/(?<=\S): .*| (?=\\).*|(?<= directive| version) .*/s, '').replaceAll(/![^ ]+/g, '!…'));
}

/** Stops with one line: `path:line:column: label: message`. */
export function fail(field: Field, message: string): never {
  throw new UsageError(`${placeOf(field)}: ${message}`);
}

export function lineOf({ file, offset }: Field): number {
  return Math.max(file.lines.linePos(offset).line, 1);
}

/** `path:line:column: label`, for what shows to be wrong only later. */
export function placeOf({ file, offset, label }: Field): string {
  const { line, col } = file.lines.linePos(offset);
  return `${shownPath(file.path)}:${Math.max(line, 1)}:${Math.max(col, 1)}${label === '' ? '' : `: ${label}`}`;
}

/** The fields of a map. With `known`, any other key is an error that names the nearest known one. */
export function mapOf(field: Field, known?: readonly string[]): ReadonlyMap<string, Field> {
  const node = solid(field);
  if (!isMap(node)) return fail(field, 'must be a map of keys and values');
  const fields = new Map<string, Field>();
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const at: Field = { ...field, node: key, offset: key?.range?.[0] ?? field.offset };
    if (name === '') fail(at, 'a key must be a plain word');
    if (known && !known.includes(name)) fail(at, unknown('key', name, known));
    if (fields.has(name)) fail(at, `duplicate key ${quoted(name)}; keep one of them`);
    const label = field.label === '' ? shown(name) : `${field.label}.${shown(name)}`;
    fields.set(name, { file: field.file, label, node: value, offset: value?.range[0] ?? at.offset });
  }
  return fields;
}

/** The items of a list; a field that is not there is an empty one. */
export function listOf(field: Field | undefined): readonly Field[] {
  if (!field) return [];
  const node = solid(field);
  if (!isSeq(node)) return fail(field, 'must be a list');
  return node.items.map((item, index) => {
    const offset = item.range?.[0] ?? field.offset;
    return { file: field.file, label: `${field.label}[${index}]`, node: item, offset };
  });
}

/** A text that is not empty, exactly as written. */
export function textOf(field: Field): string {
  const node = solid(field);
  if (!isScalar(node)) return fail(field, 'must be a text');
  const text = String(node.value ?? '');
  return text === '' ? fail(field, 'is empty; give a value or remove the key') : text;
}

/** One of the given words. */
export function oneOf<T extends string>(field: Field, choices: readonly T[]): T {
  const text = textOf(field);
  const found = choices.find((choice) => choice === text);
  return found ?? fail(field, `${unknown('value', text, choices)}; use one of: ${choices.join(', ')}`);
}

/** A whole number within limits. @param what it counts, in words */
export function wholeOf(field: Field, least: number, most: number, what = ''): number {
  const text = textOf(field);
  const number = /^\d{1,9}$/.test(text) && isUnquoted(field) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : fail(field, `must be a whole number${what} from ${least} to ${most}`);
}

/** `true` or `false`. */
export function flagOf(field: Field): boolean {
  const text = isScalar(solid(field)) ? textOf(field) : '';
  const isFlag = isUnquoted(field) && (text === 'true' || text === 'false');
  return isFlag ? text === 'true' : fail(field, 'must be true or false');
}

/** The field of a map that has to be there. */
export function required(owner: Field, fields: ReadonlyMap<string, Field>, key: string): Field {
  return fields.get(key) ?? fail(owner, `the key "${key}" is missing`);
}

function isUnquoted(field: Field): boolean {
  return isScalar(field.node) && field.node.type === Scalar.PLAIN;
}

/** An alias can stand for a text a billion times its size; our files have no use for one. */
function solid(field: Field): ParsedNode | null {
  return isAlias(field.node) ? fail(field, 'anchors and aliases are not read here; write the value out') : field.node;
}

/** `unknown key "runboks", did you mean "runbooks"?` */
export function unknown(what: string, word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? `unknown ${what} "${shownChoice(word)}"` : `unknown ${what} ${quoted(word)}, did you mean "${meant}"?`;
}
