/**
 * What platforms print for people or for shells in, entries out: tables with and without borders, records, rows between tabs.
 * A column says what it holds by its head; where values are hidden the name and its day are all that is known.
 */
import { dayOf, type Entry, entryOf } from './entry.ts';
import { readSettings } from './settings.ts';
import { isMap, leavesOf } from './tree.ts';

/** Undefined where nothing of the kind stands. */
export function readPrinted(text: string): readonly Entry[] | undefined {
  for (const read of [cloudFoundry, beanstalk, parameters, withHead, records, rowsOfTwo, variables]) {
    const entries = read(text);
    if (entries !== undefined && entries.length > 0) return entries;
  }
  return undefined;
}

interface Row {
  readonly cells: readonly string[];
  readonly place: string;
}

const RULE = /^[\s\-+=|.'─━═│║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╪╞╡╭╮╰╯]*$/;

/** @param apart between which the cells of a line stand */
function rowsOf(text: string, apart: RegExp): readonly Row[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, at): readonly Row[] => {
    if (RULE.test(line) || line.length > LONGEST) return [];
    const cells = line.trim().split(apart).map((cell) => cell.trim());
    const from = cells.findIndex((cell) => cell !== '');
    const kept = cells.slice(from, LINES.test(line) && cells.at(-1) === '' ? cells.findLastIndex((cell) => cell !== '') + 1 : undefined);
    return [{ cells: kept, place: `line ${at + 1}` }];
  });
}

const LONGEST = 20_000;
const LINES = /[│║┃|]/;
const DRAWN = /[│║┃]/;
const BLANKS = / {0,200}\t+ {0,200}| {2,200}/;
const TABS = /\t/;
const NAME = /^[A-Za-z_][\w./:-]{0,200}$/;

/** `fly secrets list`, `vercel env ls`, `gh variable list`, `doppler secrets`: a head, and a row for each name. */
function withHead(text: string): readonly Entry[] | undefined {
  for (const apart of [LINES, BLANKS]) {
    const rows = rowsOf(text, apart);
    const at = rows.findIndex(isHead);
    if (at < 0) continue;
    const head = (rows[at]?.cells ?? []).map((cell) => cell.toLowerCase());
    const column = (wanted: RegExp): number => head.findIndex((cell) => wanted.test(cell));
    const [name, value, day] = [column(NAMES), column(VALUES), column(DAYS)];
    return rows.slice(at + 1).flatMap(({ cells, place }): readonly Entry[] => {
      const own = cells[name] ?? '';
      if (!NAME.test(own) || cells.length < 2) return [];
      if (value >= 0) return [entryOf(keysOf(own), cells[value] ?? '', place)];
      return [withoutValue(own, cells[day], place)];
    });
  }
  return undefined;
}

const NAMES = /^(?:name|key|variable|secret)$/;
const VALUES = /^value$/;
const DAYS = /^(?:created|updated|modified|last changed)(?: at| on)?$/;
const BESIDE = /^(?:digest|status|environments?|scope|contexts?)$/;

function isHead({ cells }: Row): boolean {
  const head = cells.map((cell) => cell.toLowerCase());
  return head.some((cell) => NAMES.test(cell)) && head.some((cell) => [VALUES, DAYS, BESIDE].some((wanted) => wanted.test(cell)));
}

/** `aws … --output table`: a line for each property, a record from one `Name` to the next. */
function records(text: string): readonly Entry[] | undefined {
  const all: Record<string, string>[] = [];
  for (const { cells } of rowsOf(text, LINES)) {
    const [key = '', value = ''] = cells;
    if (cells.length !== 2 || !/^[A-Z][A-Za-z]{1,40}$/.test(key)) continue;
    if (all.length === 0 || Object.hasOwn(all.at(-1) ?? {}, key)) all.push({});
    (all.at(-1) as Record<string, string>)[key] = value;
  }
  const named = all.filter((record) => Object.hasOwn(record, 'Name') && Object.hasOwn(record, 'Value'));
  return leavesOf(named.map(({ Name, Value }) => ({ Name, Value })));
}

/** `aws ssm get-parameters --output text`: between the name and the value stands the type. */
function parameters(text: string): readonly Entry[] | undefined {
  return rowsOf(text, TABS).flatMap(({ cells, place }) => {
    const type = /^PARAMETERS?$/.test(cells[0] ?? '') ? cells.findIndex((cell) => /^(?:Secure)?String(?:List)?$/.test(cell)) : -1;
    return type < 2 ? [] : [entryOf(keysOf(cells[type - 1] ?? ''), cells[type + 1] ?? '', place)];
  });
}

/** `railway variables`: within borders, without a head. */
function rowsOfTwo(text: string): readonly Entry[] | undefined {
  const rows = rowsOf(text, DRAWN).filter(({ cells }) => cells.length > 1);
  const isPair = ({ cells }: Row): boolean => cells.length === 2 && NAME.test(cells[0] ?? '');
  return rows.every(isPair) ? rows.map(({ cells, place }) => entryOf(keysOf(cells[0] ?? ''), cells[1] ?? '', place)) : undefined;
}

/** `gh variable list` and `gh secret list` into a file: name, value if it may be shown, day. */
function variables(text: string): readonly Entry[] | undefined {
  const rows = rowsOf(text, TABS);
  const isOne = ({ cells }: Row): boolean => NAME.test(cells[0] ?? '') && cells.length <= 3 && dayOf(cells.at(-1)) !== undefined;
  if (rows.some((row) => row.cells.length < 2 || !isOne(row))) return undefined;
  return rows.map(({ cells: [name = '', value = '', day], place }) =>
    day === undefined ? withoutValue(name, value, place) : entryOf(keysOf(name), value, place),
  );
}

/** `eb printenv`: assignments below a title. */
function beanstalk(text: string): readonly Entry[] | undefined {
  const title = /^\s{0,40}Environment Variables:[ \t]{0,40}\r?\n/.exec(text)?.[0];
  return title === undefined ? undefined : readSettings(text.slice(title.length));
}

/** `cf env`: what services hand in as JSON, and below a title what people set. */
function cloudFoundry(text: string): readonly Entry[] | undefined {
  const services = /^"?VCAP_SERVICES"?: (\{[\s\S]*?^\s?\})/m.exec(text)?.[1];
  const [, own] = /^User-Provided:\r?\n([\s\S]*?)(?:\r?\n\r?\n|$(?![\s\S]))/m.exec(text) ?? [];
  if (services === undefined && own === undefined) return undefined;
  return [...(own === undefined ? [] : (readSettings(own) ?? [])), ...(services === undefined ? [] : leavesIn(services))];
}

function leavesIn(json: string): readonly Entry[] {
  try {
    const tree: unknown = JSON.parse(json);
    return isMap(tree) ? leavesOf(tree) : [];
  } catch {
    return [];
  }
}

/** A path in a name has keys: `/shop/prod/JWT_SECRET`. */
function keysOf(name: string): readonly string[] {
  return name.split('/').filter((part) => part !== '');
}

function withoutValue(name: string, time: string | undefined, place: string): Entry {
  const changed = dayOf(time);
  return { path: keysOf(name), place, ...(changed === undefined ? {} : { changed }) };
}
