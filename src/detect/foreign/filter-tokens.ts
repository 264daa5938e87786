/** A condition of betterleaks → its words, texts, numbers and signs. */
import { refuse } from './cursor.ts';
import { asBytes } from './expression.ts';

export interface Token {
  readonly is: 'text' | 'number' | 'word' | 'sign' | 'end';
  readonly text: string;
  /** Where it begins, in characters from 1. */
  readonly at: number;
}

const SIGNS = /\?\?|\|\||&&|==|!=|<=|>=|[-+<>!?:;,=()[\]]/y;

export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let start = 0;
  const add = (is: Token['is'], text: string): void => void tokens.push({ is, text, at: start + 1 });
  const takes = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(source);
    if (found !== null) at = expression.lastIndex;
    return found;
  };
  while (takes(/(?:\s+|\/\/[^\n]*|#[^\n]*|\/\*[^]*?\*\/)+/y) !== null || at < source.length) {
    if (at === source.length) break;
    start = at;
    const text = takes(/`([^`]*)`/y)?.[1];
    if (text !== undefined) {
      add('text', asBytes(text));
      continue;
    }
    const quoted = takes(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y);
    if (quoted !== null) {
      add('text', asBytes(unescaped(quoted[1] ?? quoted[2]!)));
      continue;
    }
    const number = takes(/\d+(?:\.\d+)?/y)?.[0];
    const word = number ?? takes(/[A-Za-z_][\w.]*/y)?.[0];
    const sign = word ?? takes(SIGNS)?.[0] ?? refuse(`what stands at character ${start + 1} is not expected`);
    add(number !== undefined ? 'number' : word !== undefined ? 'word' : 'sign', sign);
  }
  start = at;
  add('end', '');
  return tokens;
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs, (_, hex, unicode, other) =>
    other === undefined ? String.fromCharCode(parseInt(hex ?? unicode, 16)) : (ESCAPED[other] ?? other),
  );
}
