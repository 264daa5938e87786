/** `burnlist rules list | check | explain ID`: what is looked for, and whether each rule does what it says. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadBuiltInRules, loadExamples } from '../detect/rules.ts';
import { checkExamples } from '../detect/rule-examples.ts';
import { nearest } from '../nearest.ts';
import { UsageError } from '../errors.ts';
import { readOptions } from './options.ts';
import type { Command, Context, ExitStatus } from './context.ts';
import type { ForeignPolicy } from './foreign-policy.ts';
import type { Rule } from '../model.ts';

const HELP = `burnlist rules list           all built-in rules
burnlist rules explain ID     one rule: what it looks for, with examples
burnlist rules check [FILE…]  runs every rule's own examples and proves its
                              reach; files: your own rules, or those of
                              gitleaks, betterleaks and Kingfisher
`;

export const rules: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, []);
  const [action, ...rest] = positionals;
  if (values.help === true || action === undefined) {
    await context.write(HELP);
    return values.help === true ? 0 : 2;
  }
  if (action === 'list' && rest.length === 0) return list(context);
  if (action === 'explain' && rest.length === 1) return explain(rest[0]!, context);
  if (action === 'check') return check(rest, context);
  throw new UsageError('rules takes list, check or explain ID');
};

async function list(context: Context): Promise<ExitStatus> {
  const all = loadBuiltInRules();
  const width = Math.max(...all.map(({ id }) => id.length));
  for (const rule of all) {
    const { id, name, confidence } = rule;
    const other = rule.nature === 'secret' ? '' : ` (${natureOf(rule)})`;
    await context.write(`${id.padEnd(width)}  ${confidence.padEnd(6)}  ${name}${other}\n`);
  }
  return 0;
}

function natureOf({ anchor, nature }: Rule): string {
  return anchor === true ? 'anchor: proves secrets, is none' : nature;
}

function aroundOf({ literals, runOf, assignment }: Rule): string {
  if (assignment?.words !== undefined) return `names that promise a secret and hold ${assignment.words.join(', ')}`;
  return runOf === undefined ? literals.join('  ') : `runs of ${runOf} characters or more`;
}

async function explain(id: string, context: Context): Promise<ExitStatus> {
  const all = loadBuiltInRules();
  const rule = all.find((known) => known.id === id);
  if (rule === undefined) {
    const near = nearest(
      id,
      all.map((known) => known.id),
    );
    throw new UsageError(
      `no rule is called "${id}"${near === undefined ? '' : `, did you mean "${near}"?`} (burnlist rules list shows all)`,
    );
  }
  const examples = loadExamples()[id];
  const looks = rule.pattern ?? `a value assigned to a name that fits ${rule.assignment?.name ?? ''}`;
  await context.write(
    [
      `${rule.id}: ${rule.name}`,
      `  rotates as   ${rule.kind}`,
      `  nature       ${natureOf(rule)}, ${rule.confidence} confidence`,
      `  around       ${aroundOf(rule)}`,
      `  looks for    ${looks}`,
      ...(rule.paths === undefined ? [] : [`  only in      ${rule.paths.join('  ')}`]),
      ...(rule.checks.length === 0 ? [] : [`  checks       ${rule.checks.join(', ')}`]),
      ...(rule.source === undefined ? [] : [`  format       ${rule.source}`]),
      ...(examples?.match ?? []).map(({ text }) => `  matches      ${JSON.stringify(text)}`),
      ...(examples?.skip ?? []).map(({ text }) => `  leaves       ${JSON.stringify(text)}`),
      '',
    ].join('\n'),
  );
  return 0;
}

async function check(files: readonly string[], context: Context): Promise<ExitStatus> {
  const examples = loadExamples();
  const builtIn = loadBuiltInRules().map((rule): Rule => ({
    ...rule,
    examples: examples[rule.id] ?? { match: [], skip: [] },
  }));
  const { own, foreign } = await readFiles(files, builtIn, context);
  const checked = files.length > 0 ? own : builtIn;
  const { checkRule } = await import('../detect/rule-check.ts');
  const problems = checked.flatMap((rule) =>
    [...checkRule(rule), ...checkExamples(rule, [...builtIn, ...own])].map((problem) => `${rule.id}: ${problem}`),
  );
  const others = foreign === undefined ? undefined : (await import('../detect/foreign/check.ts')).checkForeign(foreign.rules);
  problems.push(...(others?.problems ?? []));
  for (const line of [...(foreign?.notices ?? []), ...problems]) await context.write(`${line}\n`);
  for (const id of others?.costly ?? [])
    await context.write(`${id}: tried in every version of every file: a keyword would spare most of them\n`);
  const ownExamples = checked.reduce((sum, { examples: { match, skip } }) => sum + match.length + skip.length, 0);
  const count = { rules: checked.length + (foreign?.rules.length ?? 0), examples: ownExamples + (others?.examples ?? 0) };
  const end = problems.length === 0 ? 'no problems' : `${problems.length} problems`;
  await context.write(`${count.rules} rules, ${count.examples} examples, ${end}\n`);
  return problems.length === 0 ? 0 : 1;
}

/** Our own rules of the files, and those of other scanners. */
async function readFiles(
  paths: readonly string[],
  builtIn: readonly Rule[],
  { cwd }: Context,
): Promise<{ own: readonly Rule[]; foreign?: ForeignPolicy }> {
  if (paths.length === 0) return { own: [] };
  const { readForeignRules } = await import('./foreign-policy.ts');
  const { parseRuleFile } = await import('../detect/rule-file.ts');
  const read = (path: string): Buffer => {
    try {
      return readFileSync(resolve(cwd, path));
    } catch (error) {
      throw new UsageError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    }
  };
  const files = paths.map((path) => ({ path, text: read(path).toString('utf8'), isNamed: true }));
  const { foreign, ours } = await readForeignRules(files, builtIn, async (wanted) => wanted.map(read));
  return { own: ours.flatMap(({ path, text }) => parseRuleFile(path, text)), foreign };
}
