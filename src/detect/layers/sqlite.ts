/**
 * SQLite databases: the rows of each table, written as objects of JSON. In the file nothing stands between the values of a
 * row, and long ones are cut over pages. What is in free pages stays what it is in the plain bytes.
 */
import { bufferOf } from './inner.ts';
import { createMadeText } from './made-text.ts';
import { openDatabase } from './sqlite-pages.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { MadeText } from './made-text.ts';
import type { Database, Value } from './sqlite-pages.ts';

const MAGIC = Buffer.from('SQLite format 3\0');
/** So much text is made of rows before it is looked at. */
const STRETCH = 1 << 20;
const LONGEST_NAME = 64;
const LONGEST_STATEMENT = 1 << 14;
/** Full-text search and the like: no page is its own, and what it holds stands in tables beside it. */
const VIRTUAL = /^CREATE VIRTUAL TABLE/i;
/** Tables of settings have a column for the name and one for the value. */
const NAMES = /(?:^|_)(?:key|name|setting|option|variable|param|parameter|property)$/i;
const VALUES = /(?:^|_)val(?:ue)?$/i;

export function openSqlite(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length)) ? tables(bufferOf(bytes), budget) : undefined;
}

function* tables(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  const database = openDatabase(bytes);
  if (database === undefined) return budget.leave('damaged');
  // what each is, its name, that of its table, its root page, and the statement that made it
  for (const [type, name, , root, sql] of database.rows(1)) {
    if (sql === undefined || database.text(type!) !== 'table') continue;
    const statement = database.text(sql).slice(0, LONGEST_STATEMENT);
    if (VIRTUAL.test(statement)) continue;
    yield* rowsOf(database, database.text(name!), root?.number ?? 0, columnsOf(statement), bytes, budget);
  }
  if (database.isDamaged()) budget.leave('damaged');
}

function* rowsOf(
  database: Database,
  table: string,
  root: number,
  columns: readonly string[],
  bytes: Buffer,
  budget: LayerBudget,
): Iterable<Inner> {
  budget.takeMember();
  const isNamed = columns.some((name) => NAMES.test(name)) && columns.some((name) => VALUES.test(name));
  const names = isNamed
    ? columns.map((name) => (NAMES.test(name) ? 'name' : VALUES.test(name) ? 'value' : name))
    : columns;
  let made = createMadeText(bytes, budget);
  for (const row of database.rows(root)) {
    budget.takeBytes(row.filter(({ spans }) => spans.length === 0).length); // nothing is made of them, but they are read
    addRow(database, row, names, made);
    if (made.length < STRETCH) continue;
    yield made.inner('sqlite', table);
    made = createMadeText(bytes, budget);
  }
  if (made.length > 0) yield made.inner('sqlite', table);
}

function addRow(database: Database, row: readonly Value[], names: readonly string[], made: MadeText): void {
  let opens = '{';
  let end = 0;
  for (const [index, value] of row.entries()) {
    const [first] = value.spans;
    if (first === undefined) continue;
    made.put(`${opens}"${names[index] ?? `column${index + 1}`}": "`, first.start, first.start);
    if (database.isUtf8 || !value.isText) for (const { start, end } of value.spans) made.copy(start, end);
    else made.put(database.text(value), first.start, value.spans.at(-1)!.end);
    end = value.spans.at(-1)!.end;
    opens = '", ';
  }
  if (opens !== '{') made.put('"}\n', end, end);
}

/** Of a statement that creates a table. A quote that is not closed goes to the end. */
function columnsOf(sql: string): readonly string[] {
  const columns: string[] = [];
  let depth = 0;
  let definition = '';
  for (const [token] of sql
    .slice(sql.indexOf('('))
    .matchAll(/\/\*[^]*?(?:\*\/|$)|"[^"]*"?|'[^']*'?|`[^`]*`?|\[[^\]]*\]?|--[^\n]*|[(),]|[^\s(),"'`[\]-]+|[^]/g)) {
    if (token === '(' && depth++ === 0) continue;
    if (token === ')') depth--;
    if (depth === 0) break;
    if (token === ',' && depth === 1) {
      columns.push(definition);
      definition = '';
    } else if (definition === '' && /\S/.test(token) && !/^(?:--|\/\*)/.test(token)) definition = token;
  }
  columns.push(definition);
  return columns.map((name) => name.replace(/^["'`[]|["'`\]]$/g, '').slice(0, LONGEST_NAME));
}
