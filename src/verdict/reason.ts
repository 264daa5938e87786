/**
 * Why a verdict, in words for people: the reason of the table's row, or a closer one where what holds the value is out of
 * the ordinary. A closer reason changes no verdict.
 */
import { isGitConfig } from '../git-config.ts';
import { verdictOf } from './table.ts';
import type { Confidence, Occurrence, Secret, Status, Verdict } from '../model.ts';

type Told = Pick<Secret, 'nature' | 'exposure' | 'occurrences'>;

interface Closer {
  readonly verdict: Verdict;
  readonly when: (secret: Told) => boolean;
  readonly reason: string;
}

const CLOSER: readonly Closer[] = [
  {
    verdict: 'compromised',
    when: ({ occurrences }) => areAll(occurrences, ({ where }) => where === 'reflog'),
    reason: 'a line of a reflog says it, no commit that is here: it must be rotated, since whoever has this folder can read it',
  },
  {
    verdict: 'compromised',
    when: ({ exposure }) => exposure.reach[0] === 'stash',
    reason: 'a stash holds it, no branch or tag: it must be rotated, since whoever has this folder can read it',
  },
  {
    verdict: 'compromised',
    when: ({ exposure }) => exposure.reach[0] === 'reflog',
    reason: 'it was in a commit that only a reflog still has: it must be rotated, since nothing here shows whether that was pushed',
  },
  {
    verdict: 'compromised',
    when: ({ exposure }) => exposure.reach[0] === 'dangling',
    reason: 'it was in a commit or tag that no ref leads to: it must be rotated, since nothing here shows whether that was pushed',
  },
  {
    verdict: 'found',
    when: ({ occurrences }) => areAll(occurrences, isGitConfig),
    reason:
      "in git's own configuration, in no commit: take it out there (git remote set-url, git config), and let a credential helper keep it",
  },
];

/** Of what another tool reported no place may be known. */
function areAll(occurrences: readonly Occurrence[], test: (one: Occurrence) => boolean): boolean {
  return occurrences.length > 0 && occurrences.every(test);
}

/** A verdict does not ask how sure the finding is; what people read does. */
export function reasonOf(secret: Told, status: Status, confidence: Confidence): string {
  const { verdict, reason } = verdictOf({ nature: secret.nature, exposure: secret.exposure.class, status });
  const said = CLOSER.find((closer) => closer.verdict === verdict && closer.when(secret))?.reason ?? reason;
  return confidence === 'low' && verdict === 'compromised' ? `it is a guess, to be looked at; if it is a secret: ${said}` : said;
}
