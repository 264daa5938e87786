/** What is no secret and can prove one: findings of anchor rules, apart from the secrets and by kind. */
import { groupBy } from '../group-by.ts';
import type { Secret } from '../model.ts';

export interface Anchors {
  of(kind: string): readonly Secret[];
}

interface Split {
  readonly secrets: readonly Secret[];
  readonly anchors: Anchors;
}

export function splitAnchors(all: readonly Secret[]): Split {
  const byKind = groupBy(
    all.filter(({ rule }) => rule.anchor === true),
    ({ rule }) => rule.kind,
  );
  return {
    secrets: all.filter(({ rule }) => rule.anchor !== true),
    anchors: { of: (kind) => byKind.get(kind) ?? [] },
  };
}
