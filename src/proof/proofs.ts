/** What provers come to, by secret: proofs, and what secrets are to each other, told from both sides. */
import { PROOF_KINDS } from '../model.ts';
import type { Gap, Proof, Relation, Secret } from '../model.ts';

export interface Proofs {
  add(secret: Secret, proof: Proof): void;
  /** `one` is `how` to `other`, and the other way round. */
  relate(one: Secret, how: Relation, other: Secret): void;
  /** A named limit kept some of it from being tried. */
  cut(what: string, why: string, count: number): void;
  /** Strongest first, without repetition. */
  of(secret: Secret): readonly Proof[];
  relatedTo(secret: Secret): Secret['related'];
  readonly gaps: readonly Gap[];
}

const INVERSE: Readonly<Record<Relation, Relation>> = {
  signs: 'signed by',
  'signed by': 'signs',
  wraps: 'wrapped by',
  'wrapped by': 'wraps',
  'same key': 'same key',
  'key id of': 'key of',
  'key of': 'key id of',
  'derived from': 'source of',
  'source of': 'derived from',
  'user of': 'password of',
  'password of': 'user of',
  'same account': 'same account',
  'near copy': 'near copy',
};

export function createProofs(): Proofs {
  const proofs = new Map<string, Map<string, Proof>>();
  const related = new Map<string, Map<string, { id: string; how: Relation }>>();
  const gaps: Gap[] = [];

  function link(id: string, how: Relation, other: string): void {
    const known = related.get(id) ?? new Map();
    related.set(id, known.set(`${other} ${how}`, { id: other, how }));
  }

  return {
    gaps,
    add({ id }, proof) {
      const known = proofs.get(id) ?? new Map();
      proofs.set(id, known.set(`${proof.kind} ${proof.detail}`, proof));
    },
    relate(one, how, other) {
      if (one.id === other.id) return;
      link(one.id, how, other.id);
      link(other.id, INVERSE[how], one.id);
    },
    cut: (what, why, count) => void gaps.push({ what, why, count }),
    of: ({ id }) =>
      [...(proofs.get(id)?.values() ?? [])].sort((a, b) => PROOF_KINDS.indexOf(a.kind) - PROOF_KINDS.indexOf(b.kind)),
    relatedTo: ({ id }) => [...(related.get(id)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
