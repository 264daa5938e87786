/** Secrets of which a report would say the same again and again, as a file of tokens has them: together, from a handful on. */
import { groupBy } from '../group-by.ts';
import { pathFrom } from './stands-at.ts';
import type { Judged } from '../model.ts';

export interface Alike {
  /** The first of them. */
  readonly secret: Judged;
  /** With the first; alone where few are like it. */
  readonly all: readonly Judged[];
}

/** So many are still read one by one. */
const HANDFUL = 5;

/** In the order of the first ones. */
export function alikeTogether(secrets: readonly Judged[]): readonly Alike[] {
  const order = new Map(secrets.map((secret, index) => [secret, index]));
  const groups = groupBy(secrets, sameOf);
  return [...groups.values()]
    .flatMap((all): Alike[] => (all.length > HANDFUL ? [{ secret: all[0]!, all }] : all.map((secret) => ({ secret, all: [secret] }))))
    .sort((a, b) => order.get(a.secret)! - order.get(b.secret)!);
}

/** What is the same of all: their kind, name, places, priority, and what was decided and why. */
function sameOf({ rule, names, occurrences, exposure, ...judged }: Judged): string {
  const places = occurrences.map((one) => [one.where, pathFrom(one), one.user, one.host, one.inHead, one.member].join('\n'));
  const { priority, verdict, status, nature, confidence, reasons } = judged;
  const known = names.map(({ name }) => name);
  return JSON.stringify([
    rule.id,
    known,
    [...new Set(places)].sort(),
    exposure.reach,
    exposure.refs,
    [priority, verdict, status, nature, confidence, reasons],
    // each version was asked for
    occurrences.some(({ each }) => each !== undefined) ? judged.id : '',
  ]);
}
