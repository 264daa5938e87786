/** The tables that Vault prints for people in, their entries out; what it says of the secret itself is left out. */
import { type Entry, entryOf } from './entry.ts';

const TITLE = /^=+ ([\w ]{1,40}) =+$/;
const HEAD = /^Key(\s+)Value\s*$/;
const RULE = /^-{3}\s+-{5}\s*$/;

/** Undefined where no table stands: `Key   Value` over a line of dashes. */
export function readVaultTable(text: string): readonly Entry[] | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const entries: Entry[] = [];
  let title = '';
  /** Where values begin; 0 outside of a table. */
  let column = 0;
  let isTable = false;
  for (const [at, line] of lines.entries()) {
    const head = HEAD.exec(line);
    if (TITLE.test(line)) [title, column] = [TITLE.exec(line)?.[1] ?? '', 0];
    else if (line.trim() === '') column = 0;
    else if (head !== null && RULE.test(lines[at + 1] ?? '')) [isTable, column] = [true, 'Key'.length + (head[1] ?? '').length];
    else if (column > 0 && !RULE.test(line) && !/metadata/i.test(title))
      entries.push(entryOf([line.slice(0, column).trim()], line.slice(column).trim(), `line ${at + 1}`));
  }
  return isTable ? entries : undefined;
}
