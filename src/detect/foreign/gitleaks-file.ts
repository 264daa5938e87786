/** In: the text of a `.gitleaks.toml`, or of betterleaks' file, which has a few keys more. Out: what it says, as a draft. */
import { parse, TomlError } from 'smol-toml';
import { UsageError } from '../../errors.ts';
import { plain, quoted, shownText } from '../../shown.ts';
import { checked, expression, expressions, flag, has, idOf, items, number, tableOf, tables, text, texts, wrong } from './fields.ts';
import { readyToRun } from './expression.ts';
import { filterOf } from './filter.ts';
import { openRoom } from './room.ts';
import type { AllowList, Companion } from '../../foreign-rule.ts';
import { MOST_RULES, type DraftFile, type DraftRule } from './draft.ts';
import type { Table } from './fields.ts';

const MAX_CHARACTERS = 8 << 20;
/** In one place; those for all rules stand in each. */
const MOST_LISTS = 1000;
/** It becomes the reason why something is accepted. */
const LONGEST_DESCRIPTION = 200;
/** Keys that gitleaks does not know. */
const BETTER = ['betterleaksminversion', 'filter', 'prefilter', 'validate'];
const CONFIDENCES = ['low', 'medium', 'high'] as const;

/** Throws UsageError. */
export function readGitleaks(file: string, source: string): DraftFile {
  const room = openRoom();
  const top = tableOf(parsed(file, source), file, room);
  const rules = tables(top, 'rules');
  if (rules.length > MOST_RULES) wrong(file, 'rules', `more than ${MOST_RULES} of them`);
  const isBetter = [top, ...rules].some((table) => BETTER.some((key) => has(table, key)));
  const format = isBetter ? 'betterleaks' : 'gitleaks';
  const extend = tables(top, 'extend')[0] ?? tableOf({}, file, room);
  const draft = rules.map((rule, index) => readRule(rule, index, file, format));
  const ids = new Set<string>();
  const twice = draft.find(({ id }) => ids.size === ids.add(id).size);
  if (twice !== undefined) throw new UsageError(`${file}: two rules have the id ${quoted(twice.id)}`);
  const lists = listsOf(top, file).map((table) => ({ list: readList(table), ids: texts(table, 'targetrules') }));
  const [filter, prefilter] = [condition(top, 'filter'), condition(top, 'prefilter')];
  return {
    file,
    format,
    rules: draft,
    allow: lists.filter(({ ids }) => ids.length === 0).map(({ list }) => list),
    targeted: lists.filter(({ ids }) => ids.length > 0),
    filters: filter === '' ? [] : [filter],
    ...(prefilter === '' ? {} : { prefilter }),
    extend: { useDefault: flag(extend, 'usedefault'), path: text(extend, 'path'), disabled: texts(extend, 'disabledrules') },
  };
}

function parsed(file: string, source: string): unknown {
  if (source.length > MAX_CHARACTERS) throw new UsageError(`${file}: larger than 8 MB; is it the right file?`);
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}: nested too deeply`);
    if (!(error instanceof TomlError)) throw error;
    const [why = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new UsageError(`${file}:${error.line}:${error.column}: not valid TOML: ${shownText(why)}`);
  }
}

function readRule(given: Table, index: number, file: string, format: DraftRule['format']): DraftRule {
  const id = idOf(text(given, 'id').trim(), `${file}: rules[${index}]`);
  const rule: Table = { ...given, at: `${file}: rule ${quoted(id)}` };
  const [regex, path, filter] = [expression(rule, 'regex'), expression(rule, 'path'), condition(rule, 'filter')];
  const said = text(rule, 'confidence').toLowerCase();
  const confidence = CONFIDENCES.find((one) => one === said);
  return {
    id,
    file,
    format,
    name: id.replace(/[-_]+/g, ' '),
    ...(regex === '' ? {} : { regex }),
    ...(path === '' ? {} : { path }),
    keywords: texts(rule, 'keywords').map((keyword) => keyword.toLowerCase()).filter((keyword) => keyword !== ''),
    entropy: number(rule, 'entropy'),
    group: groupOf(rule, regex),
    isHelper: flag(rule, 'skipreport'),
    companions: [...companionsOf(rule, 'required'), ...companionsOf(rule, 'components')],
    allow: listsOf(rule, rule.at).map(readList),
    filters: filter === '' ? [] : [filter],
    ...(confidence === undefined ? {} : { confidence }),
    examples: { match: [], skip: [] },
  };
}

/** A group that the expression has. Without one it is that of the rule that this one changes. */
function groupOf(rule: Table, regex: string): number {
  const group = number(rule, 'secretgroup');
  const most = regex === '' ? Infinity : readyToRun(regex, 'go').groups.length - 1;
  if (Number.isInteger(group) && group <= most) return group;
  return wrong(rule.at, 'secretGroup', regex === '' ? 'must be a whole number' : `must be a whole number up to ${most}, as the regex has`);
}

/** In betterleaks a component may be optional: then it says nothing of whether its rule counts. */
function companionsOf(rule: Table, key: string): Companion[] {
  return tables(rule, key)
    .filter((table) => !flag(table, 'optional'))
    .map((table) => ({
      id: text(table, 'id') || wrong(table.at, 'id', 'is missing'),
      ...(has(table, 'withinlines') ? { withinLines: number(table, 'withinlines') } : {}),
      ...(has(table, 'withincolumns') ? { withinColumns: number(table, 'withincolumns') } : {}),
    }));
}

/** `[allowlist]` is the older way to write one. */
function listsOf(table: Table, at: string): Table[] {
  const [older, newer] = [tables(table, 'allowlist'), tables(table, 'allowlists')];
  if (older.length > 0 && newer.length > 0) wrong(at, 'allowlist', 'stands beside allowlists; write all of them as [[allowlists]]');
  const lists = [...older, ...newer];
  return lists.length <= MOST_LISTS ? lists : wrong(at, 'allowlists', `more than ${MOST_LISTS} of them`);
}

function readList(table: Table): AllowList {
  const condition = text(table, 'condition').toLowerCase();
  if (!['', 'or', '||', 'and', '&&'].includes(condition)) wrong(table.at, 'condition', `${quoted(condition)} is neither AND nor OR`);
  const target = text(table, 'regextarget') || 'secret';
  if (target !== 'secret' && target !== 'match' && target !== 'line')
    return wrong(table.at, 'regexTarget', `${quoted(target)} is none of secret, match, line`);
  const list: AllowList = {
    description: plain(text(table, 'description')).slice(0, LONGEST_DESCRIPTION),
    condition: condition === 'and' || condition === '&&' ? 'and' : 'or',
    commits: items(table, 'commits').map((commit) => commit.trim().toLowerCase()),
    paths: expressions(table, 'paths'),
    regexes: expressions(table, 'regexes'),
    target,
    stopwords: items(table, 'stopwords').map((word) => word.toLowerCase()),
  };
  if (list.commits.length + list.paths.length + list.regexes.length + list.stopwords.length === 0)
    throw new UsageError(`${table.at}: names none of commits, paths, regexes, stopwords`);
  return list;
}

function condition(table: Table, key: string): string {
  const source = text(table, key);
  if (source.trim() !== '') checked(table.at, key, () => filterOf(source, table.room));
  return source.trim() === '' ? '' : source;
}
