/** `burnlist init`: what a repository needs to be looked after. Writes into the working tree, never over what is there. */
import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from '../errors.ts';
import { openRepository } from '../source/repository.ts';
import { adoptReports } from './init/adopt.ts';
import { installHook } from './init/hook.ts';
import { ignoreEnvironment, writeConfig } from './init/files.ts';
import { readOptions } from './options.ts';
import type { Command } from './context.ts';

const HELP = `burnlist init                a configuration to fill in, .env in .gitignore, the
                             hook; what is there stays

  --from REPORT              repeatable: what another scanner's report or
                             baseline has is known; it goes into the ledger, as
                             far as it is found here (SARIF, gitleaks,
                             TruffleHog, Kingfisher, detect-secrets, GitHub's
                             alerts)
  --quiet
`;

export const init: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, ['from', 'quiet']);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError('init takes no names: it is for the repository one stands in');
  const repository = await openRepository(context.cwd, context.env);
  const { top } = repository;
  if (top === undefined) throw new UsageError('init writes into a working tree, and this repository is bare');
  // what was named is read before anything is written
  const adopted = await adoptReports(values.from ?? [], { ...repository, top }, context);
  const done = [
    writeConfig(top),
    await ignoreEnvironment({ ...repository, top }),
    await installHook({ ...repository, top }, context),
    ...adopted.done,
  ];
  const written = done.flatMap((one) => one.written ?? []);
  const here = realpathSync(context.cwd);
  const next = [
    ...(written.length > 0 ? [`git add ${written.map((path) => relative(here, join(top, path))).join(' ')}`] : []),
    `${context.program} audit`,
    ...(adopted.done.length > 0 ? [] : [`${context.program} accept --all-existing`]),
  ];
  if (values.quiet !== true)
    await context.write(`${[...done.map(({ line }) => line), '', `next: ${next.join(', then ')}`].join('\n')}\n`);
  return adopted.status;
};
