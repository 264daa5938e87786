/** The hook that `init` installs, where nothing else looks after this repository's hooks. */
import { chmodSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanError } from '../../errors.ts';
import { printable } from '../../report/printable.ts';
import { writeWhole } from '../output/output.ts';
import type { Context } from '../context.ts';
import type { Done, WithTree } from './files.ts';

const PRE_COMMIT = '.pre-commit-config.yaml';
/** Hooks end here where nobody has set another folder. */
const HOOK = 'hooks/pre-commit';

export async function installHook({ top, commonDir, git }: WithTree, { invocation }: Context): Promise<Done> {
  const framework = textOf(join(top, PRE_COMMIT));
  if (framework !== undefined) {
    if (framework === NO_TEXT) return { line: `hook: ${PRE_COMMIT} is no plain file, so none was installed` };
    return /\bburnlist\b/.test(framework)
      ? { line: `${PRE_COMMIT} has the hook already` }
      : { line: `hook: add burnlist to ${PRE_COMMIT}, as its README shows, then  pre-commit install` };
  }
  const folder = hooksPath(await git.ask(['config', '--show-scope', '-z', '--get-all', 'core.hooksPath']).catch(() => ''));
  if (folder !== undefined)
    return { line: `hook: core.hooksPath is ${printable(folder)}: let its pre-commit run  burnlist staged` };
  const file = join(commonDir, HOOK);
  const present = textOf(file);
  if (present !== undefined) {
    return /\bburnlist\b/.test(present)
      ? { line: `the pre-commit hook runs burnlist already` }
      : { line: `hook: there is a pre-commit hook of yours: let it run  burnlist staged  as well` };
  }
  try {
    mkdirSync(join(commonDir, 'hooks'), { recursive: true });
    writeWhole(file, [script(invocation)]);
    chmodSync(file, 0o755);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ScanError(`the pre-commit hook could not be written: ${code ?? message}`);
  }
  return { line: 'pre-commit hook installed, for this clone: .pre-commit-config.yaml is for a whole team' };
}

/** What others have set: our own git is told that there are none. */
function hooksPath(said: string): string | undefined {
  const words = said.split('\0');
  let path: string | undefined;
  for (let at = 0; at + 1 < words.length; at += 2) if (words[at] !== 'command') path = words[at + 1];
  return path;
}

/** Found on the PATH at first, where an update keeps it; else as it was started when the hook was written. */
function script(invocation: readonly string[]): string {
  return `#!/bin/sh
# Written by burnlist init: refuses a commit that would bring a new secret into history.
command -v burnlist >/dev/null 2>&1 && exec burnlist staged
exec ${invocation.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ')} staged
`;
}

/** What may lead anywhere, or never ends, is not read. */
const NO_TEXT = '';
const MOST_BYTES = 1 << 20;

/** Undefined where nothing stands there. */
function textOf(path: string): string | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return stat.isFile() && stat.size <= MOST_BYTES ? readFileSync(path, 'utf8') : NO_TEXT;
}
