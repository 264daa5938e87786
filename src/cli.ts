#!/usr/bin/env node
/** argv → command → exit status. The only file that knows the process. */
import { fstatSync, readFileSync } from 'node:fs';
import { calledAs } from './commands/called.ts';
import { inert } from './commands/output/inert.ts';
import { writeAll } from './commands/output/write-all.ts';
import { NeedsOverseer, ScanError, UsageError } from './errors.ts';
import { SIGNALS } from './signals.ts';
import type { Command, Context, ExitStatus, ProgressScreen, Screen } from './commands/context.ts';

const HELP = `burnlist finds every secret that has entered git history, says which are
compromised and why, and writes the rotation to-do from your own runbook.

  burnlist staged                 what the index would add: for the pre-commit
                                  hook
  burnlist audit [repo]           everything the object store holds; --range
                                  A..B for what a range adds
  burnlist sweep [path…]          after a suspected leak: repositories with all
                                  that is on this disk, folders of them
  burnlist scan [path…|-]         files, folders or standard input, without git
  burnlist todo [repo|report…]    the rotation to-do, in Markdown
  burnlist verify --current FILE  are the leaked values out of use? closes
                                  tasks, writes the ledger
  burnlist accept ID…             into the ledger: --reason --owner --until; or
                                  --all-existing on the first day
  burnlist runbook check|init     which section each secret would get, what is
                                  missing; drafts of it
  burnlist rules list|check|explain ID
  burnlist init                   configuration, .gitignore, hook; --from REPORT
                                  takes over from another scanner

  burnlist <command> --help       its options

Exit status: 0 nothing to act on · 1 something to act on · 2 wrong usage or
configuration · 3 failed or incomplete
`;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  staged: async () => (await import('./commands/staged.ts')).staged,
  audit: async () => (await import('./commands/audit.ts')).audit,
  sweep: async () => (await import('./commands/sweep.ts')).sweep,
  scan: async () => (await import('./commands/scan.ts')).scan,
  todo: async () => (await import('./commands/todo.ts')).todo,
  verify: async () => (await import('./commands/verify.ts')).verify,
  init: async () => (await import('./commands/init.ts')).init,
  accept: async () => (await import('./commands/accept.ts')).accept,
  runbook: async () => (await import('./commands/runbook.ts')).runbook,
  rules: async () => (await import('./commands/rules.ts')).rules,
};

const BUG = 3;

type Standard = typeof process.stdout | typeof process.stderr;

process.on('uncaughtException', (error) => process.exit(complain(unexpected(error), BUG)));
/** What a command has to say when a signal ends it. */
let lastWord = (): void => {};
let stop = (signal: keyof typeof SIGNALS): void => (lastWord(), process.exit(SIGNALS[signal]));
for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) process.on(signal, () => stop(signal));
/** Whether anything was said: only then is there output to wait for. */
let spoke = false;
/** Streams whose reader may leave. */
const seen = new Set<NodeJS.WriteStream>();

/** What reads without bound runs overseen; the hook does not pay for that until its change turns out to be large. */
const BIG = new Set(['audit', 'sweep', 'scan', 'todo', 'verify', 'runbook', 'accept', 'init']);
/** Stands in for the program's name of the process that is overseen. */
const OVERSEEN = 'burnlist-overseen';
const isOverseen = process.argv0 === OVERSEEN;
/**
 * Of V8: what is thrown away is collected early, a third less memory for an eighth more of the time; and functions are
 * compiled with less of what they call, which takes less time than it costs, on each thread (docs/performance.md).
 */
const SPARING = ['--max-semi-space-size=1', '--max-inlined-bytecode-size-cumulative=300'];
/** Not where many small stores come and go: looking through what stays would be a fifth of the time. */
const SLOW_GROWTH = '--optimize-for-size';
/** Whoever bounds memory expects it to run out. */
const isBounded = [process.env['NODE_OPTIONS'] ?? '', ...process.execArgv].some((text) => text.includes('-space-size'));

void start(process.argv.slice(2)).then((status) => {
  if (spoke) process.exitCode = status;
  else process.exit(status); // a silent hook does not wait for git to go
});

async function start(args: readonly string[]): Promise<number> {
  const isBig = BIG.has(args[0] ?? '') || isBounded;
  return isOverseen || !isBig || args.includes('--help') ? main(args) : startOverseen();
}

