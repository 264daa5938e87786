/**
 * A commit message as git will record it: without comments and without what stands below the scissors, but only where
 * git is sure to take them out. What a hook is told of that: the configuration, and GIT_EDITOR=: when nobody edits.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { shownPath } from '../shown.ts';
import type { Git } from './git.ts';

const SCISSORS = ' ------------------------ >8 ------------------------';
/** git's own hint, in a message that is edited with --cleanup=whitespace or verbatim on the command line. */
const KEPT = /^.+ with '.+' will be kept;/m;

/** @param editor GIT_EDITOR of the hook's environment */
export async function recordedMessage(
  path: string,
  git: Git,
  cwd: string,
  editor: string | undefined,
): Promise<Buffer> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'latin1');
  } catch (error) {
    throw new UsageError(
      `--message ${shownPath(path)}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  }
  // without an editor git takes blanks out and nothing else
  if (editor === ':') return Buffer.from(text, 'latin1');
  const { cleanup, comment } = await cleanupOf(git);
  const lines = text.split('\n');
  const cut = cleanup === 'strip' || cleanup === 'scissors' ? lines.indexOf(`${comment}${SCISSORS}`) : -1;
  const above = cut < 0 ? lines : lines.slice(0, cut);
  const isStripped = cleanup === 'strip' && comment !== undefined && !KEPT.test(text);
  const kept = isStripped ? above.filter((line) => !line.startsWith(comment)) : above;
  return Buffer.from(kept.join('\n'), 'latin1');
}

interface Cleanup {
  /** What becomes of a message that was edited; undefined: not known here. */
  readonly cleanup: 'strip' | 'scissors' | undefined;
  /** What comments begin with; undefined: not known. */
  readonly comment: string | undefined;
}

async function cleanupOf(git: Git): Promise<Cleanup> {
  const settings = new Map<string, string>();
  const { child, ended } = git.start([
    'config',
    '--null',
    '--get-regexp',
    '^(commit\\.cleanup|core\\.comment(char|string))$',
  ]);
  child.stdin.end();
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  await ended;
  for (const entry of Buffer.concat(pieces).toString('latin1').split('\0')) {
    const [, key, value] = /^([^\n]*)\n(.*)$/s.exec(entry) ?? [];
    if (key !== undefined) settings.set(key, value!);
  }
  const mode = settings.get('commit.cleanup') ?? 'default';
  const character = settings.get('core.commentchar') ?? '#';
  // `auto` is chosen anew for each message; commentString means something to newer versions of git only
  const isKnown = character.length === 1 && !settings.has('core.commentstring');
  return {
    cleanup: mode === 'default' || mode === 'strip' ? 'strip' : mode === 'scissors' ? 'scissors' : undefined,
    comment: isKnown ? character : undefined,
  };
}
