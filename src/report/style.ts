/** Options and colours of the text reports. Colour only repeats what words say. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { Plan, Priority } from '../model.ts';

export interface TextOptions {
  /** Columns of the terminal, of which at most 100 are used; without one, nothing is shortened or broken to fit. */
  readonly width: number | undefined;
  readonly color: boolean;
  /** Adds the runbook section to each secret. */
  readonly plan?: Plan;
  /** How the reader calls this program; by its name unless said. */
  readonly program?: string;
  /** What is to be typed for the to-do, with the paths of this machine; else how it is typed in general. */
  readonly toDo?: string;
}

export interface Style {
  /** Columns in which the parts of a block flow. */
  readonly width: number;
  /** Columns that nothing may exceed; Infinity where there is no terminal. */
  readonly fits: number;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly priority: (priority: Priority) => string;
}

const WIDEST = 100;
const NARROWEST = 40;

/** The sixteen basic colours, which every terminal maps to its own theme. */
export function styleOf({ width, color }: TextOptions): Style {
  const chalk: ChalkInstance = new Chalk({ level: color ? 1 : 0 });
  const urgency = { P0: chalk.red.bold, P1: chalk.red, P2: chalk.yellow, P3: chalk.cyan };
  const columns = Math.max(NARROWEST, Math.min(WIDEST, width ?? WIDEST));
  return {
    width: columns,
    fits: width === undefined ? Infinity : columns,
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    priority: (priority) => urgency[priority](priority),
  };
}
