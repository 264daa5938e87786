/**
 * Runs a command in a second process and stays behind to give its end a status: when memory runs out Node ends with
 * 134, and what the system kills has none at all, both too late for a word of our own. The hook goes without, until
 * its change turns out to be large.
 */
import { spawn } from 'node:child_process';
import { SIGNALS } from '../signals.ts';
import type { ChildProcess } from 'node:child_process';

export interface Overseen {
  readonly child: ChildProcess;
  /** What the caller gets, and a line about it when the command could not say one itself. */
  readonly ended: Promise<{ readonly status: number; readonly said?: string }>;
}

const ENDED_BY: ReadonlyMap<string | null, number> = new Map(Object.entries(SIGNALS));
const OURS = new Set([0, 1, 2, 3, ...ENDED_BY.values()]);
const MEMORY = 'give it more with  NODE_OPTIONS=--max-old-space-size=8192  (megabytes)';

/**
 * @param name stands in for the program's, by which the second process knows that it is one
 * @param args of Node: its options, the program, the program's arguments
 */
export function oversee(node: string, name: string, args: readonly string[]): Overseen {
  const child = spawn(node, args, { argv0: name, stdio: inherited(args) });
  const ended = new Promise<{ status: number; said?: string }>((resolve) => {
    child.on('error', (error) => resolve({ status: 3, said: `node could not be started: ${error.message}` }));
    child.on('exit', (status, signal) => {
      const known = ENDED_BY.get(signal);
      if (known !== undefined) resolve({ status: known });
      else if (status !== null && OURS.has(status)) resolve({ status });
      else resolve({ status: 3, said: reasonFor(status, signal) });
    });
  });
  return { child, ended };
}

/** The three streams, and what the command line names by number: `scan <(command)` is `scan /dev/fd/63`. */
function inherited(args: readonly string[]): ('inherit' | 'ignore' | number)[] {
  const named = args.flatMap((arg) => {
    const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d{1,3})$/.exec(arg) ?? [];
    return number === undefined || Number(number) < 3 ? [] : [Number(number)];
  });
  const others = Array.from({ length: Math.max(0, ...named) - 2 }, (_, index) => index + 3);
  return ['inherit', 'inherit', 'inherit', ...others.map((fd) => (named.includes(fd) ? fd : 'ignore'))];
}

function reasonFor(status: number | null, signal: NodeJS.Signals | null): string {
  if (status === 134 || signal === 'SIGABRT') return `out of memory, so nothing is sure: ${MEMORY}`;
  return `ended by ${signal ?? `status ${status}`}, so nothing is sure; if memory ran out, ${MEMORY}`;
}
