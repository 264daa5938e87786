/** The table of verdicts, the priority and the exit table: every row, in the order in which rows outrank each other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actsOn, FAIL_ON_WORDS, type FailOn } from '../../src/verdict/exit.ts';
import { DEFAULT_POLICY, priorityOf } from '../../src/verdict/priority.ts';
import { TABLE, verdictOf, type Axes } from '../../src/verdict/table.ts';
import { EXPOSURE_CLASSES } from '../../src/model.ts';
import type {
  Confidence,
  Judged,
  Nature,
  Occurrence,
  PriorityRow,
  ProofKind,
  Reach,
  Rule,
  Status,
  Verdict,
} from '../../src/model.ts';
import { ARN, occurrence, rule, secret } from '../report/reports.ts';

const NATURES: readonly Nature[] = ['secret', 'weak', 'public-default', 'identifier', 'hash'];
const STATUSES: readonly Status[] = ['open', 'still-current', 'known', 'rotated', 'accepted', 'false-positive'];

function verdict(over: Partial<Axes>): Verdict {
  return verdictOf({ nature: 'secret', exposure: 'committed', status: 'open', ...over }).verdict;
}

test('every combination of nature, exposure and status has a verdict, and every row decides one', () => {
  const seen = new Set<Verdict>();
  for (const nature of NATURES) {
    for (const exposure of EXPOSURE_CLASSES)
      for (const status of STATUSES) seen.add(verdict({ nature, exposure, status }));
  }
  assert.deepEqual([...seen].sort(), TABLE.map((row) => row.verdict).sort());
});

test('what was ever committed is compromised: secret or weak, open or known', () => {
  for (const nature of ['secret', 'weak'] as const) {
    for (const status of ['open', 'known'] as const) assert.equal(verdict({ nature, status }), 'compromised');
  }
});

test('where it stands decides for what was never committed', () => {
  const expected = {
    unattached: 'unattached',
    uncommitted: 'uncommitted',
    'ignored-file': 'local',
    'outside-git': 'found',
  } as const;
  for (const [exposure, wanted] of Object.entries(expected))
    assert.equal(verdict({ exposure: exposure as Axes['exposure'] }), wanted);
});

test('the ledger outranks the nature, the nature outranks a live source, that outranks the rest', () => {
  assert.equal(verdict({ nature: 'public-default', status: 'false-positive' }), 'false-positive');
  assert.equal(verdict({ nature: 'identifier', status: 'accepted' }), 'accepted');
  assert.equal(verdict({ nature: 'public-default', status: 'still-current' }), 'public-default');
  assert.equal(verdict({ status: 'still-current' }), 'still-current');
  assert.equal(verdict({ status: 'rotated' }), 'rotated');
});

function priority(
  reach: readonly Reach[],
  confidence: Confidence = 'high',
  kinds: readonly ProofKind[] = [],
  over: { readonly rule?: Rule; readonly occurrences?: readonly Occurrence[] } = {},
): string {
  const { exposure, occurrences } = secret();
  return priorityOf({
    exposure: { ...exposure, reach, inHead: reach.includes('head') },
    confidence,
    rule: rule(),
    names: secret().names,
    occurrences,
    proofs: kinds.map((kind) => ({ kind, detail: 'as a test has it' })),
    ...over,
  }).priority;
}

test('the priority goes by who could read it, and never below P3', () => {
  assert.equal(priority(['head', 'remote-tracking']), 'P0');
  assert.equal(priority(['remote-tracking', 'local-branch']), 'P1');
  assert.equal(priority(['pull-request']), 'P1');
  assert.equal(priority(['head', 'local-branch']), 'P1');
  for (const reach of ['local-branch', 'tag', 'stash', 'note'] as const) assert.equal(priority([reach]), 'P2', reach);
  for (const reach of ['reflog', 'dangling', 'unattached'] as const) assert.equal(priority([reach]), 'P3', reach);
  assert.equal(priority(['head', 'remote-tracking'], 'medium'), 'P1');
  assert.equal(priority(['dangling'], 'low'), 'P3');
});

test('proof and power move the priority of what others could read', () => {
  const published: readonly Reach[] = ['remote-tracking'];
  const session = { rule: rule({ kind: 'json-web-token', generated: true, publicPrefix: 3 }) };
  const sealed = { rule: rule({ kind: 'fernet-token', generated: true, publicPrefix: 6 }) };
  const issued = { rule: rule({ kind: 'github-token', generated: true, publicPrefix: 4 }) };
  assert.equal(priority(published, 'high', ['proven']), 'P0');
  assert.equal(priority(published, 'high', ['decoded', 'checksum']), 'P1');
  assert.equal(priority(published, 'medium', ['proven']), 'P1');
  assert.equal(priority(['local-branch'], 'high', ['proven']), 'P2');
  assert.equal(priority(published, 'high', [], issued), 'P0');
  assert.equal(priority(published, 'medium', [], issued), 'P1');
  assert.equal(priority(['head', ...published], 'high', ['proven'], session), 'P1');
  assert.equal(priority(published, 'high', ['proven'], session), 'P2');
  assert.equal(priority(published, 'high', [], sealed), 'P2');
  assert.equal(priority(published, 'high', ['proven'], sealed), 'P0');
  assert.equal(priority(['head', ...published], 'high', ['expired', 'proven']), 'P3');
});

test('a password that only the same machine can use is less urgent than one that others reach', () => {
  const at = (...hosts: readonly string[]): { occurrences: Occurrence[] } => ({ occurrences: hosts.map((host) => occurrence({ host })) });
  const names = ['localhost', '127.0.0.1', '[::1]', 'host.docker.internal'];
  for (const host of ['::1', ...names, ...names.map((name) => `${name}:5432`)]) {
    assert.equal(priority(['head', 'remote-tracking'], 'high', [], at(host)), 'P2', host);
    assert.equal(priority(['head', 'local-branch'], 'high', [], at(host)), 'P3', host);
  }
  for (const host of ['db.internal', 'db', 'db:5432', '10.0.0.5', 'localhost.example.org', 'localhost:5432.example.org'])
    assert.equal(priority(['head', 'remote-tracking'], 'high', [], at(host)), 'P0', host);
  assert.equal(priority(['head', 'remote-tracking'], 'high', [], at('localhost', 'db.example.org')), 'P0');
});

test('rows of the team come first, and every default row decides something', () => {
  const { exposure, names, occurrences } = secret();
  const asked = { exposure, names, occurrences, confidence: 'high' as const, rule: rule(), proofs: [] };
  const own = { priority: 'P3' as const, when: { kind: ['jwt-secret'], inHead: true }, because: 'of a sandbox' };
  assert.equal(priorityOf(asked, [own]), own);
  assert.notEqual(priorityOf(asked, [{ ...own, when: { kind: ['other'] } }]).because, own.because);
  assert.notEqual(priorityOf(asked, [{ ...own, when: { inHead: false } }]).because, own.because);
  const decided = new Set<PriorityRow>();
  for (const reach of [[], ['remote-tracking'], ['local-branch'], ['reflog'], ['head']] as const) {
    for (const inHead of [true, false]) {
      for (const kind of ['jwt-secret', 'json-web-token', 'fernet-token', 'aws-access-key', 'database-password']) {
        for (const confidence of ['high', 'medium', 'low'] as const) {
          for (const proofs of [
            [],
            [{ kind: 'proven' as const, detail: '' }],
            [{ kind: 'expired' as const, detail: '' }],
          ])
            decided.add(
              priorityOf({
                ...asked,
                rule: rule({ kind }),
                confidence,
                proofs,
                exposure: { ...exposure, reach, inHead },
                ...(kind === 'database-password' ? { occurrences: [occurrence({ host: 'localhost' })] } : {}),
              }),
            );
        }
      }
    }
  }
  assert.deepEqual(
    DEFAULT_POLICY.filter((row) => !decided.has(row)),
    [],
  );
});

type Case = Partial<Axes> & Partial<Pick<Judged, 'confidence' | 'priority' | 'rule'>>;

function judged({ exposure = 'committed', nature = 'secret', status = 'open', ...others }: Case): Judged {
  const made = verdictOf({ nature, exposure, status }).verdict;
  return secret({ nature, status, verdict: made, rule: nature === 'identifier' ? ARN : rule(), ...others });
}

test('the audit acts on what is compromised, uncommitted or found and not known, and on a live source always', () => {
  const acts = (over: Case): boolean => actsOn(judged(over), 'history');
  assert.deepEqual(
    [
      {},
      { nature: 'weak' as const },
      { exposure: 'uncommitted' as const },
      { exposure: 'outside-git' as const },
      { status: 'still-current' as const },
      { status: 'still-current' as const, confidence: 'low' as const },
      { confidence: 'medium' as const },
    ].map(acts),
    Array(7).fill(true),
  );
  assert.deepEqual(
    [
      { status: 'known' as const },
      { status: 'rotated' as const },
      { status: 'accepted' as const },
      { status: 'false-positive' as const },
      { exposure: 'unattached' as const },
      { nature: 'public-default' as const },
      { nature: 'identifier' as const },
      { nature: 'hash' as const },
      { confidence: 'low' as const },
    ].map(acts),
    Array(9).fill(false),
  );
});

test('the hook acts on every new secret that nobody accepted, and on ARNs among the identifiers', () => {
  const acts = (over: Case): boolean => actsOn(judged({ exposure: 'uncommitted', ...over }), 'staged');
  for (const status of ['open', 'known', 'rotated'] as const) assert.equal(acts({ status }), true, status);
  for (const status of ['accepted', 'false-positive'] as const) assert.equal(acts({ status }), false, status);
  for (const nature of ['public-default', 'hash'] as const) assert.equal(acts({ nature }), false, nature);
  assert.equal(acts({ nature: 'identifier' }), true);
  assert.equal(acts({ nature: 'identifier', status: 'accepted' }), false);
  assert.equal(acts({ nature: 'identifier', rule: rule({ id: 'aws-access-key-id' }) }), false);
  assert.equal(acts({ confidence: 'low' }), false);
});

test('--fail-on takes verdicts, natures, priorities and confidence, and none', () => {
  const fails = (failOn: readonly FailOn[], over: Case = {}): boolean => actsOn(judged(over), 'history', failOn);
  assert.deepEqual(
    FAIL_ON_WORDS.filter((word) => fails([word], { priority: 'P1' })),
    ['compromised', 'secret', 'P1', 'P2', 'P3', 'low', 'medium', 'high'],
  );
  assert.equal(fails(['none', 'compromised']), false);
  assert.equal(fails(['identifier'], { nature: 'identifier' }), true);
  assert.equal(fails(['high'], { confidence: 'medium' }), false);
  assert.equal(fails(['low'], { confidence: 'low' }), true);
  assert.equal(fails(['compromised'], { confidence: 'low' }), false);
  assert.equal(fails(['compromised', 'low'], { confidence: 'low' }), true);
  assert.equal(fails(['P0'], { priority: 'P1' }), false);
});

test('in the hook --fail-on adds to what is refused: only none and a higher confidence take from it', () => {
  const fails = (failOn: readonly FailOn[], over: Case = {}): boolean =>
    actsOn(judged({ exposure: 'uncommitted', priority: 'P3', ...over }), 'staged', failOn);
  assert.deepEqual(
    FAIL_ON_WORDS.filter((word) => !fails([word])),
    ['none'],
  );
  assert.equal(fails(['compromised', 'P1'], { status: 'accepted' }), false);
  assert.equal(fails(['compromised', 'P1'], { nature: 'public-default' }), false);
  assert.equal(fails(['public-default'], { nature: 'public-default' }), true);
  assert.equal(fails(['compromised', 'P1'], { confidence: 'low' }), false);
  assert.equal(fails(['high'], { confidence: 'medium' }), false);
});

test('what the team has settled stays settled under --fail-on, unless its own verdict is named', () => {
  for (const status of ['known', 'accepted', 'false-positive', 'rotated'] as const) {
    const settled = judged({ status, priority: 'P0' });
    for (const word of ['compromised', 'secret', 'P3', 'low'] as const)
      assert.equal(actsOn(settled, 'history', [word]), false, `${status} ${word}`);
  }
  assert.equal(actsOn(judged({ status: 'accepted' }), 'history', ['accepted']), true);
});
