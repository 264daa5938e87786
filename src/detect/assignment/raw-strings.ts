/**
 * Strings in which nothing is escaped, by what opens them: `r#"…"#` of Rust, `#"…"#` of Swift, `R"(…)"` of C++, `[[…]]` of
 * Lua, `%q(…)`, `%q[…]` and `%q{…}` of Ruby.
 */

const OPENS = /^(?:(?:b?r)?(#{1,3})"|(?:u8|[uUL])?R"(\w{0,16})\(|\[(={0,3})\[(?=[^[\]:"' \t])|%[qQ]([({[]))/;
/** What closes the brackets of Ruby. */
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export interface RawString {
  /** Bytes that open it. */
  readonly opening: number;
  readonly closing: string;
}

export function rawStringAt(text: string, at: number): RawString | undefined {
  const [opening, hashes, delimiter, level, bracket] = OPENS.exec(text.slice(at, at + 24)) ?? [];
  if (opening === undefined) return undefined;
  if (bracket !== undefined) return { opening: opening.length, closing: CLOSES[bracket]! };
  const closing = hashes !== undefined ? `"${hashes}` : delimiter !== undefined ? `)${delimiter}"` : `]${level}]`;
  return { opening: opening.length, closing };
}
