/** What provers come to, by secret: proofs, and what secrets are to each other, told from both sides. */
import { PROOF_KINDS } from '../model.ts';
import type { Gap, Proof, Relation, Secret } from '../model.ts';

export interface Proofs {
  add(secret: Secret, proof: Proof): void;
  /** `one` is `how` to `other`, and the other way round. */
  relate(one: Secret, how: Relation, other: Secret): void;
  /** It was no secret by itself, and is one by what was proved. */
  report(secret: Secret): void;
  /** It was proved to be of this kind, whatever found it. */
  is(secret: Secret, kind: string): void;
  /** A named limit kept some of it from being tried. */
  cut(what: string, why: string, count: number): void;
  /** All that was reported so. */
  readonly reported: readonly Secret[];
  /** With all that was said of it; proofs strongest first. */
  told(secret: Secret): Secret;
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
  'other form of': 'other form of',
};

export function createProofs(): Proofs {
  const proofs = new Map<string, Map<string, Proof>>();
  const related = new Map<string, Map<string, { id: string; how: Relation }>>();
  const kinds = new Map<string, string>();
  const gaps = new Map<string, Gap>();
  const reported = new Map<string, Secret>();

  function link(id: string, how: Relation, other: string): void {
    const known = related.get(id) ?? new Map();
    related.set(id, known.set(`${other} ${how}`, { id: other, how }));
  }

  return {
    get gaps() {
      return [...gaps.values()];
    },
    add({ id }, proof) {
      const known = proofs.get(id) ?? new Map();
      proofs.set(id, known.set(`${proof.kind} ${proof.detail}`, proof));
    },
    report: (secret) => void reported.set(secret.id, secret),
    get reported() {
      return [...reported.values()];
    },
    relate(one, how, other) {
      if (one.id === other.id) return;
      link(one.id, how, other.id);
      link(other.id, INVERSE[how], one.id);
    },
    is: ({ id }, kind) => void kinds.set(id, kind),
    cut: (what, why, count) => void gaps.set(what, { what, why, count: count + (gaps.get(what)?.count ?? 0) }),
    told(secret) {
      const own = [...(proofs.get(secret.id)?.values() ?? [])];
      const others = [...(related.get(secret.id)?.values() ?? [])];
      return {
        ...secret,
        names: namedAs(secret, kinds.get(secret.id)),
        proofs: own.sort((a, b) => PROOF_KINDS.indexOf(a.kind) - PROOF_KINDS.indexOf(b.kind)),
        related: others.sort((a, b) => (a.id < b.id ? -1 : 1)),
      };
    },
  };
}

/** Kinds that only say how a value was found give way to what it was proved to be. */
const GUESSED = new Set(['generic-secret', 'high-entropy-string', 'password']);

function namedAs({ names }: Secret, kind: string | undefined): Secret['names'] {
  if (kind === undefined) return names;
  return names.map((name) => (GUESSED.has(name.kind) ? { ...name, kind } : name));
}
