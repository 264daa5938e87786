/** Procedures of a map of keys in, the settings out that say which key of it is in use, where no step of theirs sets them. */
import type { Procedure, Step } from '../model.ts';
import { mapKeyOfName, pointsTo } from './current/names.ts';

const NAME = /\b[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}\b/g;

/** JWT_SECRET_ID for `jwt_secrets.v1`. @param name of the leaked key */
export function leftActive(name: string, procedures: readonly Procedure[]): readonly string[] {
  const map = mapKeyOfName(name)?.map;
  if (map === undefined) return [];
  const texts = procedures.flatMap(({ steps }) => steps.flatMap(textsOf));
  const named = procedures.flatMap(({ targets }) => targets.map(({ raw }) => raw)).concat(texts.flatMap((text) => text.match(NAME) ?? []));
  return [...new Set(named)].filter((each) => pointsTo([each]) === map && !texts.some((text) => setsIt(text, each))).sort();
}

function textsOf({ text, children }: Step): readonly string[] {
  return [text, ...children.flatMap(textsOf)];
}

/** "Set JWT_SECRET_ID to v2" asks somebody to; "the script flips JWT_SECRET_ID" does not. */
function setsIt(text: string, name: string): boolean {
  return [...text.matchAll(ASKS)].some(({ index, 0: verb }) => text.slice(index + verb.length, index + verb.length + 40).includes(name));
}

const ASKS = /(?:^|[.:;,] |\b(?:and|then|now|please) )(?:set|update|change|switch|point|flip|bump)\b/gi;
