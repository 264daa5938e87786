/** Inflating against zlib: the same bytes, the same end, the same refusals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import { fc } from '../support/property.ts';
import { dynamicStream } from './blocks.ts';
import { inflate, kernel, withRoom } from './memory.ts';
import { SLACK } from '../../src/source/kernel.ts';

/** Bytes as they come in files: random ones, runs, and what stood before, near and far. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => () => Buffer.from(bytes)),
      fc.tuple(fc.nat(255), fc.nat(2000)).map(([byte, count]) => () => Buffer.alloc(count, byte)),
      fc
        .tuple(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 3, max: 700 }))
        .map(([back, count]) => (so: Buffer) => so.subarray(-back).subarray(0, count)),
      fc.string({ maxLength: 400 }).map((text) => () => Buffer.from(text, 'latin1')),
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.reduce<Buffer>((so, piece) => Buffer.concat([so, piece(so)]), Buffer.alloc(0)));

const settings = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
});

/** What zlib makes of it, in the kernel's terms. */
function oracle(stream: Uint8Array, length: number): { taken: number; output: Buffer } | undefined {
  try {
    const { buffer, engine } = inflateSync(stream, { info: true, maxOutputLength: Math.max(1, length) }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return buffer.length === length ? { taken: engine.bytesWritten, output: buffer } : undefined;
  } catch {
    return undefined;
  }
}

function agree(stream: Uint8Array, length: number, behind?: Uint8Array): boolean {
  const wanted = oracle(stream, length);
  const got = inflate(stream, length, behind);
  assert.equal(got?.taken, wanted?.taken);
  assert.ok(wanted === undefined || wanted.output.equals(got!.output), 'other bytes');
  return wanted !== undefined;
}

test('what zlib deflates comes out again, with every level, strategy, memory and window', () => {
  fc.assert(
    fc.property(content, settings, (bytes, options) => {
      assert.ok(agree(deflateSync(bytes, options), bytes.length));
    }),
    { numRuns: 250 },
  );
});

test('megabytes come out, in stored, fixed and dynamic blocks', () => {
  const bytes = Buffer.alloc(1 << 20);
  for (let at = 0, state = 1; at < bytes.length; at++) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    bytes[at] = at % 7 === 0 ? state >>> 24 : bytes[Math.max(0, at - 3000)]! ^ (at % 500 === 0 ? 1 : 0);
  }
  for (const options of [{ level: 0 }, { level: 1 }, { level: 9 }, { strategy: constants.Z_FIXED }, { memLevel: 1 }])
    assert.ok(agree(deflateSync(bytes, options), bytes.length));
});

test('the checksum counts, at every length around its steps', () => {
  for (const length of [0, 1, 15, 16, 17, 31, 5551, 5552, 5553, 5567, 5568, 11_104, 65_521, 70_000]) {
    const bytes = Buffer.alloc(length, 255);
    const stream = deflateSync(bytes);
    assert.ok(agree(stream, length));
    for (let byte = 1; byte <= 4; byte++) {
      const wrong = Buffer.from(stream);
      wrong[wrong.length - byte]! ^= 1 << byte;
      assert.equal(inflate(wrong, length), undefined);
    }
  }
});

test('another size than the stream has is refused', () => {
  fc.assert(
    fc.property(content, settings, fc.integer({ min: -300, max: 300 }), (bytes, options, off) => {
      fc.pre(off !== 0 && bytes.length + off >= 0);
      assert.equal(inflate(deflateSync(bytes, options), bytes.length + off), undefined);
    }),
    { numRuns: 200 },
  );
});

test('a stream that is cut is refused, even when the rest stands behind it', () => {
  fc.assert(
    fc.property(content, settings, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (bytes, options, share) => {
      const stream = deflateSync(bytes, options);
      const cut = Math.floor(stream.length * share);
      assert.equal(inflate(stream.subarray(0, cut), bytes.length, stream.subarray(cut)), undefined);
    }),
    { numRuns: 200 },
  );
});

test('what stands behind the stream is left there', () => {
  fc.assert(
    fc.property(content, settings, fc.uint8Array({ maxLength: 40 }), (bytes, options, behind) => {
      const stream = deflateSync(bytes, options);
      assert.equal(inflate(Buffer.concat([stream, behind]), bytes.length)?.taken, stream.length);
    }),
    { numRuns: 60 },
  );
});

