import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fc } from '../support/property.ts';
import type { Report } from '../../src/model.ts';
import { type JsonOptions, jsonReport } from '../../src/report/json.ts';
import { printable } from '../../src/report/printable.ts';
import { hiddenWindows, hostileReport, planOf, someForm, someValues } from './hostile.ts';
import { GITHUB, SEEN, occurrence, random, report, secret } from './reports.ts';

const TOOL = { version: '0.1.0', rules: 40 };
const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

function text(of: Report, options: Partial<JsonOptions> = {}): string {
  return [...jsonReport(of, { tool: TOOL, ...options })].join('');
}

function parsed(of: Report, options: Partial<JsonOptions> = {}): any {
  const json: unknown = JSON.parse(text(of, options));
  const errors = validate(json) ? [] : validate.errors;
  assert.deepEqual(errors, []);
  return json;
}

function* strings(node: unknown): Iterable<string> {
  if (typeof node === 'string') yield node;
  else if (typeof node === 'object' && node !== null) for (const child of Object.values(node)) yield* strings(child);
}

function* described(node: unknown, path: string): Iterable<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    if (key !== 'properties') yield* described(child, `${path}/${key}`);
    else
      for (const [name, field] of Object.entries(child as Record<string, { description?: string }>)) {
        if (!field.description) yield `${path}/${name}`;
        yield* described(field, `${path}/${name}`);
      }
  }
}

test('an empty report is valid', () => {
  const json = parsed(report());
  assert.deepEqual(json.secrets, []);
  assert.equal(json.schema, 'burnlist/report@1');
  assert.deepEqual(json.tool, TOOL);
});

test('every field of the schema is described, and no object takes others', () => {
  assert.deepEqual([...described(schema, '')], []);
  const source = JSON.stringify(schema);
  assert.equal(source.split('"type":"object"').length, source.split('"additionalProperties":false').length);
});

test('keys stand in the order of the contract', () => {
  const json = parsed(report({ secrets: [secret()] }));
  assert.deepEqual(Object.keys(json), [
    'schema',
    'asOf',
    'tool',
    'repositories',
    'coverage',
    'secrets',
    'risks',
    'setAside',
  ]);
  assert.deepEqual(Object.keys(json.secrets[0]), [
    'id',
    'names',
    'rule',
    'kind',
    'redacted',
    'length',
    'confidence',
    'nature',
    'status',
    'verdict',
    'priority',
    'reasons',
    'proofs',
    'related',
    'exposure',
    'occurrences',
    'rotation',
  ]);
  assert.deepEqual(Object.keys(json.secrets[0].occurrences[0]), [
    'repository',
    'where',
    'path',
    'line',
    'column',
    'endLine',
    'endColumn',
    'rule',
    'name',
    'nature',
    'confidence',
    'commit',
    'blob',
    'lastCommit',
    'lastBlob',
    'versions',
    'via',
  ]);
});

test('what is not known is null, not absent', () => {
  const { name: _name, commit: _commit, blob: _blob, lastCommit: _lc, lastBlob: _lb, ...bare } = occurrence();
  const uncommitted = secret({
    occurrences: [{ ...bare, where: 'index', class: 'uncommitted' }],
    exposure: { class: 'uncommitted', inHead: false, reach: ['index'], refs: [], refCount: 0, days: 0 },
  });
  const [json] = parsed(report({ secrets: [uncommitted] })).secrets;
  assert.equal(json.exposure.first, null);
  assert.equal(json.exposure.published, null);
  assert.equal(json.occurrences[0].commit, null);
  assert.equal(json.occurrences[0].name, null);
});

test('a value is redacted and only its length is told', () => {
  const value = `ghp_${random(36)}`;
  const of = report({ secrets: [secret({ value, rule: GITHUB })] });
  const [json] = parsed(of).secrets;
  assert.equal(json.redacted, `${value.slice(0, 8)}••••`);
  assert.equal(json.length, 40);
  assert.ok(!text(of).includes(value.slice(4, 12)));
});

