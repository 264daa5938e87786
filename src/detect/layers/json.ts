/** Walks JSON (RFC 8259) from string to string, with the place of each in the document. */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LONGEST_PATH = 1024;
const DEEPEST = 1 << 12;

/** A string that is no key: what stands between its quotes. */
export interface JsonString {
  readonly start: number;
  readonly end: number;
  readonly hasEscape: boolean;
  readonly place: Place;
}

/** Where a member stands: in an object by its key, or in a list. */
export interface Place {
  /** Of the object or the list. */
  readonly path: string;
  readonly isList: boolean;
  readonly key: string;
  readonly index: number;
}

type Level = { -readonly [Part in keyof Place]: Place[Part] };

/** Asks no more of the text than that brackets and quotes fit, and ends where they do not. */
export function* readJson(buffer: Buffer, start: number): Iterable<JsonString> {
  const levels: Level[] = [];
  let level: Level | undefined;
  let wantsKey = false;
  for (let at = start; at < buffer.length; at++) {
    switch (buffer[at]) {
      case 0x7b: // {
      case 0x5b: // [
        if (levels.length === DEEPEST) return;
        level = { path: level === undefined ? '' : pathOf(level), isList: buffer[at] === 0x5b, key: '', index: 0 };
        levels.push(level);
        wantsKey = !level.isList;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (levels.pop()?.isList !== (buffer[at] === 0x5d)) return;
        level = levels.at(-1);
        wantsKey = false;
        break;
      case 0x2c: // ,
        if (level?.isList) level.index++;
        wantsKey = level?.isList === false;
        break;
      case QUOTE: {
        const start = at + 1;
        let hasEscape = false;
        for (at = start; at < buffer.length && buffer[at] !== QUOTE; at++) {
          if (buffer[at] !== BACKSLASH) continue;
          hasEscape = true;
          at++;
        }
        if (at >= buffer.length) return;
        if (wantsKey && level !== undefined)
          level.key = buffer.toString('utf8', start, Math.min(at, start + LONGEST_PATH));
        else if (level !== undefined) yield { start, end: at, hasEscape, place: { ...level } };
        wantsKey = false;
      }
    }
  }
}

/** `cells[3].source[0]` */
export function pathOf({ path, isList, key, index }: Place): string {
  if (isList) return shortened(`${path}[${index}]`);
  if (!/^[\w$-]+$/.test(key)) return shortened(`${path}[${JSON.stringify(key)}]`);
  return shortened(path === '' ? key : `${path}.${key}`);
}

function shortened(path: string): string {
  return path.length > LONGEST_PATH ? path.slice(0, LONGEST_PATH) : path;
}