/** Changes to a stream: bits flipped, bytes replaced, a piece dropped. */
const harm = fc.array(
  fc.record({
    at: fc.oneof({ weight: 3, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: fc.nat(4000) }),
    what: fc.oneof(
      fc.nat(7).map((bit) => (byte: number) => byte ^ (1 << bit)),
      fc.nat(255).map((value) => () => value),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The stream with the checksum of what comes out of it: without one in the way, other bytes are a sound stream often. */
function withSum(stream: Buffer): { stream: Buffer; length: number } | undefined {
  try {
    const { buffer, engine } = inflateRawSync(stream.subarray(2), { info: true, maxOutputLength: 1 << 16 }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(adler32(buffer));
    return { stream: Buffer.concat([stream.subarray(0, 2 + engine.bytesWritten), sum]), length: buffer.length };
  } catch {
    return undefined;
  }
}

/** RFC 1950 § 8.2, as it stands there. */
function adler32(bytes: Buffer): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

test('a stream with other bytes in it is refused where zlib refuses it, and only there', () => {
  const small = fc.oneof(
    fc.string({ minLength: 5, maxLength: 400 }).map((text) => Buffer.from(text, 'latin1')),
    fc.array(fc.constantFrom(...'aaaaabbbcdefghij'), { minLength: 60, maxLength: 900 }).map((all) => Buffer.from(all.join(''))),
  );
  let sound = 0;
  fc.assert(
    fc.property(small, settings, harm, (bytes, options, changes) => {
      const stream = deflateSync(bytes, options);
      for (const { at, what } of changes) stream[at % stream.length] = what(stream[at % stream.length]!);
      agree(stream, bytes.length);
      const other = withSum(stream);
      if (other === undefined) return;
      agree(other.stream, other.length);
      sound++;
    }),
    { numRuns: 1500 },
  );
  assert.ok(sound > 100, `only ${sound} were sound`);
});

test('codes of any lengths are read as zlib reads them, or refused', () => {
  let sound = 0;
  fc.assert(
    fc.property(dynamicStream, fc.nat(300), (stream, length) => {
      const whole = withSum(stream);
      if (whole === undefined) agree(Buffer.concat([stream, Buffer.alloc(4)]), length);
      else if (agree(whole.stream, whole.length)) sound++;
    }),
    { numRuns: 600 },
  );
  assert.ok(sound > 100, `only ${sound} were sound`);
});

test('bytes that are no stream at all are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(3), fc.nat(2000), (bytes, type, length) => {
      const block = bytes.length === 0 ? [] : [(bytes[0]! & 0xf8) | (type << 1) | 1, ...bytes.subarray(1)];
      agree(Buffer.from([0x78, 0x9c, ...block]), length);
      agree(Buffer.from(bytes), length);
    }),
    { numRuns: 1000 },
  );
});

test('a header that asks for a dictionary, another method or a wider window is refused', () => {
  const bytes = Buffer.from('some bytes');
  const stream = deflateSync(bytes);
  for (let first = 0; first < 256; first++) {
    for (const second of [0x01, 0x20, 0x5e, 0x9c, 0xbb, 0xda, 0xf9]) {
      stream[0] = first;
      // the check bits as they must be, with and without a dictionary asked for
      stream[1] = (second & 0xe0) | (31 - (((first << 8) | (second & 0xe0)) % 31)) % 31;
      agree(stream, bytes.length);
    }
  }
});

test('an input at the end of the memory is not read beyond it, however long the output is said to be', () => {
  const sound = deflateSync(Buffer.from('of no importance '.repeat(200)));
  for (const stream of [sound.subarray(0, 30), sound.subarray(0, -5), Buffer.from('789c4b4b', 'hex'), Buffer.from('789cfbff', 'hex')]) {
    const { result } = withRoom(16 << 20, (out) => {
      const end = kernel.bytes.length - SLACK;
      kernel.bytes.fill(0xff, end - stream.length);
      kernel.bytes.set(stream, end - stream.length);
      return kernel.call.inflate(end - stream.length, end, out, 16 << 20);
    });
    assert.equal(result, -1);
  }
});
