/** Judged secrets built by hand, as the stages before hand them over. Values are made when a test runs. */
import { createHash, randomBytes } from 'node:crypto';
import type { Judged, Nature, Occurrence, Priority, Rule, Status, Verdict } from '../../src/model.ts';
import { SecretValue } from '../../src/secret-value.ts';

export interface Given {
  readonly value?: string;
  /** Names under which it is used; the kind is the same for all. */
  readonly names?: readonly string[];
  readonly kind?: string;
  readonly ruleName?: string;
  readonly path?: string;
  readonly verdict?: Verdict;
  readonly status?: Status;
  readonly nature?: Nature;
  readonly priority?: Priority;
  readonly firstDate?: string;
}

export const randomValue = (): string => randomBytes(33).toString('base64url');

const objectId = (): string => randomBytes(20).toString('hex');

export function judged(given: Given = {}): Judged {
  const value = given.value ?? randomValue();
  const rule = ruleOf(given);
  const nature = given.nature ?? 'secret';
  const names = given.names ?? ['JWT_SECRET'];
  const first = { commit: objectId(), date: given.firstDate ?? '2025-03-02', author: 'Ada' };
  const place: Occurrence = {
    repository: 0,
    where: 'blob',
    path: given.path ?? 'config/app.env',
    position: { line: 3, column: 12, endLine: 3, endColumn: 56 },
    rule,
    nature,
    evidence: { form: 'bare', strength: 'random', notes: [] },
    confidence: 'high',
    commit: first.commit,
    blob: objectId(),
    lastCommit: objectId(),
    lastBlob: objectId(),
    versions: 41,
    inHead: true,
    class: 'committed',
    via: [],
    introductions: [first],
  };
  return {
    id: createHash('sha256').update(value).digest('hex').slice(0, 26),
    value: new SecretValue(Buffer.from(value)),
    names: names.map((name) => ({ name, rule, kind: rule.kind })),
    rule,
    confidence: 'high',
    nature,
    occurrences: [place],
    exposure: {
      class: 'committed',
      first,
      last: { commit: objectId(), date: '2025-05-11', author: 'Ada' },
      inHead: true,
      reach: ['head', 'remote-tracking'],
      refs: ['refs/heads/main', 'refs/remotes/origin/main', 'refs/tags/v1.4'],
      refCount: 3,
      days: 630,
    },
    proofs: [],
    related: [],
    status: given.status ?? 'open',
    verdict: given.verdict ?? 'compromised',
    priority: given.priority ?? 'P0',
    reasons: ['it stands in HEAD'],
  };
}

function ruleOf({ kind = 'jwt-secret', ruleName = 'JWT signing secret', nature = 'secret' }: Given): Rule {
  return {
    id: kind,
    name: ruleName,
    kind,
    provider: 'generic',
    literals: ['x'],
    ignoreCase: true,
    before: 64,
    after: 256,
    lookAhead: 0,
    nature,
    confidence: 'high',
    specificity: 50,
    generated: false,
    publicPrefix: 0,
    checks: [],
    examples: { match: [], skip: [] },
  };
}
