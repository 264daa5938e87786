/** Runbooks and bindings that the configuration names: whether they are there. */
import { UsageError } from '../../errors.ts';
import { shown, shownPath } from '../../shown.ts';
import { readRunbooks } from './runbook-files.ts';
import type { Context } from '../context.ts';
import type { Policy } from '../policy/policy.ts';
import type { Repository } from '../../source/repository.ts';

/**
 * A binding that leads nowhere would silently leave a secret without its procedure, a page that is not there all of
 * them: that has to show before a leak does.
 */
export async function checkConfigured(
  { config, rules }: Pick<Policy, 'config' | 'rules'>,
  repository: Repository,
  revision: string | null,
  context: Context,
): Promise<void> {
  if (config === undefined || config.bind.size + config.runbooks.length === 0) return;
  const { runbooks, isLost } = await readRunbooks({ named: [], config, rules, repository, revision }, context);
  for (const { goal, at } of config.bind.values()) {
    const [path, anchor = ''] = goal.replace(/^\.\//, '').split('#');
    const runbook = runbooks.find((known) => known.path === path);
    const shownFile = shownPath(goal).split('#')[0];
    if (runbook === undefined && isLost(path!)) continue; // what is missing is told of by the audit
    if (runbook === undefined) throw new UsageError(`${at}: ${shownFile} is no runbook that was read; list it under "runbooks"`);
    if (!runbook.procedures.some((procedure) => procedure.anchor === anchor.toLowerCase()))
      throw new UsageError(`${at}: ${shownPath(path!)} has no section #${shown(anchor!)} with a procedure`);
  }
}
