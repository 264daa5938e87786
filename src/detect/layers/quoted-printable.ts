/** Mail in quoted-printable (RFC 2045 § 6.7): `=3D`, and lines that are broken with `=`. */
import { rewrite } from './rewritten.ts';
import type { DocumentLayer } from './documents.ts';

const ESCAPE = /=(?:([0-9A-Fa-f]{2})|[ \t]{0,8}\r?\n)/g;

/** Told by the header of a part; what is not encoded stays what it is, so that all of the file can be decoded. */
export const quotedPrintable: DocumentLayer = {
  magics: [],
  isEscaped: true,
  literals: ['transfer-encoding: quoted-printable', 'encoding=quoted-printable'],
  open(bytes) {
    const { isSame, ...inner } = rewrite(bytes, ESCAPE, ([, hex]) =>
      hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return isSame ? undefined : [{ via: 'quoted-printable', ...inner }];
  },
};
