/** What a command may know of the process it runs in, and the only ways in which it speaks. cli.ts makes it. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ISO day, UTC. */
  readonly today: string;
  readonly version: string;
  /** Running out of memory is seen by another process; without one, NeedsOverseer can be thrown. */
  readonly overseen: boolean;
  /** How a person calls this program, as it is typed in a shell: by its name where the PATH has it. */
  readonly program: string;
  /** How a hook can start it: this node, this file. */
  readonly invocation: readonly string[];
  /** What stdout and stderr write to. */
  readonly terminal: { readonly out: Screen; readonly err: Screen };
  /**
   * To stdout, waiting for a slow reader. A reader that has gone away is no error. No line is a command to the log of a CI
   * job, unless it is meant to be.
   */
  write(text: string, options?: { readonly commands?: boolean }): Promise<void>;
  /** To stderr. */
  warn(text: string): void;
  /** To stderr, when a signal ends the command: the last word. */
  ifInterrupted(text: string): void;
  /** Absent unless stderr is a terminal. */
  readonly progress: ProgressScreen | undefined;
  readInput(): Promise<Buffer>;
}

/** One line on stderr that overwrites itself. */
export interface ProgressScreen {
  readonly draw: (line: string) => void;
  /** Of the terminal now: a line that wraps could not be overwritten. */
  readonly columns: () => number;
}

export interface Screen {
  /** A terminal: colour. */
  readonly isTerminal: boolean;
  /** Columns, by COLUMNS or the terminal; undefined where nothing has to fit. */
  readonly width: number | undefined;
}

/** 0 nothing to act on · 1 something to act on · 2 wrong usage · 3 failed or incomplete */
export type ExitStatus = 0 | 1 | 2 | 3;

export type Command = (args: readonly string[], context: Context) => Promise<ExitStatus>;
