/** docs/rule-list.md is made from the rules: REWRITE=1 npm test -- rule-list */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RULES } from './scanning.ts';
import type { Rule } from '../../src/model.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'rule-list.md');

test('the page of rules lists each of them', () => {
  const page = pageOf(RULES);
  if (process.env['REWRITE'] !== undefined) writeFileSync(PAGE, page);
  assert.equal(readFileSync(PAGE, 'utf8'), page);
});

test('there are at least 300 rules, and each of a provider says where its format is documented', () => {
  assert.ok(RULES.length >= 300);
  const own = RULES.filter(({ source }) => source === undefined).map(({ provider }) => provider);
  assert.deepEqual(new Set(own), new Set(['calls', 'command-line', 'entropy', 'generic']));
});

function pageOf(rules: readonly Rule[]): string {
  const providers = [...new Set(rules.map(({ provider }) => provider))].sort();
  const sections = providers.map((provider) => {
    const rows = rules.filter((rule) => rule.provider === provider).map(rowOf);
    return `## ${provider}\n\n| rule | finds | rotates as | confidence |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# The built-in rules

${rules.length} rules of ${providers.length} files in \`rules/detection/\`. \`burnlist rules explain ID\` shows one of them:
what it looks for, the page that documents the format, what it matches and what it leaves alone.

${sections.join('\n')}`;
}

function rowOf({ id, name, kind, confidence, nature, anchor, source }: Rule): string {
  const what = anchor === true ? `${name} (proves secrets, is none)` : nature === 'secret' ? name : `${name} (${nature})`;
  const linked = source === undefined ? `\`${id}\`` : `[\`${id}\`](${source})`;
  return `| ${linked} | ${what} | ${kind} | ${confidence} |`;
}
