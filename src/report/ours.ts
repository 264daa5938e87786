/** The text of a file in, out whether it is a report of ours to which nobody added anything: only that is written over. */
import { isUntouchedTodo } from './todo-merge.ts';

/** Of each format what stands near its beginning or its end, and in nothing that people write. */
const SIGNS: readonly RegExp[] = [
  /^\{\s*"schema":\s*"burnlist\/[a-z-]+@\d+"/, // JSON
  /^\{"\$schema":[^{]+\[\{"tool":\{"driver":\{"name":"burnlist"/, // SARIF
  /^task,name,kind,priority,secret,/, // CSV
  /^::(?:error|warning|notice) [^\n]*title=burnlist%3A/,
  /^[^\n]{0,4000} · (?:NOT )?everything (?:in scope )?was seen[^\n]{0,40} · as of \d{4}-\d\d-\d\d(?:\n|$)/, // text
  /^burnlist: [^\n]{1,200} would enter history with this commit\n/, // of the hook
];
/** The last line of a verification, and its rows: a name, an id, an outcome. */
const VERIFIED = /(?:^|\n)(?:\d+ of \d+ closed[^\n]*|nothing to verify)\n$/;
const ROW = /^\S.{0,400} {2}[a-z2-7]{4,26} {2}[A-Z][A-Z ]{3,20}(?: |$)/m;

export function isReport(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text)) || isPage(text) || isVerification(text) || isUntouchedTodo(text);
}

function isPage(text: string): boolean {
  return /^<!doctype html>/i.test(text) && /\bburnlist \d+\.\d+/.test(text.slice(Math.max(0, text.lastIndexOf('<footer>'))).slice(0, 1000));
}

function isVerification(text: string): boolean {
  return text === 'nothing to verify\n' || (VERIFIED.test(text.slice(-1000)) && ROW.test(text.slice(0, 10_000)));
}
