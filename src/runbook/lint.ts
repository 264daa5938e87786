/**
 * Runbooks and the files they speak of in, what is stale, missing or dangerous in them out. Scripts are read, never
 * run: only what their text shows plainly is said.
 */
import { baseName } from '../base-name.ts';
import type { Lint, Procedure, Runbook, Step } from '../model.ts';

export interface LintInput {
  readonly runbook: Runbook;
  /** Paths of the version of the repository the page stands in; absent: nothing is known of files. */
  readonly tracked?: readonly string[];
  /** Content of a tracked script; undefined when it was not read. */
  readonly scriptOf?: (path: string) => string | undefined;
  /** The page has owners of its own, by CODEOWNERS. */
  readonly isOwned?: boolean;
}

/** Everything about one page, in the order of its lines. */
export function lintRunbook(input: LintInput): readonly Lint[] {
  const { runbook } = input;
  const found = [
    ...runbook.staleAnchors.map(({ text, lines }) => lint(runbook, 'stale-anchor', text, lines)),
    ...incomplete(runbook),
    ...runbook.procedures.flatMap((procedure) => [
      ...historyFirst(procedure, runbook),
      ...missingFiles(procedure, input),
      ...scripts(procedure, input),
    ]),
    ...twoNames(runbook),
    ...withoutOwner(input),
    ...cut(input.runbook),
  ];
  return distinct(found).sort((a, b) => a.lines[0] - b.lines[0]);
}

const DANGEROUS: ReadonlySet<Lint['rule']> = new Set(['history-first', 'secret-in-fence', 'unsafe-overlap']);

/** One finding; the rule says whether it is dangerous. */
export function lint({ path }: { readonly path: string }, rule: Lint['rule'], text: string, lines: Lint['lines']): Lint {
  return { rule, text, lines, path, isDangerous: DANGEROUS.has(rule) };
}

/** Steps that a procedure should have and has not. */
function incomplete(runbook: Runbook): readonly Lint[] {
  const has = ({ steps }: Procedure, ...phases: readonly Step['phase'][]): boolean =>
    anyStep(steps, ({ phase }) => phases.includes(phase));
  const renew = runbook.procedures.filter((each) => has(each, 'generate', 'store', 'deploy'));
  const unverified = renew.filter((each) => !has(each, 'verify', 'verify-old') && each.verification.length === 0);
  const replace = runbook.procedures.filter((each) => has(each, 'generate', 'deploy') && each.mode !== 'leak');
  const unended = replace.filter((each) => !has(each, 'revoke', 'verify-old', 'cleanup'));
  return [
    ...lacking(runbook, 'no-verify', 'no step that verifies the new value', unverified, renew.length),
    ...lacking(runbook, 'no-revoke', 'no step that ends the old value', unended, replace.length),
  ];
}

/** Each section that lacks something, or the page once where nearly all of its sections do: that is one thing to decide. */
function lacking(
  runbook: Runbook,
  rule: Lint['rule'],
  what: string,
  without: readonly Procedure[],
  all: number,
): readonly Lint[] {
  const [first] = without;
  if (first === undefined || without.length < FEW || without.length < all * NEARLY_ALL)
    return without.map(({ heading, lines: [line] }) => lint(runbook, rule, `"${heading}" has ${what}`, [line, line]));
  const places = without.slice(0, FEW).map(({ heading, lines: [line] }) => `"${heading}" (line ${line})`);
  const rest = without.length > FEW ? ', …' : '';
  const text = `${without.length} of ${all} sections have ${what}: ${places.join(', ')}${rest}`;
  return [lint(runbook, rule, text, [first.lines[0], first.lines[0]])];
}

/** So many are named, and fewer are said one by one. */
const FEW = 3;
const NEARLY_ALL = 0.8;

/** What stands behind the limit of a page is no part of the check. */
function cut(runbook: Runbook): readonly Lint[] {
  const { cutAfter: line } = runbook;
  if (line === undefined) return [];
  return [lint(runbook, 'page-cut', 'the page is too long: what stands below this line was not read', [line, line])];
}

/** Each section without an owner, or the page where it names none at all. */
function withoutOwner({ runbook, isOwned }: LintInput): readonly Lint[] {
  const { procedures } = runbook;
  const without = isOwned === true ? [] : procedures.filter(({ owner }) => owner === undefined);
  if (without.length > 1 && without.length === procedures.length)
    return [lint(runbook, 'no-owner', 'no section of this page names an owner', [1, 1])];
  return without.map(({ heading, lines: [line] }) => lint(runbook, 'no-owner', `"${heading}" names no owner`, [line, line]));
}

