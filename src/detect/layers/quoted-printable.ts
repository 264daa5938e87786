/** Mail in quoted-printable (RFC 2045 § 6.7): `=3D`, and lines that are broken with `=`. */
import { bufferOf } from './inner.ts';
import { rewrite } from './rewritten.ts';
import type { DocumentLayer } from './documents.ts';
import type { Inner } from './inner.ts';
import type { Span } from '../../model.ts';

const ESCAPE = /=(?:([0-9A-Fa-f]{2})|[ \t]{0,8}\r?\n)/g;
const LITERALS = ['transfer-encoding: quoted-printable', 'encoding=quoted-printable'];
const HEADER = new RegExp(LITERALS.join('|'), 'gi');
const BOUNDARY = /\bboundary=(?:"([^"\r\n]{1,70})"|([^\s";]{1,70}))/gi;
const DASHED = /\n--([^\r\n]{1,72})/g;

/** Told by the header of a part; what is not encoded stays what it is, so that all of a part can be decoded. */
export const quotedPrintable: DocumentLayer = {
  magics: [],
  isEscaped: true,
  literals: LITERALS,
  open: (bytes) => decodedParts(bytes),
};

function* decodedParts(bytes: Uint8Array): Iterable<Inner> {
  for (const { start, end } of partsOf(bufferOf(bytes).toString('latin1'))) {
    const { isSame, spanOf, ...inner } = rewrite(bytes.subarray(start, end), ESCAPE, ([, hex]) =>
      hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)),
    );
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
