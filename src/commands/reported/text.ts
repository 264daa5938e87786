/**
 * What other scanners reported in, the same with what the repository adds out: its own path for theirs, the lines that
 * they speak of, and the values whose hashes a baseline has.
 */
import { hashedIn } from '../../reported/hashed.ts';
import { SecretValue } from '../../secret-value.ts';
import { openReader } from '../../source/cat-file.ts';
import { trackedPaths } from '../../source/tracked-paths.ts';
import type { Reported } from '../../reported/reported.ts';
import type { Repository } from '../../source/repository.ts';

const LONGEST_AREA = 64 << 10;

export async function withText(found: readonly Reported[], repository: Repository): Promise<readonly Reported[]> {
  const { git, head } = repository;
  const tracked = new Set(head === null ? [] : (await trackedPaths(git, head)).paths);
  const ours = found.map((each) => ({ ...each, path: pathIn(tracked, each.path) }));
  const asked = ours.filter(({ value, path }) => value === undefined && isReadable(path));
  const files = await readFiles([...new Set(asked.flatMap((each) => versionsOf(each, head)))], repository);
  const values = valuesByHash(asked, files, head);
  return ours.map((each) => {
    if (!asked.includes(each)) return each;
    const value = values.get(each.sha1 ?? '');
    if (value !== undefined) return { ...each, value };
    const text = textOf(each, files, head);
    if (text === undefined || each.area !== undefined || each.line === undefined) return each;
    return { ...each, ...areaOf(each, text.split('\n')) };
  });
}

/** cat-file takes one name a line. */
function isReadable(path: string): boolean {
  return path !== '' && !path.includes('\n');
}

/** The commit that the report names, else HEAD. */
function versionsOf({ commit, path }: Reported, head: string | null): readonly string[] {
  return [commit, head].filter((each) => typeof each === 'string').map((revision) => `${revision}:${path}`);
}

/** Paths of a machine or of another folder: the longest end that is a path of HEAD. */
function pathIn(tracked: ReadonlySet<string>, path: string): string {
  const plain = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  if (tracked.has(plain)) return plain;
  const parts = plain.split('/').filter((part) => part !== '');
  const ends = parts.map((_, at) => parts.slice(at).join('/'));
  return ends.find((end) => tracked.has(end)) ?? plain;
}

async function readFiles(names: readonly string[], { git }: Repository): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (names.length === 0) return texts;
  const reader = openReader({ git });
  try {
    await reader.read(
      names,
      (index, type, bytes) => {
        const name = names[index];
        if (type === 'blob' && name !== undefined) texts.set(name, Buffer.from(bytes).toString('utf8'));
      },
      () => {}, // too large to be a file that people write
    );
  } finally {
    reader.close();
  }
  return texts;
}

/** As the report's commit has the file, else as HEAD has it. */
function textOf(each: Reported, files: ReadonlyMap<string, string>, head: string | null): string | undefined {
  return versionsOf(each, head).map((version) => files.get(version)).find((text) => text !== undefined);
}

/** Wherever in its file a value stands today: a baseline is older. */
function valuesByHash(
  asked: readonly Reported[],
  files: ReadonlyMap<string, string>,
  head: string | null,
): ReadonlyMap<string, SecretValue> {
  const wanted = new Map<string, Set<string>>();
  for (const each of asked) {
    const text = each.sha1 === undefined ? undefined : textOf(each, files, head);
    if (text !== undefined) wanted.set(text, (wanted.get(text) ?? new Set()).add(each.sha1 ?? ''));
  }
  const lines = [...wanted].flatMap(([text, hashes]) => text.split('\n').map((line) => hashedIn(line, hashes)));
  return new Map(lines.flatMap((found) => [...found]));
}

function areaOf({ line = 1, endLine = line, columns }: Reported, lines: readonly string[]): Pick<Reported, 'area'> {
  const text = lines.slice(line - 1, Math.max(line, endLine)).join('\n');
  const part = columns !== undefined && line === endLine ? wordsAround(text, columns[0] - 1, columns[1] - 1) : text;
  const area = part.trim() === '' ? text : part;
  return area.trim() === '' || area.length > LONGEST_AREA ? {} : { area: new SecretValue(Buffer.from(area, 'utf8')) };
}

/** Tools count columns from 0 or from 1, with or without the sign in front of a line of a patch: whole words have what they mean. */
function wordsAround(text: string, from: number, to: number): string {
  let [start, end] = [Math.min(from, text.length), Math.min(to, text.length)];
  if (start === end) return '';
  while (start > 0 && isInWord(text[start - 1])) start--;
  while (end < text.length && isInWord(text[end])) end++;
  return text.slice(start, end);
}

function isInWord(character = ''): boolean {
  return /[\w+/=.-]/.test(character);
}
