/**
 * burnlist watched from outside: how it ended, how much work it was, and how much memory it and its children had at a time.
 * Where that is more than any test allows, all of them are ended: a test must fail then, not take the machine with it.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { startCli, type Ended } from '../support/repo.ts';

export interface Watched extends Ended {
  /** Of CPU, whatever else the machine does; of the clock where there is no /proc. */
  readonly seconds: number;
  /** Megabytes; 0 where there is no /proc. */
  readonly memory: number;
}

const EVERY = 20;
const TICKS_A_SECOND = 100;
const MOST_SECONDS = 40;
/** Of the clock: what waits for something that never comes. */
const LONGEST = 300;
const MOST_MEMORY = 3000;

export async function watchCli(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Watched> {
  const started = performance.now();
  const child = startCli(args, { cwd, env });
  const said = { stdout: '', stderr: '' };
  child.stdout!.on('data', (piece: Buffer) => (said.stdout += piece.toString()));
  child.stderr!.on('data', (piece: Buffer) => (said.stderr += piece.toString()));
  let memory = 0;
  /** By process, those that have ended too. */
  const spent = new Map<number, number>();
  const clock = (): number => (performance.now() - started) / 1000;
  const seconds = (): number => (spent.size === 0 ? clock() : [...spent.values()].reduce((sum, one) => sum + one, 0));
  const timer = setInterval(() => {
    const tree = processesBelow(child.pid!);
    memory = Math.max(memory, tree.reduce((sum, one) => sum + one.resident, 0));
    for (const { pid, cpu } of tree) spent.set(pid, cpu);
    if (memory > MOST_MEMORY || seconds() > MOST_SECONDS || clock() > LONGEST)
      tree.forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
  }, EVERY);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  return { status, ...said, seconds: seconds(), memory };
}

/** A process and all that it started, with what they have in memory and the seconds that they have worked. */
function processesBelow(pid: number): { pid: number; resident: number; cpu: number }[] {
  try {
    // behind its name, which may hold anything: the 14th and 15th field, proc(5)
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
    const cpu = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean);
    return [{ pid, resident: (pages * 4096) / 2 ** 20, cpu }, ...children.flatMap((child) => processesBelow(Number(child)))];
  } catch {
    return []; // it has ended, or there is no /proc
  }
}
