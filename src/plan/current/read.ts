/**
 * A file that says what is in use today in, its entries out, whatever its format: what it is shows in its content and,
 * for a map of keys, in its name. Nothing is refused: what is not understood is text, in which values are still looked
 * for as they stand.
 */
import { parseAllDocuments } from 'yaml';
import { type CurrentSource, type Entry, entryOf } from './entry.ts';
import { parsed, readExport } from './exports.ts';
import { keysIn } from './key-file.ts';
import { readPrinted } from './printed.ts';
import { inUse } from './retired.ts';
import { readLog } from './rotation-log.ts';
import { readSettings } from './settings.ts';
import { isMap, leavesOf } from './tree.ts';
import { readVaultTable } from './vault-table.ts';

/** @param label as the user named it; its last part may say that it is a map of keys @param bytes UTF-8, without a mark */
export function readCurrent(label: string, bytes: Buffer): CurrentSource {
  const text = bytes.toString('utf8');
  const log = readLog(text);
  if (log !== undefined) return source(label, { kind: 'log', log });
  if (isDocument(label))
    return source(label, { kind: 'text', isDocument: true, notes: [`a document says nothing of what is in use: ${AS_THEY_STAND}`] });
  const table = readVaultTable(text);
  if (table !== undefined) return source(label, { kind: 'vault', entries: table });
  const json = jsonIn(text);
  if (json !== undefined) return fromTree(label, json);
  const printed = YAML.test(label) ? undefined : readPrinted(text);
  if (printed !== undefined) return source(label, { kind: 'printed', entries: printed.flatMap(opened) });
  if (YAML.test(label) || (!/\.\w+$/.test(label) && LEVELS.test(text.slice(0, 2000)))) {
    const trees = yamlTrees(text);
    if (trees?.every((tree) => typeof tree === 'object') === true)
      return joined(
        label,
        trees.map((tree) => fromTree(label, tree)),
      );
  }
  const settings = readSettings(text);
  if (settings !== undefined) return source(label, { kind: 'settings', entries: settings.flatMap(opened) });
  const keys = keysIn(text);
  if (keys.length > 0) return source(label, { kind: 'key-file', entries: keys });
  return source(label, { kind: 'text', notes: [`not understood: ${AS_THEY_STAND}`] });
}

/** Comments on lines of their own are none of JSON's, and stand in settings of .NET all the same. */
function jsonIn(text: string): unknown {
  const isTree = (each: string): boolean => /^\s*[[{]/.test(each);
  const whole = isTree(text) ? parsed(text) : undefined;
  if (whole !== undefined || !/^[ \t]*\/\//m.test(text)) return whole;
  const plain = text.replace(/^[ \t]*\/\/.*$/gm, '');
  return isTree(plain) ? parsed(plain) : undefined;
}

const AS_THEY_STAND = 'values are looked for as they stand';
/** For people to read: it says nothing of what is in use. */
export function isDocument(path: string): boolean {
  return DOCUMENT.test(path);
}

const DOCUMENT = /\.(?:adoc|asciidoc|markdown|mdx?|rst)$/i;
const YAML = /\.ya?ml$/i;
/** Keys with more below them, as YAML on standard input has. */
const LEVELS = /^(?:---\s*$|apiVersion:|kind:)|:[ \t]*\r?\n[ \t]*(?:[ \t]|- )\S/m;
const KEY_MAP = /(?:^|[\\/])((?:[\w.]+[-_.])?(?:secrets|keys)(?:[-_.][\w]+)?)\.(?:json|ya?ml)$/i;

/** By its name, in whatever folder: jwt_secrets.json. */
export function isKeyMapFile(path: string): boolean {
  return KEY_MAP.test(path);
}

function fromTree(label: string, tree: unknown): CurrentSource {
  const stem = KEY_MAP.exec(label)?.[1];
  const keys = stem === undefined ? undefined : keysOfMap(stem, tree);
  if (keys !== undefined) return source(label, { kind: 'key-map', entries: keys });
  const { tree: today, retired } = inUse(tree);
  const read = source(label, readExport(today) ?? { kind: 'tree', entries: leavesOf(today).flatMap(opened) });
  if (retired === 0) return read;
  return { ...read, notes: [...read.notes, `${retired} of what it holds ${retired === 1 ? 'is' : 'are'} disabled or deleted: left out`] };
}

/**
 * The keys of a map, `{"v1": …, "v2": …}` or `{"keys": {…}}`, and which of them is in use, where the file says it: `"active": "v2"`.
 * The map may be empty: then nothing is accepted any more; `Jwt:Secret` is no id but levels of settings.
 */
function keysOfMap(stem: string, tree: unknown): readonly Entry[] | undefined {
  if (!isMap(tree)) return undefined;
  const inner = Object.entries(tree).find(([name, value]) => /^(?:keys|secrets)$/i.test(name) && isMap(value))?.[1];
  const keys = isMap(inner) ? inner : tree;
  const beside = keys === tree ? {} : Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== inner));
  const all = { ...beside, ...keys };
  if (!Object.entries(all).every(([id, value]) => typeof value === 'string' && !id.includes(':'))) return undefined;
  const pointsAt = (id: string, value: unknown): boolean => ACTIVE.test(id) && typeof value === 'string' && value !== id && value in keys;
  return Object.entries(all).flatMap(([id, value]) => {
    if (pointsAt(id, value)) return [entryOf([`${stem}_active`], String(value), `"${id}"`)];
    return id in keys ? [entryOf([stem, id], String(value), `"${id}"`)] : [];
  });
}

const ACTIVE = /^(?:active|current|primary|default|signing)(?:[_-]?(?:id|kid|key|key[_-]?id|version))?$|^kid$/i;

/** A value that is itself a map of keys, as `JWT_SECRETS={"v1": "…"}` has it. */
function opened(entry: Entry): readonly Entry[] {
  const text = entry.value?.expose('judge').toString('utf8') ?? '';
  const inner = /^\s*\{/.test(text) ? parsed(text) : undefined;
  if (!isMap(inner) || !Object.values(inner).every((value) => typeof value === 'string')) return [entry];
  return Object.entries(inner).map(([id, value]) =>
    entryOf([...entry.path, id], String(value), `"${id}" (${entry.place})`),
  );
}

function source(label: string, of: Partial<CurrentSource> & Pick<CurrentSource, 'kind'>): CurrentSource {
  return { label, entries: [], log: [], notes: [], ...of };
}

function joined(label: string, all: readonly CurrentSource[]): CurrentSource {
  const [first] = all;
  if (first === undefined) return source(label, { kind: 'tree' });
  return {
    ...first,
    entries: all.flatMap(({ entries }) => entries),
    notes: all.flatMap(({ notes }) => notes),
  };
}

/** Anchors are not followed: a file of ours to compare with needs none, and a few lines can stand for gigabytes. */
function yamlTrees(text: string): readonly unknown[] | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const documents = parseAllDocuments(text, { schema: 'failsafe', prettyErrors: false, logLevel: 'silent' });
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
    return documents.map((document) => document.toJS({ maxAliasCount: 100 }) as unknown);
  } catch {
    return undefined;
  }
}

/** Brackets in brackets: the parser's time grows with the square of their depth, and its stack ends. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth++;
    else if ((character === ']' || character === '}') && depth > 0) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const DEEPEST = 100;
