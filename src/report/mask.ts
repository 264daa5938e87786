/**
 * The one gate for text from outside (paths, refs, authors, names, messages): it knows every value that was found and
 * stands nowhere by chance, and lets none of them pass, in whatever escaped form. Cost is linear in the text, whatever
 * the values.
 */
import type { SecretValue } from '../secret-value.ts';
import { type Maskable, isMaskedEverywhere } from './masked-everywhere.ts';
import { printable } from './printable.ts';
import { type Reading, eachReading, isSpace, withoutSpace } from './readings.ts';
import { ENOUGH, type Windows, createWindows } from './windows.ts';

/** What stands where a value stood; its width says nothing. */
export const MASK = '••••••••';

/** Characters from which on a value can be masked wherever it stands. */
const SHORTEST = 8;
/** Bytes in UTF-8. */
const LONGEST_CHARACTER = 4;
const REMEMBERED = { length: 512, count: 4096 };

interface Showable {
  readonly secrets: readonly Maskable[];
  readonly hidden?: readonly SecretValue[];
}

/** What nothing that shows a report may show, in whatever place. */
export function valuesIn({ secrets, hidden = [] }: Showable): readonly SecretValue[] {
  return [...secrets.filter(isMaskedEverywhere).map(({ value }) => value), ...hidden];
}

/** Values masked, controls spelled out; newlines and tabs stay, for text that may span lines. */
export function createMasker(values: Iterable<SecretValue>): (text: string) => string {
  return gate(createCover(values), '\n\t');
}

/** The same for what must stay on one line: paths, names, refs, authors. Newlines and tabs are spelled out too. */
export function createLineMasker(values: Iterable<SecretValue>): (text: string) => string {
  return gate(createCover(values), '');
}

/** Values masked and nothing else changed: for formats that escape controls themselves. */
export function createCover(values: Iterable<SecretValue>): (text: string) => string {
  const raw = distinct(values);
  const plain = createWindows(raw.flatMap(forms));
  const wrapped = createWindows(raw.flatMap(wrappedForms));
  if (plain.empty) return (text) => text;
  return remembering((text) => {
    if (text.length < SHORTEST) return text;
    const covered = new Uint8Array(text.length);
    let some = false;
    const look = (reading: Reading, whole: boolean, windows: Windows): void => {
      some = find(reading, whole, windows, covered) || some;
    };
    eachReading(text, ENOUGH + LONGEST_CHARACTER - 1, (reading, whole) => {
      look(reading, whole, plain);
      if (whole && !wrapped.empty) look(withoutSpace(reading), true, wrapped);
    });
    return some ? replaced(text, covered) : text;
  });
}

/** Paths, refs and authors come again and again. */
function remembering(work: (text: string) => string): (text: string) => string {
  const recent = new Map<string, string>();
  return (text) => {
    if (text.length > REMEMBERED.length) return work(text);
    const known = recent.get(text);
    if (known !== undefined) return known;
    if (recent.size >= REMEMBERED.count) recent.clear();
    const result = work(text);
    recent.set(text, result);
    return result;
  };
}

function gate(cover: (text: string) => string, keep: '' | '\n\t'): (text: string) => string {
  return (text) => {
    const masked = cover(text);
    const safe = printable(masked, keep);
    // a control that was spelled out can complete a value that holds the same escape as plain text
    return safe === masked ? safe : cover(safe);
  };
}

function find(reading: Reading, whole: boolean, windows: Windows, covered: Uint8Array): boolean {
  let some = false;
  // what begins behind the first character is found where the text is read from there on
  const last = whole ? reading.length : Math.min(LONGEST_CHARACTER, reading.length);
  for (let at = 0; at < last; at++) {
    const length = windows.covered(reading.bytes, at, reading.length);
    if (length === 0) continue;
    covered.fill(1, reading.start[at]!, reading.end[at + length - 1]!);
    some = true;
  }
  return some;
}

/** One mask for each run of covered characters. */
function replaced(text: string, covered: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const isCovered = covered[at] === 1;
    const turn = covered.indexOf(isCovered ? 0 : 1, at);
    const end = turn === -1 ? text.length : turn;
    parts.push(isCovered ? MASK : text.slice(at, end));
    at = end;
  }
  return parts.join('');
}

function distinct(values: Iterable<SecretValue>): readonly Buffer[] {
  const byKey = new Map<string, Buffer>();
  for (const value of values) {
    const bytes = value.expose('mask');
    if (bytes.toString('utf8').length >= SHORTEST) byKey.set(value.key(), bytes);
  }
  return [...byKey.values()];
}

/** Byte strings as which a value stands in text. Escapes are undone on the other side. */
function forms(value: Buffer): readonly Buffer[] {
  const found = [value];
  if (value.includes(0x20)) found.push(Buffer.from(value.toString('latin1').replaceAll(' ', '+'), 'latin1'));
  return [...found, ...otherCase(value), ...(isText(value) ? singleBytes(value) : otherwiseRead(value))];
}

/** Hexadecimal digits, groups of them too, are the same value in either case. */
function otherCase(value: Buffer): readonly Buffer[] {
  const text = value.toString('latin1');
  if (!/^(?:0x)?[0-9a-f:-]+$/i.test(text) || !/[a-f]/i.test(text)) return [];
  return [text.toLowerCase(), text.toUpperCase(), text.toUpperCase().replace(/^0X/, '0x')].map((form) => Buffer.from(form, 'latin1'));
}

/** Values that may be broken over lines, in one piece. A key body is kept as DER and stands in files as base64. */
function wrappedForms(value: Buffer): readonly Buffer[] {
  if (!isText(value)) return [Buffer.from(value.toString('base64'))];
  if (!value.includes(0x0a)) return [];
  const joined = value.filter((byte) => !isSpace(byte));
  return joined.length >= ENOUGH ? [Buffer.from(joined)] : [];
}

/** `é` as one byte, as `\xe9` and `%E9` write it. */
function singleBytes(value: Buffer): readonly Buffer[] {
  const text = value.toString('utf8');
  const fits = text.length < value.length && [...text].every((character) => (character.codePointAt(0) ?? 0) < 0x100);
  return fits ? [Buffer.from(text, 'latin1')] : [];
}

/** Text in another encoding, as it looks once it was taken for Latin-1, or for UTF-8 with what was lost replaced. */
function otherwiseRead(value: Buffer): readonly Buffer[] {
  const text = value.toString('utf8');
  const lost = [...text].filter((character) => character === '\ufffd').length;
  // of binary content neither would say anything
  return lost * 4 > text.length ? [] : [Buffer.from(value.toString('latin1')), Buffer.from(text)];
}

function isText(value: Buffer): boolean {
  return !value.includes(0) && Buffer.from(value.toString('utf8'), 'utf8').equals(value);
}
