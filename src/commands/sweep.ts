/** `burnlist sweep [path…]`: after a suspected leak, everything that is on this disk of some repositories. */
import { deliver } from './output/deliver.ts';
import { asideOf, whatToFollow } from './sweep/following.ts';
import { forgeBase } from './output/forge.ts';
import { shownPath } from '../shown.ts';
import { afterSweep } from './output/next-command.ts';
import { allowedPartial, asOfDay, failOnList, readingOf, readOptions } from './options.ts';
import { statusOfReport, targets } from './output/output.ts';
import { planIfNeeded } from './todo/plan-if-needed.ts';
import { openMemory } from './sweep/memory.ts';
import { sweepAll } from './sweep/repositories.ts';
import type { Command, ExitStatus } from './context.ts';
import type { SetAsidePlace } from './audit/unit-paths.ts';

const HELP = `burnlist sweep [path…]        after a suspected leak: repositories, or folders
                              of them, with all that is on this disk

  object stores, work trees with ignored and untracked files, linked worktrees,
  stashes, reflogs, LFS objects that are here, git's own files (config, hooks,
  logs, messages), nested repositories, stores of submodules, files in between

  --suspect NAME             repeatable: all values that were ever assigned to
                             it (a star stands for any words)
  --value-from FILE|-        repeatable: known values, one a line: in every
                             encoding, in other case, cut
  --resume FILE              keeps in FILE which stores were searched: after an
                             interrupt the same command goes on from there
  --format text|json|sarif|github|markdown|html[=FILE]   repeatable
  --explain [ID|NAME]        the whole chain for one secret, or all of a name;
                             without any, what was set aside
  --runbook FILE             repeatable; else, for one repository, they are
                             looked for in HEAD
  --fail-on LIST             verdicts, natures, P0–P3, low|medium|high, risks,
                             none
  --allow-partial LIST       shallow, promisor, limits: these gaps do not make
                             the status 3
  --policy-from REV          whose .burnlist/ counts (HEAD of each repository)
  --as-of DATE               the day that durations and expiries are counted to
  --all-versions             each version of a file is a place of its own, with
                             the commit that brought it
  --engine packs|plain       plain: git prints every object, the reference for
                             the fast way
  --jobs N                   repositories at once, or threads for one (as many
                             as there are cores, 8 at most)
  --no-color  --quiet
`;

export const sweep: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, [
    'all-versions',
    'allow-partial',
    'as-of',
    'engine',
    'explain',
    'fail-on',
    'format',
    'jobs',
    'no-color',
    'policy-from',
    'quiet',
    'resume',
    'runbook',
    'suspect',
    'value-from',
  ]);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  const inputs = [...(values.runbook ?? []), ...(values['value-from'] ?? []), values.resume];
  const wanted = targets(values.format, 'text', { cwd: context.cwd, inputs }, values.explain);
  const allowed = allowedPartial(values['allow-partial']);
  const asOf = asOfDay(values['as-of'], context.today);
  failOnList(values['fail-on'], undefined);
  const following = await whatToFollow(values['value-from'] ?? [], values.suspect ?? [], context);
  const places: SetAsidePlace[] = [];
  const asksAside = values.explain === '' || following.suspects.length > 0;
  if (values.quiet !== true) context.ifInterrupted(`burnlist: ${whatIsKept(values.resume)}\n`);
  const { swept, rules, ...answer } = await sweepAll(
    positionals.length === 0 ? ['.'] : positionals,
    {
      asOf,
      policyFrom: values['policy-from'],
      reading: readingOf(values),
      quiet: values.quiet === true,
      following,
      ...(values.resume === undefined ? {} : { memory: openMemory(values.resume, context.cwd) }),
      ...(asksAside ? { setAside: (some) => some.forEach((place) => places.push(place)) } : {}),
    },
    context,
  );
  const { report, setAside } = asideOf(answer.report, places, following);

  // a runbook's paths are those of its repository: of several only named ones are taken
  const [only] = swept.length === 1 ? swept : [];
  const named = values.runbook ?? [];
  const plan =
    only === undefined && named.length === 0
      ? undefined
      : await planIfNeeded(
          report,
          {
            named,
            config: only?.policy.config,
            rules: only?.policy.rules ?? rules,
            repository: only?.repository,
            revision: values['policy-from'] ?? only?.info.head ?? null,
          },
          context,
        );
  const failOns = swept.map(({ policy }) => failOnList(values['fail-on'], policy.config?.failOn));
  const statuses = (failOns.length > 0 ? failOns : [failOnList(values['fail-on'], undefined)]).map((failOn) =>
    statusOfReport({ report, gate: 'history', failOn, allowed, asked: following.ids }),
  );
  const status = Math.max(...statuses) as ExitStatus;
  const base = await forgeBase(only?.repository.git, only?.info.head ?? null);
  const asked = SHAPING.flatMap((option) => [values[option] ?? []].flat().flatMap((value) => [`--${option}`, value]));
  const toDo = afterSweep({ program: context.program, paths: positionals, runbooks: named, wanted, asked });
  await deliver({ report, rules, plan, wanted, setAside, status, quiet: values.quiet === true, base, toDo }, values, context);
  return status;
};

/** @param resume where the sweep notes what it has done */
function whatIsKept(resume: string | undefined): string {
  return resume === undefined
    ? 'interrupted, and nothing of it is kept: with  --resume FILE  the next sweep goes on where this one ended'
    : `interrupted: what was searched is kept in ${shownPath(resume)}, and the same command goes on from there`;
}

/** Options that say what a sweep finds: the one that is saved has to be asked the same. */
const SHAPING = ['suspect', 'value-from', 'resume', 'policy-from'] as const;
