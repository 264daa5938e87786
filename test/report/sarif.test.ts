/** SARIF as viewers read it: valid against the schema, a result for each secret, nothing that has to stay hidden. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import type { Plan, Report } from '../../src/model.ts';
import { type SarifOptions, sarifReport } from '../../src/report/sarif.ts';
import { hiddenWindows, hostileReport, planOf, someForm, someValues } from './hostile.ts';
import { isReference, problemsOf } from './sarif-schema.ts';
import { ARN, GITHUB, SEEN, occurrence, random, report, rule, secret } from './reports.ts';

const FORGE = 'https://github.com/ada/shop/blob/main';

function text(of: Report, options: Partial<SarifOptions> = {}): string {
  return [...sarifReport(of, { version: '0.1.0', base: 'nowhere', ...options })].join('');
}

function run(of: Report, options: Partial<SarifOptions> = {}): any {
  const log = JSON.parse(text(of, options));
  assert.deepEqual(problemsOf(log), []);
  assert.equal(log.runs.length, 1);
  return log.runs[0];
}

test('the schema is one that refuses', () => {
  assert.notDeepEqual(problemsOf({ version: '2.1.0', runs: [{ tool: {} }] }), []);
  assert.equal(isReference('a b'), false);
});

test('an empty report is a successful run without results', () => {
  const { results, invocations, tool } = run(report());
  assert.deepEqual(results, []);
  assert.equal(invocations[0].executionSuccessful, true);
  assert.deepEqual(tool.driver.rules, []);
});

test('a name with controls in it is addressed as it is', () => {
  const of = report({ secrets: [secret({ occurrences: [occurrence({ path: 'a\tb\u202e.env' })] })] });
  const { artifactLocation } = run(of).results[0].locations[0].physicalLocation;
  assert.equal(artifactLocation.uri, 'a%09b%E2%80%AE.env');
  const half = report({ secrets: [secret({ occurrences: [occurrence({ path: 'a\ud800.env' })] })] });
  assert.equal(run(half).results[0].locations[0].physicalLocation.artifactLocation.uri, 'a%EF%BF%BD.env');
});

test('a secret is one result; its other places are related locations', () => {
  const places = ['a.env', 'b/c d.env', 'ü/#?.env'].map((path, index) => occurrence({ path, inHead: index === 0 }));
  const of = report({ secrets: [secret({ occurrences: places })] });
  const [result] = run(of).results;
  const { artifactLocation, region } = result.locations[0].physicalLocation;
  assert.deepEqual(artifactLocation, { uri: 'a.env', uriBaseId: 'SRCROOT' });
  assert.deepEqual(region, { startLine: 3, startColumn: 12, endLine: 3, endColumn: 55 });
  const related = result.relatedLocations.map((one: any) => one.physicalLocation.artifactLocation.uri);
  assert.deepEqual(related, ['b/c%20d.env', '%C3%BC/%23%3F.env']);
  assert.match(result.message.text, /^JWT signing secret JWT_SECRET/);
});

test('what stands in no file has the address of its object or ref', () => {
  const message = occurrence({ where: 'commit-message', path: '' });
  const tag = occurrence({ where: 'tag-message', path: 'refs/tags/v1' });
  const name = occurrence({ where: 'ref-name', path: 'refs/heads/fix a' });
  const blob = occurrence({ path: '' });
  const uris = [message, tag, name, blob].map((one) => {
    const [result] = run(report({ secrets: [secret({ occurrences: [one] })] })).results;
    const { artifactLocation } = result.locations[0].physicalLocation;
    assert.equal(artifactLocation.uriBaseId, 'GIT');
    return artifactLocation.uri;
  });
  assert.deepEqual(uris, [`commit/${message.commit}`, 'refs/tags/v1', 'refs/heads/fix%20a', `blob/${blob.blob}`]);
});

test('several repositories have a base each', () => {
  const { repositories } = report();
  const two = [repositories[0]!, { ...repositories[0]!, name: 'other' }];
  const occurrences = [occurrence({ repository: 1 }), occurrence({ repository: 0, inHead: false })];
  const { originalUriBaseIds, results } = run(report({ repositories: two, secrets: [secret({ occurrences })] }));
  assert.deepEqual(Object.keys(originalUriBaseIds), ['REPOSITORY_0', 'REPOSITORY_1', 'GIT']);
  assert.equal(originalUriBaseIds.REPOSITORY_1.description.text, 'the top of other');
  assert.equal(results[0].locations[0].physicalLocation.artifactLocation.uriBaseId, 'REPOSITORY_1');
});

test('levels go by priority, and what nobody has to act on is a note', () => {
  const levels = (over: Parameters<typeof secret>[0]): string => run(report({ secrets: [secret(over)] })).results[0].level;
  assert.deepEqual(
    (['P0', 'P1', 'P2', 'P3'] as const).map((priority) => levels({ priority })),
    ['error', 'error', 'warning', 'note'],
  );
  assert.equal(levels({ confidence: 'low' }), 'note');
  assert.equal(levels({ rule: ARN, nature: 'identifier', verdict: 'identifier' }), 'note');
  assert.equal(levels({ priority: 'P2', verdict: 'still-current' }), 'error');
});

test('the fingerprint is the id: the same wherever the value moves', () => {
  const value = random(40);
  const moved = [occurrence({ path: 'elsewhere.yml', position: { line: 90, column: 1, endLine: 90, endColumn: 41 } })];
  const [before] = run(report({ secrets: [secret({ value })] })).results;
  const [after] = run(report({ secrets: [secret({ value, occurrences: moved })] })).results;
  assert.deepEqual(after.partialFingerprints, before.partialFingerprints);
  assert.notDeepEqual(run(report({ secrets: [secret()] })).results[0].partialFingerprints, before.partialFingerprints);
});

test('what the team has settled is suppressed with its reason, a mark as one in the source', () => {
  const why = 'test key of the sandbox';
  const settled = secret({ status: 'accepted', verdict: 'accepted', reasons: [`the ledger accepts it: ${why}`, 'row'] });
  const [external] = run(report({ secrets: [settled] })).results[0].suppressions;
  assert.deepEqual(external, { kind: 'external', status: 'accepted', justification: `the ledger accepts it: ${why}` });
  const marked = [occurrence({ mark: { line: 3, covers: 'line', rules: [] } })];
  const [inSource] = run(report({ secrets: [{ ...settled, occurrences: marked }] })).results[0].suppressions;
  assert.equal(inSource.kind, 'inSource');
  assert.deepEqual(run(report({ secrets: [secret()] })).results[0].suppressions, []);
});

test('helpUri is the section of the runbook where it has an address, else the page of the format', () => {
  const of = report({ secrets: [secret({ rule: rule({ source: 'https://example.org/format' }) })] });
  const plan: Plan = planOf(of, 'JWT');
  const ruleOf = (options: Partial<SarifOptions>): any => run(of, options).tool.driver.rules[0];
  assert.equal(ruleOf({ plan, base: FORGE }).helpUri, `${FORGE}/docs/JWT.md#rotate-JWT`);
  assert.equal(ruleOf({ plan }).helpUri, 'https://example.org/format');
  assert.match(ruleOf({ plan }).help.text, /Rotate JWT: docs\/JWT\.md#rotate-JWT/);
  assert.match(ruleOf({ plan, base: FORGE }).help.markdown, /\[Rotate JWT\]\(https:\/\/github\.com\/ada/);
});

test('what was not seen makes the run unsuccessful, and says so', () => {
  const gap = { what: 'shallow boundary', why: 'history before it is not in this clone', count: 3 };
  const [invocation] = run(report({ coverage: { ...SEEN, complete: false, skipped: [gap] } })).invocations;
  assert.equal(invocation.executionSuccessful, false);
  assert.match(invocation.toolExecutionNotifications[0].message.text, /shallow boundary/);
});

test('brackets and braces of names make no links and no placeholders of a message', () => {
  const of = report({ secrets: [secret({ names: [{ name: '[x](http://evil) {0}', rule: rule(), kind: 'a' }] })] });
  const said = run(of).results[0].message.text;
  assert.ok(said.includes('\\[x\\](http://evil) {{0}}'), said);
});

test('of a thousand places a hundred are related, and the rest is said', () => {
  const occurrences = Array.from({ length: 1000 }, (_, index) => occurrence({ path: `a/${index}`, inHead: false }));
  const [result] = run(report({ secrets: [secret({ rule: GITHUB, occurrences })] })).results;
  assert.equal(result.relatedLocations.length, 100);
  assert.match(result.message.text, /and 899 more places/);
});

test('no eight characters of a value are in it, whatever holds them, and it stays valid', () => {
  fc.assert(
    fc.property(someValues, someForm, fc.boolean(), (values, write, planned) => {
      const of = hostileReport(values, write);
      const options: Partial<SarifOptions> = { base: FORGE, ...(planned ? { plan: planOf(of, write(values[0] ?? '')) } : {}) };
      const { results } = run(of, options);
      assert.equal(results.length, values.length + of.risks.length);
      // as a reader sees it: four characters of a value may be shown, and an escaped backslash looks like two
      const shown = [...strings(JSON.parse(text(of, options)))].join('\n').replaceAll(/\\([\\[\]])/g, '$1');
      for (const form of [shown, decoded(shown)])
        for (const window of values.flatMap(hiddenWindows)) assert.ok(!form.includes(window), window);
    }),
    { numRuns: 100 },
  );
});

function* strings(node: unknown): Iterable<string> {
  if (typeof node === 'string') yield node;
  else if (typeof node === 'object' && node !== null) for (const child of Object.values(node)) yield* strings(child);
}

/** As a reader of the addresses sees it. */
function decoded(json: string): string {
  return json.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
}
