/** Names that are given what stands behind them without an operator: by a word before them, or since nothing else is on the line. */

/** Words and signs that stand before a name which is given what stands behind it, in quotes. */
const DECLARES = /(?:(?:#define|SetEnv|[a-z]_(?:param|header)|\bset|\((?:def(?:once|ine|parameter|var|const)?|setq))[ \t]{1,4}\$?|\bset\([ \t]?|[ ({[]:|[\n \t]@)$/;
/** `poll imap.corp.net username "app" password "x"` */
const BEHIND_USER = /(?:^|[ \t])(?:user(?: ?name)?|login)[ \t]{1,4}["']?[\w.@-]{1,32}["']?[ \t]{1,4}$/i;
/** Nothing else on the line: a setting of a configuration that is written as code. But `pass "x"` tells that a test passed. */
const ALONE = /^[ \t]{1,8}(["'])[^"' \t\r\n]{4,128}\1[ \t]{0,4};?[ \t]{0,4}(?:[\r\n}#]|$)/;

/** `#define NAME "x"`, `set(NAME "x")`, `add_header NAME "x"`, `(def name "x")`, `:name "x"`, a line `password 'x'` */
export function isDeclared(text: string, nameStart: number, from: number, startsUnit: boolean): boolean {
  const line = (startsUnit && nameStart <= 24 ? '\n' : '') + text.slice(Math.max(0, nameStart - 24), nameStart);
  // -Password 'x'
  if (text[nameStart] === '-') return true;
  if (BEHIND_USER.test(text.slice(Math.max(0, nameStart - 56), nameStart))) return true;
  const name = text.slice(nameStart, from);
  if (DECLARES.test(line) || /^(?:store|key)Password$/.test(name)) return true;
  return name !== 'pass' && /[\n{;][ \t]{0,22}$/.test(line) && ALONE.test(text.slice(from, from + 160));
}

/** PowerShell: `New-LocalUser ops -Password x` */
export function isOfShell(text: string, nameStart: number, from: number): boolean {
  if (text[nameStart - 1] !== ' ' || !/[\w!#%]/.test(text[from + 1] ?? '')) return false;
  return /^-(?:[A-Z][a-z]+)?(?:Password|Passphrase|ApiKey|AccessToken)$/.test(text.slice(nameStart, from));
}

/** What a password of SQL follows: rights of a role, or another option. */
const SQL_BEFORE = /(?:\b(?:with|encrypted|(?:no)?(?:login|superuser|createdb|createrole|inherit|replication))|',)[ \t]{1,4}$/i;

/** `CREATE ROLE x LOGIN PASSWORD 'value'`, `OPTIONS (user 'x', password 'value')` */
export function isSqlPassword(text: string, nameStart: number): boolean {
  if (text.startsWith('PASSWORD ', nameStart)) return true;
  return SQL_BEFORE.test(text.slice(Math.max(0, nameStart - 20), nameStart));
}

/** `ENV NAME value`, `setenv NAME value`, `set -x NAME value`, `aws configure set NAME value`: lines that need no operator. */
export function isDockerEnv(text: string, nameEnd: number, startsUnit: boolean): boolean {
  const lineStart = text.lastIndexOf('\n', nameEnd - 1) + 1;
  if (lineStart === 0 && !startsUnit) return false;
  return /^[ \t]{0,8}(?:ENV|ARG|setx|setenv|set -[gxU]{1,3}|(?:RUN |\$ )?(?:aws configure|npm config) set)[ \t]{1,8}[\w.-]+$/i.test(
    text.slice(lineStart, nameEnd),
  );
}
