/** A log of rotations in, which key id was rotated to on which day out. Lines of text or of JSON. */
import { dayOf, type Rotated } from './entry.ts';
import { parsed } from './exports.ts';
import { isMap } from './tree.ts';

const TIME = '\\d{4}-\\d{2}-\\d{2}(?:[T ][\\d:.,]{4,16}(?:Z|[+-]\\d{2}:?\\d{2})?)?';
const LINE = new RegExp(`^\\[?(${TIME})\\]?\\s.{0,80}?\\brotated\\b.{0,40}?\\bto\\s+["']?([\\w.:-]{1,64})`, 'i');

/** The rotations of a log; undefined when no line or not most lines are one. Times without a zone are UTC. */
export function readLog(text: string): readonly Rotated[] | undefined {
  const lines = text.split(/\r\n|\r|\n/).map((line, at) => ({ text: line.trim(), line: at + 1 }));
  const filled = lines.filter((line) => line.text !== '');
  const found = filled.flatMap((each) => rotated(each.text, each.line) ?? []);
  return found.length > 0 && found.length * 2 >= filled.length ? found : undefined;
}

function rotated(text: string, line: number): Rotated | undefined {
  const match = LINE.exec(text.slice(0, 400));
  const json = text.startsWith('{') ? parsed(text) : undefined;
  const id = match?.[2] ?? (isMap(json) ? idIn(json) : undefined);
  const time = isMap(json) ? (json['ts'] ?? json['time'] ?? json['timestamp'] ?? json['at']) : undefined;
  const on = dayOf(match?.[1]?.replace(',', '.') ?? time);
  return id === undefined || on === undefined ? undefined : { id, on, line };
}

function idIn(json: Readonly<Record<string, unknown>>): string | undefined {
  if (!/rotat/i.test(JSON.stringify(json).slice(0, 2000))) return undefined;
  const id = json['kid'] ?? json['key_id'] ?? json['keyId'] ?? json['to'] ?? json['id'];
  return typeof id === 'string' && id.length <= 64 ? id : undefined;
}
