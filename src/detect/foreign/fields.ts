/** A table of a TOML file whose keys are in any case, read field by field: each slip is one line that names file and field. */
import { UsageError } from '../../errors.ts';
import { quoted, shownText } from '../../shown.ts';
import { ExpressionError } from './cursor.ts';
import { readyToRun } from './expression.ts';
import type { Room } from './room.ts';

export interface Table {
  /** `.gitleaks.toml: rule "mine"`, for messages. */
  readonly at: string;
  readonly fields: ReadonlyMap<string, unknown>;
  /** Of the whole file. */
  readonly room: Room;
}

export function tableOf(value: unknown, at: string, room: Room): Table {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError(`${at}: must be a table`);
  return { at, room, fields: new Map(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one])) };
}

export function has({ fields }: Table, key: string): boolean {
  return fields.has(key);
}

export function text({ fields, at }: Table, key: string): string {
  const value = fields.get(key) ?? '';
  return typeof value === 'string' ? value : wrong(at, key, 'must be a text');
}

export function texts({ fields, at }: Table, key: string): string[] {
  const value = fields.get(key) ?? [];
  const list: unknown[] = Array.isArray(value) ? value : [value]; // one text is a list of one, as gitleaks has it
  return list.every((one) => typeof one === 'string') ? (list as string[]) : wrong(at, key, 'must be a list of texts');
}

/** A list that takes its room of the file. */
export function items(table: Table, key: string): string[] {
  const list = texts(table, key);
  checked(table.at, key, () => table.room.takeItems(list.length), 'cannot be held');
  return list;
}

export function number({ fields, at }: Table, key: string): number {
  const value = fields.get(key) ?? 0;
  return typeof value === 'number' && value >= 0 ? value : wrong(at, key, 'must be a number that is not negative');
}

export function flag({ fields, at }: Table, key: string): boolean {
  const value = fields.get(key) ?? false;
  return typeof value === 'boolean' ? value : wrong(at, key, 'must be true or false');
}

/** Tables under a key, one or a list of them. */
export function tables({ fields, at, room }: Table, key: string): Table[] {
  const value = fields.get(key) ?? [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one, index) => tableOf(one, list.length === 1 ? `${at}: ${key}` : `${at}: ${key}[${index}]`, room));
}

/** An expression that can be run, '' where there is none. */
export function expression(table: Table, key: string): string {
  const pattern = text(table, key);
  if (pattern !== '') runs(table, key, pattern);
  return pattern;
}

export function expressions(table: Table, key: string): string[] {
  const patterns = texts(table, key);
  for (const pattern of patterns) runs(table, key, pattern);
  return patterns;
}

function runs({ at, room }: Table, key: string, pattern: string): void {
  checked(at, key, () => room.take(readyToRun(pattern, 'go').size));
}

/** What the engine cannot serve stops with one line. */
export function checked<T>(at: string, key: string, make: () => T, what = 'cannot be run'): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return wrong(at, key, `${what}: ${shownText(error.message)}`);
  }
}

/** An id as its file has it: it goes to reports, and to terminals. */
export function idOf(id: string, at: string): string {
  return /^[\x21-\x7e]{1,100}$/.test(id) ? id : wrong(at, 'id', `${quoted(id)} is not 1 to 100 visible characters of ASCII`);
}

export function wrong(at: string, key: string, message: string): never {
  throw new UsageError(`${at}: ${key}: ${message}`);
}
