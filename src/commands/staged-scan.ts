/** The hook's work proper: what is staged → what is new in it → what is said. */
import { hasNewContent } from '../source/diff.ts';
import { openChangeScan } from './change-scan.ts';
import { readPolicy } from './policy.ts';
import type { Addition } from './change-report.ts';
import type { Context, ExitStatus } from './context.ts';
import type { ChangeFinding } from './novelty.ts';
import type { Options } from './options.ts';
import type { Policy } from './policy.ts';
import type { SetAsidePlace } from './inspect.ts';
import type { Report, SetAsideReason } from '../model.ts';
import type { ObjectReader } from '../source/cat-file.ts';
import type { Change } from '../source/diff.ts';
import type { Git } from '../source/git.ts';

export interface StagedInput {
  readonly git: Git;
  readonly reader: ObjectReader;
  readonly changes: readonly Change[];
  /** File with the commit message, scanned instead of the index. */
  readonly message: string | undefined;
  readonly values: Options['values'];
  readonly context: Context;
}

const ABSENT = /^0+$/;

export async function scanStaged({ git, reader, changes, message, values, context }: StagedInput): Promise<ExitStatus> {
  const policy = await readPolicy(async (paths) => {
    const contents: (Buffer | undefined)[] = [];
    await reader.read(
      paths.map((path) => `:${path}`),
      (_, type, bytes) => contents.push(type === 'blob' ? Buffer.from(bytes) : undefined),
    );
    return contents;
  });
  const added = changes.filter(hasNewContent);
  const scan = await openChangeScan(
    policy,
    added.map(({ path }) => path),
  );
  const found: ChangeFinding[] = [];
  const additions: Addition[] = [];
  const unreadable: string[] = [];
  const setAside: SetAsidePlace[] = [];
  let bytesRead = 0;
  let dense = 0;
  if (message !== undefined) additions.push(...scan.text('commit-message', '', await readMessage(message, context)));
  await reader.read(
    added.map(({ newId }) => newId),
    (index, type, bytes) => {
      const { path, newId } = added[index]!;
      if (type !== 'blob') unreadable.push(path);
      bytesRead += bytes.length;
      const result = scan.blob(path, newId, bytes);
      for (const item of result.found) found.push(item);
      dense += result.limits.length;
      for (const { rule, reason, position, name } of result.setAside) {
        setAside.push({ rule: rule.id, reason, path, line: position.line, ...(name === undefined ? {} : { name }) });
      }
    },
  );
  const addedFiles = added.filter(({ oldId }) => ABSENT.test(oldId));
  const names = new Set(addedFiles.flatMap(({ path }) => path.split('/')));
  // all at once: nearly always none of them holds anything
  const named = scan.text('file-name', '', Buffer.from([...names].join('\n'), 'utf8')).length > 0;
  if (found.length > 0 || named) {
    const { newNames, onlyNew } = await import('./novelty.ts');
    const sides = await sidesOf(git, changes);
    const fresh = await onlyNew(found, sides, reader, scan);
    additions.push(
      ...newNames(sides, scan),
      ...fresh.map((item) => ({ ...scan.addition(item), where: 'index' as const })),
    );
  }
  const said =
    additions.length + unreadable.length + dense + addedFiles.filter(({ path }) => path.includes('.env')).length;
  if (said === 0 && values.format === undefined && values.explain === undefined) return 0;
  return report({ context, values, additions, policy, unreadable, setAside, dense, added, addedFiles, bytesRead });
}

async function readMessage(path: string, context: Context): Promise<Buffer> {
  const { cleanMessage } = await import('../source/message.ts');
  return cleanMessage(path, context.cwd);
}

/** Against HEAD, and in a merge against the other sides. */
async function sidesOf(git: Git, changes: readonly Change[]): Promise<(readonly Change[])[]> {
  const { mergeHeads, readDiffAgainst } = await import('../source/staged-diff.ts');
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
  readonly setAside: readonly SetAsidePlace[];
  readonly dense: number;
  readonly added: readonly Change[];
  readonly addedFiles: readonly Change[];
  readonly bytesRead: number;
}

/** Loaded only when there is something to say. */
async function report({
  context,
  values,
  additions,
  policy,
  unreadable,
  setAside,
  dense,
  added,
  addedFiles,
  bytesRead,
}: Found): Promise<ExitStatus> {
  const { secretsOfChange } = await import('./change-report.ts');
  const { actsOn } = await import('../verdict/exit.ts');
  const { environmentFiles } = await import('./risks.ts');
  const { asOfDay, failOnList } = await import('./options.ts');
  const { emit, renderReport, targets, wantsColor } = await import('./output.ts');
  const asOf = asOfDay(values['as-of'], context.today);
  const failOn = failOnList(values['fail-on'], policy.config?.failOn);
  const wanted = targets(values.format, 'text');
  const { secrets, gaps } = await secretsOfChange(additions, {
    policy,
    asOf,
    class: 'uncommitted',
    reach: ['index'],
  });
  const refused = secrets.filter((secret) => actsOn(secret, 'staged', failOn));
  const result: Report = {
    command: 'staged',
    asOf,
    repositories: [{ name: 'index', head: null, shallow: false, partial: false, objectFormat: 'sha1' }],
    coverage: {
      complete: unreadable.length + dense === 0,
      commits: 0,
      blobs: added.length,
      bytes: bytesRead,
      skipped:
        dense === 0
          ? []
          : [{ what: 'too-dense', why: 'more hits of one rule close together than are looked at', count: dense }],
      failed: unreadable.map((path) => ({ what: 'staged file', why: `${path} is not in the object store`, count: 1 })),
      outOfScope: gaps,
    },
    // what the hook does not act on is not shown when nothing else is
    secrets: refused.length > 0 || values.format !== undefined ? secrets : [],
    risks: environmentFiles(addedFiles.map(({ path }) => path)),
    setAside: countByReason(setAside),
    notices: [],
  };
  const color = wantsColor(context, values['no-color']);
  const look = { width: context.terminal.width, color };
  if (values.explain !== undefined) {
    const { explainReport } = await import('../report/explain.ts');
    await context.write(
      explainReport({ ...result, secrets }, values.explain === '' ? undefined : values.explain, { ...look, setAside }),
    );
  } else if (wanted.some(({ format, file }) => format !== 'text' || file !== undefined)) {
    await emit(context, wanted, (format) =>
      renderReport(result, format, context, { plan: undefined, rules: policy.rules.length, color }),
    );
  } else if (values.quiet !== true) {
    const { stagedReport } = await import('../report/staged.ts');
    context.warn(
      stagedReport(
        result,
        { ...look, color: look.color && context.terminal.out },
        new Set(refused.map(({ id }) => id)),
      ),
    );
  }
  if (unreadable.length > 0) return 3;
  return refused.length > 0 || (failOn?.includes('risks') === true && result.risks.length > 0) ? 1 : 0;
}

function countByReason(places: readonly SetAsidePlace[]): Report['setAside'] {
  const counts = new Map<SetAsideReason, number>();
  for (const { reason } of places) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
