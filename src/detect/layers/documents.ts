/** Layers that take the whole unit, and what tells of each: first bytes, or a text that stands anywhere in it. */
import { CONTAINERS } from './containers.ts';
import { quotedPrintable } from './quoted-printable.ts';
import type { DocumentLayer } from './document-layer.ts';

export const DOCUMENTS: readonly DocumentLayer[] = [...CONTAINERS, quotedPrintable];

/** Bytes of a unit that magics look at, at its beginning and at its end. */
export const MAGIC_REACH = 512;
export const END_REACH = 32;
/** First bytes of programs: what unpacks itself begins so. */
const PROGRAMS = ['#!', 'MZ', '\x7fELF'];

/** One behind the other, layer by layer: every version of every file comes by here. */
const MAGICS = DOCUMENTS.flatMap((layer) => layer.magics.map((magic) => ({ layer, magic, first: magic.bytes.charCodeAt(0) })));
const NONE: readonly DocumentLayer[] = [];

/** Those whose magic a unit has. */
export function documentsOf(bytes: Uint8Array, from = 0, length = bytes.length): readonly DocumentLayer[] {
  let found: DocumentLayer[] | undefined;
  for (let n = 0; n < MAGICS.length; n++) {
    const { layer, magic, first } = MAGICS[n]!;
    const at = magic.at < 0 ? length + magic.at : magic.at;
    if (at >= 0 && at < length && bytes[from + at] === first && standsAt(bytes, from, length, magic) && found?.at(-1) !== layer)
      (found ??= []).push(layer);
  }
  return found ?? NONE;
}

/** Those that may be told by the end of a unit, of which the beginning says nothing of the kind. */
export function documentsAtEnd(end: Uint8Array): readonly DocumentLayer[] {
  return DOCUMENTS.filter(({ magics }) => magics.some((magic) => magic.at < 0 && standsAt(end, 0, end.length, magic)));
}

/** Those that the beginning of a unit tells. */
export function documentsAtHead(head: Uint8Array): readonly DocumentLayer[] {
  return DOCUMENTS.filter(({ magics }) => magics.some((magic) => magic.at >= 0 && standsAt(head, 0, head.length, magic)));
}

export function isProgram(head: Uint8Array): boolean {
  return PROGRAMS.some((bytes) => standsAt(head, 0, head.length, { at: 0, bytes }));
}

function standsAt(bytes: Uint8Array, from: number, length: number, magic: DocumentLayer['magics'][number]): boolean {
  const at = magic.at < 0 ? length + magic.at : magic.at;
  if (at < 0 || at + magic.bytes.length > length) return false;
  for (let n = 0; n < magic.bytes.length; n++) if (bytes[from + at + n] !== magic.bytes.charCodeAt(n)) return false;
  return true;
}
