/** Text with its escapes resolved, and where each of its bytes stood. */
import { bufferOf } from './inner.ts';
import type { Span } from '../../model.ts';

export interface Rewritten {
  readonly bytes: Uint8Array;
  /** Nothing was an escape. */
  readonly isSame: boolean;
  spanOf(span: Span): Span;
}

/**
 * @param escape global, on Latin-1
 * @param decode what it stands for, Latin-1; undefined: it stays as it is
 */
export function rewrite(bytes: Uint8Array, escape: RegExp, decode: (match: RegExpExecArray) => string | undefined): Rewritten {
  const text = bufferOf(bytes).toString('latin1');
  const parts: string[] = [];
  // what came out before the n-th escape, and where that ends
  const outs: number[] = [0];
  const ins: number[] = [0];
  let done = 0;
  let length = 0;
  escape.lastIndex = 0;
  for (let match = escape.exec(text); match !== null; match = escape.exec(text)) {
    const plain = decode(match);
    if (plain === undefined) continue;
    parts.push(text.slice(done, match.index), plain);
    length += match.index - done;
    outs.push(length);
    ins.push(match.index);
    length += plain.length;
    done = match.index + match[0].length;
    outs.push(length);
    ins.push(done);
  }
  parts.push(text.slice(done));
  const offsetOf = (out: number, isEnd: boolean): number => {
    let low = 0;
    let high = outs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (outs[middle]! <= out) low = middle;
      else high = middle - 1;
    }
    const isEscape = low % 2 === 1;
    // of a character that is an escape, all of it
    if (isEscape) return isEnd && out > outs[low]! ? ins[low + 1]! : ins[low]!;
    return ins[low]! + (out - outs[low]!);
  };
  return {
    bytes: Buffer.from(parts.join(''), 'latin1'),
    isSame: parts.length === 1,
    spanOf: ({ start, end }) => ({ start: offsetOf(start, false), end: offsetOf(end, true) }),
  };
}

/** A character of Unicode as the Latin-1 of its UTF-8. */
export function utf8Of(code: number): string {
  return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
}
