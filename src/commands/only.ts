/** `--only ID|NAME…`, of `todo` and `verify`: which secrets are meant, as reports call them, and which of them are settled. */
import { UsageError } from '../errors.ts';
import { sortedSecrets } from '../report/order.ts';
import { account } from '../report/phrases.ts';
import { byPrefix } from '../report/short-id.ts';
import { standing } from '../report/standing.ts';
import type { Judged, Ledger, Report } from '../model.ts';

/** Leaked ones that are named, whatever was decided of them; what is named and not here is refused. */
export function namedIn({ secrets: all }: Report, only: readonly string[]): readonly Judged[] {
  const secrets = all.filter(({ nature, verdict }) => (nature === 'secret' || nature === 'weak') && LEAKED.has(verdict));
  const words = only.flatMap((text) => text.split(',')).map((word) => word.trim()).filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('--only takes an id or a name; burnlist audit lists them');
  const meant = new Set(
    words.flatMap((word, at) => {
      const named = secrets.filter((secret) => labelsOf(secret).some((label) => isSaid(label, word)));
      return named.length > 0 ? named : [byId(secrets, word, words.length > 1 ? `--only, ${at + 1} of ${words.length}: ` : '')];
    }),
  );
  return secrets.filter((secret) => meant.has(secret));
}

/** Of several words it is said which of them is none by where it stands: it may be a value. */
function byId(secrets: readonly Judged[], word: string, which: string): Judged {
  try {
    return byPrefix(sortedSecrets(secrets), word, true);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${which}${error.message}`) : error;
  }
}

const SETTLED: ReadonlySet<Judged['verdict']> = new Set(['rotated', 'accepted', 'false-positive']);
const LEAKED: ReadonlySet<Judged['verdict']> = new Set(['compromised', 'still-current', ...SETTLED]);

export interface Settled {
  readonly secret: Judged;
  /** When and how: "rotated on 2026-11-22: …". */
  readonly why: string;
}

/** Of the named ones those that ask for nothing more. */
export function settledBy(named: readonly Judged[], ledger: Ledger): readonly Settled[] {
  return named.filter(({ verdict }) => SETTLED.has(verdict)).map((secret) => ({ secret, why: standing(secret, ledger) }));
}

/** What reports call it: by its names, and a URL's by its account. */
function labelsOf({ names, occurrences }: Judged): readonly string[] {
  const urls = occurrences.filter(({ host }) => host !== undefined);
  return [...names.map(({ name }) => name), ...urls.map((url) => account(url, (text) => text))];
}

/** Of a name that is cut so many characters say which. */
const SHORTEST = 6;

/** A narrow terminal was given a part of it, with `…` for the rest. */
function isSaid(label: string, word: string): boolean {
  const [first = '', ...others] = word.split('…');
  const last = others.at(-1);
  if (last === undefined || others.length > 1) return label === word;
  return first.length + last.length >= SHORTEST && label.length > word.length && label.startsWith(first) && label.endsWith(last);
}
