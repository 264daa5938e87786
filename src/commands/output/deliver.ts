/** A finished report on its way out: explained, and in every format asked for; what `audit`, `scan` and `sweep` share. */
import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ScanError } from '../../errors.ts';
import { emit, lookOf, renderReport, sayBroken, sayNotices } from './output.ts';
import { hideQuoted } from './quoted.ts';
import type { Context, ExitStatus } from '../context.ts';
import type { SetAsidePlace } from '../audit/unit-paths.ts';
import type { Options } from '../options.ts';
import type { RenderExtra, Target } from './output.ts';
import type { Report, Rule } from '../../model.ts';

export interface Delivery extends Omit<RenderExtra, 'look' | 'rules'> {
  readonly report: Report;
  readonly rules: readonly Rule[];
  readonly wanted: readonly Target[];
  readonly setAside: readonly SetAsidePlace[];
  readonly status: ExitStatus;
  /** Nothing for people on standard output. */
  readonly quiet: boolean;
}

export async function deliver(
  { report, rules, wanted, setAside, status, quiet, ...extra }: Delivery,
  { explain, 'no-color': noColor }: Options['values'],
  context: Context,
): Promise<void> {
  const look = lookOf(context.terminal.out, context, noColor);
  const isForPeople = ({ format, file }: Target): boolean => format === 'text' && file === undefined;
  if (explain !== undefined) {
    const { explainReport } = await import('../../report/explain.ts');
    await context.write(explainReport(hideQuoted(report, rules, setAside), explain || undefined, { ...look, setAside }));
  }
  const written = explain === undefined ? wanted : wanted.filter(({ file }) => file !== undefined);
  if (!quiet || !written.every(isForPeople)) {
    await emit(context, written, (target) => renderReport(report, target, context, { ...extra, rules: rules.length, look }));
    if (written.some(({ format }) => format === 'github')) await summarise(report, extra, context);
  }
  const shown = !quiet && explain === undefined && wanted.some(isForPeople);
  if (status === 3 && !shown) await sayBroken(report, context);
  const tellsNotices = explain !== undefined || wanted.some(({ format }) => format === 'text' || format === 'html');
  if (!quiet && !tellsNotices) await sayNotices(report, context);
}

/** Steps of a job share the file that GitHub shows as its summary. */
async function summarise(
  report: Report,
  { plan, base }: Pick<Delivery, 'plan' | 'base'>,
  { env, cwd }: Context,
): Promise<void> {
  const path = env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  const { githubSummary } = await import('../../report/github-summary.ts');
  try {
    appendFileSync(resolve(cwd, path), githubSummary(report, plan, base));
  } catch (error) {
    throw new ScanError(`the job summary could not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}
