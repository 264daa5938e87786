/**
 * PDF (ISO 32000-1): its streams, which are packed. Of a stream that draws, the text that it shows; else its bytes: attached
 * files, objects in streams, metadata. Pictures and fonts are not looked at.
 */
import { bufferOf, madeOf } from './inner.ts';
import { unfiltered } from './pdf-filters.ts';
import { readFonts } from './pdf-fonts.ts';
import { MOST_STREAMS, pdfStreams } from './pdf-streams.ts';
import { shownText } from './pdf-text.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { PdfStream } from './pdf-streams.ts';

const MAGIC = Buffer.from('%PDF-');
const ENCRYPTS = /\/Encrypt\s+\d+\s+\d+\s+R|\/Encrypt\s*<</;
const TRAILER = 4096;
const TABLE = /\/Type\s*\/XRef\b/;
/** Pictures, programs of fonts, formulas. */
const NO_TEXT = /\/Subtype\s*\/(?:Image|Type1C|CIDFontType0C|OpenType)\b|\/Length1\s|\/FunctionType\s|\/ShadingType\s/;
/** What draws has no type, or that of a part of a drawing. */
const NO_DRAWING = /\/Type\s*\/(?!XObject\b)/;

export function openPdf(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length)) ? contents(bufferOf(bytes), budget) : undefined;
}

function* contents(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  const all = pdfStreams(bytes);
  if (isEncrypted(bytes, all)) return budget.leave('encrypted');
  if (all.length === MOST_STREAMS) budget.leave('unknown form');
  const streams = all.filter(({ dictionary }) => !NO_TEXT.test(dictionary) && !TABLE.test(dictionary));
  const fonts = readFonts(bytes, streams, (stream) => unfiltered(bytes, stream, budget));
  for (const stream of streams) {
    if (fonts.isTable(stream)) continue;
    budget.takeMember();
    const content = unfiltered(bytes, stream, budget);
    if (content === undefined) {
      budget.leave('unknown form');
      continue;
    }
    const text = NO_DRAWING.test(stream.dictionary) ? undefined : shownText(content, fonts, budget);
    yield madeOf('pdf', `object ${stream.number}`, text ?? content, { start: stream.start, end: stream.end });
  }
}

/** Strings of such a document are nothing without its key. The trailer says it, or a stream that is the table of objects. */
function isEncrypted(bytes: Buffer, streams: readonly PdfStream[]): boolean {
  const trailer = bytes.lastIndexOf('trailer');
  if (trailer >= 0 && ENCRYPTS.test(bytes.toString('latin1', trailer, trailer + TRAILER))) return true;
  return streams.some(({ dictionary }) => TABLE.test(dictionary) && ENCRYPTS.test(dictionary));
}
