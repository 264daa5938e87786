/**
 * burnlist watched from outside: how it ended, how long it took, and how much memory it and its children had at a time.
 * Where that is more than any test allows, all of them are ended: a test must fail then, not take the machine with it.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { startCli, type Ended } from '../support/repo.ts';

export interface Watched extends Ended {
  readonly seconds: number;
  /** Megabytes; 0 where there is no /proc. */
  readonly memory: number;
}

const EVERY = 20;
const MOST_SECONDS = 40;
const MOST_MEMORY = 3000;

export async function watchCli(args: readonly string[], cwd: string): Promise<Watched> {
  const started = performance.now();
  const child = startCli(args, { cwd });
  const said = { stdout: '', stderr: '' };
  child.stdout!.on('data', (piece: Buffer) => (said.stdout += piece.toString()));
  child.stderr!.on('data', (piece: Buffer) => (said.stderr += piece.toString()));
  let memory = 0;
  const seconds = (): number => (performance.now() - started) / 1000;
  const timer = setInterval(() => {
    const tree = processesBelow(child.pid!);
    memory = Math.max(memory, tree.reduce((sum, one) => sum + one.resident, 0));
    if (memory > MOST_MEMORY || seconds() > MOST_SECONDS) tree.forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
  }, EVERY);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  return { status, ...said, seconds: seconds(), memory };
}

/** A process and all that it started, with what they have in memory. */
function processesBelow(pid: number): { pid: number; resident: number }[] {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean);
    return [{ pid, resident: (pages * 4096) / 2 ** 20 }, ...children.flatMap((child) => processesBelow(Number(child)))];
  } catch {
    return []; // it has ended, or there is no /proc
  }
}
