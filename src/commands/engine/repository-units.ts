/**
 * Every unit of an object store that is no blob: messages, identities and other headers of commits and tags, ref
 * names, file names. Each is scanned by itself.
 */
import { utf16Of } from '../../detect/layers/utf-16.ts';
import { readIdentity, splitHeaders } from '../../source/object-parts.ts';
import type { Detector } from '../../detect/unit.ts';
import type { Collector, Placed } from './collect.ts';
import type { MayHold } from './engine.ts';
import type { Where } from '../../model.ts';
import type { Headed } from '../../source/object-parts.ts';

/** A place outside of blobs. */
export interface TextPlace extends Placed {
  readonly where: Where;
  /** Ref or file name; of a tag object its tag as a ref; the header of a commit, '' for its message. */
  readonly path: string;
  /** Object number of the commit or tag; -1 for a ref name. */
  readonly object: number;
  /** Of a tag: who wrote it, and when. */
  readonly tagger?: { readonly name: string; readonly seconds: number };
}

const IDENTITY = new Set(['author', 'committer', 'tagger']);
/**
 * Ids of other objects, and the word for their type. A signature is text: anything can be written there, and without the
 * rules for unnamed tokens its randomness is nothing that is looked for.
 */
const NOT_TEXT = new Set(['tree', 'parent', 'object', 'type']);

/** For objects in which a literal stands. @param detector one without the rules for unnamed tokens */
export function scanHeaded(
  detector: Detector,
  mayHold: MayHold,
  collector: Collector,
  object: number,
  type: 'commit' | 'tag',
  bytes: Buffer,
): TextPlace[] {
  const { headers, message } = splitHeaders(bytes);
  const places: TextPlace[] = [];
  const tag = type === 'tag' ? tagRef(headers) : undefined;
  const written = headers.find(({ key }) => key === 'tagger')?.value;
  const by = tag === undefined || written === undefined ? {} : { tagger: readIdentity(written) };
  for (const { key, value, where } of textHeaders(headers)) look(value, where, tag ?? key);
  look(message, tag === undefined ? 'commit-message' : 'tag-message', tag ?? '');
  return places;

  function look(part: Buffer, where: Where, path: string): void {
    const from = part.byteOffset - bytes.byteOffset;
    if (!mayHold(from, from + part.length) && utf16Of(part) === undefined) return; // most: it was in another part
    for (const placed of collector.add(detector.scan(part), object)) places.push({ ...placed, where, path, object, ...by });
  }
}

/** A tag object knows its own name, also when no ref points at it any more. */
function tagRef(headers: Headed['headers']): string {
  const name = headers.find(({ key }) => key === 'tag')?.value.toString('utf8') ?? '';
  return `refs/tags/${name}`;
}

/** Headers of a commit or tag in which people and programs can write what they like. */
export function textHeaders(
  headers: Headed['headers'],
): { key: string; value: Buffer; where: 'identity' | 'header' }[] {
  const texts = headers.filter(({ key }) => !NOT_TEXT.has(key));
  return texts.map(({ key, value }) => ({ key, value, where: IDENTITY.has(key) ? 'identity' : 'header' }));
}

/** A ref's name, or each part of a path. */
export function scanNames(
  detector: Detector,
  collector: Collector,
  names: readonly string[],
): Map<string, readonly Placed[]> {
  const found = new Map<string, readonly Placed[]>();
  for (const name of names) {
    const bytes = Buffer.from(name, 'utf8');
    if (!detector.mayHold(bytes)) continue;
    const placed = collector.add(detector.scan(bytes));
    if (placed.length > 0) found.set(name, placed);
  }
  return found;
}
