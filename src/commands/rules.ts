/** `burnlist rules list | check | explain ID`: what is looked for, and whether each rule does what it says. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadBuiltInRules, loadExamples } from '../detect/rules/built-in.ts';
import { checkExamples } from '../detect/rules/examples.ts';
import { nearest } from '../nearest.ts';
import { UsageError } from '../errors.ts';
import { plain, quoted, shownPath } from '../shown.ts';
import { readOptions } from './options.ts';
import type { Command, Context, ExitStatus } from './context.ts';
import type { ForeignPolicy } from './policy/foreign-policy.ts';
import type { ForeignRule } from '../foreign-rule.ts';
import type { Rule } from '../model.ts';

const HELP = `burnlist rules list           all built-in rules, and those that the
                              configuration of this working tree adds
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
  const builtIn = loadBuiltInRules();
  await listed(builtIn, context);
  // last: what is wrong with a configuration may be that it names a rule that is not in the list
  await listed(await addedRules(builtIn, context), context);
  return 0;
}

async function listed(rules: readonly Rule[], context: Context): Promise<void> {
  const width = rules.reduce((most, { id }) => Math.max(most, id.length), 0);
  for (const rule of rules) {
    const { id, name, confidence, foreign } = rule;
    const other = rule.nature === 'secret' ? '' : ` (${natureOf(rule)})`;
    const file = foreign === undefined ? '' : ` (${plain(foreign.file)})`;
    await context.write(`${id.padEnd(width)}  ${confidence.padEnd(6)}  ${name}${other}${file}\n`);
  }
}

/** None where there is no repository. */
async function addedRules(builtIn: readonly Rule[], { cwd, env }: Context): Promise<readonly Rule[]> {
  const { openRepository } = await import('../source/repository.ts');
  const repository = await openRepository(cwd, env).catch(() => undefined);
  if (repository === undefined) return [];
  const { workingPolicy } = await import('./policy/working-policy.ts');
  const known = new Set(builtIn.map(({ id }) => id));
  return (await workingPolicy(repository))?.rules.filter(({ id }) => !known.has(id)) ?? [];
}

function natureOf({ anchor, nature }: Rule): string {
  return anchor === true ? 'anchor: proves secrets, is none' : nature;
}

function aroundOf({ literals, runOf, assignment }: Rule): string {
  if (assignment?.words !== undefined) return `names that promise a secret and hold ${assignment.words.join(', ')}`;
  return runOf === undefined ? literals.join('  ') : `runs of ${runOf} characters or more`;
}

async function explain(id: string, context: Context): Promise<ExitStatus> {
  const builtIn = loadBuiltInRules();
  const isIt = (known: Rule): boolean => known.id === id;
  const added = builtIn.some(isIt) ? [] : await addedRules(builtIn, context);
  const all = [...builtIn, ...added];
  const rule = all.find(isIt);
  if (rule === undefined) {
    const near = nearest(
      id,
      all.map((known) => known.id),
    );
    throw new UsageError(
      `no rule is called ${quoted(id)}${near === undefined ? '' : `, did you mean "${near}"?`} (burnlist rules list shows all)`,
    );
  }
  if (rule.foreign !== undefined) return explainForeign(rule, rule.foreign, context);
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

/** Of a rule of another scanner. Its examples are not shown: they may be live values. */
async function explainForeign(rule: Rule, foreign: ForeignRule, context: Context): Promise<ExitStatus> {
  const { regex, path, keywords, entropy, companions } = foreign;
  await context.write(
    [
      `${rule.id}: ${rule.name}`,
      `  rotates as   ${rule.kind}`,
      `  nature       ${natureOf(rule)}, ${rule.confidence} confidence`,
      `  from         ${plain(foreign.file)} (${foreign.format})`,
      ...(regex === undefined ? [] : [`  looks for    ${inLines(regex)}`]),
      ...(path === undefined ? [] : [`  only in      ${inLines(path)}`]),
      ...(keywords.length === 0 ? [] : [`  keywords     ${plain(keywords.join('  '))}`]),
      ...(entropy === 0 ? [] : [`  entropy      more than ${entropy} bits a character`]),
      ...companions.map(({ id }) => `  only beside  ${plain(id)}`),
      ...(foreign.isHelper ? ['  reported     only as part of other rules'] : []),
      ...(rule.source === undefined ? [] : [`  format       ${rule.source}`]),
      '',
    ].join('\n'),
  );
  return 0;
}

/** Expressions with comments have several lines. */
function inLines(text: string): string {
  return text.trim().split('\n').map(plain).join('\n               ');
}

async function check(files: readonly string[], context: Context): Promise<ExitStatus> {
  const examples = loadExamples();
  const builtIn = loadBuiltInRules().map((rule): Rule => ({
    ...rule,
    examples: examples[rule.id] ?? { match: [], skip: [] },
  }));
  const { own, foreign } = await readFiles(files, builtIn, context);
  const checked = files.length > 0 ? own : builtIn;
  const { checkRule } = await import('../detect/rules/check.ts');
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
  const { readForeignRules } = await import('./policy/foreign-policy.ts');
  const { parseRuleFile } = await import('../detect/rules/file.ts');
  const read = (path: string): Buffer => {
    try {
      return readFileSync(resolve(cwd, path));
    } catch (error) {
      throw new UsageError(`${shownPath(path)}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    }
  };
  const files = paths.map((path) => ({ path, text: read(path).toString('utf8'), isNamed: true }));
  const { foreign, ours } = await readForeignRules(files, builtIn, async (wanted) => wanted.map(read));
  return { own: ours.flatMap(({ path, text }) => parseRuleFile(path, text)), foreign };
}
