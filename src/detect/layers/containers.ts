/** Containers: what tells of each, and what opens it. What opens them is only touched when one is there. */
import {
  openBzip2,
  openGitPack,
  openGzip,
  openJsonStrings,
  openOfficeText,
  openPdf,
  openRtf,
  openSqlite,
  openTar,
  openXz,
  openZip,
  openZstd,
} from './openers.ts';
import { tarInPieces } from './tar-pieces.ts';
import type { DocumentLayer } from './document-layer.ts';

export const CONTAINERS: readonly DocumentLayer[] = [
  { ...begins('\x1f\x8b\x08'), open: (...unit) => openGzip(...unit) },
  {
    // behind a program that unpacks it only its last record tells
    magics: [...begins('PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08').magics, { at: -22, bytes: 'PK\x05\x06' }],
    literals: [],
    open: (...unit) => openZip(...unit),
  },
  {
    magics: [{ at: 257, bytes: 'ustar' }],
    literals: [],
    open: (...unit) => openTar(...unit),
    inPieces: (...how) => tarInPieces(...how),
  },
  { ...begins('BZh'), open: (...unit) => openBzip2(...unit) },
  { ...begins('\xfd7zXZ\0'), open: (...unit) => openXz(...unit) },
  { ...begins('\x28\xb5\x2f\xfd'), open: (...unit) => openZstd(...unit) },
  { ...begins('%PDF-'), open: (...unit) => openPdf(...unit) },
  { ...begins('{\\rtf'), open: (...unit) => openRtf(...unit) },
  { ...begins('SQLite format 3\0'), open: (...unit) => openSqlite(...unit) },
  { ...begins('PACK\0\0\0', '# v2 git bundle\n', '# v3 git bundle\n'), open: (...unit) => openGitPack(...unit) },
  { ...holds('"nbformat"', '"sourcescontent"', '"starteddatetime"'), open: (...unit) => openJsonStrings(...unit) },
  { ...holds('openxmlformats.org/', 'names:tc:opendocument:xmlns'), open: (...unit) => openOfficeText(...unit) },
];

function begins(...texts: readonly string[]): Pick<DocumentLayer, 'magics' | 'literals'> {
  return { magics: texts.map((bytes) => ({ at: 0, bytes })), literals: [] };
}

function holds(...literals: readonly string[]): Pick<DocumentLayer, 'magics' | 'literals'> {
  return { magics: [], literals };
}
