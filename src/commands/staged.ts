/**
 * `burnlist staged`: the hook. What the index adds against HEAD, from the index and never from the working tree.
 * Start-up is the hook's whole cost, so git starts first and the rest of the program is loaded while it runs.
 */
import { openReader } from '../source/cat-file.ts';
import { hasNewContent } from '../source/diff.ts';
import { openGit } from '../source/git.ts';
import { isBare, readStagedDiff } from '../source/staged-diff.ts';
import type { Command, Context, ExitStatus } from './context.ts';
import type { Options } from './options.ts';

const HELP = `burnlist staged              what the index would add to history; silent when
                             that is nothing

  --message FILE             the commit message in FILE instead of the index,
                             for the commit-msg hook
  --format text|json[=FILE]  repeatable
  --explain [ID|NAME]        the whole chain for one finding
  --fail-on LIST  --as-of DATE  --no-color  --quiet

Under pre-commit with --from-ref and --to-ref, that range is scanned.
`;

const NO_OPTIONS: Options = { values: {}, positionals: [] };

export const staged: Command = async (args, context) => {
  const { values, positionals } = args.length === 0 ? NO_OPTIONS : await parse(args, context);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  if (positionals.length > 0) {
    const { UsageError } = await import('../errors.ts');
    throw new UsageError(
      'staged takes no names: it reads the index; an id goes right behind --explain, a file behind --message',
    );
  }
  const { message } = values;
  const from = context.env['PRE_COMMIT_FROM_REF'];
  const to = context.env['PRE_COMMIT_TO_REF'];
  if (message === undefined && from && to) {
    if (!context.overseen) {
      const { NeedsOverseer } = await import('../errors.ts');
      throw new NeedsOverseer();
    }
    const { audit } = await import('./audit.ts');
    return audit(['--range', `${from}..${to}`, ...args], context);
  }
  const git = openGit(context.cwd, context.env, true);
  const diff = message === undefined ? readStagedDiff(git) : Promise.resolve([]);
  const reader = openReader({ git });
  try {
    const ready = import('./change/staged-ready.ts').then(({ getReady }) =>
      getReady(git, reader, message === undefined ? diff : undefined),
    );
    ready.catch(() => undefined); // what is wrong there counts where something is staged
    const [{ scanStaged }, changes] = await Promise.all([import('./change/staged-scan.ts'), diff]);
    if (message === undefined && !changes.some(hasNewContent) && (await isBare(git))) {
      const { UsageError } = await import('../errors.ts');
      throw new UsageError(`this repository is bare, so nothing can be staged: run  ${context.program} audit`);
    }
    if (message === undefined && changes.length === 0) {
      const status = await nothingStaged(values, context);
      // a report that was asked for is written, though it says nothing
      if (status !== 0 || values.format === undefined) return status;
    }
    return await scanStaged({ git, reader, ready: await ready, changes, message, values, context });
  } finally {
    reader.close();
  }
};

/** Wrong options are refused whatever is staged; without any, none of this is loaded. */
async function parse(args: readonly string[], { cwd, today }: Context): Promise<Options> {
  const { asOfDay, failOnList, readOptions } = await import('./options.ts');
  const options = readOptions(args, ['as-of', 'explain', 'fail-on', 'format', 'message', 'no-color', 'quiet']);
  asOfDay(options.values['as-of'], today);
  failOnList(options.values['fail-on'], undefined);
  const { format, message, explain } = options.values;
  if (format !== undefined) (await import('./output/output.ts')).targets(format, 'text', { cwd, inputs: [message] }, explain);
  return options;
}

/** pre-commit hides what a passing hook prints, so "nothing was looked at" must fail; inside a commit it is normal. */
async function nothingStaged({ explain }: Options['values'], { env, warn, program }: Context): Promise<ExitStatus> {
  if (explain !== undefined) {
    const { UsageError } = await import('../errors.ts');
    throw new UsageError(
      'nothing is staged, so there is nothing to explain: git commit -a and git commit PATH stage for themselves only; ' +
        `run  git add  first, or look for it with  ${program} audit --explain ID`,
    );
  }
  if (!env['PRE_COMMIT'] || env['GIT_INDEX_FILE']) return 0;
  warn(
    `burnlist: nothing was staged, so nothing was scanned: run  ${program} audit  or  pre-commit run --from-ref A --to-ref B\n`,
  );
  return 2;
}
