/**
 * What a Dockerfile bakes into an image: arguments and environment variables stay in the image's history, where everybody
 * who can pull it reads them; and a whole folder that is copied has an `.env` in it sooner or later.
 * https://docs.docker.com/build/building/secrets/
 */
import { wordsOf } from './assignment/assignment.ts';
import { asksWhether, familyOf, isNoSecretName } from './checks/secret-names.ts';

export interface BakedIn {
  readonly how: 'arg' | 'env' | 'copy-all';
  /** Of the variable; '' for a copy. */
  readonly name: string;
  /** 1-based. */
  readonly line: number;
}

const NAME = /[A-Za-z_]\w*/;
/** A path to a secret, or the name of one, is none: what is mounted, what is looked up. */
const POINTS_ON = /_(?:file|path|dir|name|id|url|uri|arn)$/;
/** A stage may copy everything from another one. */
const COPY_ALL = /^(?:COPY|ADD)\s(?!.*--from=)\s*(?:--\w+(?:=\S+)?\s+)*(?:\.\/?\s|\[\s*"\.\/?"\s*,)/i;

export function bakedIn(text: string): BakedIn[] {
  return instructions(text).flatMap(({ words, line }): BakedIn[] => {
    if (COPY_ALL.test(words)) return [{ how: 'copy-all', name: '', line }];
    const [, kind, rest] = /^(ARG|ENV)\s(.*)$/is.exec(words) ?? [];
    if (kind === undefined || rest === undefined) return [];
    const how = kind.toLowerCase() as 'arg' | 'env';
    return namesIn(how, rest)
      .filter((name) => isSecret(wordsOf(name)))
      .map((name) => ({ how, name, line }));
  });
}

function isSecret(words: string): boolean {
  return familyOf(words) !== undefined && !isNoSecretName(words) && !asksWhether(words) && !POINTS_ON.test(words);
}

/** `ARG NAME`, `ARG NAME=x`, `ENV A=1 B="2 3"`, `ENV NAME the old way`. */
function namesIn(how: 'arg' | 'env', rest: string): string[] {
  const pairs = [...rest.matchAll(/(?:^|\s)([A-Za-z_]\w*)=(?:"(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(([, name]) => name!);
  if (pairs.length > 0) return pairs;
  const [first] = NAME.exec(rest) ?? [];
  return first === undefined ? [] : how === 'arg' ? rest.split(/\s+/).filter((word) => /^[A-Za-z_]\w*$/.test(word)) : [first];
}

/** Lines that end in a backslash go on; comments between them do not end them. */
function instructions(text: string): { readonly words: string; readonly line: number }[] {
  const all: { words: string; line: number }[] = [];
  let open: { words: string; line: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(raw)) continue;
    const goesOn = /\\\s*$/.test(raw);
    const words = raw.replace(/\\\s*$/, ' ').trim();
    open = open === undefined ? { words, line: index + 1 } : { ...open, words: `${open.words} ${words}` };
    if (goesOn) continue;
    all.push(open);
    open = undefined;
  }
  return open === undefined ? all : [...all, open];
}