test('the order of what comes in makes no difference', () => {
  const secrets = Array.from({ length: 6 }, (_, index) =>
    secret({
      priority: index < 3 ? 'P2' : 'P0',
      occurrences: [occurrence({ path: 'b' }), occurrence({ path: 'a' }), occurrence({ path: 'a', repository: 1 })],
    }),
  );
  const risks = ['b', 'a'].map((path) => ({ rule: 'tracked-env', path, advice: 'untrack it' }));
  const there = report({ secrets, risks });
  const back = report({
    repositories: there.repositories,
    secrets: secrets.toReversed().map((one) => ({ ...one, occurrences: one.occurrences.toReversed() })),
    risks: risks.toReversed(),
  });
  assert.equal(text(there), text(back));
  const priorities = parsed(there).secrets.map((one: { priority: string }) => one.priority);
  assert.deepEqual(priorities, [...priorities].sort());
});

test('a path comes back whole from JSON, and no control reaches a terminal', () => {
  const path = 'a\u001b[2J/\u202e"\\\n\u009b山.env';
  const of = report({ secrets: [secret({ occurrences: [occurrence({ path })] })] });
  assert.equal(parsed(of).secrets[0].occurrences[0].path, path);
  assert.equal(printable(text(of), '\n\t'), text(of));
});

test('each rotation names its task and the section that says how', () => {
  const of = report({ secrets: [secret()] });
  const [json] = parsed(of, { plan: planOf(of, 'JWT_SECRET') }).secrets;
  assert.equal(json.rotation.length, 1);
  assert.equal(json.rotation[0].name, 'JWT_SECRET');
  assert.equal(json.rotation[0].runbook.path, 'docs/JWT_SECRET.md');
  assert.deepEqual(json.rotation[0].runbook.lines, [3, 40]);
  const { tasks, ...rest } = planOf(of, 'JWT_SECRET');
  const unlinked = { ...rest, tasks: tasks.map((task) => ({ ...task, links: [] })) };
  assert.equal(parsed(of, { plan: unlinked }).secrets[0].rotation[0].runbook, null);
  assert.deepEqual(parsed(of).secrets[0].rotation, []);
});

test('a large report comes in small pieces', () => {
  const occurrences = Array.from({ length: 5000 }, (_, index) => occurrence({ path: `src/${index}.ts` }));
  const of = report({ secrets: [secret({ occurrences }), ...Array.from({ length: 500 }, () => secret())] });
  const pieces = [...jsonReport(of, { tool: TOOL })];
  assert.ok(pieces.length > 500);
  assert.ok(Math.max(...pieces.map((piece) => piece.length)) < 400_000);
  assert.equal(parsed(of).secrets.length, 501);
});

test('no eight characters of a value are in a report, whatever holds them', () => {
  fc.assert(
    fc.property(someValues, someForm, fc.boolean(), (values, write, planned) => {
      const of = hostileReport(values, write);
      const json = parsed(of, planned ? { plan: planOf(of, write(values[0] ?? '')) } : {});
      // what is redacted is looked at unescaped: an escaped backslash looks like two of the value
      const source = text(of).replaceAll(/"redacted": .*/g, '');
      const shown = `${source}\n${[...strings(json)].join('\n')}`;
      for (const window of values.flatMap(hiddenWindows)) assert.ok(!shown.includes(window), window);
    }),
    { numRuns: 100 },
  );
});

test('words of our own are not touched by a value that is one of them', () => {
  const of = report({ secrets: [secret({ value: 'compromised' }), secret({ value: 'jwt-signing-secret' })] });
  const [json] = parsed(of).secrets;
  assert.equal(json.verdict, 'compromised');
  assert.equal(json.rule, 'jwt-signing-secret');
});

test('the gaps of coverage keep their counts', () => {
  const gap = { what: 'shallow', why: 'this clone is cut off', count: 3 };
  const json = parsed(report({ coverage: { ...SEEN, complete: false, skipped: [gap] } }));
  assert.equal(json.coverage.complete, false);
  assert.deepEqual(json.coverage.skipped, [gap]);
});