/** Rewriting history first costs the hours in which the value could have been made worthless. */
function historyFirst({ steps, heading }: Procedure, runbook: Runbook): readonly Lint[] {
  const rewrite = steps.findIndex(({ text, code }) => REWRITES.test([text, ...code.map((each) => each.text)].join(' ')));
  if (rewrite < 0) return [];
  const later = steps.slice(rewrite + 1).some(({ phase }) => phase === 'revoke' || phase === 'generate');
  const before = steps.slice(0, rewrite).some(({ phase }) => phase === 'revoke' || phase === 'generate' || phase === 'contain');
  if (!later || before) return [];
  const text = `"${heading}" rewrites history before the value is replaced: replace first, history can wait`;
  return [lint(runbook, 'history-first', text, steps[rewrite]?.lines ?? [1, 1])];
}

const REWRITES = /filter-repo|filter-branch|\bbfg\b|rewrit\w+ (?:git )?history|force[- ]push/i;

/** Scripts and tests that the steps name and the repository does not have. */
function missingFiles(procedure: Procedure, { runbook, tracked }: LintInput): readonly Lint[] {
  if (tracked === undefined) return [];
  return procedure.steps.flatMap((step) =>
    filesOf(step)
      .filter((file) => pathOf(file, tracked) === undefined)
      .map((file) => lint(runbook, 'missing-file', `${file} is not in this version of the repository`, step.lines)),
  );
}

const FILE = /(?<![\w/.:-])(?:\.\/)?((?:[\w-]+\/)+[\w.-]+\.(?:sh|py|rb|[cm]?[jt]s|pl|ps1))\b/g;

function filesOf({ text, code }: Step): readonly string[] {
  const words = [text, ...code.map((each) => each.text)].join('\n');
  return [...new Set([...words.matchAll(FILE)].map(([, file]) => file ?? ''))];
}

function pathOf(file: string, tracked: readonly string[]): string | undefined {
  return tracked.find((path) => path === file || path.endsWith(`/${file}`));
}

/** Tracked scripts that steps of the pages name. */
export function scriptsIn(runbooks: readonly Runbook[], tracked: readonly string[]): readonly string[] {
  const steps = runbooks.flatMap(({ procedures }) => procedures.flatMap((procedure) => procedure.steps));
  const paths = steps.flatMap(filesOf).map((file) => pathOf(file, tracked));
  return [...new Set(paths.filter((path) => path !== undefined))];
}

const BY_HAND = 'no running service sees it, so set it yourself where services read it';

/** Whether a script can do what the step says of it, as far as its text shows. */
function scripts(procedure: Procedure, { runbook, tracked, scriptOf }: LintInput): readonly Lint[] {
  if (tracked === undefined || scriptOf === undefined) return [];
  return procedure.steps.flatMap((step) =>
    filesOf(step).flatMap((file) => {
      const source = scriptOf(pathOf(file, tracked) ?? '');
      if (source === undefined || /test/i.test(file)) return [];
      const says = (text: string): Lint => lint(runbook, 'script-differs', `${file}: ${text}`, step.lines);
      return [
        ...claims(step).filter((name) => !source.includes(name)).map((name) => says(`the step speaks of ${name}, the script does not`)),
        ...environments(step, source).map((name) => says(`sets ${name} in its own process only: ${BY_HAND}`)),
        ...(COUNTS.test(source) ? [says('names keys by counting them: after a clean-up it can overwrite the key in use')] : []),
      ];
    }),
  );
}

const COUNTS = /(?:\blen\s*\([^)\n]{1,80}\)|\.length|\.size|\bcount\b)\s*\+\s*1/;

/** Files that the step says its script writes. */
function claims({ text }: Step): readonly string[] {
  const files = [...text.matchAll(/[\w./-]{1,200}\.(?:json|log|ya?ml|env|toml|ini)\b/g)].map(([file]) => file);
  return [...new Set(files.map((file) => baseName(file)))];
}

function environments({ text }: Step, source: string): readonly string[] {
  const names = [...new Set([...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name))];
  return names.filter((name) => new RegExp(`(?:os\\.environ\\[["']${name}|process\\.env\\.${name}\\s*=[^=]|ENV\\[["']${name}["']\\]\\s*=[^=]|^\\s*export ${name}=)`, 'm').test(source));
}

/** One file under two spellings: whoever looks for the log finds the other one. */
function twoNames(runbook: Runbook): readonly Lint[] {
  const first = new Map<string, string>();
  return runbook.files.flatMap(({ text, lines }) => {
    const base = baseName(text);
    const key = base.toLowerCase().replace(/[-_]/g, '');
    const known = first.get(key);
    if (known === undefined) first.set(key, base);
    if (known === undefined || known === base) return [];
    return [lint(runbook, 'two-names', `${base} is called ${known} above: one of them is wrong`, lines)];
  });
}

function anyStep(steps: readonly Step[], fits: (step: Step) => boolean): boolean {
  return steps.some((step) => fits(step) || anyStep(step.children, fits));
}

function distinct(all: readonly Lint[]): Lint[] {
  return [...new Map(all.map((each) => [`${each.rule} ${each.text}`, each])).values()];
}
