/** A report from a file: burnlist's own as it was saved, or another scanner's, looked for in the repository around. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath, whyNone } from '../../shown.ts';
import { documentsIn, readReported } from '../../reported/read.ts';
import { openRepository } from '../../source/repository.ts';
import { inUtf8 } from '../in-utf-8.ts';
import { readNamedFile } from '../named-file.ts';
import { NO_FILES, readPolicy } from '../policy/policy.ts';
import { relocate } from './relocate.ts';
import { checkConfigured } from '../runbooks/configured.ts';
import { isSaved, readSaved, type SavedReport } from './saved-report.ts';
import { policyAt } from '../policy/policy-at.ts';
import { auditWorking } from '../audit/whole-audit.ts';
import { WORKING_TREE, workingPolicy } from '../policy/working-policy.ts';
import type { Context } from '../context.ts';
import type { Policy } from '../policy/policy.ts';
import type { Report } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';

/** Reports are texts; what is larger was named by mistake. */
const MOST_BYTES = 256 << 20;

/** A folder is a repository, a file is a report. */
export function isFolder(path: string, { cwd }: { readonly cwd: string }): boolean {
  try {
    return statSync(resolve(cwd, path)).isDirectory();
  } catch {
    throw new UsageError(`${shownPath(path)}: no such repository or report${whyNone(path)}`);
  }
}

export interface FromFile extends Partial<SavedReport> {
  readonly report: Report;
  /** Of the repository one stands in, if any: runbooks, bindings and the ledger come from it. */
  readonly policy: Policy | undefined;
  readonly repository: Repository | undefined;
  readonly reported?: Reporting;
}

/** The report, and the secrets that an audit without it would not list. */
interface Reporting {
  readonly path: string;
  readonly ids: ReadonlySet<string>;
}

export interface FileQuestion {
  readonly asOf: string;
  readonly policyFrom: string | undefined;
  readonly quiet: boolean;
}

export async function reportFromFile(path: string, question: FileQuestion, context: Context): Promise<FromFile> {
  const text = readText(path, context.cwd);
  const documents = documentsIn(text);
  if (documents === undefined && /^\s*[[{]/.test(text))
    throw new UsageError(`${shownPath(path)}: broken or cut off JSON; a scanner that was stopped leaves such a file`);
  if (documents === undefined) throw new UsageError(`${shownPath(path)}: not JSON; ${KNOWN}`);
  let refused: Error | undefined;
  const repository = await openRepository(context.cwd, context.env).catch((error: Error) => void (refused = error));
  const [saved] = documents;
  if (documents.length === 1 && isSaved(saved)) {
    const policy = repository === undefined ? undefined : await policyFor(repository, question.policyFrom, context);
    const read = readSaved(saved, path, question.asOf);
    if (repository !== undefined && !question.quiet && (await isElsewhere(read.report, repository)))
      context.warn(`burnlist: ${shownPath(path)} was made at commits that are not here: ${OURS}\n`);
    return { ...read, policy, repository };
  }
  const file = readReported(documents);
  if (file === undefined) throw new UsageError(`${shownPath(path)}: no report that is known; ${KNOWN}`);
  // a repository that git refuses is one all the same: nothing would be looked for in it, and nobody would know
  if (refused !== undefined && !refused.message.startsWith('not a git repository')) throw refused;
  for (const { what, count } of file.leftOut)
    if (count > 0) context.warn(`burnlist: ${shownPath(path)}: ${count} left out: ${what}\n`);
  const from = await fromReported(file.found, repository, question, context);
  return { ...from, reported: { path, ids: from.ids } };
}

const OURS = 'runbooks and ledger are those of this repository';
const KNOWN =
  'burnlist reads its own (burnlist audit --format json=FILE), SARIF, and the JSON of gitleaks, TruffleHog, ' +
  "Kingfisher, Semgrep, CredSweeper, ggshield, detect-secrets and GitHub's alerts";

async function fromReported(
  found: Parameters<typeof relocate>[0],
  repository: Repository | undefined,
  { asOf, policyFrom, quiet }: FileQuestion,
  context: Context,
): Promise<FromFile & Pick<Reporting, 'ids'>> {
  if (repository === undefined) {
    const policy = await readPolicy(NO_FILES);
    const report = await relocate(found, undefined, policy, asOf);
    return { report, policy, repository, ids: new Set(report.secrets.map(({ id }) => id)) };
  }
  const audited = { ...(await auditWorking(repository, asOf, policyFrom, context, quiet)), repository };
  const report = await relocate(found, audited, audited.policy, asOf);
  const listed = new Set(report.secrets.map(({ id }) => id));
  const others = audited.report.secrets.filter(
    ({ id, verdict, confidence }) => verdict === 'compromised' && confidence !== 'low' && !listed.has(id),
  ).length;
  if (others > 0 && !quiet)
    context.warn(`burnlist: ${others} more compromised here that the report does not have: burnlist todo\n`);
  const known = new Set(audited.report.secrets.map(({ id }) => id));
  const ids = new Set([...listed].filter((id) => !known.has(id)));
  return { report, policy: audited.policy, repository, ids };
}

/** Whether no repository of the report can be this one: none stood at a commit that is here. */
async function isElsewhere({ repositories }: Report, { git }: Repository): Promise<boolean> {
  const heads = repositories.flatMap(({ head }) => (/^[0-9a-f]{40,64}$/.test(head ?? '') ? [head!] : []));
  const here = await Promise.all(
    heads.map((head) => git.ask(['cat-file', '-e', `${head}^{commit}`]).then(() => true, () => false)),
  );
  return heads.length > 0 && !here.includes(true);
}

function readText(path: string, cwd: string): string {
  const text = inUtf8(readNamedFile(path, { cwd, most: MOST_BYTES })).toString('utf8');
  if (text.trim() === '') throw new UsageError(`${shownPath(path)}: is empty; a scanner that was stopped leaves such a file`);
  return text;
}

async function policyFor(
  repository: Repository,
  policyFrom: string | undefined,
  context: Context,
): Promise<Policy> {
  const working = policyFrom === undefined ? await workingPolicy(repository) : undefined;
  const policy = working ?? (await policyAt(repository, policyFrom ?? repository.head));
  await checkConfigured(policy, repository, policyFrom ?? WORKING_TREE, context);
  return policy;
}
