/**
 * Build step: rules/detection/*.yaml → dist/rules.json, and the examples beside it, where the hook does not have to
 * parse them. Prints every file's first error and exits 1; then nothing is written.
 */
import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../errors.ts';
import { parseRuleFile } from './file.ts';
import type { Rule } from '../../model.ts';

/** The rules of all files in a folder, sorted by id. Throws UsageError with one line for every file that is wrong. */
export function compileRules(folder: string): Rule[] {
  const problems: string[] = [];
  const rules: Rule[] = [];
  const fileOf = new Map<string, string>();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()) {
    for (const rule of parsed(join(folder, name), problems)) {
      const other = fileOf.get(rule.id);
      if (other !== undefined) problems.push(`${join(folder, name)}: the id "${rule.id}" is taken in ${other}`);
      fileOf.set(rule.id, name);
      rules.push(rule);
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return rules.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Writes what `loadBuiltInRules` and `loadExamples` read. */
export function writeRules(rules: readonly Rule[], folder: string): void {
  const bare = rules.map((rule) => ({ ...rule, examples: undefined }));
  const examples = Object.fromEntries(rules.map((rule) => [rule.id, rule.examples]));
  mkdirSync(folder, { recursive: true });
  replace(join(folder, 'rules.json'), JSON.stringify(bare));
  replace(join(folder, 'rules-examples.json'), JSON.stringify(examples));
}

function parsed(path: string, problems: string[]): Rule[] {
  try {
    return parseRuleFile(path, readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problems.push(error.message);
    return [];
  }
}

/** A reader sees the old file or the new one, never half of one. */
function replace(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${text}\n`);
  renameSync(draft, path);
}

function main(root: string): void {
  try {
    const rules = compileRules(relative('', join(root, 'rules', 'detection')));
    writeRules(rules, join(root, 'dist'));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === self) main(join(self, '..', '..', '..', '..'));
