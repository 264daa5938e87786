/** Mail in quoted-printable (RFC 2045 § 6.7): `=3D`, and lines that are broken with `=`. */
import { bufferOf } from './inner.ts';
import { hexAt, rewrite, standsFor } from './rewritten.ts';
import type { DocumentLayer } from './document-layer.ts';
import type { Inner } from './inner.ts';
import type { Escaping } from './rewritten.ts';
import type { Span } from '../../model.ts';

const LITERALS = ['transfer-encoding: quoted-printable', 'transfer-encoding:quoted-printable', 'encoding=quoted-printable'];
const HEADER = new RegExp(LITERALS.join('|'), 'gi');
const BOUNDARY = /\bboundary=(?:"([^"\r\n]{1,70})"|([^\s";]{1,70}))/gi;
const DASHED = /\n--([^\r\n]{1,72})/g;

/** Blanks behind the `=` of a line that is broken: what is appended on the way, and stands for nothing. */
const MOST_BLANKS = 8;

const EQUALS: Escaping = {
  lead: 0x3d,
  read(bytes, at) {
    const byte = hexAt(bytes, at + 1, 2);
    if (byte >= 0) return standsFor.byte(3, byte);
    let end = at + 1;
    while (end <= at + MOST_BLANKS && (bytes[end] === 0x20 || bytes[end] === 0x09)) end++;
    if (bytes[end] === 0x0d) end++;
    return bytes[end] === 0x0a ? standsFor.nothing(end + 1 - at) : 0;
  },
};

/** Told by the header of a part; what is not encoded stays what it is, so that all of a part can be decoded. */
export const quotedPrintable: DocumentLayer = {
  magics: [],
  isEscaped: true,
  literals: LITERALS,
  open: (bytes) => decodedParts(bytes),
};

function* decodedParts(bytes: Uint8Array): Iterable<Inner> {
  for (const { start, end } of partsOf(bufferOf(bytes).toString('latin1'))) {
    const { isSame, spanOf, ...inner } = rewrite(bytes.subarray(start, end), EQUALS);
    if (isSame) continue;
    const outer = (span: Span): Span => ({ start: start + span.start, end: start + span.end });
    yield { via: 'quoted-printable', ...inner, spanOf: (span) => outer(spanOf(span)) };
  }
}

/** From each header up to the line that ends its part; parts beside it may be in base64, and are no part of it. */
function* partsOf(text: string): Iterable<Span> {
  const boundaries = new Set(Array.from(text.matchAll(BOUNDARY), ([, quoted, bare]) => quoted ?? bare!));
  const ends = Array.from(text.matchAll(DASHED)).filter(([, name]) => isBoundary(name!.trimEnd()));
  let next = 0;
  let done = 0;
  for (const { index: start } of text.matchAll(HEADER)) {
    if (start < done) continue;
    while (next < ends.length && ends[next]!.index < start) next++;
    done = ends[next]?.index ?? text.length;
    yield { start, end: done };
  }

  function isBoundary(name: string): boolean {
    return boundaries.has(name) || (name.endsWith('--') && boundaries.has(name.slice(0, -2)));
  }
}
