/** Blocks of commands in, the names of the secrets that they set out. They are read and never run. */
import type { Block } from './blocks.ts';
import { soundsSecret } from './names.ts';

type Fence = Extract<Block, { kind: 'fence' }>;

/** What is typed into a terminal, and settings as environments take them; a program is neither. */
export function isShell({ language }: Fence): boolean {
  return SHELL.test(language);
}

/** Statements for a database, as a password of it is changed. */
export function isSql({ language }: Fence): boolean {
  return /^(?:sql|psql|pgsql|postgres(?:ql)?|mysql)$/i.test(language);
}

const SHELL = /^(?:|bash|console|dotenv|env|powershell|properties|ps1|pwsh|sh|shell|terminal|zsh)$/i;

/**
 * Names that are written as names, not read: `gh secret set SMTP_PASS`, not `$SMTP_PASS`. NEW_KEY and OLD_KEY are what a page
 * calls the two values while there are two; what ends in _FILE holds a path.
 */
export function namesSetIn(code: string): readonly string[] {
  const names = code.split('\n').flatMap((line) => [...line.matchAll(WRITTEN)].filter(isSet).map(([name]) => name));
  return [...new Set(names)].filter((name) => soundsSecret(name) && !STAND_IN.test(name));
}

/** A line that only begins with a name lists it. */
function isSet({ 0: name, index, input }: RegExpExecArray): boolean {
  return input.slice(0, index).trim() !== '' || /^["']?\s{0,4}[=:]/.test(input.slice(index + name.length));
}

const WRITTEN = /(?<![$\w{<.-])[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}(?![\w}>])/g;

/** Whether the reader puts the name in: such commands are for any secret, whatever else they show. */
export function leavesNameOpen(code: string): boolean {
  return PLACEHOLDER.test(code) || (code.match(WRITTEN) ?? []).some((name) => STAND_IN_ANY.test(name));
}

const STAND_IN = /^(?:NEW|OLD|PREVIOUS|YOUR|MY|SOME|EXPOSED|AFFECTED|LEAKED|COMPROMISED)_|_(?:DIR|FILE|NAME|NEW|OLD|PATH)$/;
const STAND_IN_ANY = /^(?:YOUR|MY|SOME|EXPOSED|AFFECTED|LEAKED|COMPROMISED)_|_NAME$/;
const PLACEHOLDER = /<[^<>\n]{0,30}name[^<>\n]{0,10}>|\$\{?\w{0,40}NAME\b/i;
