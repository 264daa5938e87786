/** Occurrences of one value → the secret: its names, its strongest rule, its worst nature, its exposure. */
import { EXPOSURE_CLASSES, REACH } from '../model.ts';
import { WEAKEST_FIRST } from './excuse.ts';
import { namesOf } from './uses.ts';
import { daysOpen } from './window.ts';
import type { Confidence, Exposure, Moment, Nature, Occurrence, Reach, Rule, Secret } from '../model.ts';
import type { Holders } from './reach.ts';
import type { SecretValue } from '../secret-value.ts';

const NATURES: readonly Nature[] = ['secret', 'weak', 'public-default', 'identifier', 'hash'];

export interface SecretParts {
  readonly id: string;
  readonly value: SecretValue;
  /** Sorted, the first introduced first. */
  readonly occurrences: readonly Occurrence[];
  readonly reach: readonly Reach[];
  readonly holders: Holders;
  /** Branches and pull requests whose newest commit has it. */
  readonly stillIn?: Holders | undefined;
  readonly first: Moment | undefined;
  readonly last: Moment | undefined;
  readonly published?: Exposure['published'] | undefined;
  readonly removed?: Moment | undefined;
  readonly longerElsewhere?: boolean;
  readonly traced?: boolean;
  readonly oddDate?: string | undefined;
  readonly headless?: boolean;
  readonly asOf: string;
}

export function makeSecret(parts: SecretParts): Secret {
  const { id, value, occurrences, reach, holders, stillIn, first, last, published, removed, oddDate, asOf } = parts;
  const strongest = [...occurrences].sort(byStrength)[0]!;
  const exposure: Exposure = {
    class: worst(
      EXPOSURE_CLASSES,
      occurrences.map((occurrence) => occurrence.class),
    ),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    ...(published === undefined ? {} : { published }),
    ...(removed === undefined ? {} : { removed }),
    ...(parts.longerElsewhere === true ? { longerElsewhere: true } : {}),
    ...(parts.traced === true ? { traced: true } : {}),
    ...(oddDate === undefined ? {} : { oddDate }),
    inHead: occurrences.some(({ inHead }) => inHead),
    ...(parts.headless === true ? { headless: true } : {}),
    reach: REACH.filter((kind) => reach.includes(kind)),
    ...holders,
    ...(stillIn === undefined || stillIn.refCount === 0 ? {} : { stillIn: stillIn.refs, stillInCount: stillIn.refCount }),
    days: daysOpen(first, asOf),
  };
  return {
    id,
    value,
    names: namesOf(occurrences),
    rule: strongest.rule,
    confidence: strongest.confidence,
    nature: worstNature(occurrences.map(({ nature }) => nature)),
    occurrences,
    exposure,
    proofs: [],
    related: [],
  };
}

/** The surer first, then that of the more specific rule. */
export function byStrength(
  a: { readonly confidence: Confidence; readonly rule: Rule },
  b: { readonly confidence: Confidence; readonly rule: Rule },
): number {
  const surer = WEAKEST_FIRST.indexOf(b.confidence) - WEAKEST_FIRST.indexOf(a.confidence);
  return surer || b.rule.specificity - a.rule.specificity;
}

/** The same for secrets, those of equal strength by id. */
export function sortedByStrength(secrets: readonly Secret[]): readonly Secret[] {
  return [...secrets].sort((a, b) => byStrength(a, b) || (a.id < b.id ? -1 : 1));
}

export function worstNature(natures: readonly Nature[]): Nature {
  return worst(NATURES, natures);
}

function worst<T>(order: readonly T[], seen: readonly T[]): T {
  return order.find((item) => seen.includes(item))!;
}
