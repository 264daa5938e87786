/** The text of a file in, out whether it is a report of ours to which nobody added anything: only that is written over. */
import { isUntouchedTodo } from './todo-merge.ts';

/** Of each format what stands near its beginning or its end, and in nothing that people write. */
const SIGNS: readonly RegExp[] = [
  /^\{\s*"schema":\s*"burnlist\/[a-z-]+@\d+"/, // JSON
  /^\{"\$schema":[^{]+\[\{"tool":\{"driver":\{"name":"burnlist"/, // SARIF
  /^<!doctype html>[^]*<footer>[^]*\bburnlist \d+\.\d+/i,
  /^task,name,kind,priority,secret,/, // CSV
  /^::(?:error|warning|notice) [^\n]*title=burnlist%3A/,
  /^[^\n]{0,4000} · as of \d{4}-\d\d-\d\d(?:\n|$)/, // text
  /^burnlist: /, // of the hook
  /(?:^|\n)(?:\d+ of \d+ closed[^\n]*|nothing to verify)\n$/,
];

export function isReport(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text)) || isUntouchedTodo(text);
}
