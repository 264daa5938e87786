/** The files of the working tree that `init` begins: a configuration, and the line that keeps settings out of git. */
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ScanError, UsageError } from '../../errors.ts';
import { CONFIG_PATH } from '../policy/policy.ts';
import { writeWhole } from '../output/output.ts';
import type { Repository } from '../../source/repository.ts';

export type WithTree = Repository & { readonly top: string };

/** One thing that init looks after. */
export interface Done {
  /** A whole line, without its end. */
  readonly line: string;
  /** Files of the working tree that were written. */
  readonly written?: readonly string[];
}

const CONFIG = `# What burnlist goes by in this repository. All of it may be left out; docs/policy.md of burnlist has every key.
#
# runbooks: [docs/rotation.md]     # how secrets are rotated; without it Markdown pages are looked for
# bind:                            # where a name does not find its section by itself
#   SIGNING: docs/rotation.md#rotating-the-signing-secret
# cadence: { SIGNING: 90 }         # days between rotations: burnlist todo --due
# allow:                           # places whose values are no secrets
#   - { path: 'test/**', rule: named-password, reason: accounts of the local stack }
`;
const IGNORE = '.gitignore';
const IGNORED = ['# settings with secrets in them; examples without are welcome', '.env', '.env.*', '!.env.example'];

export function writeConfig(top: string): Done {
  refuseLinks(top, [dirname(CONFIG_PATH), CONFIG_PATH]);
  if (existsSync(join(top, CONFIG_PATH))) return { line: `${CONFIG_PATH} is there already` };
  write(top, CONFIG_PATH, CONFIG);
  return { line: `${CONFIG_PATH} begun: nothing in it counts until you take away a #`, written: [CONFIG_PATH] };
}

/** An exclusion of this machine alone keeps nobody else from committing the file. */
export async function ignoreEnvironment({ top, git }: WithTree): Promise<Done> {
  refuseLinks(top, [IGNORE]);
  const tracked = (await git.ask(['ls-files', '-z', '--full-name', '--', join(top, '.env')])) !== '';
  const also = tracked ? '; .env is tracked, so take it out too: git rm --cached :/.env' : '';
  const said = await git
    .ask(['--no-literal-pathspecs', 'check-ignore', '--no-index', '-v', join(top, '.env')])
    .catch(() => '');
  if (/^(?:[^:]*\/)?\.gitignore:\d+:[^!]/.test(said)) return { line: `${IGNORE} keeps .env out of git already${also}` };
  // whatever it is written in, its bytes stay
  const old = existsSync(join(top, IGNORE)) ? readFileSync(join(top, IGNORE), 'latin1') : '';
  const end = old.includes('\r\n') ? '\r\n' : '\n';
  const gap = old === '' ? '' : old.endsWith('\n') ? end : end + end;
  write(top, IGNORE, Buffer.from(old + gap + IGNORED.map((line) => line + end).join(''), 'latin1'));
  return { line: `.env added to ${IGNORE}${also}`, written: [IGNORE] };
}

/** A link that somebody committed must not lead out of the repository. */
function refuseLinks(top: string, paths: readonly string[]): void {
  for (const path of paths) {
    if (lstatSync(join(top, path), { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
    throw new UsageError(`${path} is a symbolic link, which is not followed: put a real one in its place`);
  }
}

function write(top: string, path: string, text: string | Buffer): void {
  try {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeWhole(join(top, path), [text]);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ScanError(`${path} could not be written: ${code ?? message}`);
  }
}
