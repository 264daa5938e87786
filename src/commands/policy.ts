/**
 * Whose policy counts: `.burnlist/` of the index for the hook, of HEAD for an audit, of the base for a range, so that
 * a change cannot accept itself. Read through git, never from the working tree.
 */
import { UsageError } from '../errors.ts';
import { loadBuiltInRules } from '../detect/rules.ts';
import type { Config } from '../config/config.ts';
import type { Ledger, Mark, Rule } from '../model.ts';

export const CONFIG_PATH = '.burnlist/config.yaml';
export const LEDGER_PATH = '.burnlist/ledger.yaml';

export interface Policy {
  /** Absent: no configuration, everything at its default. */
  readonly config: Config | undefined;
  readonly ledger: Ledger;
  readonly rules: readonly Rule[];
  /** What it was read from, by path; undefined where there is no such file. */
  readonly files: ReadonlyMap<string, Buffer | undefined>;
}

/** Files of the policy's version of the repository, in the order asked for; undefined where there is none. */
export type ReadFiles = (paths: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;

export async function readPolicy(read: ReadFiles): Promise<Policy> {
  const reading = read([CONFIG_PATH, LEDGER_PATH]);
  const builtIn = loadBuiltInRules(); // while git looks
  const [configText, ledgerText] = await reading;
  const files = new Map([
    [CONFIG_PATH, configText],
    [LEDGER_PATH, ledgerText],
  ]);
  if (configText === undefined && ledgerText === undefined)
    return { config: undefined, ledger: [], rules: builtIn, files };

  const config =
    configText === undefined
      ? undefined
      : (await import('../config/config.ts')).parseConfig(CONFIG_PATH, configText.toString('utf8'));
  const ledger = ledgerText === undefined ? [] : await readLedger(ledgerText.toString('utf8'));
  if (config === undefined) return { config, ledger, rules: builtIn, files };
  const own: Rule[] = [];
  const ruleTexts = await read(config.rules);
  for (const [index, path] of config.rules.entries()) {
    const text = ruleTexts[index];
    if (text === undefined)
      throw new UsageError(`${CONFIG_PATH}: rules: no file ${path} in this version of the repository`);
    files.set(path, text);
    own.push(...(await readOwnRules(path, text.toString('utf8'))));
  }
  const known = new Set([...builtIn, ...own].map(({ id }) => id));
  const unknown = config.disable.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new UsageError(`${CONFIG_PATH}: disable: no rule is called "${unknown}"; burnlist rules list shows them`);
  const twice = own.find(({ id }) => builtIn.some((rule) => rule.id === id));
  if (twice !== undefined)
    throw new UsageError(`${CONFIG_PATH}: rule "${twice.id}" is built in: give yours another id`);
  return { config, ledger, rules: [...builtIn, ...own].filter(({ id }) => !config.disable.includes(id)), files };
}

/** Lines as we write them need no YAML parser, which would cost the hook half of node's own start. */
async function readLedger(text: string): Promise<Ledger> {
  const { readLedgerLines } = await import('../plan/ledger-lines.ts');
  return readLedgerLines(text) ?? (await import('../plan/ledger.ts')).parseLedger(LEDGER_PATH, text);
}

/** The user's own rules run in V8, so each must be proven to stay linear. */
async function readOwnRules(path: string, text: string): Promise<readonly Rule[]> {
  const { parseRuleFile } = await import('../detect/rule-file.ts');
  const { superLinear } = await import('../detect/backtracking.ts');
  const rules = parseRuleFile(path, text);
  for (const rule of rules) {
    const expressions = [rule.pattern, rule.assignment?.name, rule.assignment?.value].filter(
      (source) => source !== undefined,
    );
    for (const source of expressions) {
      const slow = superLinear(source, rule.ignoreCase ? 'i' : '');
      if (slow !== undefined) throw new UsageError(`${path}: rule "${rule.id}" can be made slow: ${slow}`);
    }
  }
  return rules;
}

/** The configuration's answer for a finding of a rule at a path: allowed, with the reason, or undefined. */
export async function allowance(config: Config | undefined): Promise<(path: string, rule: Rule) => Mark | undefined> {
  if (config === undefined || config.allow.length === 0) return () => undefined;
  const { default: picomatch } = await import('picomatch');
  const entries = config.allow.map(({ path, rule, reason }) => ({
    fits: picomatch(path, { dot: true, nonegate: true }),
    rule,
    reason,
  }));
  return (path, rule) => {
    const entry = entries.find(
      ({ fits, rule: id }) => fits(path) && (id === undefined || id === rule.id || id === rule.kind),
    );
    return entry === undefined ? undefined : { line: 0, covers: 'near', rules: [], reason: entry.reason };
  };
}
