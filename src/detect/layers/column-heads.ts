/**
 * Tables of documents: a head says of every cell below it what it is, however far below. What stands under one that promises
 * a secret is written once more, with its head, as it would stand where there is no table.
 */

/** Around a cell. */
export interface Headed {
  readonly before: string;
  readonly behind: string;
}

const LONGEST_HEAD = 64;
/** With blanks around it and between its words. */
const LONGEST_SPACED = 4 * LONGEST_HEAD;
const PASSWORD = /passw(?:or[dt]|d)$/i;
const OTHER = /(?:secret|token|passphrase|\bpwd|(?:api|access|secret|private|auth|client|account)[ _-]?key)$/i;

/** @returns undefined for a head that promises nothing */
export function underHead(head: string): Headed | undefined {
  if (head.length > LONGEST_SPACED) return undefined;
  const name = head.trim().replace(/[ \t\r\n]+/g, ' ');
  if (name.length > LONGEST_HEAD || /[|:]/.test(name)) return undefined;
  // a password may have any characters: its cell is all of it
  if (PASSWORD.test(name)) return { before: `| ${name} |\n|---|\n| `, behind: ' |\n' };
  return OTHER.test(name) ? { before: `${name}: `, behind: '\n' } : undefined;
}

/** A cell as it stands under its head; '' where that promises nothing. */
export function withHead(cell: string, head: Headed | undefined): string {
  return head === undefined ? '' : head.before + cell + head.behind;
}
