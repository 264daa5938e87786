/** What a command may know of the process it runs in, and the only ways in which it speaks. cli.ts makes it. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ISO day, UTC. */
  readonly today: string;
  readonly version: string;
  /** stdout is a terminal: colour, and its width. */
  readonly terminal: { readonly out: boolean; readonly width: number };
  /** To stdout, waiting for a slow reader. A reader that has gone away is no error. */
  write(text: string): Promise<void>;
  /** To stderr. */
  warn(text: string): void;
  /** One line on stderr that overwrites itself; absent unless stderr is a terminal. */
  readonly progress: ((line: string) => void) | undefined;
  readInput(): Promise<Buffer>;
}

/** 0 nothing to act on · 1 something to act on · 2 wrong usage · 3 failed or incomplete */
export type ExitStatus = 0 | 1 | 2 | 3;

export type Command = (args: readonly string[], context: Context) => Promise<ExitStatus>;
