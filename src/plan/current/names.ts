/** Whether a name under which a secret leaked and keys of a file name the same thing. */

/** Words of a name: JWT_SECRET, jwtSecret and `Jwt:Secret` have the same; the last one loses its plural. */
export function wordsOf(name: string): readonly string[] {
  const words = name
    .slice(0, 300)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const last = words.at(-1);
  if (last !== undefined && last.length > 3 && /[^su]s$/.test(last)) words[words.length - 1] = last.slice(0, -1);
  return words;
}

/** Keys as settings without levels spell them: `sendgrid.api_key` as SENDGRID_API_KEY. */
export function spelled(path: readonly string[]): string {
  return wordsOf(path.join('.')).join('_');
}

/** `sendgrid.api-key` in one key is two levels, as properties write them. */
export function levelsOf(path: readonly string[]): readonly string[] {
  return [...path.slice(0, -1), ...(path.at(-1) ?? '').split(/[.:]/)];
}

/** The keys up to the value, or the last of them, spell the name. */
export function isSameName(name: string, path: readonly string[]): boolean {
  const wanted = wordsOf(name).join('_');
  if (wanted === '') return false;
  const levels = levelsOf(path);
  const ends = levels.map((_, at) => spelled(levels.slice(at)));
  if (ends.includes(wanted)) return true;
  // config.jwtSecret leaked from code: its last part is what settings call it, unless that says nothing by itself
  const last = wordsOf(name.split(/[.:]/).at(-1) ?? '');
  return /[.:]/.test(name) && last.length > 1 && ends.includes(last.join('_'));
}

export interface MapKey {
  /** Words of the map's name. */
  readonly map: string;
  readonly id: string;
}

/** `jwt_secrets.v1` as map and id: by its last part, whatever folder the file is in. */
export function mapKeyOf(path: readonly string[]): MapKey | undefined {
  const id = path.at(-1);
  const map = wordsOf(path.at(-2) ?? '').join('_');
  return id === undefined || map === '' ? undefined : { map, id };
}

/** Whether a name is one of several keys: JWT_SECRETS, jwtKeys; by its ids (`v2`, `2026-01`) any name is. */
export function isKeyMap(map: string, id: string): boolean {
  return /^v?\d[\w.:-]*$/i.test(id) || (wordsOf(map).length > 1 && /(?:secrets|keys)$/i.test(map));
}

/** The same of a name as reports have it. */
export function mapKeyOfName(name: string): MapKey | undefined {
  const match = /^(.{1,200}?)(?:\.|\["?)([\w.:-]{1,64}?)"?\]?$/.exec(name);
  return match ? mapKeyOf([match[1] ?? '', match[2] ?? '']) : undefined;
}

/** Whether what is called so is to be kept secret: DB_PASSWORD, `apiKey`. */
export function isSecretName(name: string): boolean {
  return SECRET.test(spelled([name]));
}

const SECRET = /(?:password|passwd|passphrase|secret|token|key|(?:^|_)(?:pass|pwd|auth|credential|dsn|salt))(?:_|$)/;

const PREVIOUS = /(?:^|_)(?:previous|prev|old|fallback|secondary|retired|legacy|former)$/;

/** JWT_SECRET_PREVIOUS is accepted beside JWT_SECRET. */
export function isPreviousName(path: readonly string[]): boolean {
  return PREVIOUS.test(wordsOf(path.at(-1) ?? '').join('_'));
}

/** JWT_SECRET_ID says which key of JWT_SECRETS is in use: the words of the map's name. */
export function pointsTo(path: readonly string[]): string | undefined {
  const words = wordsOf(path.at(-1) ?? '');
  const last = words.at(-1) ?? '';
  if (words.length < 2 || !/^(?:id|kid|active|version)$/.test(last)) return undefined;
  return wordsOf(words.slice(0, -1).join('_')).join('_');
}
