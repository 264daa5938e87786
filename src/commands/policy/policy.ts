/**
 * Whose policy counts: `.burnlist/` of the index for the hook, of HEAD for an audit, of the base for a range, so that
 * a change cannot accept itself. Read through git, never from the working tree.
 */
import { UsageError } from '../../errors.ts';
import { quoted, shownPath } from '../../shown.ts';
import { loadBuiltInRules } from '../../detect/rules/built-in.ts';
import type { Config } from '../../config/config.ts';
import type { Ledger, Rule } from '../../model.ts';
import type { ForeignFile, ForeignPolicy } from './foreign-policy.ts';
import type { ListFiles, ReadFiles } from './rule-files.ts';

export const CONFIG_PATH = '.burnlist/config.yaml';
export const LEDGER_PATH = '.burnlist/ledger.yaml';
/** What other scanners read unasked; of each kind the first that is there. */
const OTHERS = [
  ['.betterleaks.toml', '.gitleaks.toml'],
  ['.betterleaksignore', '.gitleaksignore'],
] as const;
/** Files that are read where they are there, whether or not any other file names them. */
export const UNASKED: readonly string[] = [CONFIG_PATH, LEDGER_PATH, ...OTHERS.flat()];

export interface Policy {
  /** Absent: no configuration, everything at its default. */
  readonly config: Config | undefined;
  readonly ledger: Ledger;
  readonly rules: readonly Rule[];
  /** Absent: no other scanner has left anything. */
  readonly foreign?: ForeignPolicy;
  /** What it was read from, by path; undefined where there is no such file. */
  readonly files: ReadonlyMap<string, Buffer | undefined>;
}

/** Nothing is there. */
export const NO_FILES: ReadFiles = async (paths) => paths.map(() => undefined);

/**
 * @param list the files of that version, for globs
 * @param name of the configuration in messages
 */
export async function readPolicy(read: ReadFiles, list: ListFiles = async () => [], name = CONFIG_PATH): Promise<Policy> {
  const reading = read(UNASKED);
  const builtIn = loadBuiltInRules(); // while git looks
  const texts = await reading;
  const files = new Map(UNASKED.map((path, index) => [path, texts[index]]));
  const [configText, ledgerText] = texts;
  if (texts.every((text) => text === undefined)) return { config: undefined, ledger: [], rules: builtIn, files };

  const config =
    configText === undefined
      ? undefined
      : (await import('../../config/config.ts')).parseConfig(name, configText.toString('utf8'));
  const ledger = ledgerText === undefined ? [] : await readLedger(ledgerText.toString('utf8'));
  const rules = config?.rules ?? [];
  const paths = rules.length === 0 ? rules : await (await import('./rule-files.ts')).ruleFiles(rules, list, name);
  const named = await readNamed(paths, read, name);
  for (const { path, text } of named) files.set(path, text);
  const { foreign, ours } = await readOthers(named.map(({ path, text }) => ({ path, text: text.toString('utf8') })), files, builtIn, read);
  const own: Rule[] = [];
  for (const { path, text } of ours) own.push(...(await readOwnRules(path, text)));
  const all = [...builtIn, ...own, ...(foreign?.rules ?? [])];
  const twice = own.find(({ id }) => all.some((rule) => rule.id === id && !own.includes(rule)));
  if (twice !== undefined)
    throw new UsageError(`${shownPath(name)}: rule ${quoted(twice.id)} is built in: give yours another id`);
  const disabled = config?.disable ?? [];
  refuseUnknown('disable', disabled, (id) => all.some((rule) => rule.id === id));
  const allowed = (config?.allow ?? []).flatMap(({ rule }) => rule ?? []);
  refuseUnknown('allow', allowed, (called) => all.some(({ id, kind }) => id === called || kind === called));
  return { config, ledger, rules: all.filter(({ id }) => !disabled.includes(id)), files, ...(foreign && { foreign }) };

  function refuseUnknown(field: string, names: readonly string[], isKnown: (name: string) => boolean): void {
    const unknown = names.find((called) => !isKnown(called));
    if (unknown !== undefined)
      throw new UsageError(`${shownPath(name)}: ${field}: no rule is called ${quoted(unknown)}; burnlist rules list shows them`);
  }
}

async function readNamed(paths: readonly string[], read: ReadFiles, name: string): Promise<{ path: string; text: Buffer }[]> {
  const texts = await read(paths);
  return paths.map((path, index) => {
    const text = texts[index];
    if (text !== undefined) return { path, text };
    throw new UsageError(`${shownPath(name)}: rules: no file ${shownPath(path)} in this version of the repository`);
  });
}

/** Rule files of other scanners, by what stands in them, and what those read unasked. The rest are our own. */
async function readOthers(
  named: readonly Omit<ForeignFile, 'isNamed'>[],
  files: ReadonlyMap<string, Buffer | undefined>,
  builtIn: readonly Rule[],
  read: ReadFiles,
): Promise<{ foreign?: ForeignPolicy; ours: readonly Omit<ForeignFile, 'isNamed'>[] }> {
  const [rules, ignored] = OTHERS.map((paths) => paths.find((path) => files.get(path) !== undefined));
  const certain = named.filter(({ text }) => NAMES_PROVIDER.test(text));
  const other = named.filter((file) => !certain.includes(file)).map((file) => ({ ...file, isNamed: true }));
  if (other.length === 0 && rules === undefined && ignored === undefined) return { ours: certain };
  const { readForeignRules, fingerprintsIn } = await import('./foreign-policy.ts');
  const isUnasked = rules !== undefined && !named.some(({ path }) => path === rules);
  const unasked = isUnasked ? [{ path: rules, text: textOf(files, rules), isNamed: false }] : [];
  const found = await readForeignRules([...other, ...unasked], builtIn, read);
  const prints = ignored === undefined ? undefined : fingerprintsIn(ignored, textOf(files, ignored));
  const { rules: ofOthers, lists, notices } = found.foreign;
  const foreign = { rules: ofOthers, lists, fingerprints: prints?.fingerprints ?? [], notices: [...notices, ...(prints?.notices ?? [])] };
  return { foreign, ours: [...certain, ...found.ours] };
}

/** As every rule file of ours does. */
const NAMES_PROVIDER = /^provider[ \t]*:/m;

function textOf(files: ReadonlyMap<string, Buffer | undefined>, path: string): string {
  return files.get(path)!.toString('utf8');
}

/** Lines as we write them need no YAML parser, which would cost the hook half of node's own start. */
async function readLedger(text: string): Promise<Ledger> {
  const { readLedgerLines } = await import('../../plan/ledger-lines.ts');
  return readLedgerLines(text) ?? (await import('../../plan/ledger.ts')).parseLedger(LEDGER_PATH, text);
}

/** The user's own rules run in V8, so each must be proven to stay linear. */
async function readOwnRules(path: string, text: string): Promise<readonly Rule[]> {
  const { parseRuleFile } = await import('../../detect/rules/file.ts');
  const { superLinear } = await import('../../detect/rules/backtracking.ts');
  const rules = parseRuleFile(path, text);
  for (const rule of rules) {
    const expressions = [rule.pattern, rule.assignment?.name, rule.assignment?.value].filter(
      (source) => source !== undefined,
    );
    for (const source of expressions) {
      const slow = superLinear(source, rule.ignoreCase ? 'i' : '');
      if (slow !== undefined) throw new UsageError(`${shownPath(path)}: rule ${quoted(rule.id)} can be made slow: ${slow}`);
    }
  }
  return rules;
}
