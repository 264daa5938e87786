/** Dates that cannot be right: a commit's date is whatever its author's clock or hand wrote. What is right is the order. */
import type { Moment } from '../model.ts';
import type { Published } from './published.ts';

export interface DateFacts {
  readonly first: Moment | undefined;
  /** Days of its commit's parents. */
  readonly parents: readonly string[];
  readonly published: Published | undefined;
  readonly asOf: string;
}

/** A reason not to trust the date of the first commit, as a sentence part; undefined without one. */
export function oddDate({ first, parents, published, asOf }: DateFacts): string | undefined {
  if (first === undefined) return undefined;
  const said = `its first commit says ${first.date}`;
  if (first.date > asOf) return `${said}, which is yet to come`;
  if (published?.date !== undefined && published.date < first.date)
    return `${said}, but a remote had it on ${published.date} already`;
  const parent = [...parents].sort().at(-1);
  return parent !== undefined && parent > first.date ? `${said}, before the commit it builds on (${parent})` : undefined;
}
