/** What packs the streams of a PDF: filters one behind the other, as the dictionary names them. */
import { inflate } from './inflate.ts';
import type { LayerBudget } from './inner.ts';
import type { PdfStream } from './pdf-streams.ts';

const LEAST = 0x21;
const TILDE = 0x7e;
const Z = 0x7a;
/** Producers use two: one more costs as much again, for nothing that would be charged. */
const MOST_FILTERS = 8;

/** @returns undefined when a filter is not known, or its data damaged */
export function unfiltered(
  bytes: Buffer,
  { start, end, dictionary }: PdfStream,
  budget: LayerBudget,
): Buffer | undefined {
  let data: Buffer | undefined = bytes.subarray(start, end);
  const filters = filtersOf(dictionary);
  if (filters.length > MOST_FILTERS) return undefined;
  for (const filter of filters) {
    switch (filter) {
      case 'FlateDecode':
      case 'Fl':
        data = inflate(data, 'zlib', budget)?.bytes;
        break;
      case 'ASCII85Decode':
      case 'A85':
        data = fromAscii85(data, budget);
        break;
      case 'ASCIIHexDecode':
      case 'AHx':
        budget.takeBytes(data.length >> 1);
        data = Buffer.from(data.toString('latin1').replace(/>[^]*|\s+/g, ''), 'hex');
        break;
      default:
        return undefined;
    }
    if (data === undefined) return undefined;
  }
  return data;
}

function filtersOf(dictionary: string): readonly string[] {
  const [, one, list = ''] = /\/Filter\s*(?:\/(\w+)|\[([^\][]*)\])/.exec(dictionary) ?? [];
  return one === undefined ? Array.from(list.matchAll(/\/(\w+)/g), ([, name]) => name!) : [one];
}

/** Five digits to the base of 85 for four bytes, `z` for four of 0; a group that is cut has a byte less than digits. */
function fromAscii85(text: Buffer, budget: LayerBudget): Buffer {
  const most = text.reduce((sum, byte) => sum + (byte === Z ? 4 : 1), 4);
  budget.takeBytes(most);
  const made = Buffer.alloc(most);
  let length = 0;
  let digits = 0;
  let value = 0;
  function put(count: number): void {
    made.writeUInt32BE(value % 2 ** 32, length);
    length += count;
    [digits, value] = [0, 0];
  }
  for (const byte of text) {
    if (byte === TILDE) break;
    if (byte === Z && digits === 0) put(4);
    if (byte < LEAST || byte >= LEAST + 85) continue;
    value = value * 85 + byte - LEAST;
    if (++digits === 5) put(4);
  }
  if (digits > 1) {
    const count = digits - 1;
    while (digits++ < 5) value = value * 85 + 84;
    put(count);
  }
  return made.subarray(0, length);
}
