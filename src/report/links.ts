/** What a secret is besides: other uses and copies of the same value, and other secrets that belong to it, in words. */
import type { Judged, Relation, Use } from '../model.ts';
import { counted, grouped } from './numbers.ts';
import { type Clean, account, mainPlace, subject } from './phrases.ts';

/** Relations that are no whole phrase in front of an id. */
const WORDS: Readonly<Partial<Record<Relation, string>>> = {
  'same key': 'same key as',
  'same account': 'same account as',
  'near copy': 'near copy of',
};
const MOST = 3;

/** What stands before the other one: "signs", "near copy of". */
export function relationWords(how: Relation): string {
  return WORDS[how] ?? how;
}

/** "related: near copy of 4kq0zp, wraps 93k2fd and 12 more". */
export function relatedLine({ related }: Judged, short: (id: string) => string): string | undefined {
  if (related.length === 0) return undefined;
  const shown = related.slice(0, MOST).map(({ id, how }) => `${relationWords(how)} ${short(id)}`);
  const more = related.length > MOST ? ` and ${grouped(related.length - MOST)} more` : '';
  return `related: ${shown.join(', ')}${more}`;
}

/** "also used as: app @ db2.internal, SESSION_KEY and 2 more uses": accounts and names beyond the one that its row has. */
export function otherUses(secret: Judged, clean: Clean): string | undefined {
  const uses = secret.occurrences.flatMap((occurrence): readonly Use[] => [occurrence, ...(occurrence.otherUses ?? [])]);
  const all = new Set(uses.flatMap((use) => nameOf(use, clean) ?? []));
  const shown = subject(secret, clean);
  const others = [...all].filter((name) => shown !== name && !shown.startsWith(`${name} +`)).sort();
  if (others.length === 0 || all.size < 2) return undefined;
  const more = others.length > MOST ? ` and ${counted(others.length - MOST, 'more use')}` : '';
  return `also used as: ${others.slice(0, MOST).join(', ')}${more}`;
}

/** "also through base64": layers around copies of it that the place to look at first does not have. */
export function otherForms(secret: Judged, clean: Clean): string | undefined {
  const main = mainPlace(secret)?.via ?? [];
  const others = new Set(secret.occurrences.flatMap(({ via }) => via).filter((layer) => !main.includes(layer)));
  return others.size === 0 ? undefined : `also through ${clean([...others].sort().join(', '))}`;
}

function nameOf(use: Use, clean: Clean): string | undefined {
  if (use.host !== undefined) return account(use, clean);
  return use.name === undefined ? undefined : clean(use.name);
}
