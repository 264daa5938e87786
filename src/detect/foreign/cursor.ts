/** Where the parser of an expression stands, and what its parts have in common. */

/** Go: `.gitleaks.toml`. Rust, without Unicode: Kingfisher. */
export type Dialect = 'go' | 'rust';

export interface Flags {
  /** Either case. */
  readonly i: boolean;
  /** `^` and `$` at every line. */
  readonly m: boolean;
  /** `.` takes a line feed. */
  readonly s: boolean;
  /** Repetitions are lazy, unless `?` follows. */
  readonly U: boolean;
  /** Blanks and comments say nothing. */
  readonly x: boolean;
}

export class ExpressionError extends Error {}

export interface Cursor {
  readonly dialect: Dialect;
  /** The character that is next, '' at the end. */
  peek(): string;
  /** Whether this is next. */
  sees(text: string): boolean;
  take(): string;
  /** Tried where it stands, sticky; taken when it fits. */
  takes(expression: RegExp): RegExpExecArray | null;
}

export function cursorOn(pattern: string, dialect: Dialect): Cursor {
  let at = 0;
  const peek = (): string => (at < pattern.length ? String.fromCodePoint(pattern.codePointAt(at)!) : '');
  return {
    dialect,
    peek,
    sees: (text) => pattern.startsWith(text, at),
    take() {
      const sign = peek();
      at += sign.length;
      return sign;
    },
    takes(expression) {
      expression.lastIndex = at;
      const found = expression.exec(pattern);
      if (found !== null) at = expression.lastIndex;
      return found;
    },
  };
}

export function refuse(why: string): never {
  throw new ExpressionError(why);
}
