/** The text that a stream of a PDF shows: operands, then what is done with them, for text and for where it goes. */
import { IDENTITY, openPage, through } from './pdf-page.ts';
import type { Fonts } from './pdf-fonts.ts';
import type { LayerBudget } from './inner.ts';
import type { Matrix, Moved } from './pdf-page.ts';

/** In thousandths of the size: a blank that is only moved over. */
const BLANK = -200;
/** No operator has so many operands, but for lists of text. */
const MOST_OPERANDS = 1 << 16;
/** Deeper ones do not come back. */
const MOST_SAVED = 1 << 10;
/** Strings (opened), hexadecimal ones, names, numbers, all other words. */
const TOKEN = /\(|<([0-9A-Fa-f\s]*)>|\/([^\s/<>[\](){}%]*)|[-+]?(?:\d+\.?\d*|\.\d+)|[A-Za-z'"*]+\d?|\[|\]/g;

type Operand = number | string | Buffer;

/** @returns undefined when nothing is shown */
export function shownText(content: Buffer, fonts: Fonts, budget: LayerBudget): Buffer | undefined {
  if (!content.includes('BT') || !(content.includes('Tj') || content.includes('TJ'))) return undefined;
  const source = content.toString('latin1');
  const page = openPage(budget);
  const saved: Matrix[] = [];
  let drawing = IDENTITY;
  let line = IDENTITY;
  let font = '';
  let size = 1;
  let leading = 0;
  let moved: Moved = 'apart';

  for (const [operator, operands] of operations(source)) {
    const numbers = operands.filter((operand) => typeof operand === 'number');
    switch (operator) {
      case 'q':
        if (saved.length < MOST_SAVED) saved.push(drawing);
        break;
      case 'Q':
        drawing = saved.pop() ?? IDENTITY;
        break;
      case 'cm':
        drawing = through(matrixOf(numbers), drawing);
        break;
      case 'BT':
        setLine(IDENTITY);
        moved = 'apart';
        break;
      case 'Tm':
        setLine(matrixOf(numbers));
        break;
      case 'TD':
      case 'Td':
        if (operator === 'TD') leading = -(numbers[1] ?? 0);
        move(numbers[0] ?? 0, numbers[1] ?? 0);
        break;
      case 'TL':
        leading = numbers[0] ?? 0;
        break;
      case 'T*':
        move(0, -leading);
        break;
      case 'Tf':
        font = operands.find((operand) => typeof operand === 'string') ?? font;
        size = Math.abs(numbers[0] ?? 1) || 1;
        break;
      case "'":
      case '"':
        move(0, -leading);
        show(operands);
        break;
      case 'Tj':
      case 'TJ':
        show(operands);
        break;
      default:
    }
  }
  return page.text();

  function setLine(to: Matrix): void {
    line = to;
    if (moved === 'no') moved = 'within';
  }
  function move(x: number, y: number): void {
    setLine(through([1, 0, 0, 1, x, y], line));
  }
  function show(operands: readonly Operand[]): void {
    for (const operand of operands) {
      const texts = Buffer.isBuffer(operand) ? fonts.decode(font, operand) : Number(operand) < BLANK ? [' '] : [];
      for (const text of texts) {
        if (text === '') continue;
        page.show(text, through(line, drawing), size, moved);
        moved = 'no';
      }
    }
  }
}

function matrixOf(numbers: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers;
  return [a, b, c, d, e, f];
}

function* operations(source: string): Iterable<readonly [operator: string, operands: readonly Operand[]]> {
  let operands: Operand[] = [];
  for (let at = 0; ;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source);
    if (token === null) return;
    const [word, hex, name] = token;
    at = TOKEN.lastIndex;
    if (word === '(') {
      const { bytes, end } = stringAt(source, at);
      operands.push(bytes);
      at = end;
    } else if (hex !== undefined) operands.push(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
    else if (name !== undefined) operands.push(name);
    else if (/^[-+.\d]/.test(word)) operands.push(Number(word));
    else if (word === 'ID') {
      at = source.indexOf(' EI', at); // of a picture
      if (at < 0) return;
    } else if (word !== '[' && word !== ']') {
      yield [word, operands];
      operands = [];
    }
    if (operands.length > MOST_OPERANDS) operands = [];
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '', '\r': '' };

/** @param start behind the bracket that opens it; brackets within are in pairs */
function stringAt(source: string, start: number): { readonly bytes: Buffer; readonly end: number } {
  let text = '';
  let from = start;
  let depth = 1;
  let at = start;
  for (; at < source.length; at++) {
    const character = source[at]!;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) break;
    if (character !== '\\') continue;
    const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4))?.[0];
    const next = source[at + 1] ?? '';
    const stands =
      octal === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    text += source.slice(from, at) + stands;
    at += octal?.length ?? 1;
    from = at + 1;
  }
  return { bytes: Buffer.from(text + source.slice(from, at), 'latin1'), end: at + 1 };
}
