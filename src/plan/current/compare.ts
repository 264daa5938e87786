/** Values of today in, how they stand to a leaked one out. Works on texts that never leave this file but as answers. */
import { createHash } from 'node:crypto';
import { SecretValue } from '../../secret-value.ts';
import { spellingsIn, spellingsOf } from './spellings.ts';

const LONGEST = 1 << 16;
/** What is shorter stands in others by chance. */
const SHORTEST = 6;

/** The value in every form in which a leaked one may have been taken: whole, trimmed, out of a URL, PEM as its bytes. */
export function formsOf(value: SecretValue): readonly SecretValue[] {
  const raw = value.expose('judge');
  if (raw.length > LONGEST) return [value];
  const text = raw.toString('utf8');
  const forms = [text.trim(), ...passwordsIn(text), ...decoded(text), ...fallbacksIn(text)].filter((form) => form !== '' && form !== text);
  const bodies = pemBodies(text);
  return [value, ...[...new Set(forms)].map((form) => new SecretValue(Buffer.from(form))), ...bodies];
}

/** What is taken where a variable is not set: `${JWT_SECRET:-…}` of shells and compose files, `${jwt.secret:…}` of Spring. */
function fallbacksIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{[\w.]{1,100}:?[-=:]([^{}]{1,4096})\}/g)].map(([, value = '']) => value);
}

/** Passwords of URLs and connection strings. */
export function passwordsIn(text: string): readonly string[] {
  const urls = [...text.matchAll(URL_PASSWORD)].flatMap(([, word = '']) => [word, percentDecoded(word)]);
  const strings = [...text.matchAll(STRING_PASSWORD)].map(([, word = '']) => word.replace(/^(["'])(.*)\1$/s, '$2'));
  return [...urls, ...strings];
}

const URL_PASSWORD = /[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{0,200}:([^\s/]{1,400})@/gi;
const STRING_PASSWORD = /(?:^|[;\s])(?:password|pwd)\s*=\s*("[^"]{1,400}"|'[^']{1,400}'|[^;\s]{1,400})/gi;

/** The passwords of a value that is a URL, else the value itself. */
export function passwordForms(value: SecretValue): readonly SecretValue[] {
  const passwords = passwordValues(value);
  return passwords.length === 0 ? [value] : passwords;
}

/** The password of a URL or a connection string. */
export function passwordIn(value: SecretValue): SecretValue | undefined {
  return passwordValues(value)[0];
}

function passwordValues(value: SecretValue): readonly SecretValue[] {
  const passwords = passwordsIn(value.expose('judge').subarray(0, LONGEST).toString('utf8'));
  return passwords.map((text) => new SecretValue(Buffer.from(text)));
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decoded(text: string): readonly string[] {
  if (!/^[A-Za-z0-9+/_-]{6,}={0,2}\s*$/.test(text)) return [];
  const inner = Buffer.from(text, 'base64').toString('utf8');
  return /^[\x20-\x7e\r\n\t]+$/.test(inner) ? [inner, inner.trim(), ...passwordsIn(inner)] : [];
}

/** Ids of keys go by the bytes between BEGIN and END. */
function pemBodies(text: string): readonly SecretValue[] {
  const plain = text.replaceAll('\\n', '\n');
  return [...plain.matchAll(/-----BEGIN [^-]{1,64}-----([^-]{16,65536})-----END/g)].map(([, body = '']) => {
    const lines = body.split('\n').filter((line) => !/^[\w-]{1,32}:/.test(line.trim()));
    return new SecretValue(Buffer.from(lines.join('').replace(/\s+/g, ''), 'base64'));
  });
}

/**
 * Whether a new value is the old one with something small done to it: Summer2025! after Summer2024!. Two edits, another
 * number or case, something put in front or behind. Random values are never that close by chance.
 */
export function isNearCopy(leaked: SecretValue, now: SecretValue): boolean {
  const [old, young] = [leaked, now].map((value) => value.expose('judge').subarray(0, LONGEST)) as [Buffer, Buffer];
  const [a, b] = [old, young].map((bytes) => bytes.toString('utf8').normalize('NFKC')) as [string, string];
  if (old.equals(young)) return false;
  if (isRearranged(a, b) || isEncoded(old.toString('latin1'), young.toString('latin1'))) return true;
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x === y) return true;
  const shorter = x.length <= y.length ? x : y;
  const longer = shorter === x ? y : x;
  if (shorter.length >= SHORTEST && longer.includes(shorter)) return true;
  const [p, q] = [lettersOf(x), lettersOf(y)];
  if (p.length >= 4 && p === q && p.length * 2 >= shorter.length) return true;
  if (shorter.length >= SHORTEST && editsUpTo(2, x, y) <= 2) return true;
  return shorter.length >= 12 && sharedEnds(x, y) * 4 >= longer.length * 3;
}

/** The same bytes in another encoding or disguise, also with something around them. One byte a character. */
function isEncoded(leaked: string, now: string): boolean {
  const own = spellingsOf(leaked);
  const made = [...DISGUISES.map((disguise) => disguise(leaked)), ...DIGESTS.flatMap((name) => digestsOf(leaked, name))];
  const disguised = leaked.length < SHORTEST ? [] : [leaked, ...made];
  return [...spellingsIn(now)].some((text) => own.has(text) || disguised.some((each) => text.includes(each)));
}

/** What people do to a value that has to look new, and anybody undoes. */
const DISGUISES: readonly ((text: string) => string)[] = [
  (text) => [...text].toReversed().join(''),
  rotated,
  (text) => rotated([...text].toReversed().join('')),
  (text) => [...text].map((sign) => sign + sign).join(''),
];

/** Whoever has the value has them as well. Some lists of secrets show them in place of values. */
const DIGESTS = ['md5', 'sha1', 'sha256', 'sha512'];

/** With the end of the line that `echo` adds, too. */
function digestsOf(text: string, name: string): readonly string[] {
  return [text, `${text}\n`].map((each) => createHash(name).update(each, 'latin1').digest().toString('latin1'));
}

/** ROT13. */
function rotated(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}

/** The same backwards, with another beginning, or with other signs between. */
function isRearranged(a: string, b: string): boolean {
  const [plain, other] = [a, b].map((text) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()) as [string, string];
  if (plain.length >= 8 && plain.length === other.length && `${plain}${plain}`.includes(other)) return true;
  const turned = [...a].toReversed().join('');
  return a.length >= SHORTEST && a.length === b.length && [a, turned].some((text) => `${text}${text}`.includes(b));
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}]/gu, '');
}

/** Characters that both share at the beginning and at the end. */
function sharedEnds(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let front = 0;
  while (front < most && a[front] === b[front]) front++;
  let back = 0;
  while (back < most - front && a[a.length - 1 - back] === b[b.length - 1 - back]) back++;
  return front + back;
}

/** Edit distance, or a number above the limit: only the band around the diagonal is looked at. */
function editsUpTo(limit: number, a: string, b: string): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = new Map<number, number>(Array.from({ length: limit + 1 }, (_, at) => [at, at]));
  for (let i = 1; i <= a.length; i++) {
    const next = new Map<number, number>();
    for (let j = Math.max(0, i - limit); j <= Math.min(b.length, i + limit); j++) {
      const change = (row.get(j - 1) ?? limit + 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.set(j, j === 0 ? i : Math.min(change, (row.get(j) ?? limit) + 1, (next.get(j - 1) ?? limit) + 1));
    }
    row = next;
  }
  return row.get(b.length) ?? limit + 1;
}
