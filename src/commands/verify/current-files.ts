/** The files that say what is in use today, and what detection knows of values: for `verify`. */
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { fingerprint } from '../../detect/fingerprint.ts';
import { knownValue } from '../../detect/checks/known-values.ts';
import { isCommonPassword, notASecret } from '../../detect/checks/placeholders.ts';
import { isSequence, strengthOf } from '../../detect/checks/randomness.ts';
import { isPasswordName } from '../../detect/checks/secret-names.ts';
import { formsOf } from '../../plan/current/compare.ts';
import { A_COMMAND, type CurrentSource, STANDARD_INPUT } from '../../plan/current/entry.ts';
import { readCurrent } from '../../plan/current/read.ts';
import { inUtf8 } from '../in-utf-8.ts';
import { OF_SHELL, readNamedFile } from '../named-file.ts';
import type { Context } from '../context.ts';
import type { Weigh } from '../../plan/current/strength.ts';
import type { VerifyInput } from '../../plan/verify.ts';
import type { Judged } from '../../model.ts';
import type { SecretValue } from '../../secret-value.ts';

export interface CurrentFile {
  readonly source: CurrentSource;
  readonly bytes: Buffer;
}

/** Settings are small; what is larger was named by mistake. */
const MOST_BYTES = 64 << 20;

export async function readCurrentFiles(paths: readonly string[], context: Context): Promise<readonly CurrentFile[]> {
  const files: CurrentFile[] = [];
  const named = { cwd: context.cwd, most: MOST_BYTES, option: '--current' };
  for (const path of paths) {
    const bytes = inUtf8(path === '-' ? await context.readInput() : readNamedFile(path, named));
    files.push({ source: readCurrent(labelOf(path, context.cwd), bytes), bytes });
  }
  return files;
}

/** What is written down names no folder of this machine. */
function labelOf(path: string, cwd: string): string {
  if (path === '-') return STANDARD_INPUT;
  if (OF_SHELL.test(path)) return A_COMMAND;
  const shown = relative(cwd, resolve(cwd, path));
  return isAbsolute(shown) || shown.startsWith('..') ? basename(path) : shown.replaceAll('\\', '/');
}

export function weighing(): Weigh {
  return {
    isKnown: (value) => knownValue(Buffer.from(value)) !== undefined || isCommonPassword(value),
    notASecret: (value, name) => {
      const reason = notASecret(value, name, isPasswordName(name) ? 'password' : 'other');
      return reason === 'placeholder' || reason === 'reference' || reason === 'ciphertext' ? reason : undefined;
    },
    strengthOf: (value) => (isSequence(value) ? 'word' : strengthOf(value)),
  };
}

/** Every value of a file in every form. */
function valuesIn({ entries }: CurrentSource): readonly SecretValue[] {
  return entries.flatMap(({ value }) => (value === undefined ? [] : formsOf(value)));
}

/** Of a saved report only ids are known: those of today's values, to compare with. */
export async function idsOf(
  files: readonly CurrentFile[],
  secrets: readonly Judged[],
): Promise<Pick<VerifyInput, 'idOf'>> {
  if (secrets.every(({ value }) => value.length > 0)) return {};
  const values = files.flatMap(({ source }) => valuesIn(source));
  const distinct = new Map(values.map((value) => [value.key(), value]));
  const ids = new Map<string, string>();
  for (const [key, value] of distinct) ids.set(key, await fingerprint(value));
  return { idOf: (value: SecretValue) => ids.get(value.key()) };
}
