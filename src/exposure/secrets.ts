/** Occurrences of one value → the secret: its names, its strongest rule, its worst nature, its exposure. */
import { EXPOSURE_CLASSES, REACH } from '../model.ts';
import type { Confidence, Exposure, Moment, Nature, Occurrence, Reach, Secret } from '../model.ts';
import type { Holders } from './reach.ts';
import type { SecretValue } from '../secret-value.ts';

const NATURES: readonly Nature[] = ['secret', 'weak', 'public-default', 'identifier', 'hash'];
const CONFIDENCE: readonly Confidence[] = ['high', 'medium', 'low'];
const DAY = 86_400_000;

export interface SecretParts {
  readonly id: string;
  readonly value: SecretValue;
  /** Sorted, the first introduced first. */
  readonly occurrences: readonly Occurrence[];
  readonly reach: readonly Reach[];
  readonly holders: Holders;
  readonly first: Moment | undefined;
  readonly last: Moment | undefined;
  readonly asOf: string;
}

export function makeSecret({ id, value, occurrences, reach, holders, first, last, asOf }: SecretParts): Secret {
  const strongest = [...occurrences].sort(
    (a, b) =>
      CONFIDENCE.indexOf(a.confidence) - CONFIDENCE.indexOf(b.confidence) || b.rule.specificity - a.rule.specificity,
  )[0]!;
  const exposure: Exposure = {
    class: worst(
      EXPOSURE_CLASSES,
      occurrences.map((occurrence) => occurrence.class),
    ),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    inHead: occurrences.some(({ inHead }) => inHead),
    reach: REACH.filter((kind) => reach.includes(kind)),
    ...holders,
    days: first === undefined ? 0 : Math.max(0, Math.round((Date.parse(asOf) - Date.parse(first.date)) / DAY)),
  };
  return {
    id,
    value,
    names: namesOf(occurrences),
    rule: strongest.rule,
    confidence: strongest.confidence,
    nature: worst(
      NATURES,
      occurrences.map(({ nature }) => nature),
    ),
    occurrences,
    exposure,
    proofs: [],
    related: [],
  };
}

function worst<T>(order: readonly T[], seen: readonly T[]): T {
  return order.find((item) => seen.includes(item))!;
}

/** Names under which the value is used, the most specific rule's first; without a name, what the rule calls it. */
function namesOf(occurrences: readonly Occurrence[]): Secret['names'] {
  const names = new Map<string, { name: string; rule: Occurrence['rule']; kind: string }>();
  const byRule = [...occurrences].sort((a, b) => b.rule.specificity - a.rule.specificity);
  for (const occurrence of byRule) {
    const name = occurrence.name ?? addressOf(occurrence) ?? occurrence.rule.name;
    if (!names.has(name)) names.set(name, { name, rule: occurrence.rule, kind: occurrence.rule.kind });
  }
  // one that only the rule names says nothing beside one that has a name
  const named = [...names.values()].filter(({ name, rule }) => name !== rule.name);
  return named.length > 0 ? named : [...names.values()];
}

function addressOf({ user, host, database }: Occurrence): string | undefined {
  if (host === undefined) return undefined;
  return `${user === undefined ? '' : `${user}@`}${host}${database === undefined ? '' : `/${database}`}`;
}
