/**
 * Rules of other scanners, and what their users have written down: files that the configuration names, and those that
 * their scanners read unasked. Of the latter the rules count, and lists of what is allowed only for those rules: a
 * repository's own list must not make an audit blind that nobody asked to believe it.
 */
import { UsageError } from '../../errors.ts';
import { assembled, extended } from '../../detect/foreign/extend.ts';
import { readGitleaks } from '../../detect/foreign/gitleaks-file.ts';
import { readFingerprints, readForeign, type Fingerprint } from '../../detect/foreign/read.ts';
import { rulesOf } from '../../detect/foreign/rules.ts';
import { globProblem } from '../../glob.ts';
import { quoted } from '../../shown.ts';
import type { DraftFile } from '../../detect/foreign/draft.ts';
import type { AllowList } from '../../foreign-rule.ts';
import type { Rule } from '../../model.ts';
import type { ReadFiles } from './rule-files.ts';

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
/** Characters of a file that nobody named. */
const MOST_UNASKED = 4 << 20;
/** Lines that are told of one by one. */
const MOST_TOLD = 5;

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
  const known = new Map<string, string>(); // files of rules, by the ids that they have there
  for (const file of files) {
    if (!file.isNamed) checkSize(file);
    // what is read unasked is what its name says, and may be empty
    const draft = file.isNamed ? readForeign(file.path, file.text) : readGitleaks(file.path, file.text);
    if (draft === undefined) {
      ours.push(file);
      continue;
    }
    const whole = assembled(await withBase(draft, read, 1));
    const again = whole.rules.find(({ id }) => known.has(id));
    if (again !== undefined) notices.push(`${file.path}: rule ${again.id} is in ${known.get(again.id)} as well, which comes first`);
    rules.push(...rulesOf(whole.rules.filter(({ id }) => !known.has(id)), file.isNamed, builtIn));
    for (const { id } of whole.rules) if (!known.has(id)) known.set(id, file.path);
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
  if (text === undefined) throw new UsageError(`${draft.file}: extend.path: no file ${quoted(path)} in this version of the repository`);
  const base = readForeign(name, text.toString('utf8'));
  if (base === undefined) throw new UsageError(`${draft.file}: extend.path: ${quoted(path)} is no such file`);
  return extended(draft, await withBase(base, read, depth + 1));
}

/** Lines that are no fingerprints are passed over, as gitleaks does, and said. */
export function fingerprintsIn(path: string, text: string): Pick<ForeignPolicy, 'fingerprints' | 'notices'> {
  checkSize({ path, text });
  const { fingerprints, odd } = readFingerprints(text);
  const told = odd.slice(0, MOST_TOLD).map((line) => `${path}:${line}: not a fingerprint: commit:file:rule:line, or file:rule:line`);
  const more = odd.length - told.length;
  return {
    fingerprints: fingerprints.map((one) => ({ ...one, file: path })),
    notices: more === 0 ? told : [...told, `${path}: ${more} more lines are not fingerprints`],
  };
}

function checkSize({ path, text }: Pick<ForeignFile, 'path' | 'text'>): void {
  if (text.length > MOST_UNASKED) throw new UsageError(`${path}: larger than 4 MB, too much for a file that is read unasked`);
}
