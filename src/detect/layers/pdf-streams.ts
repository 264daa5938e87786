/** Where the streams of a PDF stand: by the word that begins each, since the table of objects may lie. */
import type { Span } from '../../model.ts';

export interface PdfStream extends Span {
  /** Of its object; 0 where that cannot be told. */
  readonly number: number;
  readonly dictionary: string;
}

const LONGEST_DICTIONARY = 4096;
export const MOST_STREAMS = 1 << 16;
const WORD = 'stream';
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** @returns no more than `MOST_STREAMS` */
export function pdfStreams(bytes: Buffer): readonly PdfStream[] {
  const streams: PdfStream[] = [];
  let end = 0;
  for (
    let word = bytes.indexOf(WORD);
    word >= 0 && streams.length < MOST_STREAMS;
    word = bytes.indexOf(WORD, Math.max(word + 1, end))
  ) {
    const start = behindLineEnd(bytes, word + WORD.length);
    if (start === undefined || !/>>\s*$/.test(bytes.toString('latin1', word - 8, word))) continue;
    const object = objectBefore(bytes.toString('latin1', Math.max(end, word - LONGEST_DICTIONARY), word));
    const found = endOf(bytes, start, object.dictionary);
    if (found === undefined) break;
    end = found;
    streams.push({ ...object, start, end });
  }
  return streams;
}

/** @param text up to the word, from the end of the stream before on */
function objectBefore(text: string): Pick<PdfStream, 'number' | 'dictionary'> {
  const word = Math.max(text.lastIndexOf(' obj'), text.lastIndexOf('\nobj'));
  const number = /(\d{1,9})\s+\d{1,5}\s*$/.exec(text.slice(Math.max(0, word - 32), Math.max(0, word)))?.[1];
  return { number: Number(number ?? 0), dictionary: word < 0 ? text : text.slice(word + ' obj'.length) };
}

/** As the dictionary says, if that is true. */
function endOf(bytes: Buffer, start: number, dictionary: string): number | undefined {
  const told = start + Number(/\/Length\s+(\d{1,10})(?!\d|\s+\d+\s+R)/.exec(dictionary)?.[1]);
  if (told < bytes.length && /^\s*endstream/.test(bytes.toString('latin1', told, told + 16))) return told;
  const found = bytes.indexOf('endstream', start);
  return found < 0 ? undefined : found;
}

function behindLineEnd(bytes: Buffer, at: number): number | undefined {
  if (bytes[at] === LINE_FEED) return at + 1;
  if (bytes[at] === RETURN) return bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
  return undefined;
}
