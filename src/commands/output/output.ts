/** Reports to where they were asked for: `--format text`, `json=FILE` …; and the status a scan ends with. */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, lstatSync, openSync, readlinkSync, realpathSync } from 'node:fs';
import { renameSync, rmSync, statSync } from 'node:fs';
import { dirname, normalize, resolve } from 'node:path';
import { ScanError, UsageError } from '../../errors.ts';
import { shownChoice, shownPath } from '../../shown.ts';
import { actsOn } from '../../verdict/exit.ts';
import { type Around, refuseOverwriting } from './overwriting.ts';
import { writeAll } from './write-all.ts';
import type { Context, ExitStatus, Screen } from '../context.ts';
import type { Partial } from '../options.ts';
import type { FailOn, Gate } from '../../verdict/exit.ts';
import type { Judged, Plan, Report } from '../../model.ts';
import type { LinkBase } from '../../report/markdown-text.ts';
import type { TextOptions } from '../../report/style.ts';

export const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export interface Target {
  readonly format: Format;
  /** Absent: stdout. */
  readonly file?: string;
}

/** @param explain what `--explain` asks for: it takes the place of the report on standard output, files are written beside it */
export function targets(formats: readonly string[] | undefined, usual: Format, around: Around, explain: string | undefined): Target[] {
  const wanted = targetsOf(formats, FORMATS, usual, around);
  const beside = wanted.find(({ format, file }) => file === undefined && format !== 'text');
  if (explain === undefined || beside === undefined) return wanted;
  const { format } = beside;
  throw new UsageError(`--explain and --format ${format} both go to standard output: give the report a file, as ${format}=FILE`);
}

/** `--format json=FILE`, repeated, in the formats that a command has. Throws UsageError, also where a file is in the way. */
export function targetsOf<F extends string>(
  formats: readonly string[] | undefined,
  known: readonly F[],
  usual: F,
  around: Around,
): { readonly format: F; readonly file?: string }[] {
  const wanted = (formats ?? [usual]).map((text) => {
    const [format, ...rest] = text.split('=');
    if (!known.includes(format as F)) throw new UsageError(`--format ${shownChoice(format!)}: not one of ${known.join(', ')}`);
    const file = rest.join('=');
    if (rest.length > 0 && file === '') throw new UsageError(`--format ${format}=: the file name is missing`);
    return { format: format as F, ...(file === '' ? {} : { file }) };
  });
  const files = wanted.flatMap(({ file }) => (file === undefined ? [] : normalize(file)));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UsageError(`--format: only one report can go to ${shownPath(twice)}`);
  if (wanted.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      '--format: only one of several can go to standard output; give the others a file, as json=report.json',
    );
  for (const { format, file } of wanted) if (file !== undefined) refuseOverwriting(format, file, around);
  return wanted;
}

/**
 * Writes every target, each as the command renders it. A file that cannot be written is an error of the scan, after the
 * others have been tried.
 */
