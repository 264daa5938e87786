/** Places where a leaked value stands as it is though no entry of a file is it: in a comment, in what was not read, inside of a value. */
import { formsOf } from '../../plan/current/compare.ts';
import type { CurrentFile } from './current-files.ts';
import type { CurrentSource, Entry } from '../../plan/current/entry.ts';
import type { Sighting } from '../../plan/verify.ts';
import type { Judged } from '../../model.ts';
import type { SecretValue } from '../../secret-value.ts';

/** Shorter values stand in texts by chance. */
const SHORTEST = 8;
const LF = 0x0a;
/** Beyond it nobody writes a comment. */
const LONGEST_LINE = 2000;

export function sightingsIn(files: readonly CurrentFile[], secrets: readonly Judged[]): readonly Sighting[] {
  return files.flatMap(({ source, bytes }) => {
    if (source.kind === 'log') return [];
    const { label } = source;
    const inside = valuesOf(source);
    return secrets.flatMap(({ id, value }) => {
      if (value.length < SHORTEST || inside.keys.has(value.key())) return [];
      const leaked = value.expose('judge');
      const [there, within] = [placeOf(leaked, bytes), placeOf(leaked, inside.bytes)];
      if (within !== undefined && there?.isComment !== false)
        return [{ secret: id, label, where: `at ${inside.placeAt(within.at)}`, isComment: within.isComment }];
      if (there === undefined) return [];
      const line = bytes.subarray(0, there.at).toString('latin1').split('\n').length;
      return [{ secret: id, label, where: `on line ${line}`, isComment: there.isComment }];
    });
  });
}

interface Values {
  readonly keys: ReadonlySet<string>;
  /** All of them, each on lines of its own: a file in base64 is read there. */
  readonly bytes: Buffer;
  readonly placeAt: (at: number) => string;
}

/** Every value of a file in every form. */
function valuesOf({ entries }: CurrentSource): Values {
  const all = entries.flatMap((entry) => (entry.value === undefined ? [] : formsOf(entry.value).map((form) => ({ entry, form }))));
  const starts: (readonly [at: number, Entry])[] = [];
  const parts: Buffer[] = [];
  let end = 0;
  for (const { entry, form } of all) {
    const bytes = form.expose('judge');
    starts.push([end, entry]);
    parts.push(bytes, Buffer.of(LF));
    end += bytes.length + 1;
  }
  return {
    keys: new Set(all.map(({ form }) => form.key())),
    bytes: Buffer.concat(parts),
    placeAt: (at) => starts.findLast(([start]) => start <= at)?.[1].place ?? '',
  };
}

/** How a value stands in a file, if it does by itself and is long enough for that to mean something. */
export function standsIn(value: SecretValue, bytes: Buffer): 'in use' | 'in a comment' | undefined {
  const place = value.length < SHORTEST ? undefined : placeOf(value.expose('judge'), bytes);
  return place && (place.isComment ? 'in a comment' : 'in use');
}

/** Where a value stands by itself, in a comment only if nowhere else. As a part of a longer one it is a near-copy at most. */
function placeOf(value: Buffer, bytes: Buffer): { readonly at: number; readonly isComment: boolean } | undefined {
  let comment: number | undefined;
  const isPart = (byte: number | undefined): boolean => /[A-Za-z0-9_+/=-]/.test(String.fromCharCode(byte ?? 0));
  for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 1)) {
    const before = String.fromCharCode(bytes[at - 1] ?? 0);
    const isAlone = (before === '=' || !isPart(bytes[at - 1])) && !isPart(bytes[at + value.length]);
    if (isAlone && !isInComment(bytes, at)) return { at, isComment: false };
    if (isAlone) comment ??= at;
  }
  return comment === undefined ? undefined : { at: comment, isComment: true };
}

/** What stands before it on the line: signs of a comment at its start, or behind a blank and outside of quotes. `//host` is none there. */
function isInComment(bytes: Buffer, at: number): boolean {
  const start = bytes.lastIndexOf(LF, at - 1) + 1;
  if (at === 0 || at - start > LONGEST_LINE) return false;
  const before = bytes.subarray(start, at).toString('latin1');
  return /^\s*(?:#|;|\/\/)/.test(before) || /^(?:[^"'`]|"[^"]*"|'[^']*')*?\s(?:#|\/\/(?=\s))/.test(before);
}
