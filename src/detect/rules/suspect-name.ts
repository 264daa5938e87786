/** A name that is suspected → a rule that finds whatever was ever assigned to it, strong or weak. */
import { UsageError } from '../../errors.ts';
import { shown } from '../../shown.ts';
import { ASSIGNMENT_REACH, heldIn, wordsOf } from '../assignment/assignment.ts';
import type { Rule } from '../../model.ts';

/** Bytes of the word that is looked for. */
const SHORTEST_WORD = 3;

/** Id of the rule. */
export const SUSPECTED = 'suspected-name';

/**
 * Names alike in their words are one name: JWT_SECRET, jwtSecret, jwt.secret; also in what holds it, process.env.JWT_SECRET,
 * and as one of several, jwt_secrets.2025-01 of a key map. A star stands for any words.
 */
export function isSuspect(name: string, suspect: string): boolean {
  const pattern = new RegExp(patternOf(suspect));
  const maps = new RegExp(patternOf(`${suspect}s`));
  return [name, ...heldIn(name)].some((own) => {
    const holders = heldIn(own).map((key) => own.slice(0, -key.length - 1));
    return pattern.test(wordsOf(own)) || holders.some((holder) => maps.test(wordsOf(holder)));
  });
}

export function suspectName(name: string): Rule {
  const longest = wordsOf(name.replaceAll('*', ' '))
    .split('_')
    .reduce((best, word) => (word.length > best.length ? word : best), '');
  if (longest.length < SHORTEST_WORD || !/^[\w.$*-]+$/.test(name))
    throw new UsageError(`--suspect ${shown(name)}: not a name that something is assigned to, as JWT_SECRET or *_PASSWORD`);
  return {
    id: SUSPECTED,
    name: 'suspected value',
    kind: 'generic-secret',
    provider: 'generic',
    literals: [longest],
    ignoreCase: true,
    ...ASSIGNMENT_REACH,
    assignment: { name: patternOf(name) },
    lookAhead: 0,
    followed: { via: [] },
    nature: 'secret',
    confidence: 'medium',
    specificity: 0,
    generated: false,
    publicPrefix: 0,
    checks: ['suspected'],
    examples: { match: [], skip: [] },
  };
}

function patternOf(name: string): string {
  const parts = name.split('*').map((part) => wordsOf(part).replace(/[^\w]/g, ''));
  return `^${parts.join('\\w*')}$`;
}
