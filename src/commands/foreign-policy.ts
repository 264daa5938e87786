/**
 * Rules of other scanners, and what their users have written down: files that the configuration names, and those that
 * their scanners read unasked. Of the latter the rules count, and lists of what is allowed only for those rules: a
 * repository's own list must not make an audit blind that nobody asked to believe it.
 */
import { UsageError } from '../errors.ts';
import { assembled, extended } from '../detect/foreign/extend.ts';
import { readFingerprints, readForeign, type Fingerprint } from '../detect/foreign/read.ts';
import { rulesOf } from '../detect/foreign/rules.ts';
import { globProblem } from '../glob.ts';
import type { DraftFile } from '../detect/foreign/draft.ts';
import type { AllowList } from '../foreign-rule.ts';
import type { Rule } from '../model.ts';
import type { ReadFiles } from './policy.ts';

/** What a policy has of other scanners. */
export interface ForeignPolicy {
  readonly rules: readonly Rule[];
  /** Of files that are named: lists for every rule, whoever's it is. */
  readonly lists: readonly (AllowList & { readonly file: string })[];
  readonly fingerprints: readonly (Fingerprint & { readonly file: string })[];
  /** What of those files says nothing here. */
  readonly notices: readonly string[];
}

/** A file with its text. */
export interface ForeignFile {
  readonly path: string;
  readonly text: string;
  /** The configuration names it. */
  readonly isNamed: boolean;
}

const NAMED_FOR_ALL = 'name the file under  rules:  in .burnlist/config.yaml to have it hold for all';
/** gitleaks' own limit. */
const MOST_EXTENDED = 2;

/** @param files that may be rule files of other scanners; @returns undefined for those that are none */
export async function readForeignRules(
  files: readonly ForeignFile[],
  builtIn: readonly Rule[],
  read: ReadFiles,
): Promise<{ readonly foreign: ForeignPolicy; readonly ours: readonly ForeignFile[] }> {
  const ours: ForeignFile[] = [];
  const rules: Rule[] = [];
  const lists: (AllowList & { file: string })[] = [];
  const notices: string[] = [];
  for (const file of files) {
    const draft = readForeign(file.path, file.text);
    if (draft === undefined) {
      ours.push(file);
      continue;
    }
    const whole = assembled(await withBase(draft, read, 1));
    const taken = [...builtIn, ...rules];
    rules.push(...rulesOf(whole.rules, file.isNamed, builtIn).filter(({ id }) => !rules.some((rule) => rule.id === id)));
    const again = whole.rules.find(({ id }) => taken.some((rule) => rule.foreign?.id === id && rule.foreign.file !== file.path));
    if (again !== undefined) notices.push(`${file.path}: rule ${again.id} is in another file as well, which comes first`);
    notices.push(...whole.notices);
    const forAll = whole.file.allow;
    if (file.isNamed) lists.push(...forAll.map((list) => ({ ...list, file: file.path })));
    else if (forAll.length > 0)
      notices.push(`${file.path}: what it allows holds for its own rules; ${NAMED_FOR_ALL}`);
  }
  return { foreign: { rules, lists, fingerprints: [], notices }, ours };
}

/** With the file that it extends, which its path names from the top of the repository. */
async function withBase(draft: DraftFile, read: ReadFiles, depth: number): Promise<DraftFile> {
  const { path, useDefault } = draft.extend;
  if (path === '') return draft;
  if (useDefault) throw new UsageError(`${draft.file}: extend: names a path and useDefault; keep one of them`);
  if (depth > MOST_EXTENDED) throw new UsageError(`${draft.file}: extend: a file that is extended extends another one too often`);
  const name = path.replace(/^\.\//, '');
  const problem = globProblem(name);
  const [text] = problem === undefined ? await read([name]) : [];
  if (text === undefined) throw new UsageError(`${draft.file}: extend.path: no file ${path} in this version of the repository`);
  const base = readForeign(name, text.toString('utf8'));
  if (base === undefined) throw new UsageError(`${draft.file}: extend.path: ${path} is no such file`);
  return extended(draft, await withBase(base, read, depth + 1));
}

/** Lines that are no fingerprints are passed over, as gitleaks does, and said. */
export function fingerprintsIn(file: string, text: string): Pick<ForeignPolicy, 'fingerprints' | 'notices'> {
  const { fingerprints, odd } = readFingerprints(text);
  return {
    fingerprints: fingerprints.map((one) => ({ ...one, file })),
    notices: odd.map((line) => `${file}:${line}: not a fingerprint: commit:file:rule:line, or file:rule:line`),
  };
}
