/**
 * Dynamic blocks of deflate (RFC 1951 § 3.2.7) with codes that no compressor would choose: any lengths up to 15 bits,
 * complete or nearly, symbols without use. zlib says what they are worth.
 */
import { fc } from '../support/property.ts';

interface Codes {
  /** Code length by symbol, 0 for none. */
  readonly literals: readonly number[];
  readonly distances: readonly number[];
}

const END = 256;
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceExtra = (symbol: number): number => Math.max(0, (symbol >> 1) - 1);

/** A complete code: one leaf that is split, and one of the leaves again, down to `deepest`. */
function completeCode(deepest: number): fc.Arbitrary<number[]> {
  return fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 120 }).map((splits) => {
    const leaves = [0];
    for (const [place, deep] of splits) {
      const at = deep ? leaves.indexOf(Math.max(...leaves)) : place % leaves.length;
      if (leaves[at]! < deepest) leaves.push(++leaves[at]!);
    }
    return leaves;
  });
}

/** Gives the lengths to symbols, mostly those that come first. */
function spread(count: number, always: number | undefined): fc.Arbitrary<number[]> {
  return fc.tuple(completeCode(15), fc.nat(), fc.nat(6), fc.nat(20)).map(([lengths, shift, gap, harm]) => {
    const symbols = Array.from({ length: count }, () => 0);
    const places = always === undefined ? [] : [always];
    for (let i = 0, at = shift % count; places.length < lengths.length && i < count; i++, at = (at + 1 + gap) % count)
      if (!places.includes(at)) places.push(at);
    lengths.slice(0, places.length).forEach((length, i) => (symbols[places[i]!] = length));
    if (harm === 0) symbols[shift % count] = shift % 16;
    return symbols;
  });
}

const codes: fc.Arbitrary<Codes> = fc.record({ literals: spread(286, END), distances: spread(30, undefined) });
/** `place` and `distance` choose among the symbols in use. */
const symbols = fc.array(
  fc.record({
    kind: fc.constantFrom('literal' as const, 'literal' as const, 'match' as const),
    place: fc.nat(),
    distance: fc.nat(),
    extra: fc.nat((1 << 13) - 1),
  }),
  { maxLength: 400 },
);

/** A zlib stream of one such block; its checksum is not written yet. */
export const dynamicStream: fc.Arbitrary<Buffer> = fc.tuple(codes, symbols, fc.boolean()).map(([code, list, ends]) => {
  const bits = bitWriter();
  bits.put(1, 1);
  bits.put(2, 2);
  putCodes(bits, code);
  const literals = canonical(code.literals);
  const distances = canonical(code.distances);
  const used = code.literals.flatMap((length, symbol) => (length > 0 && symbol !== END ? [symbol] : []));
  const far = code.distances.flatMap((length, symbol) => (length > 0 ? [symbol] : []));
  for (const { kind, place, distance, extra } of list) {
    const fits = used.filter((symbol) => symbol > END === (kind === 'match'));
    const symbol = fits[place % Math.max(1, fits.length)];
    const back = far[distance % Math.max(1, far.length)];
    if (symbol === undefined || (symbol > END && back === undefined)) continue;
    bits.code(literals[symbol]!);
    if (symbol < END) continue;
    bits.put(extra, LENGTH_EXTRA[symbol - 257]!);
    bits.code(distances[back!]!);
    bits.put(extra % 3 === 0 ? extra : 0, distanceExtra(back!));
  }
  if (ends) bits.code(literals[END]!);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), bits.done()]);
});

/**
 * A stream without an end: all ones are the byte 255 in fifteen bits, a zero bit is the byte 0, and what is said to come
 * out never does.
 */
export function endlessStream(bytes: number): Buffer {
  const literals = Array.from({ length: 286 }, (_, symbol) => (symbol > 0 && symbol < 13 ? symbol + 2 : 0));
  [literals[0], literals[END], literals[254], literals[255]] = [1, 2, 15, 15];
  const bits = bitWriter();
  bits.put(1, 1);
  bits.put(2, 2);
  putCodes(bits, { literals, distances: [1] });
  bits.put(0x7f, 7);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), bits.done(0xff), Buffer.alloc(bytes, 0xff)]);
}

/** Every length as itself, in a code for code lengths of thirteen symbols of 4 bits and six of 5. */
function putCodes(bits: BitWriter, { literals, distances }: Codes): void {
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const lengths = Array.from({ length: 19 }, (_, symbol) => (symbol < 13 ? 4 : 5));
  bits.put(literals.length - 257, 5);
  bits.put(distances.length - 1, 5);
  bits.put(order.length - 4, 4);
  for (const symbol of order) bits.put(lengths[symbol]!, 3);
  const code = canonical(lengths);
  for (const length of [...literals, ...distances]) bits.code(code[length]!);
}

interface Code {
  readonly value: number;
  readonly length: number;
}

function canonical(lengths: readonly number[]): Code[] {
  const next = [0];
  for (let length = 1, code = 0; length < 16; length++) {
    code = (code + lengths.filter((each) => each === length - 1 && each > 0).length) * 2;
    next[length] = code;
  }
  return lengths.map((length) => ({ value: length === 0 ? 0 : next[length]!++, length }));
}

type BitWriter = ReturnType<typeof bitWriter>;

function bitWriter() {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let bit = 0; bit < count; bit++) bits.push((value >> bit) & 1);
  };
  return {
    put,
    /** Codes go out with their highest bit first. */
    code({ value, length }: Code): void {
      for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
    },
    /** @param rest bits for what is left of the last byte */
    done: (rest = 0) =>
      Buffer.from(
        Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) => {
          const own = bits.slice(byte * 8, byte * 8 + 8);
          return own.reduce((sum, bit, place) => sum | (bit << place), (rest << own.length) & 255);
        }),
      ),
  };
}
