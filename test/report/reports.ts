/**
 * Reports as a scan would hand them over, built by hand. Values are made when the test runs.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Coverage, Judged, Occurrence, Report, Rule } from '../../src/model.ts';
import { SecretValue } from '../../src/secret-value.ts';

export function rule(over: Partial<Rule> = {}): Rule {
  return {
    id: 'jwt-signing-secret',
    name: 'JWT signing secret',
    kind: 'jwt-secret',
    provider: 'jwt',
    literals: ['jwt'],
    ignoreCase: true,
    before: 64,
    after: 256,
    lookAhead: 0,
    nature: 'secret',
    confidence: 'high',
    specificity: 50,
    generated: false,
    publicPrefix: 0,
    checks: [],
    examples: { match: [], skip: [] },
    ...over,
  };
}

export const GITHUB = rule({
  id: 'github-token',
  name: 'GitHub token',
  kind: 'github-token',
  generated: true,
  publicPrefix: 4,
});
export const DATABASE = rule({ id: 'database-url', name: 'database password', kind: 'database-password' });
export const ARN = rule({ id: 'aws-arn', name: 'AWS ARN', kind: 'aws-arn', nature: 'identifier' });

export const random = (length: number): string => randomBytes(length).toString('base64url').slice(0, length);
export const objectId = (): string => randomBytes(20).toString('hex');

/** Six letters and digits first, as ids have. */
export function idOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 26);
}

export function occurrence(over: Partial<Occurrence> = {}): Occurrence {
  return {
    repository: 0,
    where: 'blob',
    path: '.env.production',
    position: { line: 3, column: 12, endLine: 3, endColumn: 55 },
    rule: rule(),
    name: 'JWT_SECRET',
    nature: 'secret',
    evidence: { form: 'bare', family: 'secret', strength: 'random', notes: ['the name says what it is'] },
    confidence: 'high',
    commit: objectId(),
    blob: objectId(),
    lastCommit: objectId(),
    lastBlob: objectId(),
    versions: 41,
    inHead: true,
    class: 'committed',
    via: [],
    introductions: [],
    ...over,
  };
}

export interface SecretOptions extends Partial<Omit<Judged, 'value'>> {
  readonly value?: string;
}

export function secret({ value = random(43), ...over }: SecretOptions = {}): Judged {
  const used = over.rule ?? rule();
  const occurrences = over.occurrences ?? [occurrence({ rule: used })];
  const first = { commit: objectId(), date: '2025-03-02', author: 'Ada <ada@example.org>' };
  return {
    id: idOf(value),
    value: new SecretValue(Buffer.from(value)),
    names: [{ name: 'JWT_SECRET', rule: used, kind: used.kind }],
    rule: used,
    confidence: 'high',
    nature: 'secret',
    occurrences,
    exposure: {
      class: 'committed',
      first,
      last: { ...first, date: '2026-10-01' },
      published: { date: '2025-03-03', evidence: 'pushed to origin/main', pushed: true },
      inHead: occurrences.some(({ inHead }) => inHead),
      reach: ['head', 'remote-tracking', 'tag'],
      refs: ['refs/heads/main', 'refs/remotes/origin/main', 'refs/tags/v1.4'],
      refCount: 3,
      days: 630,
    },
    proofs: [],
    related: [],
    status: 'open',
    verdict: 'compromised',
    priority: 'P0',
    reasons: ['it stands in HEAD'],
    ...over,
  };
}

export const SEEN: Coverage = {
  complete: true,
  commits: 12_408,
  blobs: 96_211,
  bytes: 1_900_000_000,
  skipped: [],
  failed: [],
  outOfScope: [],
};

export function report(over: Partial<Report> = {}): Report {
  return {
    command: 'audit',
    asOf: '2026-11-22',
    repositories: [{ name: 'rails-app', head: objectId(), shallow: false, partial: false, remote: true, objectFormat: 'sha1' }],
    coverage: SEEN,
    secrets: [],
    risks: [],
    setAside: [],
    hidden: [],
    notices: [],
    ...over,
  };
}
