/** The hook's work proper: what is staged → what is new in it → what is said. */
import { NeedsOverseer } from '../../errors.ts';
import { hasNewContent, oldContent } from '../../source/diff.ts';
import { createLeftOut } from './left-out.ts';
import { readVersions } from './read-versions.ts';
import type { Addition } from './report.ts';
import type { Context, ExitStatus } from '../context.ts';
import type { ChangeFinding } from './scan.ts';
import type { LeftOut } from './left-out.ts';
import type { Options } from '../options.ts';
import type { Policy } from '../policy/policy.ts';
import type { Ready } from './staged-ready.ts';
import type { Gap, Report } from '../../model.ts';
import type { ObjectReader } from '../../source/cat-file.ts';
import type { Change } from '../../source/diff.ts';
import type { Git } from '../../source/git.ts';

export interface StagedInput {
  readonly git: Git;
  readonly reader: ObjectReader;
  readonly ready: Ready;
  readonly changes: readonly Change[];
  /** File with the commit message, scanned instead of the index. */
  readonly message: string | undefined;
  readonly values: Options['values'];
  readonly context: Context;
}

/** From so many on, memory may run out: changes and findings in number, content in bytes. */
const LARGE = { changes: 20_000, findings: 10_000, bytes: 32 << 20 };

export async function scanStaged({ git, reader, ready, changes, message, values, context }: StagedInput): Promise<ExitStatus> {
  const { policy, scan } = ready;
  const added = changes.filter(hasNewContent);
  if (!context.overseen && added.length > LARGE.changes) throw new NeedsOverseer();
  const leftOut = createLeftOut();
  const found: ChangeFinding[] = [];
  const additions: Addition[] = [];
  const unreadable: string[] = [];
  const notices = [...(policy.foreign?.notices ?? [])];
  let bytesRead = 0;
  if (message !== undefined) {
    const { recordedMessage } = await import('../../source/message.ts');
    const text = await recordedMessage(message, git, context.cwd, context.env['GIT_EDITOR']);
    const scanned = scan.text('commit-message', '', text);
    additions.push(...leftOut.of(scanned, { path: '', unit: 'the commit message' }));
  }
  const versions = added.map(({ path, newId }) => ({ path, id: newId }));
  await readVersions(reader, scan, versions, (index, scanned, bytes) => {
    const { path, newId } = added[index]!;
    bytesRead += bytes;
    if (!context.overseen && (found.length > LARGE.findings || bytesRead > LARGE.bytes)) throw new NeedsOverseer();
    if (scanned === undefined) unreadable.push(path);
    else for (const item of leftOut.of(scanned, { path, blob: newId })) found.push(item);
  });
  const addedFiles = added.filter((change) => oldContent(change) === undefined);
  const names = new Set(addedFiles.flatMap(({ path }) => path.split('/')));
  // all at once: nearly always none of them holds anything
  const together = scan.text('file-name', '', Buffer.from([...names].join('\n'), 'utf8'));
  if (found.length + together.found.length + together.limits.length > 0) {
    const { noveltyOf, rotatedBy, unreadNotice } = await import('./novelty.ts');
    const { newNames } = await import('./new-names.ts');
    const sides = await sidesOf(git, changes);
    const { fresh, unread } = await noveltyOf({ found, sides, reader, scan, isRotated: rotatedBy(policy.ledger) });
    additions.push(
      ...leftOut.of(newNames(sides, scan), { path: '', unit: 'a file name' }),
      ...fresh.map((item) => ({ ...scan.addition(item), where: 'index' as const })),
    );
    if (unread.length > 0) notices.push(unreadNotice(unread));
  }
  const { skipped: gaps, outOfScope } = await leftOut.gaps(policy.config);
  const said =
    additions.length + unreadable.length + gaps.length + addedFiles.filter(({ path }) => path.includes('.env')).length;
  if (said === 0 && values.format === undefined && values.explain === undefined) return 0;
  const seen = { unreadable, leftOut, gaps, outOfScope, notices, added, addedFiles, bytesRead };
  return report({ context, values, additions, policy, ...seen });
}

/** Against HEAD, and in a merge against the other sides. */
async function sidesOf(git: Git, changes: readonly Change[]): Promise<(readonly Change[])[]> {
  const { mergeHeads, readDiffAgainst } = await import('../../source/staged-diff.ts');
  const others: (readonly Change[])[] = [];
  for (const head of await mergeHeads(git)) others.push(await readDiffAgainst(git, head));
  return [changes, ...others];
}

