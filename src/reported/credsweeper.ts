/** CredSweeper: `--save-json`, a list of candidates, each with the lines that it was found on; with `--hashed` their hashes only. */
import { isMap, type Json, listAt, placed, type Reported, textAt, valued } from './reported.ts';

export function isCredSweeper(report: unknown): report is readonly Json[] {
  return Array.isArray(report) && report.every((each) => isMap(each) && 'rule' in each && Array.isArray(each['line_data_list']));
}

export function readCredSweeper(report: readonly Json[]): readonly Reported[] {
  return report.flatMap((each) => listAt(each, 'line_data_list').map((line) => reportedOn(line, textAt(each, 'rule'))));
}

function reportedOn(line: Json, rule: string): Reported {
  const value = textAt(line, 'value');
  const [from, to] = [line['value_start'], line['value_end']].map((at) => (typeof at === 'number' ? at + 1 : undefined));
  return {
    tool: 'CredSweeper',
    rule,
    path: textAt(line, 'path'),
    // the hash of a value does not stand in the hash of its line
    ...(textAt(line, 'line').includes(value) ? valued(value) : {}),
    ...placed({ line: line['line_num'], from, to }),
  };
}
