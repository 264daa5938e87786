/** What lists of issuers say of a leaked key or token: that it is still accepted, or is no more. */
import type { Judged } from '../model.ts';
import type { CurrentSource, Entry } from './current/entry.ts';
import type { Seen } from './outcome.ts';

/** A key by its id, active or not. */
export function listedKey({ state }: Entry, label: string): Seen {
  if (state === 'active') return { outcome: 'STILL HONOURED', detail: `${label} lists the key as active` };
  const evidence = `${label} lists the key as inactive`;
  return { outcome: 'REMOVED', detail: `${evidence}: delete it`, evidence, isByIssuer: true };
}

/** Few characters are known of it: they can keep a task open, and end none. */
export function listedToken(
  { changed = '' }: Entry,
  begins: string,
  { label }: CurrentSource,
  { value, exposure }: Judged,
): readonly Seen[] {
  const isIt = begins.length > 4 && value.expose('judge').toString('utf8').startsWith(begins);
  if (!isIt || (exposure.first !== undefined && changed > exposure.first.date)) return [];
  const since = changed === '' ? '' : `, created on ${changed}`;
  return [{ outcome: 'STILL HONOURED', detail: `${label} lists a token that begins as it does${since}: revoke it` }];
}