interface Found {
  readonly context: Context;
  readonly values: Options['values'];
  readonly additions: readonly Addition[];
  readonly policy: Policy;
  readonly unreadable: readonly string[];
  readonly leftOut: LeftOut;
  readonly gaps: readonly Gap[];
  readonly outOfScope: readonly Gap[];
  readonly notices: readonly string[];
  readonly added: readonly Change[];
  readonly addedFiles: readonly Change[];
  readonly bytesRead: number;
}

/** Loaded only when there is something to say. */
async function report(found: Found): Promise<ExitStatus> {
  const { context, values, additions, policy, unreadable, leftOut, gaps, added, addedFiles } = found;
  const { secretsOfChange } = await import('./report.ts');
  const { actsOn } = await import('../../verdict/exit.ts');
  const { environmentFiles } = await import('../audit/risks.ts');
  const { sayDrift } = await import('../policy/drift.ts');
  const { hideQuoted } = await import('../output/quoted.ts');
  const { infoOf, openRepository } = await import('../../source/repository.ts');
  const { asOfDay, failOnList } = await import('../options.ts');
  const { emit, lookOf, renderReport, targets } = await import('../output/output.ts');
  const asOf = asOfDay(values['as-of'], context.today);
  const failOn = failOnList(values['fail-on'], policy.config?.failOn);
  const wanted = targets(values.format, 'text', { cwd: context.cwd, inputs: [values.message] }, values.explain);
  const repository = await openRepository(context.cwd, context.env, true);
  const { secrets, gaps: untried } = await secretsOfChange(additions, {
    policy,
    asOf,
    class: 'uncommitted',
    reach: ['index'],
  });
  const refused = secrets.filter((secret) => actsOn(secret, 'staged', failOn));
  const quoting: Report = {
    command: 'staged',
    asOf,
    repositories: [infoOf(repository)],
    coverage: {
      complete: unreadable.length + gaps.length === 0,
      commits: 0,
      blobs: added.length,
      bytes: found.bytesRead,
      skipped: gaps,
      failed: unreadable.map((path) => ({ what: 'staged file', why: `${path} is not in the object store`, count: 1 })),
      outOfScope: [...found.outOfScope, ...untried],
    },
    // what the hook does not act on is not shown when nothing else is
    secrets: refused.length > 0 || values.format !== undefined ? secrets : [],
    risks: environmentFiles(addedFiles.map(({ path }) => path)),
    setAside: leftOut.setAside(),
    hidden: [],
    notices: found.notices,
  };
  const result = hideQuoted(quoting, policy.rules);
  const look = lookOf(context.terminal.out, context, values['no-color']);
  if (values.explain !== undefined) {
    const { explainReport } = await import('../../report/explain.ts');
    const more = { ...look, setAside: leftOut.setAsidePlaces() };
    await context.write(
      explainReport(hideQuoted({ ...result, secrets }, policy.rules, more), values.explain || undefined, more),
    );
  }
  const written = values.explain === undefined ? wanted : wanted.filter(({ file }) => file !== undefined);
  if (written.some(({ format, file }) => format !== 'text' || file !== undefined)) {
    await emit(context, written, (target) =>
      renderReport(result, target, context, { plan: undefined, rules: policy.rules.length, look, base: 'nowhere' }),
    );
  } else if (values.quiet !== true && values.explain === undefined) {
    const { printable } = await import('../../report/printable.ts');
    const { stagedReport } = await import('../../report/staged.ts');
    context.warn(
      stagedReport(result, {
        ...lookOf(context.terminal.err, context, values['no-color']),
        refused: new Set(refused.map(({ id }) => id)),
        explain: printable(explainCommand(context, values.message)),
      }),
    );
  }
  if (values.quiet !== true) sayDrift([policy], repository.top, 'that of the index', context);
  if (unreadable.length > 0) return 3;
  return refused.length > 0 || (failOn?.includes('risks') === true && result.risks.length > 0) ? 1 : 0;
}

/**
 * A refused message stays in its file. `git commit -a` and `git commit PATH` stage into an index of their own, which
 * is gone when the hook has refused.
 */
function explainCommand({ env, program }: Context, message: string | undefined): string {
  if (message !== undefined) return `${program} staged --message ${shellWord(message)} --explain`;
  const command = `${program} staged --explain`;
  return env['GIT_INDEX_FILE']?.endsWith('.lock') === true
    ? `stage it with  git add  first, then  ${command}`
    : command;
}

/** As a shell reads it back: git's folder may have any name. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
