/**
 * What is read is hostile: no regular expression of the source costs more than in proportion to its text, or it stands
 * here with the reason why its text cannot be long. Those of rules are proved where rules are checked.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analyse } from 'scslre';
import ts from 'typescript';
import { ESCAPES } from '../src/detect/layers/escapes.ts';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

const OF_OPTIONS = 'sees an argument of the command line';
const OF_VALUES = 'sees a value or a name, of which rules take no more than their reach';
const OF_OURS = 'sees a text of our own';
/** By file the expressions that are not linear, and why they are quick all the same. */
const QUICK: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'commands/options.ts': { '--?[\\w-]+(?=[^\\w-]|$)(?!, --)': OF_OURS },
  'commands/scan.ts': { '\\/+$': OF_OPTIONS },
  'commands/sweep/repositories.ts': { '\\/+$': OF_OPTIONS },
  'detect/assignment/assignment.ts': { '^[-.$]+|[-.]+$': OF_VALUES },
  'detect/foreign/kinds.ts': { '-.*$': 'sees the id of a rule that somebody wrote' },
  'detect/foreign/requirements.ts': { '(\\{\\{.*?\\}\\})': 'sees a condition of a rule that somebody wrote' },
  'detect/layers/office-text.ts': { '^(\\/?)(?:[\\w-]+:)?([\\w-]+)[^]*?(\\/?)$': 'its end matches whatever is there' },
  'detect/search/marks.ts': { '^[ \\t]+([\\w.-]+)(?:[ \\t]+(.*?))?[ \\t]*(?:\\*\\/|-->|#\\})?[ \\t]*$': 'sees MARK_REACH bytes' },
  'detect/checks/code-or-password.ts': {
    '^[A-Za-z_][\\w.]*\\(|&&|\\|\\||[=!<>]=|=>|->|::|[([{].*[)\\]}]|["\'`\\\\$;{}]': OF_VALUES,
  },
  'detect/rules/sample.ts': { '=+$': OF_OURS },
  'plan/current/exports.ts': { '(?:…|\\.{2,3}).*$': 'sees how a token begins, in an export of the team itself' },
  'plan/current/settings.ts': {
    '^\\s*(?:(?:export|set|ENV)\\s+|\\$env:)?["\']?([A-Za-z_][\\w.:-]{0,200}?)["\']?\\s*(?:=|:(?=\\s)|:=)\\s*(.*)$':
      'its end matches whatever is there',
    '\\\\*$': 'sees twenty characters',
  },
  'proof/related-values.ts': { '[!?.#$*_@-]+$': OF_VALUES },
  'proof/webhooks.ts': { '\\n\\r?\\n([^]+)$': 'its end matches whatever is there' },
  'report/numbers.ts': { '\\B(?=(?:\\d{3})+$)': 'sees a number' },
  'report/todo-merge.ts': { '\\n+$': OF_OURS },
  'source/repository.ts': { '(\\d+)\\.(\\d+)': 'sees the version of git' },
  'ssh-wire.ts': { '=+$': 'sees the base64 of 32 bytes' },
};

interface Literal {
  readonly file: string;
  readonly line: number;
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
      found.push({ file, line, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const isSlow = ({ source, flags }: Pick<Literal, 'source' | 'flags'>): boolean =>
  analyse({ source, flags }, { maxReports: 1 }).reports.length > 0;

test('every regular expression of the source is linear, or said to see short texts only', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' });
  const all = files.filter((file) => file.endsWith('.ts') && !file.startsWith('kernel/')).flatMap(literalsIn);
  assert.ok(all.length > 900);
  assert.ok(isSlow({ source: '\\s+x', flags: '' }), 'the check itself can fail');
  const named = Object.entries(QUICK).flatMap(([file, sources]) => Object.keys(sources).map((source) => `${file}: ${source}`));
  const slow = new Set(all.filter(isSlow).map(({ file, source }) => `${file}: ${source}`));
  assert.deepEqual([...slow].sort(), named.sort());
});

test('so are those that triggers of escapes are told by, which are put together of their literals', () => {
  assert.deepEqual(ESCAPES.map(({ next, here }) => [isSlow(next), isSlow(here)]), ESCAPES.map(() => [false, false]));
});
