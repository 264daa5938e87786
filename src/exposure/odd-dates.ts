/**
 * Dates that cannot be right, for a commit's date is whatever its author's clock or hand wrote (what is right is the
 * order), and such as are only the first that can be seen here.
 */
import type { Moment } from '../model.ts';
import type { Lack } from './lacks.ts';
import type { Published } from './published.ts';

export interface DateFacts {
  readonly first: Moment | undefined;
  /** Days of its commit's parents. */
  readonly parents: readonly string[];
  readonly published: Published | undefined;
  /** What this clone lacks of what came before its commit. */
  readonly lacks: Lack | undefined;
  readonly asOf: string;
}

/** The day that a clock starts with, and git reads where a commit has no date. Imported histories go back to later ones. */
const UNSET = '1970-01-01';

/** A reason not to trust the date of the first commit, as a sentence part; undefined without one. */
export function oddDate({ first, parents, published, lacks, asOf }: DateFacts): string | undefined {
  if (first === undefined) return undefined;
  const said = `its first commit says ${first.date}`;
  if (first.date > asOf) return `${said}, which is yet to come`;
  if (first.date <= UNSET) return `${said}, as a clock does that was never set: how old it is cannot be said`;
  if (published?.date !== undefined && published.date < first.date)
    return `${said}, but a remote had it on ${published.date} already`;
  // where the parent's date is yet to come, that is the odd one
  const parent = parents.filter((day) => day <= asOf).sort().at(-1);
  if (parent !== undefined && parent > first.date) return `${said}, before the commit it builds on (${parent})`;
  if (lacks === 'parents') return `this clone's history begins with its first commit: it may be older than ${first.date}`;
  if (lacks === 'content')
    return `other versions may be among what this partial clone left out: it may be older than ${first.date}, and not gone`;
  return undefined;
}