async function startOverseen(): Promise<number> {
  const { oversee } = await import('./commands/oversee.ts');
  const sparing = process.argv[2] === 'sweep' ? SPARING : [...SPARING, SLOW_GROWTH];
  const { child, ended } = oversee(process.execPath, OVERSEEN, [...sparing, ...process.execArgv, ...process.argv.slice(1)]);
  stop = (signal) => void child.kill(signal);
  const { status, said } = await ended;
  if (said !== undefined) complain(said, BUG);
  return status;
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version' || name === '-V') return say(`${version()}\n`, 0);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return say(HELP, name === undefined ? 2 : 0);
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (load === undefined) {
      const { quoted } = await import('./shown.ts');
      throw new UsageError(`unknown command ${quoted(name)}: burnlist --help lists them`);
    }
    const command = await load();
    return await command(args, createContext());
  } catch (thrown) {
    const error = thrown as NodeJS.ErrnoException;
    if (error.name === NeedsOverseer.name) return startOverseen();
    // an error quotes paths and names: they may hold a value
    const { shownText } = await import('./shown.ts');
    const { withoutValues } = await import('./commands/output/quoted.ts');
    // by name: a command that is loaded apart from the packed start brings its own copy of these classes
    if (error.name === UsageError.name) return complain(withoutValues(error.message), 2);
    if (error.name === ScanError.name) return complain(withoutValues(error.message), 3);
    return complain(withoutValues(shownText(unexpected(error))), BUG);
  }
}

function unexpected(error: NodeJS.ErrnoException): string {
  if (error.syscall === 'write') return `the output could not be written: ${error.code}`;
  return `this should not happen, please report it: ${error.stack ?? String(error)}`;
}

function say(text: string, status: ExitStatus): ExitStatus {
  send(process.stdout, text);
  return status;
}

function complain(message: string, status: ExitStatus): ExitStatus {
  try {
    send(process.stderr, inert(`burnlist: ${oneLine(message, 2000)}\n`));
  } catch {
    // nobody is left to tell; the status still says it
  }
  return status;
}

/** Whether there is room for more. Streams are opened on first use: they cost milliseconds. */
function send(stream: Standard, text: string): boolean {
  if (!isStored(stream)) return forgiving(stream).write(text);
  writeAll(stream.fd, text);
  return true;
}

/** A file or a device, which Node's streams write to once, and take a part for the whole. */
function isStored({ fd, isTTY }: Standard): boolean {
  const kind = fstatSync(fd);
  return !isTTY && !kind.isFIFO() && !kind.isSocket();
}

/** A reader that has gone away must not turn a finished scan into a crash; a full disk must. */
function forgiving(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  spoke = true;
  if (seen.has(stream)) return stream;
  seen.add(stream);
  return stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Messages quote names and paths of the scanned repository: nothing of theirs moves a cursor or turns the text. */
function oneLine(text: string, most: number): string {
  return text.slice(0, most).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Of a terminal that does not say how wide it is. */
const USUAL_COLUMNS = 80;

function screen({ isTTY, columns }: NodeJS.WriteStream): Screen {
  const asked = Number(process.env['COLUMNS']);
  return { isTerminal: isTTY, width: Number.isInteger(asked) && asked > 0 ? asked : columns || undefined };
}

function createContext(): Context {
  let drawn = false;
  function clear(): void {
    if (drawn) process.stderr.write('\r\u001b[K');
    drawn = false;
  }
  function warn(text: string): void {
    clear();
    send(process.stderr, inert(text));
  }
  // also when it is interrupted: the shell's next line begins where ours stood
  process.on('exit', clear);
  const progress: ProgressScreen = {
    draw(line) {
      drawn = true;
      process.stderr.write(`\r${line}\u001b[K`);
    },
    columns: () => screen(process.stderr).width ?? USUAL_COLUMNS,
  };
  return {
    cwd: process.cwd(),
    env: process.env,
    today: new Date().toISOString().slice(0, 10),
    get version() {
      return version();
    },
    overseen: isOverseen,
    get program() {
      return calledAs(process);
    },
    invocation: [process.execPath, ...process.argv.slice(1, 2)],
    terminal: {
      get out() {
        return screen(process.stdout);
      },
      get err() {
        return screen(process.stderr);
      },
    },
    get progress() {
      return process.stderr.isTTY ? progress : undefined;
    },
    async write(text, { commands = false } = {}) {
      clear();
      const out = process.stdout;
      if (!out.writable || send(out, commands ? text : inert(text))) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          for (const event of ['drain', 'error', 'close']) out.off(event, done);
          resolve();
        };
        for (const event of ['drain', 'error', 'close']) out.on(event, done);
      });
    },
    warn,
    ifInterrupted: (text) => void (lastWord = () => warn(text)),
    async readInput() {
      // of what it does not know Node makes an empty stream
      const kind = fstatSync(0);
      if (kind.isDirectory() || kind.isBlockDevice()) throw new ScanError('standard input is no file and no stream: nothing was read');
      const pieces: Buffer[] = [];
      for await (const piece of process.stdin) pieces.push(piece as Buffer);
      return Buffer.concat(pieces);
    },
  };
}
