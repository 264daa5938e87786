/** The built-in rules as the build compiled them. On the start-up path of the hook: JSON, and no parser of anything. */
import { readFileSync } from 'node:fs';
import { ScanError } from '../../errors.ts';
import type { Rule } from '../../model.ts';

/** The hook has no use for examples. */
const NONE: Rule['examples'] = { match: [], skip: [] };

/** All built-in rules, sorted by id, without their examples. */
export function loadBuiltInRules(): Rule[] {
  const rules = load('rules.json') as Omit<Rule, 'examples'>[];
  return rules.map((rule) => Object.assign(rule, { examples: NONE }));
}

/** The examples of the built-in rules by rule id. */
export function loadExamples(): Readonly<Record<string, Rule['examples']>> {
  return load('rules-examples.json') as Record<string, Rule['examples']>;
}

function load(name: string): unknown {
  try {
    return JSON.parse(readFileSync(new URL(`../../../dist/${name}`, import.meta.url), 'utf8'));
  } catch (error) {
    throw new ScanError(`no built-in rules in dist/${name}: run  npm run compile`, { cause: error });
  }
}
