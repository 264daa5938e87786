/** Headings that list whose secrets they are for, by words that are no names: "Non-critical secrets (Redis, Grafana)". */
import { ROTATION } from './facets.ts';
import { familiesIn, isBroad, isProvider, isServed } from './families.ts';
import { ANYWHERE, PLAIN, SECRETS } from './general.ts';
import { namesIn } from './names.ts';
import { COMMON, type Known } from './want.ts';

/**
 * The word of the list that stands in the secret's name. A heading that says what kind they are is for no other kind, one with
 * names for those.
 */
export function listedWord(heading: string, { canonical, families }: Known): string | undefined {
  if (namesIn(heading, true).length > 0) return undefined;
  const kinds = [...familiesIn(heading)].filter((family) => !isProvider(family) && !isServed(family) && !isBroad(family));
  if (kinds.length > 0 && !kinds.some((kind) => families.has(kind))) return undefined;
  const name = new Set(canonical.split('_').filter((word) => !COMMON.test(word)));
  return itemsOf(heading)
    .map(wordsOf)
    .find((words) => words.length > 0 && words.every((word) => name.has(word)))
    ?.join(' ');
}

/** In brackets one is enough; outside of them it takes two to make a list. */
function itemsOf(heading: string): readonly string[] {
  const bracketed = [...heading.matchAll(/\(([^()]{1,200})\)/g)].flatMap(([, inner = '']) => inner.split(JOINT));
  const rest = heading.replace(/\([^()]{0,200}\)/g, ' ').split(JOINT);
  return [...bracketed, ...(rest.length > 1 ? rest : [])];
}

const JOINT = /[,;/&+|·]|\s(?:and|or|und|oder|et|ou|y|e|o|en|i)\s/i;

/** What an item says beside secrets and rotation: a product's word, or an acronym such as S3. */
function wordsOf(item: string): readonly string[] {
  const words = item.match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
  const said = words.filter((word) => word.length > 3 || /^\p{Lu}[\p{Lu}\p{N}]{1,3}$/u.test(word)).map((word) => word.toLowerCase());
  const isKind = (word: string): boolean => [...familiesIn(word)].some((family) => !isProvider(family) && !isServed(family));
  return said.filter((word) => !isKind(word) && ![SECRETS, ROTATION, PLAIN, ANYWHERE, PLACE].some((known) => known.test(word)));
}

/** Where or whose account: for that each product has some. */
const PLACE = /^(?:accounts?|admins?|database|users?|api|ci|cd|db|dev|env|prod|test|live|all|only|production|staging|optional|required|manual)$/;
