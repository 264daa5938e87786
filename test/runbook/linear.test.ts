/** No pattern over a page, or over what a person gave, costs more than in proportion to the text: pages may be hostile. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analyse } from 'scslre';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const FILES = [...readdirSync(`${SRC}runbook`).map((name) => `runbook/${name}`), 'shown.ts'];

interface Literal {
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

function literalsIn(file: string): readonly Literal[] {
  const tree = ts.createSourceFile(file, readFileSync(SRC + file, 'utf8'), ts.ScriptTarget.Latest);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
      found.push({ at: `${file}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const slow = ({ source, flags }: Omit<Literal, 'at'>): boolean => analyse({ source, flags }, { maxReports: 1 }).reports.length > 0;

test('every pattern that reads runbooks is linear', () => {
  const all = FILES.flatMap(literalsIn);
  assert.ok(all.length > 100);
  assert.ok(slow({ source: '\\s+x', flags: '' }), 'the check itself can fail');
  assert.deepEqual(all.filter(slow).map(({ at }) => at), []);
});
