/** The to-do beside a report, loaded only where there is something to rotate or a runbook was named. */
import { asksForRotation } from '../../verdict/exit.ts';
import type { Context } from '../context.ts';
import type { Plan, Report } from '../../model.ts';

export async function planIfNeeded(
  report: Report,
  source: Parameters<typeof import('./plan.ts').planFor>[1],
  context: Context,
): Promise<Plan | undefined> {
  if (source.named.length === 0 && !report.secrets.some(asksForRotation)) return undefined;
  return (await import('./plan.ts')).planFor(report, source, context);
}