export async function emit<T extends { readonly format: string; readonly file?: string }>(
  context: Context,
  wanted: readonly T[],
  render: (target: T) => Promise<Iterable<string>>,
): Promise<void> {
  const failures: string[] = [];
  for (const target of wanted) {
    const { format, file } = target;
    const pieces = await render(target);
    if (file === undefined) for (const piece of pieces) await context.write(piece, { commands: format === 'github' });
    else {
      try {
        writeWhole(resolve(context.cwd, file), pieces);
      } catch (error) {
        failures.push(`${shownPath(file)}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
      }
    }
  }
  if (failures.length > 0) throw new ScanError(`the report could not be written: ${failures.join('; ')}`);
}

/**
 * Under another name first: a reader never meets half a file, and a crash or a full disk leaves the old one. A link
 * stays, and what it leads to is written so; a device or a pipe is written to.
 */
export function writeWhole(path: string, pieces: Iterable<string | Uint8Array>): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    writeInto(openSync(path, 'w'), pieces);
    return;
  }
  const target = behindLink(path);
  const draft = resolve(dirname(target), `.${randomBytes(6).toString('hex')}.burnlist`);
  try {
    writeInto(openSync(draft, 'wx', 0o644), pieces, fsyncSync);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function behindLink(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return path;
  return existsSync(path) ? realpathSync(path) : resolve(dirname(path), readlinkSync(path));
}

function writeInto(file: number, pieces: Iterable<string | Uint8Array>, whenWritten?: (file: number) => void): void {
  try {
    for (const piece of pieces) writeAll(file, piece);
    whenWritten?.(file);
  } finally {
    closeSync(file);
  }
}

export interface RenderExtra {
  readonly plan: Plan | undefined;
  /** How many rules looked. */
  readonly rules: number;
  readonly look: TextOptions;
  /** Where a forge shows the repository's files. */
  readonly base: LinkBase;
  /** What is to be typed for the to-do: for people at this machine. */
  readonly toDo?: string;
}

export async function renderReport(
  report: Report,
  { format, file }: Target,
  context: Context,
  extra: RenderExtra,
): Promise<Iterable<string>> {
  const { plan, rules, base } = extra;
  if (format === 'json') {
    const { jsonReport } = await import('../../report/json.ts');
    return jsonReport(report, { tool: { version: context.version, rules }, ...(plan === undefined ? {} : { plan }) });
  }
  if (format === 'sarif') {
    const { sarifReport } = await import('../../report/sarif.ts');
    return sarifReport(report, { version: context.version, base, ...(plan === undefined ? {} : { plan }) });
  }
  if (format === 'html') {
    const { htmlReport } = await import('../../report/html.ts');
    return htmlReport(report, { version: context.version, base, ...(plan === undefined ? {} : { plan }) });
  }
  if (format === 'github') {
    const { githubAnnotations } = await import('../../report/github.ts');
    return [githubAnnotations(report, plan)];
  }
  if (format === 'markdown') {
    const { renderTodo } = await import('../../report/todo.ts');
    const { signed } = await import('../../report/todo-merge.ts');
    const { createMasker, valuesIn } = await import('../../report/mask.ts');
    const { makePlan } = await import('../../plan/tasks.ts');
    const { loadRotations } = await import('../../plan/rotations.ts');
    const mask = createMasker(valuesIn(report));
    const all =
      plan ?? makePlan({ asOf: report.asOf, secrets: report.secrets, runbooks: [], rotations: loadRotations() });
    return [
      signed(
        renderTodo(all, {
          mask,
          repository: report.repositories[0]?.name ?? 'these files',
          coverageComplete: report.coverage.complete,
          outside: report.secrets.filter(isOutside),
        }),
      ),
    ];
  }
  const { textReport } = await import('../../report/text.ts');
  const look = file === undefined ? extra.look : IN_A_FILE;
  const { toDo } = extra;
  return [textReport(report, { ...look, ...(plan === undefined ? {} : { plan }), ...(toDo === undefined ? {} : { toDo }) })];
}

/** Found, not known to be in history, and more than a guess. */
function isOutside({ verdict, confidence }: Judged): boolean {
  return confidence !== 'low' && ['found', 'uncommitted', 'unattached'].includes(verdict);
}

/** Nothing has to fit, and nobody reads colours. */
export const IN_A_FILE: TextOptions = { width: undefined, color: false };

/** Width and colour of what a stream writes to. */
export function lookOf({ isTerminal, width }: Screen, { env, program }: Context, noColor: boolean | undefined): TextOptions {
  return { width, color: isTerminal && noColor !== true && !env['NO_COLOR'] && env['TERM'] !== 'dumb', program };
}

export interface StatusQuestion {
  readonly report: Report;
  readonly gate: Gate;
  readonly failOn: readonly FailOn[] | undefined;
  readonly allowed: readonly Partial[];
  /** Ids of values that were asked for. */
  readonly asked?: ReadonlySet<string>;
}

/** 3 before 1: a scan that did not see everything never says that there is nothing. */
export function statusOfReport({ report, gate, failOn, allowed, asked }: StatusQuestion): ExitStatus {
  if (isBroken(report, allowed)) return 3;
  if (failOn?.includes('risks') === true && report.risks.length > 0) return 1;
  return report.secrets.some((secret) => actsOn(secret, gate, failOn, asked?.has(secret.id))) ? 1 : 0;
}

/** On stderr, where the report for people did not go to the terminal: why the status is 3. */
export async function sayBroken(report: Report, context: Context): Promise<void> {
  const { gapLines } = await import('../../report/gaps.ts');
  await warn(report, (clean) => gapLines(report.coverage, clean), context);
}

/** What formats for machines have no place for. */
export async function sayNotices(report: Report, context: Context): Promise<void> {
  if (report.notices.length > 0) await warn(report, (clean) => report.notices.map(clean), context);
}

async function warn(
  report: Report,
  linesOf: (clean: (text: string) => string) => readonly string[],
  context: Context,
): Promise<void> {
  const { createLineMasker, valuesIn } = await import('../../report/mask.ts');
  for (const line of linesOf(createLineMasker(valuesIn(report)))) context.warn(`burnlist: ${line}\n`);
}

const SKIP_NAMES: Readonly<Record<string, Partial>> = { 'shallow boundary': 'shallow', 'promisor objects': 'promisor' };

export function isBroken({ coverage }: Report, allowed: readonly Partial[]): boolean {
  return (
    coverage.failed.length > 0 || coverage.skipped.some(({ what }) => !allowed.includes(SKIP_NAMES[what] ?? 'limits'))
  );
}
