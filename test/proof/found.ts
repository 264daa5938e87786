/** Secrets as the stages before `prove` hand them over, and what is said of them afterwards. */
import { createHash } from 'node:crypto';
import { makeSecret } from '../../src/exposure/secrets.ts';
import { prove } from '../../src/proof/prove.ts';
import { SecretValue } from '../../src/secret-value.ts';
import type { Evidence, Occurrence, Proof, Relation, Rule, Secret } from '../../src/model.ts';
import { occurrence, rule } from '../report/reports.ts';

export const AS_OF = '2026-11-22';

export interface Given {
  readonly path?: string;
  readonly line?: number;
  readonly rule?: Partial<Rule>;
  readonly evidence?: Partial<Evidence>;
  readonly place?: Partial<Occurrence>;
  /** Day of the first commit that holds it. */
  readonly first?: string;
}

export function found(value: string | Buffer, given: Given = {}): Secret {
  const raw = Buffer.from(value as string, 'latin1');
  const { path = 'config/app.env', line = 1, first } = given;
  const used = rule({ id: 'named-secret', kind: 'generic-secret', provider: 'generic', ...given.rule });
  const place = occurrence({
    path,
    position: { line, column: 1, endLine: line, endColumn: 9 },
    rule: used,
    evidence: { form: 'bare', strength: 'random', notes: [], ...given.evidence },
    ...given.place,
  });
  return makeSecret({
    id: createHash('sha256').update(raw).digest('hex').slice(0, 26),
    value: new SecretValue(raw),
    occurrences: [place],
    reach: ['head'],
    holders: { refs: [], refCount: 0 },
    first: first === undefined ? undefined : { commit: 'c0', date: first, author: 'Ada' },
    last: undefined,
    asOf: AS_OF,
  });
}

export interface Told {
  readonly proofs: readonly Proof[];
  readonly related: readonly (readonly [how: Relation, other: Secret | undefined])[];
  readonly kinds: readonly string[];
}

/** What is proved of each, in the order given. */
export function proved(...secrets: readonly Secret[]): readonly Told[] {
  const after = prove(secrets, AS_OF).secrets;
  return after.map(({ proofs, related, names }) => ({
    proofs,
    related: related.map(({ id, how }) => [how, secrets.find((secret) => secret.id === id)]),
    kinds: names.map(({ kind }) => kind),
  }));
}

/** Details of one kind of proof. */
export function details(told: Told | undefined, kind: Proof['kind']): readonly string[] {
  return told?.proofs.filter((proof) => proof.kind === kind).map(({ detail }) => detail) ?? [];
}

/** What can prove a key, as its rule finds it. */
export function anchor(kind: string, path = 'sealed.txt'): Given {
  return { path, line: 2, rule: { kind, anchor: true } };
}

/** What is proved of a value by one sealed or signed text. */
export function proven(value: string, sealed: string, kind: string): readonly string[] {
  return details(proved(found(value), found(sealed, anchor(kind)))[0], 'proven');
}
